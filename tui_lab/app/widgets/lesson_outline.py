"""The headings of a lesson at its left, each with how far one is in its section."""

from __future__ import annotations

from collections.abc import Sequence

from tui_lab.app.lesson.places import Row
from tui_lab.app.lines import BLANK, Line, fit, rule
from tui_lab.app.widgets.page import Page
from tui_lab.messages import t

_SIGNS = {"done": ("✓", "good"), "begun": ("◐", "dim"), "": (" ", "dim")}
_PLAIN_SIGNS = {"done": "v", "begun": "-", "": " "}


class LessonOutline(Page):
    """Shows the part around the current heading where not all fit."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._rows: Sequence[Row] = ()
        self._here = 0

    def show(self, rows: Sequence[Row], here: int) -> None:
        """Show these headings, this one marked."""
        if (rows, here) != (self._rows, self._here):
            self._rows, self._here = rows, here
            self.redraw()

    def draw(self, width: int, height: int) -> list[Line]:
        """The headings that fit, a level below the title further right."""
        ascii = getattr(self.app, "ascii", False)
        lines: list[Line] = [rule(t("lesson.outline"), width, ascii=ascii)]
        room = max(1, height - 2)
        top = max(0, min(self._here - room // 2, len(self._rows) - room))
        for n in range(top, min(len(self._rows), top + room)):
            row, on = self._rows[n], n == self._here
            mark = "@" if on else ""
            sign, ink = _SIGNS[row.far]
            indent = "  " * max(0, row.level - 2)
            lines.append(
                (
                    ("▌" if on else " ", f"accent{mark}"),
                    (_PLAIN_SIGNS[row.far] if ascii else sign, f"{ink}{mark}"),
                    (fit(f" {indent}{row.text}", width - 2), f"{'bold' if on else 'plain'}{mark}"),
                )
            )
        return [*lines, BLANK]
