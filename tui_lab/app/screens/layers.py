"""The layers of a model over the lab: output shapes and parameters."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from tui_lab.app.lab_form import layer_lines, model_layers
from tui_lab.app.widgets.painted import Painted
from tui_lab.config.train import TrainConfig
from tui_lab.messages import t

WIDTH = 60


class LayersScreen(ModalScreen[None]):
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

    def compose(self) -> ComposeResult:
        """One painted table."""
        yield Painted()

    def on_mount(self) -> None:
        """Fill it."""
        self.relabel()

    def on_resize(self) -> None:
        """Fit the height."""
        self.relabel()

    def action_scroll(self, step: int) -> None:
        """Move on in a table longer than the screen."""
        self._top += step
        self.relabel()

    def relabel(self) -> None:
        """Write the table in the language in use."""
        title, head, *rows, total = layer_lines(self._config, WIDTH, ascii=self._ascii)
        room = max(1, self.app.size.height - 6)
        self._top = max(0, min(self._top, len(rows) - room))
        table = self.query_one(Painted)
        lines = [title, head, *rows[self._top : self._top + room], total, ((f" {t('lab.layers_close')}", "dim"),)]
        table.styles.height = len(lines)
        table.update_lines(lines)
