"""A sheet of characters with inks, to draw boxes, wires and numbers on. Pure: no Textual."""

from __future__ import annotations

from tui_lab.app.lines import Line, joined


class Sketch:
    """Cells of one character and an ink each."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._cells = [[(" ", "plain")] * width for _ in range(height)]

    def put(self, column: int, row: int, text: str, ink: str = "plain") -> None:
        """Write text from a column on, cut at the edges."""
        if 0 <= row < self.height:
            for at, character in enumerate(text, column):
                if 0 <= at < self.width:
                    self._cells[row][at] = (character, ink)

    def across(self, start: int, end: int, row: int, ink: str = "rule", *, sign: str = "─") -> None:
        """A wire from one column to another, both included."""
        self.put(start, row, sign * (end - start + 1), ink)

    def down(self, column: int, start: int, end: int, ink: str = "rule", *, sign: str = "│") -> None:
        """A wire from one row to another, both included."""
        for row in range(start, end + 1):
            self.put(column, row, sign, ink)

    def lines(self) -> list[Line]:
        """What was drawn."""
        return [joined(row) for row in self._cells]
