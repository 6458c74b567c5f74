"""Inside the network: a row a layer, from the input to the output, and what is wrong with the worst of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from tui_lab.app.layers_view import Updates, explanations, fitting, legend, table
from tui_lab.app.lines import Line, rule, wrap
from tui_lab.app.widgets.painted import Painted
from tui_lab.messages import t
from tui_lab.runs.events import Layers

Coming = Literal["soon", "paused", "never", "over"]
"""When the next measurement comes: by itself, with the batch that the learner asks for, not at all."""


class LayersPanel(Painted):
    """The last measurement, whatever its age; the title says at which step it was."""

    def show(
        self,
        layers: Layers | None,
        *,
        coming: Coming,
        updates: Updates | None = None,
        ascii: bool = False,
    ) -> None:
        """Show a measurement.

        Args:
            layers: the measurement; None before the first.
            coming: when the next one will be.
            updates: of each layer by name, the last ones.
            ascii: without signs that some fonts lack.
        """
        width, height = self.size
        if not width or not height:
            return
        title = t("layers.title")
        if layers is None:
            said = _wrapped([t(f"layers.{coming}")], width, "dim")
            self.update_lines([rule(title, width, ascii=ascii), (), *said])
            return
        note = t("layers.last" if coming in ("never", "over") else "layers.step", step=f"{layers.step:,}")
        columns = fitting(layers, width, past=bool(updates) and not ascii)
        rows = table(layers, columns, updates=updates, ascii=ascii)
        lines: list[Line] = [rule(title, width, note, ascii=ascii), *rows]
        below = _wrapped([f"! {names}: {sentence}" for names, sentence in explanations(layers)], width, "plain")
        below = [(), *(below or _wrapped([t("layers.nothing_wrong")], width, "dim"))]
        room = height - len(below)
        if len(lines) > room:  # a tall network: its bad layers, then its first and last ones
            lines = _shortened(lines, layers, max(4, room))
        for short in (False, True):
            told = [(), *_wrapped([legend(columns, short=short)], width, "dim")]
            if len(lines) + len(told) <= room:
                below += told
                break
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
