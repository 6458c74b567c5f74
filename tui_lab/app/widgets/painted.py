"""Painted lines in one widget: cheap to mount, and only the columns that changed are sent to the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui_lab.app.drawing import plain
from tui_lab.app.inks import text_inks
from tui_lab.app.lines import BLANK, Line, changed_columns, filling


class Painted(Widget):
    """Lines of inked text (see `app.inks`) in a region of fixed size, which `update_lines` never lays out anew.

    A widget that can make its lines for any size itself is a `page.Page`.
    """

    DEFAULT_CSS = "Painted { width: 1fr; height: 1fr; }"
    ALLOW_SELECT = False
    SOFT: ClassVar[bool] = True
    """Which shades its inks have: see `inks.text_inks`."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._lines: list[Line] = []
        self._inks: dict[str, Style] | None = None

    def update_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; what is as before is not painted again."""
        self._replace([tuple(span for span in line if span[0]) for line in lines])

    def _replace(self, lines: list[Line]) -> None:
        before, self._lines = self._lines, lines
        if not self.is_attached:
            return
        width, height = self.size
        regions = []
        for y in range(min(height, max(len(before), len(lines)))):
            old, new = (before[y] if y < len(before) else BLANK), (lines[y] if y < len(lines) else BLANK)
            span = changed_columns(old, new, width) if old != new else None
            if span is not None:
                regions.append(Region(span[0], y, span[1] - span[0], 1))
        if regions:
            self.refresh(*regions)

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._inks = None

    @property
    def inks(self) -> dict[str, Style]:
        """The style of each ink in the theme in use."""
        if self._inks is None:
            self._inks = self.make_inks()
        return self._inks

    def make_inks(self) -> dict[str, Style]:
        """The inks, when the theme has changed."""
        return text_inks(self, soft=self.SOFT)

    def render_line(self, y: int) -> Strip:
        """One line, padded to the width."""
        line = self._lines[y] if y < len(self._lines) else BLANK
        ascii_only, inks = getattr(self.app, "ascii", False), self.inks
        strip = Strip([Segment(plain(text) if ascii_only else text, inks[ink]) for text, ink in line])
        return strip.adjust_cell_length(self.size.width, inks[filling(line)])
