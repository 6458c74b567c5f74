"""A page of text that scrolls, with a title on a rule: what the tour, the self-check and the review are shown on."""

from __future__ import annotations

from collections.abc import Callable

from tui_lab.app.lines import BLANK, Line, rule
from tui_lab.app.widgets.page import ListPage
from tui_lab.messages import t

WIDEST = 92
"""Longer lines are hard to read."""

Body = Callable[[int], list[Line]]
"""Makes the lines for a width."""


class ReadingPage(ListPage):
    """Shows what `body` makes, from a line on that keys move."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.title = ""
        self.note = ""
        self.body: Body = lambda _width: []
        self.top = 0
        self.widest = WIDEST
        self._room = 1
        self._longest = 0

    def show(self, title: str, note: str, body: Body, *, top: int = 0) -> None:
        """Show another page, from a line on."""
        self.title, self.note, self.body, self.top = title, note, body, top
        self.redraw()

    @property
    def more(self) -> bool:
        """Whether there is text below what is shown."""
        return self.top + self._room < self._longest

    def move(self, by: int) -> None:
        """Scroll by so many lines."""
        self.top = max(0, min(self.top + by, self._longest - self._room))
        self.redraw()

    def move_pages(self, by: int) -> None:
        """Scroll by so many screens, less two lines."""
        self.move(by * max(1, self._room - 2))

    def reveal(self, line: int) -> None:
        """Scroll as little as shows this line of the text near the top third."""
        if not self.top <= line < self.top + self._room - 3:
            self.move(line - self._room // 3 - self.top)

    def draw(self, width: int, height: int) -> list[Line]:
        """The title, and the part of the text that fits; the last line says when there is more."""
        inner = min(width - 4, self.widest)
        text = self.body(inner)
        self._room, self._longest = height - 2, len(text)
        self.top = max(0, min(self.top, self._longest - self._room))
        shown = text[self.top : self.top + self._room]
        if self.more:
            shown[-1] = ((f"↓ {t('review.more')}", "dim"),)
        left = " " * max(2, (width - inner) // 2)  # on a wide terminal the text stands in the middle
        return [rule(self.title, width, self.note), BLANK, *[((left, "plain"), *line) for line in shown]]
