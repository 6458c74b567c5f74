"""A painted box over a screen, as large as its lines: what the small lists and tables over others share."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui_lab.app.lines import Line
from tui_lab.app.widgets.painted import Painted

Result = TypeVar("Result")
MARGIN = 2
"""Columns and rows left free at each side."""


class DialogScreen(ModalScreen[Result]):
    """A subclass says what stands in the box; `relabel` paints it anew."""

    WIDEST: ClassVar[int] = 60

    def compose(self) -> ComposeResult:
        """The box."""
        yield Painted()

    def on_mount(self) -> None:
        """Fill it."""
        self.relabel()

    def on_resize(self) -> None:
        """Fit the size."""
        self.relabel()

    def relabel(self) -> None:
        """Paint the lines as they are now, in the language in use."""
        size, box = self.app.size, self.query_one(Painted)
        width = min(self.WIDEST, size.width - 2 * MARGIN)
        lines = self.lines(width, size.height - 2 * MARGIN)
        box.styles.width, box.styles.height = width, len(lines)
        box.update_lines(lines)

    def lines(self, width: int, room: int) -> list[Line]:  # noqa: ARG002
        """What stands in a box of this width; `room` is how many lines it has at most."""
        return []
