"""The layers of a model over the lab: output shapes and parameters."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tui_lab.app.lab_form import layer_lines, model_layers
from tui_lab.app.lines import Line
from tui_lab.app.screens.dialog import DialogScreen
from tui_lab.config.train import TrainConfig
from tui_lab.messages import t


class LayersScreen(DialogScreen[None]):
    """A table that any of its keys closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,m,enter,space,q", "dismiss", "lab.layers_close", show=False),
        Binding("j,down", "scroll(1)", "", show=False),
        Binding("k,up", "scroll(-1)", "", show=False),
    ]

    def __init__(self, config: TrainConfig, *, ascii: bool) -> None:
        """Show the layers of this config.

        Raises:
            LabError: the model doesn't fit its data.
        """
        super().__init__()
        model_layers(config)
        self._config, self._ascii = config, ascii
        self._top = 0

    def action_scroll(self, step: int) -> None:
        """Move on in a table longer than the screen."""
        self._top += step
        self.relabel()

    def lines(self, width: int, room: int) -> list[Line]:
        """The part of the table that fits."""
        title, head, *rows, total = layer_lines(self._config, width, ascii=self._ascii)
        shown = max(1, room - 2)
        self._top = max(0, min(self._top, len(rows) - shown))
        return [title, head, *rows[self._top : self._top + shown], total, ((f" {t('lab.layers_close')}", "dim"),)]
