"""What all screens share: the app's type, and texts that change their language in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.screen import Screen

from tui_lab.app.widgets.page import Page

if TYPE_CHECKING:
    from tui_lab.app.app import DlLabApp


class BaseScreen(Screen[None]):
    """A screen of the lab."""

    HELP = ""
    """Id of a text that help shows above the keys."""

    @property
    def lab_app(self) -> DlLabApp:
        """The app."""
        return cast("DlLabApp", self.app)

    def relabel(self) -> None:
        """Put the texts of the language in use in place; what is highlighted or typed stays."""
        for page in self.query(Page):
            page.redraw()

    def runs_changed(self) -> None:
        """A run began or ended; `lab_app.overview` says which."""
