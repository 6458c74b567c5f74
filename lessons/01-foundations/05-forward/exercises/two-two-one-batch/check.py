"""Checks of `two-two-one-batch`: a ledger of four steps; the first wrong one is named.

On the lesson's numbers, first sample (0.5, 0.1): Z = (0.27, 0.09), A = (0.5671, 0.5225), z = 0.3425, yhat = 0.5848.

    answer                    first wrong step
    X @ W                     Z = (0.35, -0.31)
    no sigmoid in the middle  A = Z
    the sums to the output    z = 0.2210
    the inputs to the output  z = 0.3800
    no c                      z = 0.2925
    a column for v            z of shape (N, 1)
    * for @                   z of shape (N, 2)
    no sigmoid at the end     yhat = z
    v @ A, W @ X              raises, the samples being four
"""

import numpy as np

from tui_lab.content.checks import Fail, check

W = np.array([[0.4, -0.5], [0.3, 0.6]])
B = np.array([0.12, -0.12])
V = np.array([0.7, -0.2])
C = 0.05
X = np.array([[0.5, 0.1], [1.0, 0.0], [0.0, 1.0], [-0.5, 0.8]])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def ledger(X, W, b, v, c):
    Z = X @ W.T + b
    A = sigmoid(Z)
    z = A @ v + c
    return {"Z": Z, "A": A, "z": z, "yhat": sigmoid(z)}


def near(got, want):
    return got.shape == np.shape(want) and np.allclose(got, want, rtol=1e-6, atol=1e-9)


def compare(answer, X, W, b, v, c):
    try:
        got = answer.forward(X.copy(), W.copy(), b.copy(), v.copy(), c)
    except ValueError as error:
        raise Fail("raises", n=len(X), error=str(error)[:200]) from None
    if not isinstance(got, dict):
        raise Fail("no-dict", kind=type(got).__name__)
    right = ledger(X, W, b, v, c)
    known = {
        "Z": (("untouched", X), ("no-transpose", X @ W + b if W.shape[0] == W.shape[1] else None)),
        "A": (("hidden-not-activated", right["Z"]),),
        "z": (
            ("from-sums", right["Z"] @ v + c),
            ("from-inputs", X @ v + c),
            ("no-output-bias", right["A"] @ v),
        ),
        "yhat": (("output-not-activated", right["z"]), ("twice", sigmoid(right["yhat"]))),
    }
    for name, want in right.items():
        if name not in got:
            raise Fail("missing", name=name)
        value = np.asarray(got[name], dtype=float)
        if near(value, want):
            continue
        for key, mutant in known[name]:
            if mutant is not None and near(value, mutant):
                raise Fail(key, got=float(value.flat[0]), want=float(want.flat[0]))
        if value.shape != want.shape:
            if name == "z" and value.shape == (len(X), 1):
                raise Fail("column", n=len(X))
            if name == "z" and value.shape == (len(X), 2):
                raise Fail("not-summed", n=len(X))
            raise Fail("shape", name=name, got=str(value.shape), want=str(want.shape))
        raise Fail("step", name=name, got=float(value.flat[0]), want=float(want.flat[0]))


@check("the-lesson")
def numbers_of_the_lesson(answer):
    compare(answer, X, W, B, V, C)


@check("other-weights")
def other_weights_and_batches(answer):
    random = np.random.default_rng(5)
    for n in (1, 2, 7):
        x, w, b, v = (random.normal(size=size) for size in ((n, 2), (2, 2), 2, 2))
        c = float(random.normal())
        compare(answer, x, w, b, v, c)
