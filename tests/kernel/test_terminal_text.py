"""What a program prints becomes lines that are safe to show, whatever it prints."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_lab.kernel.terminal_text import LONGEST_LINE, TerminalText, clean, lines_of


def shown(*texts: str, first: int = 200, last: int = 500) -> list[str]:
    whole = TerminalText(first, last)
    for text in texts:
        whole.write(text)
    return ["".join(text for text, _ in line) for line in whole.lines()]


@pytest.mark.parametrize(
    ("printed", "lines"),
    [
        ("one\ntwo\n", ["one", "two"]),
        ("one\r\ntwo", ["one", "two"]),
        ("\n\n", ["", ""]),
        ("10%|#   |\r20%|##  |", ["20%|##  |"]),
        ("long line\rshort", ["shortline"]),
        ("abc\b\bX", ["aXc"]),
        ("a\tb", ["a       b"]),
        ("bar 1\nbar 2\n\x1b[2A\x1b[2Knew 1\n", ["new 1", "bar 2"]),
        ("one\ntwo\x1b[1A\rX", ["Xne", "two"]),
        ("abcdef\x1b[3D\x1b[K", ["abc"]),
        ("abc\x1b[10GX", ["abc      X"]),
        ("old\n\x1b[2J\x1b[Hnew", ["new"]),
        ("a\x1b]0;title\x07b\x1b]8;;http://x\x1b\\c", ["abc"]),
        ("a\x1bPpayload\x1b\\b", ["ab"]),
        ("a\x1b[?25lb\x1b[6nc\x1b(Bd", ["abcd"]),
        ("a\u202eb\u2028c\x85d\x9b31me", ["abcd31me"]),
        ("half \ud800 pair", ["half  pair"]),
        ("\x1b[999999999999999999999A\x1b[;;;mx", ["x"]),
    ],
)
def test_control_sequences_are_carried_out_or_dropped(printed: str, lines: list[str]) -> None:
    assert shown(printed) == lines
    assert shown(*printed) == lines  # however it is cut into pieces


@pytest.mark.parametrize(
    ("numbers", "style"),
    [
        ("31", "red"),
        ("1;4;94", "bold underline bright_blue"),
        ("38;5;208", "color(208)"),
        ("48;2;1;2;300", "on #0102ff"),
        ("7;39", "reverse"),
        ("31;0", ""),
        ("1;22;3;23;33;43;49", "yellow"),
        ("38", ""),
        ("38;5", ""),
    ],
)
def test_colours_become_styles(numbers: str, style: str) -> None:
    from rich.style import Style

    assert lines_of(f"\x1b[{numbers}mx") == [(("x", style),)]
    Style.parse(style)


def test_the_beginning_and_the_end_are_kept_and_the_rest_is_counted() -> None:
    text = TerminalText(3, 2)
    for i in range(10):
        text.write(f"{i}\n")
    assert [line[0][0] for line in text.first()] == ["0", "1", "2"]
    assert [line[0][0] for line in text.last()] == ["9"]
    assert text.left_out == 6 and text.count == 11


def test_a_flood_gives_the_same_as_its_lines_one_by_one() -> None:
    lines = [f"\x1b[3{i % 8}mline {i}\n" for i in range(5_000)]
    at_once, one_by_one = TerminalText(), TerminalText()
    at_once.write("".join(lines))
    for line in lines:
        one_by_one.write(line)
    assert list(at_once.lines()) == list(one_by_one.lines())
    assert at_once.left_out == one_by_one.left_out


def test_lines_that_never_came_are_counted() -> None:
    text = TerminalText(3, 3)
    text.write("one\ntwo")
    text.skip(1000)
    text.write("last")
    assert text.count == 1003 and text.left_out == 1000
    assert ["".join(t for t, _ in line) for line in text.lines()] == ["one", "two", "last"]


def test_a_line_has_an_end() -> None:
    assert [len(line) for line in shown("x" * 10 * LONGEST_LINE)] == [LONGEST_LINE]
    assert len(shown("x" * 1000, *["y" * 999] * 9)[0]) == LONGEST_LINE


def test_many_sequences_without_an_end_take_no_time() -> None:
    shown("\x1b]" * 200_000)
    shown("\x1b[1;" * 200_000)
    shown(*["\x1b]0;never ending"] + ["x" * 100] * 1000)


MOVES = [
    "\x1b[A",
    "\x1b[50B",
    "\x1b[3A\x1b[J",
    "\x1b[1J",
    "\x1b[2J",
    "\x1b[K",
    "\x1b[1K",
    "\x1b[5G",
    "\x1b[2E",
    "\n" * 40,
]
OTHERS = ["\n", "\r", "\b", "\t", "\x1b", "\x1b[", "\x1b[31m", "\x1b[0m", "\x1b]0;t\x07", "\x1b]", "\x1b\\", "\x9b"]
SEQUENCES = st.sampled_from([*MOVES, *OTHERS])
PRINTED = st.lists(SEQUENCES | st.text(max_size=12) | st.text(alphabet="0123456789;?[ABm\x1b", max_size=8), max_size=60)


def is_safe(text: str) -> bool:
    return not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in "\u202e\u2066" for c in text)


@given(PRINTED, st.lists(st.integers(0, 60)))
def test_no_control_character_ever_comes_out(printed: list[str], skips: list[int]) -> None:
    text = TerminalText(4, 5)
    for n, piece in enumerate(printed):
        text.write(piece)
        if n in skips:
            text.skip(n)
        lines = list(text.lines())
        assert len(lines) <= 10 and text.count >= len(lines)
        assert all(is_safe(t) for line in lines for t, _ in line)
    assert is_safe(clean("".join(printed)))


@given(PRINTED)
def test_pieces_make_no_difference(printed: list[str]) -> None:
    whole = "".join(printed)
    assert shown(whole) == shown(*printed) == shown(*whole)
