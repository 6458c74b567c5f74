"""A small list of switches over the lab: what a twin, or a branch, shall have that its original has not."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from tui_lab.app.lines import BLANK, Line, fit, rule, wrap
from tui_lab.app.screens.dialog import DialogScreen
from tui_lab.app.switches import Switches
from tui_lab.config import fields
from tui_lab.messages import t
from tui_lab.runs.branching import Value


class TwinScreen(DialogScreen[dict[str, Value] | None]):
    """Gives what was turned, or None where it was left. At least one switch must be turned."""

    CSS_PATH = "../styles/twin.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "turn('regularisation.dropout')", "twins.key_dropout"),
        Binding("b", "turn('regularisation.batch_norm')", "twins.key_batch_norm"),
        Binding("o", "turn('optimizer.name')", "twins.key_optimizer"),
        Binding("O", "turn('optimizer.name', -1)", "twins.key_optimizer_back", show=False),
        Binding("plus,equals_sign", "turn('optimizer.lr')", "twins.key_rate_up"),
        Binding("minus", "turn('optimizer.lr', -1)", "twins.key_rate_down"),
        Binding("w", "turn('optimizer.weight_decay')", "twins.key_decay"),
        Binding("r", "turn('run.seed')", "twins.key_seed"),
        Binding("enter,t,B", "take", "twins.key_start"),
        Binding("escape,q", "dismiss", "twins.key_close"),
    ]

    def __init__(self, title: str, about: str, switches: Switches, *, ascii: bool) -> None:
        """Show these switches, under a title and a sentence on what will be started."""
        super().__init__()
        self._title, self._about, self.switches, self._ascii = title, about, switches, ascii
        self._said = ""

    def lines(self, width: int, room: int) -> list[Line]:  # noqa: ARG002
        """The switches as they stand."""
        lines = [rule(self._title, width, ascii=self._ascii), *wrap_in(self._about, width, "dim"), BLANK]
        for row in self.switches.rows():
            turned = row.path in self.switches.changes
            label = t("twins.seed") if row.path == "run.seed" else fields.field(row.path).label
            arrow = "->" if self._ascii else "→"
            value = f"{row.before} {arrow} {row.after}" if turned else row.before
            lines.append(
                (
                    ("  ", "plain"),
                    (fit(row.keys, 5), "bold"),
                    (fit(label, 20), "plain"),
                    (value, "accent" if turned else "dim"),
                )
            )
        lines += [BLANK, *wrap_in(self._said, width, "bad")]
        return [*lines, *wrap_in(t("twins.hint"), width, "dim")]

    def action_turn(self, path: str, step: int = 1) -> None:
        """Turn a switch."""
        self.switches.turn(path, step)
        self._said = ""
        self.relabel()

    def action_take(self) -> None:
        """Start it, where something differs."""
        if self.switches.changes:
            self.dismiss(self.switches.changes)
            return
        self._said = t("twins.nothing_turned")
        self.relabel()


def wrap_in(text: str, width: int, ink: str) -> list[Line]:
    """The text a column further right."""
    return [((" ", "plain"), *line) for line in wrap(text, width - 2, ink)]
