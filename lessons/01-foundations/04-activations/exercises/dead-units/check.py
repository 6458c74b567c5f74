"""Checks of `dead-units`: three layers of eight units on twelve rows, where no mistake raises; then special cases.

Shares of dead units: (0.25, 0.75, 0.125). Fingerprints, run:

    answer                          got
    share of zeros (idle)           (0.688, 0.938, 0.615)
    zero for any row                (1, 1, 0.75)
    axis=1: rows without a unit     (0, 0.5, 0)
    counted                         (2, 6, 1)
    zeros, a unit                   (8.25, 11.2, 7.38)
    counted, over the rows          (0.167, 0.5, 0.0833)
    below 0 after ReLU              (0, 0, 0)
    alive                           (0.75, 0.25, 0.875)
    each layer reads X              (0.25, 0.375, 0.125)
    no ReLU between the layers      (0.25, 0.125, 0.125)
    first row only                  (0.375, 1, 0.625)
    no transpose                    (0.375, 0.625, 0.5)
    no bias                         (0, 0.25, 0)
    mean of the sums at most 0      (0.75, 1, 0.75)
    counted, over the inputs        right here; (1) for four units with two inputs, two of them dead
    z < 0 for z <= 0                right here; misses a unit whose weights and bias are 0
    zero for over 95% of the rows   right here; buries a unit that answers to one row in a hundred
"""

import numpy as np

from tui_lab.content.checks import Fail, check


def relu(z):
    return np.maximum(0, z)


def step(A, W, b):
    return relu(A @ W.T + b)


def is_dead(A):
    return (A <= 0).all(axis=0)


def through(X, layers, step=step, score=lambda A: is_dead(A).mean()):
    A, found = X, []
    for W, b in layers:
        A = step(A, W, b)
        found.append(float(score(A)))
    return found


def mean_sums(X, layers):
    A, found = X, []
    for W, b in layers:
        Z = A @ W.T + b
        found.append(float((Z.mean(axis=0) <= 0).mean()))
        A = relu(Z)
    return found


def eight_wide():
    """Seed 2133: of 3,000 the one on which the mistakes differ most."""
    random = np.random.default_rng(2133)
    X = random.normal(size=(12, 8))
    return X, [(random.normal(size=(8, 8)), random.normal(size=8) * 2 - 1.5) for _ in range(3)]


def call(answer, X, layers):
    try:
        got = answer.dead_units(X.copy(), [(W.copy(), b.copy()) for W, b in layers])
    except ValueError as error:
        raise Fail("raises", n=len(X), shape=str(layers[0][0].shape), error=str(error)[:160]) from None
    if not isinstance(got, list | tuple | np.ndarray):
        raise Fail("no-list", kind=type(got).__name__)
    try:
        shares = [float(each) for each in got]
    except (TypeError, ValueError):
        raise Fail("no-numbers", kind=type(got[0]).__name__) from None
    if len(shares) != len(layers):
        raise Fail("length", got=len(shares), want=len(layers))
    return shares


def near(got, want):
    return len(got) == len(want) and np.allclose(got, want, rtol=0, atol=1e-6)  # float32 will do


def shown(shares):
    return "(" + ", ".join(f"{share:.3g}" for share in shares) + ")"


@check("eight-wide")
def three_layers(answer):
    X, layers = eight_wide()
    got, want = call(answer, X, layers), through(X, layers)
    if near(got, want):
        return
    known = {
        "zeros": [0.0, 0.0, 0.0],
        "idle": through(X, layers, score=lambda A: (A <= 0).mean()),
        "any": through(X, layers, score=lambda A: (A <= 0).any(axis=0).mean()),
        "samples": through(X, layers, score=lambda A: (A <= 0).all(axis=1).mean()),
        "zeros-a-unit": through(X, layers, score=lambda A: (A <= 0).sum(axis=0).mean()),
        "counted": through(X, layers, score=lambda A: is_dead(A).sum()),
        "over-rows": through(X, layers, score=lambda A: is_dead(A).sum() / len(A)),
        "percent": through(X, layers, score=lambda A: 100 * is_dead(A).mean()),
        "alive": through(X, layers, score=lambda A: 1 - is_dead(A).mean()),
        "always-the-input": through(X, layers, step=lambda _, W, b: step(X, W, b)),
        "no-relu": through(X, layers, step=lambda A, W, b: A @ W.T + b),
        "one-row": through(X, layers, score=lambda A: (A[0] <= 0).mean()),
        "no-transpose": through(X, layers, step=lambda A, W, b: relu(A @ W + b)),
        "no-bias": through(X, layers, step=lambda A, W, _: relu(A @ W.T)),
        "mean-sum": mean_sums(X, layers),
    }
    for key, mutant in known.items():
        if near(got, mutant):
            raise Fail(key, got=shown(got), want=shown(want))
    raise Fail("other", got=shown(got), want=shown(want))


@check("corner")
def sums_of_exactly_zero(answer):
    """One of four units has weights and bias 0: its sums are 0, and ReLU passes no gradient there."""
    W = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 0.0], [-1.0, -1.0]])
    X = np.array([[1.0, 2.0], [3.0, 0.5], [-1.0, 1.0]])
    got = call(answer, X, [(W, np.array([0.0, 0.0, 0.0, -1.0]))])
    if not near(got, [0.5]):
        key = "corner" if near(got, [0.25]) else "over-inputs" if near(got, [1.0]) else "other"
        raise Fail(key, got=shown(got), want="(0.5)")


@check("specialist")
def answers_to_one_row_in_a_hundred(answer):
    X = np.zeros((100, 1))
    X[37] = 1.0
    got = call(answer, X, [(np.array([[1.0], [-1.0]]), np.array([-0.5, -0.5]))])
    if not near(got, [0.5]):
        raise Fail("nearly" if near(got, [1.0]) else "other", got=shown(got), want="(0.5)")


@check("other-shapes")
def widths_and_batches(answer):
    for n, widths in ((5, [3, 7, 2]), (1, [4, 6]), (9, [2, 5, 3, 4])):
        random = np.random.default_rng(n)
        X = random.normal(size=(n, widths[0]))
        layers = [(random.normal(size=(k, d)), random.normal(size=k) - 0.5) for d, k in zip(widths, widths[1:])]
        got, want = call(answer, X, layers), through(X, layers)
        if not near(got, want):
            raise Fail("other", got=shown(got), want=shown(want))


@check("inputs-stay")
def leaves_its_inputs_alone(answer):
    X, layers = eight_wide()
    given = X.copy(), [(W.copy(), b.copy()) for W, b in layers]
    answer.dead_units(*given)
    if not np.array_equal(given[0], X):
        raise Fail("changed", name="X")
    for (W, b), (W_before, b_before) in zip(given[1], layers):
        if not (np.array_equal(W, W_before) and np.array_equal(b, b_before)):
            raise Fail("changed", name="layers")
