"""What follows from the numbers of measured layers, for those who judge them and those who show them."""

from __future__ import annotations

import math

from tui_lab.runs.events import LayerRow


def gradient_share(row: LayerRow, last: LayerRow) -> float | None:
    """The gradient that arrives at a layer's output, against that at the last one; None where none is sent back.

    Whole norms are compared, not single values: with Kaiming's initialisation they are equal in every layer, however
    wide it is or however many places a convolution has.
    """
    here, there = row.output_gradient_rms, last.output_gradient_rms
    if here is None or not there:
        return None
    return here / there * math.sqrt(math.prod(row.shape) / max(1, math.prod(last.shape)))
