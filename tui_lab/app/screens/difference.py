"""The learner's text beside the original, the solution, or an older one of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui_lab.app.lesson.difference import side_by_side, unified
from tui_lab.app.lines import BLANK, Line, fit, rule
from tui_lab.app.screens.base import BaseScreen, leap_keys, step_keys
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.app.widgets.page import ListPage
from tui_lab.learner.states import Earlier
from tui_lab.messages import t

SIDE_BY_SIDE = 100
"""Columns from which the two stand beside each other."""


@dataclass(frozen=True)
class Text:
    """A text with what it is called."""

    title: str
    text: str
    old: bool = False
    """Whether it is an older one of the learner's own, which can be taken back."""


def earlier_texts(history: Sequence[Earlier]) -> list[Text]:
    """The older texts of a block, titled with when they were written."""
    when = t("lesson.diff_when")
    return [
        Text(
            t("lesson.diff_earlier", when=time.strftime(when, time.localtime(old.at)), n=n, of=len(history)),
            old.code,
            old=True,
        )
        for n, old in enumerate(history, start=1)
    ]


class _Difference(ListPage):
    def __init__(self, left: Text, right: Text) -> None:
        super().__init__(id="difference")
        self.left, self.right = left, right
        self._top, self._room = 0, 1

    def move(self, by: int) -> None:
        """Scroll by lines."""
        self._top += by
        self.redraw()

    def move_pages(self, by: int) -> None:
        """Scroll by screens."""
        self.move(by * max(1, self._room - 1))

    def draw(self, width: int, height: int) -> list[Line]:
        """The titles and the rows that fit."""
        ascii = getattr(self.app, "ascii", False)
        wide = width >= SIDE_BY_SIDE
        if wide:
            half = (width - 3) // 2
            head: Line = (
                *rule(self.left.title, half, ascii=ascii),
                ("   ", "plain"),
                *rule(self.right.title, half, ascii=ascii),
            )
        else:
            head = rule(f"- {self.left.title}   + {self.right.title}", width, ascii=ascii)
        if self.left.text.rstrip() == self.right.text.rstrip():
            return [head, BLANK, ((f"  {fit(t('lesson.diff_equal'), width - 4)}", "dim"),)]
        rows = (side_by_side if wide else unified)(self.left.text, self.right.text, width)
        self._room = max(1, height - 1)
        self._top = max(0, min(self._top, len(rows) - self._room))
        return [head, *rows[self._top : self._top + self._room]]


class DifferenceScreen(BaseScreen):
    """Shows; tab goes on to what else the text can be held against, enter takes an older one back."""

    HELP = "lesson.diff_help"
    BINDINGS: ClassVar[list[BindingType]] = [
        *step_keys("help.key_scroll", "scroll"),
        Binding("tab", "other(1)", "lesson.key.other"),
        Binding("shift+tab", "other(-1)", "lesson.key.other_back", show=False),
        Binding("enter", "take", "lesson.key.take_back"),
        Binding("escape", "back", "lesson.key.back"),
        Binding("q,d", "back", "lesson.key.back", show=False),
        *leap_keys("help", "scroll", page_down="space,pagedown"),
    ]

    def __init__(self, mine: Text, others: Sequence[Text], first: int, take: Callable[[str], None]) -> None:
        """Hold the learner's text against each of these in turn; `take` is told which older one to take back."""
        super().__init__()
        self._others, self._at, self._take = list(others), first, take
        self._page = _Difference(mine, self._others[self._at])

    def compose(self) -> ComposeResult:
        """Both texts and the keys."""
        yield self._page
        yield KeyFooter()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Another text only where there is one; only older ones are taken back."""
        if action == "take":
            return self._others[self._at].old
        return action != "other" or len(self._others) > 1

    def action_scroll(self, by: int) -> None:
        """Lines up or down."""
        self._page.move(by)

    def action_pages(self, by: int) -> None:
        """Screens up or down."""
        self._page.move_pages(by)

    def action_other(self, by: int) -> None:
        """The next text to hold it against, or the one before."""
        self._at = (self._at + by) % len(self._others)
        self._page.right = self._others[self._at]
        self._page.redraw()
        self.refresh_bindings()

    def action_take(self) -> None:
        """Take this one back, and leave."""
        self.action_back()
        self._take(self._others[self._at].text)
