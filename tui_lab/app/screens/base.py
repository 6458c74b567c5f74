"""What all screens share: the app's type, and texts that change their language in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding
from textual.screen import Screen

from tui_lab.app.widgets.page import Page

if TYPE_CHECKING:
    from tui_lab.app.app import DlLabApp


FAR = 100_000
"""More rows than any list has: to its end."""


def step_keys(text: str, action: str = "move") -> list[Binding]:
    """The keys for the next and the previous row: `action` takes 1 or -1. The footer shows the first."""
    return [
        Binding("j,down", f"{action}(1)", text, key_display="j/k"),
        Binding("k,up", f"{action}(-1)", text, show=False),
    ]


def leap_keys(area: str, action: str = "move", *, page_down: str = "pagedown") -> list[Binding]:
    """The keys for pages (`pages` takes 1 or -1) and ends; their texts are `<area>.key_page` and `key_ends`."""
    return [
        Binding(page_down, "pages(1)", f"{area}.key_page", show=False),
        Binding("pageup", "pages(-1)", f"{area}.key_page", show=False),
        Binding("home", f"{action}({-FAR})", f"{area}.key_ends", show=False),
        Binding("end", f"{action}({FAR})", f"{area}.key_ends", show=False),
    ]


class BaseScreen(Screen[None]):
    """A screen of the lab."""

    HELP = ""
    """Id of a text that help shows above the keys."""
    FOOTER_KEEPS: ClassVar[frozenset[str]] = frozenset()
    """Actions whose keys stay in the footer however narrow it is."""

    @property
    def lab_app(self) -> DlLabApp:
        """The app."""
        return cast("DlLabApp", self.app)

    def relabel(self) -> None:
        """Put the texts of the language in use in place; what is highlighted or typed stays."""
        for page in self.query(Page):
            page.redraw()

    def action_back(self) -> None:
        """Back to where one came from."""
        self.app.pop_screen()

    def runs_changed(self) -> None:
        """A run began or ended; `lab_app.overview` says which."""
