"""What is wrong with a layer, from its numbers: the rules behind the words of "inside the network".

Sources: [GB] Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010),
which watches saturation (figures 2 to 5) and the gradients sent back through the layers (figure 7); [K] Karpathy,
CS231n notes on neural networks part 3 ("ratio of weights:updates ... should be somewhere around 1e-3") and part 1
(dead ReLUs), and his lecture "Building makemore part 3", which calls |tanh| > 0.97 saturated. They give targets, not
bounds: the bounds here are wide on purpose, so that a network that learns gets no bad word.
"""

from __future__ import annotations

import math

from tui_lab.runs.events import LayerRow, LayerWord
from tui_lab.runs.layers import gradient_share

SATURATED_AT = 0.97
"""A tanh beyond this (a sigmoid beyond the same place of its slope) passes 6 % of the gradient or less [K]."""
DEAD_SHARE = 0.5
"""Half of the units silent is no longer sparseness [K: "as much as 40 % of your network can be dead"]."""
FEWEST_SAMPLES = 16
"""In a smaller batch many a healthy unit is silent by chance."""
SATURATED_SHARE = 0.5
VANISHING = 0.01
"""The gradient that arrives at a layer, against that at the last one: two powers of ten lost [GB]."""
EXPLODING = 100.0
"""The same two powers of ten the other way."""
LARGE_VALUE = 1e3
"""Inputs are scaled to about 1, and so stay activations and weights of a network that is well initialised [GB]."""
LARGE_UPDATE = 0.1
"""A hundred times the target of 1e-3 [K]: after ten steps nothing of the weights is left."""
SMALL_UPDATE = 1e-6
"""A thousandth of the target [K]: a million steps to move the weights by their own size."""


def judge(row: LayerRow, last: LayerRow, *, samples: int, rate: float = 1.0) -> tuple[LayerWord, str]:
    """The word for a layer and the id of the sentence that explains it; the cause comes before what follows from it.

    Args:
        row: of the layer.
        last: of the last layer, where the gradient comes from.
        samples: in the batch.
        rate: the learning rate of the step, against the rate of the config: a schedule that ends near zero stops
            the weights on purpose.
    """
    measured = (row.weight_rms, row.activation_rms, row.weight_gradient_rms, row.output_gradient_rms)
    if not all(value is None or math.isfinite(value) for value in measured):
        return "exploding", "not_finite"
    if row.weight_gradient_rms is None:
        return "frozen", "no_gradient"
    if row.weight_rms == 0:
        return "dead", "zero_weights"
    if row.idle is not None and row.activation in ("tanh", "sigmoid"):
        if row.idle >= SATURATED_SHARE:
            return "saturated", "at_the_ends"
    elif row.idle is not None and ((row.idle >= DEAD_SHARE and samples >= FEWEST_SAMPLES) or row.idle == 1):
        return "dead", "silent_units"
    arriving = gradient_share(row, last)
    if arriving is not None and arriving < VANISHING:
        return "vanishing", "gradient_small"
    if arriving is not None and arriving > EXPLODING:
        return "exploding", "gradient_large"
    if max(row.activation_rms or 0.0, row.weight_rms or 0.0) > LARGE_VALUE:
        return "exploding", "value_large"
    if row.update is not None and row.update > LARGE_UPDATE:
        return "exploding", "update_large"
    if row.update is not None and row.update < SMALL_UPDATE * min(1.0, rate):
        return "frozen", "update_small"
    return "ok", ""
