"""A painted widget that makes its own lines for the size it has."""

from __future__ import annotations

from textual import events

from tui_lab.app.lines import Line
from tui_lab.app.widgets.painted import Painted


class Page(Painted):
    """Asks `draw` for its lines when it is resized or told to `redraw`."""

    SOFT = False

    def draw(self, width: int, height: int) -> list[Line]:
        """The lines for a region of this size; those beyond `height` are not shown."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw again and show what differs."""
        width, height = self.size
        if width and height:
            self._replace(self.draw(width, height)[:height])

    def on_resize(self, _event: events.Resize) -> None:
        """Fit the new size."""
        self.redraw()


class ListPage(Page):
    """A page with a highlight, or a part of a longer text, that keys and the mouse wheel move."""

    def move(self, by: int) -> None:
        """Go on by so many rows, or back."""
        raise NotImplementedError

    def move_pages(self, by: int) -> None:
        """Go on by so many times the rows that are shown at once."""
        raise NotImplementedError

    def on_mouse_scroll_down(self, _event: events.MouseScrollDown) -> None:
        """A notch is a row."""
        self.move(1)

    def on_mouse_scroll_up(self, _event: events.MouseScrollUp) -> None:
        """A notch is a row."""
        self.move(-1)
