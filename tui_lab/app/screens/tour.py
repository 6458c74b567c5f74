"""A tour of one minute: the map, a lesson, the lab, and where help is. A page each, to be left at any time."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui_lab.app import progress
from tui_lab.app.lines import BLANK, Line, beside, rule, wrap
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.app.widgets.reading_page import WIDEST, ReadingPage
from tui_lab.config.errors import LabError
from tui_lab.messages import t

PAGES = ("map", "lesson", "lab", "help")
ROOMY = (180, 36)
"""Columns and rows from which all pages are shown at once, two beside each other."""
GAP = 6
ACCENT, DIM = "▌", "·"
"""How a line of a figure begins that is painted in the accent, or dim."""


class TourScreen(BaseScreen):
    """The pages."""

    HELP = "tour.help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go(1)", "tour.key_next"),
        Binding("space,n,right,j,down,pagedown", "go(1)", "tour.key_next", show=False),
        Binding("p", "go(-1)", "tour.key_back"),
        Binding("left,k,up,pageup,backspace", "go(-1)", "tour.key_back", show=False),
        Binding("c", "self_check", "tour.key_self_check"),
        Binding("escape,q", "back", "tour.key_leave", key_display="esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._at = 0
        self._roomy = False
        self._page = ReadingPage(id="tour")

    def compose(self) -> ComposeResult:
        """A page and the keys."""
        yield self._page
        yield KeyFooter()

    def on_mount(self) -> None:
        """The first page. Who has seen it is offered the tour no more."""
        self._show()
        try:
            progress.remember(progress.TOUR)
        except LabError as error:
            self.lab_app.say(str(error), bad=True)

    def relabel(self) -> None:
        """The page in the language in use."""
        self._show()
        super().relabel()

    def on_resize(self, event: events.Resize) -> None:
        """On a large terminal all pages are one."""
        self._roomy = event.size.width >= ROOMY[0] and event.size.height >= ROOMY[1]
        self._show()

    @property
    def _last(self) -> bool:
        return self._roomy or self._at == len(PAGES) - 1

    def _show(self) -> None:
        name = PAGES[0 if self._roomy else self._at]
        note = "" if self._roomy else t("tour.position", number=self._at + 1, of=len(PAGES))
        self._page.widest = 2 * WIDEST + GAP if self._roomy else WIDEST
        self._page.show(t(f"tour.{name}_title"), note, self._draw_all if self._roomy else self._draw)
        self.refresh_bindings()

    def _draw_all(self, width: int) -> list[Line]:
        each = (width - GAP) // 2
        above = beside([_page("map", each), _page("lesson", each, titled=True)], (each, each), GAP)
        below = beside([_page(name, each, titled=True) for name in ("lab", "help")], (each, each), GAP)
        return [*above, BLANK, BLANK, *below]

    def _draw(self, width: int) -> list[Line]:
        return _page(PAGES[self._at], width)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The way back begins on the second page; the self-check is offered on the last."""
        if action == "go" and parameters == (-1,):
            return self._at > 0 and not self._roomy
        return self._last if action == "self_check" else True

    def action_go(self, by: int) -> None:
        """Another page; behind the last one is the map."""
        if by > 0 and self._last:
            self.action_back()
            return
        self._at = max(0, self._at + by)
        self._show()

    def action_self_check(self) -> None:
        """On to the self-check, which leads to the map."""
        from tui_lab.app.screens.self_check import SelfCheckScreen

        self.app.switch_screen(SelfCheckScreen())


def _page(name: str, width: int, *, titled: bool = False) -> list[Line]:
    """A page: a figure and what it shows; with its title where several stand together."""
    lines: list[Line] = [rule(t(f"tour.{name}_title"), width), BLANK] if titled else []
    for row in t(f"tour.{name}_figure").split("\n"):
        ink = "accent" if row.startswith(ACCENT) else "dim" if row.startswith(DIM) else "plain"
        lines.append(((row if ink == "accent" else f"  {row.removeprefix(DIM)}", ink),))
    for part in t(f"tour.{name}_text").split("\n"):
        lines += [BLANK, *wrap(part, width)]
    return lines
