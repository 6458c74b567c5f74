"""Shown in place of everything else while the terminal is smaller than any screen needs."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui_lab.app.lines import Line, wrap
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.widgets.page import Page
from tui_lab.messages import t


class _Sizes(Page):
    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._needed = (width, height)

    def draw(self, width: int, height: int) -> list[Line]:
        needed = {"width": self._needed[0], "height": self._needed[1]}
        return [
            *wrap(t("app.too_small"), width, "bold"),
            *wrap(t("app.too_small_now", width=self.app.size.width, height=self.app.size.height), width),
            *wrap(t("app.too_small_needed", **needed), width),
            *wrap(t("app.too_small_do"), width, "dim"),
        ][:height]


class TooSmallScreen(BaseScreen):
    """Says which size there is and which is needed; the app takes it away when there is room."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q", "app.quit", "app.key_quit")]

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._needed = (width, height)

    def compose(self) -> ComposeResult:
        """The sizes."""
        yield _Sizes(*self._needed)
