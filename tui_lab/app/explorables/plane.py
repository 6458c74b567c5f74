"""A part of the plane in cells: areas in half blocks, lines in braille dots, signs on top. Pure: no Textual.

Without colours an area is a character a level; in ASCII a line is drawn with the sign it was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tui_lab.app.lines import Line, joined

CHARACTERS = " .:-=+*#"
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of braille by row and column of the dot."""
_BRAILLE = 0x2800


class Plane:
    """Cells for `x_range` times `y_range`; y grows upwards."""

    def __init__(
        self, columns: int, rows: int, x_range: Sequence[float], y_range: Sequence[float], *, plain: bool, ascii: bool
    ) -> None:
        """Make an empty one.

        Args:
            columns: its width.
            rows: its height.
            x_range: what its left and right edges stand for.
            y_range: what its lower and upper edges stand for.
            plain: areas without colours.
            ascii: no braille either.
        """
        self.columns, self.rows = columns, rows
        self._x, self._y = (x_range[0], x_range[1]), (y_range[0], y_range[1])
        self._plain, self._ascii = plain, ascii
        self._area: Sequence[str] = ()
        self._palette = ""
        self._dots: dict[tuple[int, int], int] = {}
        self._inks: dict[tuple[int, int], tuple[str, str]] = {}
        self._signs: dict[tuple[int, int], tuple[str, str]] = {}

    def _at(self, x: float, y: float, across: int, down: int) -> tuple[int, int]:
        (x0, x1), (y0, y1) = self._x, self._y
        return int((x - x0) / (x1 - x0) * across // 1), int((y1 - y) / (y1 - y0) * down // 1)

    def area(self, rows: Sequence[str], palette: str) -> None:
        """Levels as digits, two rows for each row of cells; see `page.PlaneInks` for the palettes."""
        self._area, self._palette = rows, palette

    def sign(self, x: float, y: float, text: str, ink: str) -> None:
        """A sign at a place; the last one in a cell is seen."""
        column, row = self._at(x, y, self.columns, self.rows)
        if 0 <= column < self.columns and 0 <= row < self.rows:
            self._signs[column, row] = (text, ink)

    def text(self, column: int, row: int, text: str, ink: str) -> None:
        """Letters from a cell on."""
        for at, character in enumerate(text, column):
            if 0 <= at < self.columns and 0 <= row < self.rows:
                self._signs[at, row] = (character, ink)

    def cell(self, x: float, y: float) -> tuple[int, int]:
        """The column and row of a place, which may lie outside."""
        return self._at(x, y, self.columns, self.rows)

    def line(self, start: tuple[float, float], end: tuple[float, float], ink: str, sign: str) -> None:
        """A straight line, cut at the edges; `sign` draws it in ASCII."""
        across, down = 2 * self.columns, 4 * self.rows
        (x0, x1), (y0, y1) = self._x, self._y
        ends = []
        for x, y in (start, end):
            ends.append(((x - x0) / (x1 - x0) * across, (y1 - y) / (y1 - y0) * down))
        clipped = _clipped(ends[0], ends[1], across, down)
        if clipped is None:
            return
        (ax, ay), (bx, by) = clipped
        count = int(max(abs(bx - ax), abs(by - ay))) + 1
        for step in range(count + 1):
            part = step / count
            self._dot(int(ax + (bx - ax) * part), int(ay + (by - ay) * part), ink, sign)

    def _dot(self, column: int, row: int, ink: str, sign: str) -> None:
        cell = (column // 2, row // 4)
        if 0 <= cell[0] < self.columns and 0 <= cell[1] < self.rows:
            self._dots[cell] = self._dots.get(cell, 0) | _DOTS[row % 4][column % 2]
            self._inks[cell] = (ink, sign)

    def curve(self, points: Sequence[tuple[float, float]], ink: str, sign: str) -> None:
        """Neighbouring points joined."""
        for start, end in pairwise(points):
            self.line(start, end, ink, sign)

    def lines(self) -> list[Line]:
        """All of it."""
        return [joined([self._cell(column, row) for column in range(self.columns)]) for row in range(self.rows)]

    def _levels(self, column: int, row: int) -> tuple[str, str] | None:
        if not self._area:
            return None
        upper = self._area[min(2 * row, len(self._area) - 1)]
        lower = self._area[min(2 * row + 1, len(self._area) - 1)]
        at = min(column, len(upper) - 1)
        return upper[at], lower[at]

    def _cell(self, column: int, row: int) -> tuple[str, str]:
        levels = self._levels(column, row)
        on = self._signs.get((column, row))
        dots = self._dots.get((column, row))
        if on is None and dots:
            ink, sign = self._inks[column, row]
            on = (sign if self._ascii else chr(_BRAILLE + dots), ink)
        if on is not None:
            text, ink = on
            return (text, ink) if levels is None or self._plain else (text, f"on:{self._palette}{levels[0]}:{ink}")
        if levels is None:
            return " ", "plain"
        if self._plain:
            return CHARACTERS[int(levels[0])], "dim"
        # Two equal halves are a space, a third of the bytes
        return (
            (" ", f"on:{self._palette}{levels[0]}:plain")
            if levels[0] == levels[1]
            else (
                "▀",
                f"area:{self._palette}{levels[0]}{levels[1]}",
            )
        )


def _clipped(
    a: tuple[float, float], b: tuple[float, float], width: float, height: float
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of a line inside a rectangle from the origin (Liang and Barsky)."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    first, last = 0.0, 1.0
    for p, q in ((-dx, a[0]), (dx, width - 1e-6 - a[0]), (-dy, a[1]), (dy, height - 1e-6 - a[1])):
        if p == 0:
            if q < 0:
                return None
            continue
        r = q / p
        if p < 0:
            first = max(first, r)
        else:
            last = min(last, r)
    if first > last:
        return None
    return (a[0] + first * dx, a[1] + first * dy), (a[0] + last * dx, a[1] + last * dy)


def arrow_head(dx: float, dy: float) -> str:
    """The sign at the end of an arrow that points this way; y grows upwards."""
    if abs(dx) >= abs(dy):
        return "▶" if dx > 0 else "◀"
    return "▲" if dy > 0 else "▼"
