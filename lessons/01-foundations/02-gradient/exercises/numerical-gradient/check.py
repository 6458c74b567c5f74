"""Checks of `numerical-gradient`, on x0² x1 at (2, 3) with h = 0.01 (gradient 12 and 4).

Fingerprints, run:

    answer                   got
    no 2 below               [24, 8]
    coordinate not put back  [12, 3.9601]   x0 stays h lower: 4 becomes 1.99²
    two copies, nudged on    [12, 16.0001]  one stays h higher, the other h lower
    all nudged at once       [16.0001, 16.0001]
    forward difference       [12.03, 4]
    int array nudged         [450, 200] on an int array: 1.99 becomes 1
    zeros_like(x) for g      [11, 3] on an int array: 11.9999… is cut off
    x[i] + h given to f      f gets a number in place of the array
    up = x, down = x         [0, 0]  both names mean one array, which ends where it began
    only the first index     a row of a matrix moves at once: [3, 3] for a sum over 3 columns
"""

from contextlib import suppress

import numpy as np

from tui_lab.content.checks import Fail, check

H = 0.01


def f(x):
    return float(x[0] ** 2 * x[1])


def call(answer, f, x, h):
    """The answer's gradient, as an array of the shape of x."""

    def given(point):
        if np.shape(point) != x.shape:
            raise Fail("part-of-x", got=str(np.shape(point)), want=str(x.shape))
        return f(point)

    g = answer.gradient(given, x, h)
    if not isinstance(g, np.ndarray):
        raise Fail("no-array", kind=type(g).__name__)
    if g.shape != x.shape:
        raise Fail("shape", got=str(g.shape), want=str(x.shape))
    return g


def near(got, want):
    return np.allclose(got, want, rtol=1e-6, atol=1e-6)


@check("two-coordinates")
def two_coordinates(answer):
    seen = []

    def watched(x):
        seen.append(tuple(x))
        return f(x)

    g = call(answer, watched, np.array([2.0, 3.0]), H)
    if near(g, [12, 4]):
        return
    numbers = {"first": float(g[0]), "second": float(g[1])}
    if near(g, [0, 0]):
        raise Fail("same-array" if len(seen) > 1 and len(set(seen)) == 1 else "zeros")
    if near(g, [24, 8]):
        raise Fail("twice", **numbers)
    if any(near(g, [12, second]) for second in (1.99**2, 2.01**2, 16.0001)):
        raise Fail("not-put-back", **numbers)
    if np.isclose(g[0], g[1]) and abs(g[0] - 16) < 0.01:
        raise Fail("all-at-once", **numbers)
    if near(g, [12.03, 4]):
        raise Fail("forward", **numbers)
    raise Fail("other", **numbers)


@check("input-stays")
def input_stays(answer):
    x = np.array([2.0, 3.0])
    with suppress(Exception):  # what else is wrong with it, the others tell
        call(answer, f, x, H)
    if not np.array_equal(np.round(x, 9), [2.0, 3.0]):
        raise Fail("changed-input", first=float(x[0]), second=float(x[1]))


@check("any-shape")
def any_shape(answer):
    weights = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    g = call(answer, lambda x: float((weights * x).sum()), np.ones((2, 3)), H)
    if near(g, weights):
        return
    if near(g, weights.sum(axis=1, keepdims=True) * np.ones((1, 3))):
        raise Fail("only-vectors", got=float(g[0, 0]), want=1.0)
    row, column = np.argwhere(~np.isclose(g, weights, rtol=1e-6, atol=1e-6))[0]
    raise Fail("matrix", row=int(row), column=int(column), got=float(g[row, column]), want=float(weights[row, column]))


@check("whole-numbers")
def whole_numbers(answer):
    g = call(answer, f, np.array([2, 3]), H)
    if near(g, [12, 4]):
        return
    if np.issubdtype(g.dtype, np.integer):
        raise Fail("whole-result", first=float(g[0]), second=float(g[1]))
    if not near(g[0], 12):
        raise Fail("whole-numbers", first=float(g[0]), second=float(g[1]))
    raise Fail("other", first=float(g[0]), second=float(g[1]))
