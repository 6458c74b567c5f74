"""Pictures in the terminal's own graphics: what is sent, without a terminal."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tui_lab.app.graphics import kitty, pixels, sixel
from tui_lab.app.graphics.means import Graphics, graphics
from tui_lab.app.graphics.placed import Part, Placed, free_of, ink_of, number_of, parts, picture_of
from tui_lab.app.inks import InkTable
from tui_lab.app.lesson import picture
from tui_lab.app.lines import Line

KITTY, SIXEL = Graphics("kitty", (8, 16)), Graphics("sixel", (8, 16))


def figure(size: tuple[int, int] = (64, 48)) -> Image.Image:
    image = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((4, 4, size[0] - 5, size[1] - 9), fill="navy", outline="orange")
    draw.line((0, 0, *size), fill="red")
    return image


@pytest.fixture
def file(tmp_path: Path) -> Path:
    figure((640, 480)).save(tmp_path / "figure.png")
    return tmp_path / "figure.png"


# Kitty


def test_a_placeholder_is_one_column_wherever_it_stands() -> None:
    assert len(kitty.MARKS) >= max(picture.WIDEST, picture.HIGHEST)
    assert len(set(kitty.MARKS)) == len(kitty.MARKS)
    for row in range(picture.HIGHEST):
        text = kitty.cells(row, picture.WIDEST)
        assert cell_len(text) == picture.WIDEST
    strip = Strip([Segment(text)])
    assert [part.cell_length for part in strip.divide([3, 50, 80])] == [3, 47, 30]
    assert strip.crop(10, 12).text == text[30:36]  # the character and its two marks stay together


def test_marks_are_those_of_the_protocol() -> None:
    known = {0: 0x305, 1: 0x30D, 17: 0x363, 30: 0x483, 53: 0x5C4, 62: 0x657, 79: 0x6E2}
    assert {n: ord(kitty.MARKS[n]) for n in known} == known


def test_a_picture_is_sent_in_chunks() -> None:
    png = pixels.png(Image.effect_noise((120, 90), 80).convert("RGB"))
    sequences = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", kitty.sent(77, 20, 9, png))
    keys = [dict(pair.split("=") for pair in head.split(",")) for head, _ in sequences]
    assert keys[0] | {"m": "1"} == dict(a="T", U="1", q="2", f="100", t="d", i="77", c="20", r="9", m="1")
    assert [one["m"] for one in keys] == ["1"] * (len(keys) - 1) + ["0"] and len(keys) > 2
    assert all(len(data) <= 4096 for _, data in sequences)
    assert b64decode("".join(data for _, data in sequences)) == png
    assert kitty.deleted(77) == "\x1b_Ga=d,d=I,q=2,i=77;\x1b\\"


def test_the_colour_of_its_cells_is_its_number() -> None:
    style = InkTable({}, Style(bgcolor="#101010", bold=True))[ink_of(0x0A0B0C, 5)]
    assert style.color is not None and style.color.get_truecolor() == (10, 11, 12)
    assert InkTable({}, None)[ink_of(1, 5)] == Style()


# Sixel


def decoded_sixel(data: str) -> dict[tuple[int, int], int]:
    """The register of each pixel that is drawn: a small terminal."""
    found = re.fullmatch(r'\x1bP0;1;0q"1;1;(\d+);(\d+)((?:#\d+;2;\d+;\d+;\d+)*)(.*)\x1b\\', data, re.DOTALL)
    assert found is not None
    width, height = int(found[1]), int(found[2])
    drawn: dict[tuple[int, int], int] = {}
    x = y = colour = 0
    for count, sign, register in re.findall(r"(?:!(\d+))?([?-~]|[$-])|#(\d+)", found[4]):
        if register:
            colour = int(register)
        elif sign == "$":
            x = 0
        elif sign == "-":
            x, y = 0, y + 6
        else:
            run = range(x, x + int(count or 1))
            for place in [(x, y + n) for n in range(6) if (ord(sign) - 63) >> n & 1 for x in run]:
                assert place not in drawn and place[0] < width and place[1] < height
                drawn[place] = colour
            x = run.stop
    return drawn


def test_sixel_data_is_the_picture() -> None:
    image = sixel.reduced(figure(), 16)
    data = sixel.Sixels(image).rows(0, image.height)
    drawn = decoded_sixel(data)
    assert drawn == {(x, y): image.getpixel((x, y)) for x in range(64) for y in range(48)}
    palette = {int(n): (int(r), int(g), int(b)) for n, r, g, b in re.findall(r"#(\d+);2;(\d+);(\d+);(\d+)", data)}
    colours = image.getpalette() or []
    for register, percent in palette.items():
        exact = colours[3 * register : 3 * register + 3]
        assert all(abs(part * 2.55 - value) <= 1.3 for part, value in zip(percent, exact, strict=True))


@given(st.integers(1, 20), st.integers(1, 20), st.randoms(use_true_random=False), st.data())
def test_any_rows_of_any_picture(width: int, height: int, random, data: st.DataObject) -> None:  # type: ignore[no-untyped-def]
    image = Image.new("P", (width, height))
    image.putpalette([0, 0, 0, 255, 0, 0, 0, 255, 0])
    image.putdata([random.choice((0, 0, 0, 0, 1, 2)) for _ in range(width * height)])
    top = data.draw(st.integers(0, height - 1))
    bottom = data.draw(st.integers(top + 1, height))
    coder = sixel.Sixels(image)
    for _ in range(2):  # coded, and kept
        drawn = decoded_sixel(coder.rows(top, bottom))
        assert drawn == {(x, y - top): image.getpixel((x, y)) for x in range(width) for y in range(top, bottom)}


def test_the_cursor_comes_back() -> None:
    assert sixel.at(4, 2, "data") == "\x1b7\x1b[3;5Hdata\x1b8"


# Places


def page(*rows: int, number: int = 5, x: int = 2) -> list[Line]:
    """Lines with these rows of a picture; -1 is a line of text."""
    return [
        ((" " * x, "plain"), ("\xa0" * 10, ink_of(number, row))) if row >= 0 else (("text", "plain"),) for row in rows
    ]


def test_what_is_in_sight_of_a_picture() -> None:
    assert parts([]) == parts(page(-1, -1)) == []
    assert parts(page(-1, 3, 4, 5, -1)) == [Part(5, 2, 1, 3, 3, 10)]
    assert parts([*page(7, 8), *page(0, number=6), *page(0, 1)]) == [
        Part(5, 2, 0, 7, 2, 10),
        Part(6, 2, 2, 0, 1, 10),
        Part(5, 2, 3, 0, 2, 10),
    ]


def test_rows_under_something_else_are_left_out() -> None:
    whole = Part(5, 2, 1, 3, 5, 10)
    assert free_of(whole, lambda _: True) == [whole]
    assert free_of(whole, lambda _: False) == []
    assert free_of(whole, lambda y: y not in (1, 4)) == [Part(5, 2, 2, 4, 2, 10), Part(5, 2, 5, 7, 1, 10)]


def test_numbers_are_kept_and_never_shared() -> None:
    made = [Placed(Path("figure.png"), n, 10, 5) for n in range(300)]
    numbers = [number_of(one) for one in made]
    assert len(set(numbers)) == 300 and all(0 < number < 1 << 24 for number in numbers)
    assert [number_of(one) for one in made] == numbers
    assert [picture_of(number) for number in numbers] == made


# Lines of a picture


@pytest.mark.parametrize("means", [KITTY, SIXEL])
def test_the_cells_of_a_picture(file: Path, means: Graphics) -> None:
    lines = picture.lines(file, 70, graphics=means)
    (part,) = parts(lines)
    assert (part.columns, part.rows) == (64, 24) == picture.size_in_cells(640, 480, 70)
    assert all(cell_len(text) == 64 for line in lines for text, _ in line)
    assert picture_of(part.number).path == file
    assert all(picture.is_part(*span) for line in lines for span in line)


def test_the_size_of_a_cell_keeps_the_proportions(file: Path) -> None:
    (part,) = parts(picture.lines(file, 40, graphics=Graphics("sixel", (10, 15))))
    assert (part.columns, part.rows) == (40, 20)


@pytest.mark.parametrize("how", [{"ascii": True}, {"colour": False}, {"graphics": None}])
def test_where_there_are_no_graphics(file: Path, how: dict[str, object]) -> None:
    lines = picture.lines(file, 70, **({"graphics": KITTY} | how))  # type: ignore[arg-type]
    assert lines and parts(lines) == []


def test_a_damaged_file_has_no_cells(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG no more")
    assert picture.lines(tmp_path / "broken.png", 70, graphics=SIXEL) == []


def test_which_graphics() -> None:
    def found(setting: str, cell: tuple[int, int] | None = (8, 16), **env: str) -> Graphics | None:
        return graphics(setting, env, true_colour=True, new=True, cell=cell)

    assert found("auto", TERM="foot") == SIXEL and found("auto", TERM="foot", cell=None) is None
    assert found("auto", TERM="xterm-kitty") == KITTY and found("kitty", cell=None) is not None
    assert found("auto", TERM="xterm") is None is found("blocks", TERM="foot")
    assert graphics("kitty", {}, true_colour=False, new=True, cell=None) is None


def test_small_pictures_keep_their_pixels(tmp_path: Path) -> None:
    small = Image.new("RGB", (2, 1))
    small.putpixel((0, 0), (255, 255, 255))
    small.save(tmp_path / "small.png")
    image = pixels.decoded(tmp_path / "small.png", lambda _w, _h: (20, 10))
    assert image is not None and sorted(image.getcolors() or []) == [(100, (0, 0, 0)), (100, (255, 255, 255))]
