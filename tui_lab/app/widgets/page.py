"""A painted widget that makes its own lines for the size it has."""

from __future__ import annotations

from textual import events
from textual.geometry import Size
from textual.strip import Strip

from tui_lab.app.lines import Line
from tui_lab.app.widgets.painted import Painted


class Page(Painted):
    """Asks `draw` for its lines when it has another size or is told to `redraw`."""

    SOFT = False

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._drawn_for = Size()

    def draw(self, width: int, height: int) -> list[Line]:
        """The lines for a region of this size; those beyond `height` are not shown."""
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw again and show what differs."""
        width, height = self._drawn_for = self.size
        if width and height:
            self._replace(self.draw(width, height)[:height])

    def on_resize(self, _event: events.Resize) -> None:
        """Fit the new size, if it hasn't been painted in it yet."""
        if self.size != self._drawn_for:
            self.redraw()

    def render_line(self, y: int) -> Strip:
        """One line; the first frame of a size doesn't wait for the message that tells of it."""
        if self.is_mounted and self.size != self._drawn_for:
            width, height = self._drawn_for = self.size
            self._lines = self.draw(width, height)[:height]
        return super().render_line(y)


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
