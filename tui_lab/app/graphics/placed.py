"""Pictures that have a place among the lines of a page: their numbers, and where they are in sight. Pure.

The cells of a picture are text in an ink of its own, `picture:<number in hex>:<row>`. So they scroll, clip and are
compared like all text, and what lies on the screen can be read off the lines.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

from rich.cells import cell_len

from tui_lab.app.lines import PICTURE_INK, Line

_NUMBERS = 1 << 24  # a kitty picture's number is the colour of its cells


@dataclass(frozen=True)
class Placed:
    """A picture file as it was, in so many cells."""

    path: Path
    changed: int
    columns: int
    rows: int


@dataclass(frozen=True)
class Part:
    """The rows of a picture that are in sight: from `row` on `rows` of them, at a column and a line of the page."""

    number: int
    x: int
    y: int
    row: int
    rows: int
    columns: int


_pictures: dict[int, Placed] = {}


def number_of(picture: Placed) -> int:
    """The picture's number: from 1 to 2^24 - 1, the same each time and no other picture's."""
    number = crc32(repr(picture).encode()) % (_NUMBERS - 1) + 1
    while _pictures.setdefault(number, picture) != picture:
        number = number % (_NUMBERS - 1) + 1
    return number


def picture_of(number: int) -> Placed:
    """The picture with a number that `number_of` gave."""
    return _pictures[number]


def ink_of(number: int, row: int) -> str:
    """The ink of a row of a picture."""
    return f"{PICTURE_INK}{number:06x}:{row}"


def parts(lines: Sequence[Line]) -> list[Part]:
    """What is in sight of pictures, each with the rows that follow each other."""
    found: list[Part] = []
    for y, line in enumerate(lines):
        x = 0
        for text, ink in line:
            columns = cell_len(text)
            if ink.startswith(PICTURE_INK):
                number, row = ink.removeprefix(PICTURE_INK).split(":")
                part = Part(int(number, 16), x, y, int(row), 1, columns)
                before = found[-1] if found else None
                if before is not None and part == replace(
                    before, y=before.y + before.rows, row=before.row + before.rows, rows=1
                ):
                    found[-1] = replace(before, rows=before.rows + 1)
                else:
                    found.append(part)
            x += columns
    return found


def free_of(part: Part, is_free: Callable[[int], bool]) -> list[Part]:
    """What remains of a part without the lines on which something else lies."""
    found: list[Part] = []
    for n in range(part.rows):
        if not is_free(part.y + n):
            continue
        if found and found[-1].y + found[-1].rows == part.y + n:
            found[-1] = replace(found[-1], rows=found[-1].rows + 1)
        else:
            found.append(replace(part, y=part.y + n, row=part.row + n, rows=1))
    return found
