"""Cells to paint a chart on, and where a value falls among them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One painted line: a character and an ink for each column."""

    text: str
    inks: bytes

    def cells(self) -> list[tuple[str, int]]:
        """Each column's character and ink."""
        return list(zip(self.text, self.inks, strict=True))


class Canvas:
    """Rows of characters and inks to paint on."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.text = [[" "] * width for _ in range(height)]
        self.inks = [bytearray(width) for _ in range(height)]

    def put(self, column: int, row: int, text: str, ink: int) -> None:
        """Write text from a column on, cut at the edges."""
        if 0 <= row < self.height:
            for at, character in enumerate(text, column):
                if 0 <= at < self.width:
                    self.text[row][at] = character
                    self.inks[row][at] = ink

    def rows(self) -> list[Row]:
        """What was painted."""
        return [Row("".join(text), bytes(inks)) for text, inks in zip(self.text, self.inks, strict=True)]


@dataclass(frozen=True)
class Area:
    """The plotted area: its cells and what they stand for. Rows count from the top, dots from the bottom."""

    columns: int
    rows: int
    x_max: float
    low: float
    high: float

    def column(self, x: float) -> int:
        """The column of an epoch; plotext rounds the same way."""
        return int(0.5 + (2 * self.columns - 1) * min(max(x / self.x_max, 0.0), 1.0)) // 2

    def dot(self, y: float) -> int:
        """The dot of a value (four a row), counted from the bottom and held inside."""
        part = (y - self.low) / (self.high - self.low)
        return int(0.5 + (4 * self.rows - 1) * min(max(part, 0.0), 1.0))

    def row(self, y: float) -> int:
        """The row of a value."""
        return self.rows - 1 - self.dot(y) // 4
