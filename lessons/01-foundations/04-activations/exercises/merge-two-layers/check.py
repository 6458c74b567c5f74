"""Checks of `merge-two-layers`, on 3 inputs, 3 hidden units, 3 outputs, where no mistake raises; then on 5-4-2 and 2-6-3.

W1 = [[1, 2, 0], [0, -1, 1], [3, 0, 1]], b1 = (1, -2, 3), W2 = [[2, 1, 0], [0, 1, -1], [1, 0, 4]], b2 = (1, 0, -1).
Right: first row of W (2, 3, 1), b = (1, -5, 12). Fingerprints, run:

    answer                 first row of W     b
    W1 @ W2                (2, 3, -2)
    W2 * W1                (2, 2, 0)
    W1.T @ W2.T            (2, -3, 13)
    W1 + W2                (3, 3, 0)
    b1 + b2                                   (2, -2, 2)
    b2 alone                                  (1, 0, -1)
    W2 @ b1                                   (0, -5, 13)
    b1 @ W2 + b2                              (6, -1, 13)
    W1 @ b1 + b2                              (-2, 5, 5)
    W2 @ W1 @ b1 + b2                         (0, -1, 20)
    W2 @ (b1 + b2)                            (2, -4, 10)
    ReLU of b1                                (3, -3, 12)
"""

import numpy as np

from tui_lab.content.checks import Fail, check

W1 = np.array([[1.0, 2.0, 0.0], [0.0, -1.0, 1.0], [3.0, 0.0, 1.0]])
B1 = np.array([1.0, -2.0, 3.0])
W2 = np.array([[2.0, 1.0, 0.0], [0.0, 1.0, -1.0], [1.0, 0.0, 4.0]])
B2 = np.array([1.0, 0.0, -1.0])


def near(got, want):
    return got.shape == want.shape and np.allclose(got, want, rtol=1e-6, atol=1e-9)


def call(answer, *layers):
    got = answer.merge(*[array.copy() for array in layers])
    if not isinstance(got, tuple | list) or len(got) != 2 or not all(isinstance(part, np.ndarray) for part in got):
        raise Fail("no-pair", kind=type(got).__name__)
    return got


def shown(array):
    return "(" + ", ".join(f"{number:.3g}" for number in np.ravel(array)[:3]) + ")"


@check("weights")
def weights(answer):
    got, _ = call(answer, W1, B1, W2, B2)
    want = W2 @ W1
    if near(got, want):
        return
    known = {
        "first-alone": W1,
        "second-alone": W2,
        "order": W1 @ W2,
        "elementwise": W1 * W2,
        "transposed": want.T,
        "added-matrices": W1 + W2,
    }
    for key, mutant in known.items():
        if near(got, mutant):
            raise Fail(key, got=shown(got), want=shown(want))
    if got.shape != want.shape:
        raise Fail("shape-weights", got=str(got.shape), want=str(want.shape))
    raise Fail("other-weights", got=shown(got), want=shown(want))


@check("bias")
def bias(answer):
    _, got = call(answer, W1, B1, W2, B2)
    want = W2 @ B1 + B2
    if near(got, want):
        return
    known = {
        "added-biases": B1 + B2,
        "second-bias-only": B2,
        "no-second-bias": W2 @ B1,
        "columns": B1 @ W2 + B2,
        "first-matrix": W1 @ B1 + B2,
        "both-matrices": W2 @ W1 @ B1 + B2,
        "in-brackets": W2 @ (B1 + B2),
        "with-relu": W2 @ np.maximum(0, B1) + B2,
    }
    for key, mutant in known.items():
        if near(got, mutant):
            raise Fail(key, got=shown(got), want=shown(want))
    if got.shape != want.shape:
        raise Fail("shape-bias", got=str(got.shape), want=str(want.shape))
    raise Fail("other-bias", got=shown(got), want=shown(want))


@check("oblong")
def other_shapes(answer):
    """The merged layer must do to any input what the two do."""
    for d, h, k in ((5, 4, 2), (2, 6, 3), (3, 1, 1)):
        random = np.random.default_rng(d)
        first, second = random.normal(size=(h, d)), random.normal(size=(k, h))
        b1, b2 = random.normal(size=h), random.normal(size=k)
        try:
            W, b = call(answer, first, b1, second, b2)
        except ValueError as error:
            raise Fail("raises", d=d, h=h, k=k, error=str(error)[:160]) from None
        if W.shape != (k, d) or b.shape != (k,):
            raise Fail("shapes", got=f"{W.shape}, {b.shape}", want=f"{(k, d)}, {(k,)}")
        x = random.normal(size=d)
        got, want = W @ x + b, second @ (first @ x + b1) + b2
        if not near(got, want):
            raise Fail("differs", d=d, h=h, k=k, got=shown(got), want=shown(want))


@check("inputs-stay")
def leaves_its_inputs_alone(answer):
    given = [array.copy() for array in (W1, B1, W2, B2)]
    answer.merge(*given)
    for name, now, before in zip(("W1", "b1", "W2", "b2"), given, (W1, B1, W2, B2)):
        if not np.array_equal(now, before):
            raise Fail("changed", name=name)
