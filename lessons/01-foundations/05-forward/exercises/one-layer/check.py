"""Checks of `one-layer`, on a batch of 5 with 3 inputs and 4 neurons, then on square shapes, which hide mistakes.

    answer                 5x3, 4 neurons            4 samples, 4 inputs, 4 neurons
    X @ W                  raises                    other numbers
    W @ X.T                shape (4, 5)              the right ones turned on their side
    b[:, None]             raises                    each sample gets its own bias: other numbers
    W.reshape              fits, with other numbers: a reshape is no transpose
    sigmoid left out       sums, some outside 0..1
    b after the sigmoid    off by b - and by what it moved
    sigmoid of X           sums again, some outside 0..1
    return in the loop     (4,) for (5, 4)            the first row of the right ones
"""

import numpy as np

from tui_lab.content.checks import Fail, check


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def draw(n, d, k, seed=0):
    random = np.random.default_rng(seed)
    return random.normal(size=(n, d)), random.normal(size=(k, d)), random.normal(size=k)


def near(got, want):
    return got.shape == want.shape and np.allclose(got, want, rtol=1e-6, atol=1e-9)


def array(got):
    if not isinstance(got, np.ndarray):
        raise Fail("no-array", kind=type(got).__name__)
    return got


def is_reshaped(answer):
    X, W, b = draw(5, 3, 4)
    try:
        return near(np.asarray(answer.layer(X, W, b)), sigmoid(X @ W.reshape(3, 4) + b))
    except ValueError:
        return False


@check("square")
def four_by_four(answer):
    """Square first: here no mistake raises, so each shows its numbers; a reshape alone is told from X @ W elsewhere."""
    X, W, b = draw(4, 4, 4, seed=1)
    got, want = array(answer.layer(X.copy(), W.copy(), b.copy())), sigmoid(X @ W.T + b)
    if near(got, want):
        return
    if is_reshaped(answer):
        raise Fail("reshaped", got=float(got.flat[0]), want=float(want.flat[0]))
    z = X @ W.T + b
    known = {
        "untouched": X,
        "no-activation": z,
        "no-transpose": sigmoid(X @ W + b),
        "neurons-in-rows": want.T,
        "samples-in-columns": sigmoid(W @ X + b),
        "bias-column": sigmoid(X @ W.T + b[:, None]),
        "no-bias": sigmoid(X @ W.T),
        "bias-outside": sigmoid(X @ W.T) + b,
        "input-activated": sigmoid(X) @ W.T + b,
        "twice": sigmoid(want),
    }
    for key, mutant in known.items():
        if near(got, mutant):
            raise Fail(key, got=float(got.flat[0]), want=float(want.flat[0]))
    if near(got, want[0]) or near(got, want[:1]):
        raise Fail("first-only", got=str(got.shape), want=str(want.shape))
    if got.shape != want.shape:
        raise Fail("shape", got=str(got.shape), want=str(want.shape))
    raise Fail("other", got=float(got.flat[0]), want=float(want.flat[0]))


@check("oblong")
def other_shapes(answer):
    for n, d, k in ((5, 3, 4), (1, 3, 2), (6, 1, 3)):
        X, W, b = draw(n, d, k)
        try:
            got = array(answer.layer(X.copy(), W.copy(), b.copy()))
        except ValueError as error:
            raise Fail("raises", n=n, d=d, k=k, error=str(error)[:200]) from None
        want = sigmoid(X @ W.T + b)
        if got.shape != want.shape:
            raise Fail("shape", got=str(got.shape), want=str(want.shape))
        if not near(got, want):
            raise Fail("other", got=float(got.flat[0]), want=float(want.flat[0]))


@check("inputs-stay")
def leaves_its_inputs_alone(answer):
    X, W, b = draw(5, 3, 4)
    kept = X.copy(), W.copy(), b.copy()
    answer.layer(X, W, b)
    if not all(np.array_equal(now, before) for now, before in zip((X, W, b), kept)):
        raise Fail("changed")
