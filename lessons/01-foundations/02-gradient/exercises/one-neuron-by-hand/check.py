"""Checks of `one-neuron-by-hand`: a ledger, line by line; the first wrong line is the one that is named.

Probe: w = (0.5, -1.2, 0.8), b = 0.3, x = (2, 0.5, -1), t = 1. Right, run: z = -0.1, a = 0.4750, L = 0.2756,
dL_da = -1.0500, da_dz = 0.2494, dL_dz = -0.2618, dL_dw = (-0.5237, -0.1309, 0.2618), dL_db = -0.2618.

    answer                    first wrong line
    no factor 2               dL_da -0.5250, half
    (t - a)                   dL_da 1.0500, minus
    σ' of the activated       da_dz 0.2364
    z (1 - z)                 da_dz -0.1100
    a rate left out           dL_dz = dL_da
    added, not multiplied     dL_dz -0.8006
    one number for dL_dw      shape () in place of (3,)
    w where x belongs         dL_dw (-0.1309, 0.3142, -0.2095)
    one number for all        dL_dw -0.3928 thrice
    times b                   dL_db -0.0786
"""

import numpy as np

from tui_lab.content.checks import Fail, check

NAMES = ("z", "a", "L", "dL_da", "da_dz", "dL_dz", "dL_dw", "dL_db")


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def ledger(w, b, x, t):
    z = w @ x + b
    a = sigmoid(z)
    rates = {"dL_da": 2 * (a - t), "da_dz": a * (1 - a)}
    dL_dz = rates["dL_da"] * rates["da_dz"]
    return {"z": z, "a": a, "L": (a - t) ** 2, **rates, "dL_dz": dL_dz, "dL_dw": dL_dz * x, "dL_db": dL_dz}


def near(got, want):
    return np.allclose(got, want, rtol=1e-6, atol=1e-9)


def compare(got, w, b, x, t):
    """Raise the hint of the first line that is wrong."""
    right = ledger(w, b, x, t)
    for name in NAMES:
        if name not in got:
            raise Fail("missing", name=name)
        try:
            value = np.asarray(got[name], dtype=float)
        except (TypeError, ValueError):
            raise Fail("not-a-number", name=name, kind=type(got[name]).__name__) from None
        want = np.asarray(right[name])
        if name == "dL_dw" and value.shape == () != want.shape:
            raise Fail("one-slope", want=str(want.shape))
        if value.shape != want.shape:
            raise Fail("shape", name=name, got=str(value.shape), want=str(want.shape))
        if not near(value, want):
            explain(name, value, right, w, b, x)


def explain(name, value, right, w, b, x):
    z, a, dL_dz = right["z"], right["a"], right["dL_dz"]
    first = float(value.flat[0])
    due = float(np.asarray(right[name]).flat[0])
    if not value.any():
        raise Fail("zero", name=name)
    known = {
        "dL_da": (("no-two", due / 2), ("sign", -due)),
        "da_dz": (("twice-activated", sigmoid(a) * (1 - sigmoid(a))), ("z-for-a", z * (1 - z))),
        "dL_dz": (("rate-left-out", right["dL_da"]), ("added", right["dL_da"] + right["da_dz"])),
        "dL_dw": (("weight-for-input", dL_dz * w), ("summed", np.full_like(w, dL_dz * x.sum()))),
        "dL_db": (("bias", dL_dz * b),),
    }
    for key, number in known.get(name, ()):
        if near(value, number):
            raise Fail(key, got=first, want=due)
    raise Fail("line", name=name, got=first, want=due)


@check("ledger")
def one_neuron(answer):
    got = answer.backward(np.array([0.5, -1.2, 0.8]), 0.3, np.array([2.0, 0.5, -1.0]), 1.0)
    if not isinstance(got, dict):
        raise Fail("no-dict", kind=type(got).__name__)
    compare(got, np.array([0.5, -1.2, 0.8]), 0.3, np.array([2.0, 0.5, -1.0]), 1.0)


@check("other-numbers")
def other_neurons(answer):
    random = np.random.default_rng(0)
    for size in (1, 2, 5):
        w, x = random.normal(size=size), random.normal(size=size)
        b, t = float(random.normal()), float(random.integers(2))
        got = answer.backward(w.copy(), b, x.copy(), t)
        compare(got, w, b, x, t)


@check("measured")
def agrees_with_measuring(answer):
    w, b, x, t = np.array([0.4, -0.7]), 0.1, np.array([1.5, 2.0]), 0.0
    got = answer.backward(w.copy(), b, x.copy(), t)
    h = 1e-5
    for i in range(2):
        step = np.eye(2)[i] * h
        slope = (ledger(w + step, b, x, t)["L"] - ledger(w - step, b, x, t)["L"]) / (2 * h)
        if abs(slope - float(np.asarray(got["dL_dw"]).flat[i])) > 1e-6:
            raise Fail("line", name="dL_dw", got=float(np.asarray(got["dL_dw"]).flat[i]), want=float(slope))
