"""Inside the network: a row a layer, from the input to the output, and what is wrong with the worst of them."""

from __future__ import annotations

from collections.abc import Sequence

from tui_lab.app.layers_view import explanations, table
from tui_lab.app.lines import Line, rule, wrap
from tui_lab.app.widgets.painted import Painted
from tui_lab.messages import t
from tui_lab.runs.events import Layers


class LayersPanel(Painted):
    """The last measurement, whatever its age; the title says at which step it was."""

    def show(self, layers: Layers | None, *, live: bool, ascii: bool = False) -> None:
        """Show a measurement; `live` while more are to come."""
        width, height = self.size
        if not width or not height:
            return
        if layers is None:
            said = wrap(t("layers.coming" if live else "layers.none"), width - 2, "dim")
            self.update_lines([rule(t("layers.title"), width, ascii=ascii), (), *said])
            return
        note = t("layers.step", step=f"{layers.step:,}")
        lines: list[Line] = [rule(t("layers.title"), width, note, ascii=ascii), *table(layers, width, ascii=ascii)]
        below = _wrapped([f"! {names}: {sentence}" for names, sentence in explanations(layers)], width, "plain")
        below = [(), *(below or _wrapped([t("layers.nothing_wrong")], width, "dim"))]
        legend = [(), *_wrapped([t("layers.legend")], width, "dim")]
        room = height - len(below)
        if len(lines) > room:  # a tall network: its bad layers, then its first and last ones
            lines = _shortened(lines, layers, max(4, room))
        elif len(lines) + len(legend) <= room:
            below += legend
        self.update_lines([*lines, *below][:height])


def _wrapped(sentences: Sequence[str], width: int, ink: str) -> list[Line]:
    return [((" ", "plain"), *line) for sentence in sentences for line in wrap(sentence, width - 2, ink)]


def _shortened(lines: list[Line], layers: Layers, room: int) -> list[Line]:
    """Title, head, and as many rows as there is room for, with a line that counts those left out."""
    rows, space = len(layers.rows), room - 3
    order = sorted(range(rows), key=lambda i: (layers.rows[i].word == "ok", min(i, rows - 1 - i)))
    kept = sorted(order[:space])
    hidden: Line = ((f" {t('layers.hidden', n=rows - len(kept))}", "dim"),)
    return [*lines[:2], *(lines[2 + i] for i in kept), hidden]
