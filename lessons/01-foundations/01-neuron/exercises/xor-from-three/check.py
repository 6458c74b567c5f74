"""Checks of `xor-from-three`: four numbers in, the truth table out; then what is wrong with it.

    answer                      truth table   told by
    right                       0 1 1 0
    signs of the last turned    1 0 0 1       opposite
    OR (nothing against both)   0 1 1 1       both-on
    AND                         0 0 0 1       none-on
    hidden neurons alike        whatever      twins: they never differ
    thresholds without minus    1 1 1 1       thresholds
    inputs passed on            whatever      copies: the last one faces XOR itself
    last bias too low           0 0 0 0       silent: the first wrong row, what is passed on, the last sum
    hidden biases too low       1 0 0 0       fires: the same
    AND at exactly 1            0 1 1 0 by luck of >, a sum of 0 in a hidden neuron: on-the-line
"""

import numpy as np

from tui_lab.content.checks import Fail, check

INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
SHAPES = {"hidden_w": (2, 2), "hidden_b": (2,), "out_w": (2,), "out_b": ()}


def numbers(answer):
    found = {}
    for name, shape in SHAPES.items():
        try:
            found[name] = np.asarray(getattr(answer, name), dtype=float)
        except (TypeError, ValueError):
            raise Fail("no-numbers", name=name) from None
        if found[name].shape != shape:
            raise Fail("shape", name=name, got=str(found[name].shape), want=str(shape))
    return found


def sums(found, inputs):
    hidden = inputs @ found["hidden_w"].T + found["hidden_b"]
    on = (hidden > 0).astype(float)
    return hidden, on, on @ found["out_w"] + found["out_b"]


@check("shapes")
def four_arrays(answer):
    numbers(answer)


@check("truth-table")
def computes_xor(answer):
    found = numbers(answer)
    _, on, out = sums(found, INPUTS)
    table = tuple(int(z > 0) for z in out)
    if table == (0, 1, 1, 0):
        return
    shown = " ".join(map(str, table))
    if not found["hidden_w"].any() and not found["out_w"].any():
        raise Fail("zeros")
    if np.array_equal(on[:, 0], on[:, 1]) and not on.all():
        raise Fail("none-on" if table == (0, 0, 0, 1) else "twins", table=shown)
    if table == (1, 0, 0, 1):
        raise Fail("opposite", table=shown)
    if table == (0, 1, 1, 1):
        raise Fail("both-on", table=shown)
    if on.all():
        raise Fail("thresholds", table=shown)
    if np.array_equal(on, INPUTS) or np.array_equal(on, INPUTS[:, ::-1]):
        raise Fail("copies", table=shown)
    at = next(i for i, fires in enumerate((0, 1, 1, 0)) if table[i] != fires)
    row, passed = (f"({a:.0f}, {b:.0f})" for a, b in (INPUTS[at], on[at]))
    raise Fail("silent" if table[at] == 0 else "fires", table=shown, row=row, passed=passed, sum=float(out[at]))


@check("margin")
def stands_clear_of_the_line(answer):
    hidden, _, out = sums(numbers(answer), INPUTS)
    nearest = min(np.abs(hidden).min(), np.abs(out).min())
    if nearest < 1e-9:
        raise Fail("on-the-line")
