"""Checks of `any-depth`: 3-4-5-2 with tanh, then other depths, ReLU, a single layer, a view as input.

    answer                        told by
    activation after the last     tanh of the right logits
    no activation                 the linear map; its additivity residual is 2e-15 where the network's is about 2
    every layer reads X           differs only from three layers of equal width on; raises elsewhere
    first and last layer only     right at depth two, wrong or raising beyond
    np.maximum for activation     right with ReLU only
    activation before each layer  tanh of the input
    the last layer left out       what the last hidden layer gives, all within -1..1
    X @ W                         other numbers while widths are equal, raises elsewhere
    no bias                       what the same weights give with biases of 0
    return in the loop            first and last layer at depth four, None at depth one
"""

import numpy as np

from tui_lab.content.checks import Fail, check


def reference(X, layers, activation):
    A = X
    for i, (W, b) in enumerate(layers):
        A = A @ W.T + b
        A = activation(A) if i < len(layers) - 1 else A
    return A


def draw(widths, seed=0):
    random = np.random.default_rng(seed)
    return [(random.normal(size=(out, n)), random.normal(size=out)) for n, out in zip(widths, widths[1:])]


def relu(z):
    return np.maximum(0, z)


def near(got, want):
    return np.shape(got) == want.shape and np.allclose(got, want, rtol=1e-6, atol=1e-9)


def always_the_input(X, layers, activation):
    """What comes out if each hidden layer reads X: the last hidden one wins."""
    W, b = layers[-2]
    W_last, b_last = layers[-1]
    return activation(X @ W.T + b) @ W_last.T + b_last


def always_hidden(X, layers):
    """What the last hidden layer gives, without the output layer."""
    return np.tanh(reference(X, layers[:-1], np.tanh))


def before_each(X, layers, activation):
    A = X
    for W, b in layers:
        A = activation(A) @ W.T + b
    return A


def run(answer, X, layers, activation):
    try:
        got = answer.mlp(X, layers, activation)
    except ValueError as error:
        raise Fail("raises", layers=len(layers), error=str(error)[:200]) from None
    if got is None or isinstance(got, (dict, str)):
        raise Fail("no-array", layers=len(layers), kind=type(got).__name__)
    return np.asarray(got)


@check("four-layers")
def equal_widths(answer):
    """Widths all equal: no mistake raises, each shows its numbers."""
    layers = draw([4, 4, 4, 4, 4])
    X = np.random.default_rng(9).normal(size=(6, 4))
    got, want = run(answer, X.copy(), layers, np.tanh), reference(X, layers, np.tanh)
    if near(got, want):
        return
    (W_first, b_first), (W_last, b_last) = layers[0], layers[-1]
    known = {
        "last-left-out": always_hidden(X, layers),
        "no-transpose": reference(X, [(W.T, b) for W, b in layers], np.tanh),
        "no-bias": reference(X, [(W, 0 * b) for W, b in layers], np.tanh),
        "one-layer": X @ W_first.T + b_first,
        "last-activated": np.tanh(want),
        "never-activated": reference(X, layers, lambda z: z),
        "always-the-input": always_the_input(X, layers, np.tanh),
        "fixed-depth": np.tanh(X @ W_first.T + b_first) @ W_last.T + b_last,
        "own-activation": reference(X, layers, relu),
        "input-activated": before_each(X, layers, np.tanh),
    }
    for key, mutant in known.items():
        if near(got, mutant):
            raise Fail(key, got=float(got.flat[0]), want=float(want.flat[0]))
    if np.shape(got) != want.shape:
        raise Fail("shape", got=str(np.shape(got)), want=str(want.shape))
    raise Fail("other", got=float(got.flat[0]), want=float(want.flat[0]))


@check("other-depths")
def depths_and_widths(answer):
    for widths in ([3, 2], [3, 5, 2], [2, 7, 3, 6, 1]):
        layers = draw(widths, seed=len(widths))
        X = np.random.default_rng(4).normal(size=(5, 2 * widths[0]))[:, ::2]  # a view: not contiguous
        want = reference(X, layers, relu)
        got = run(answer, X, layers, relu)
        if not near(got, want):
            raise Fail("depth", layers=len(layers), got=float(got.flat[0]), want=float(want.flat[0]))


@check("input-stays")
def leaves_x_alone(answer):
    layers, X = draw([3, 4, 2]), np.array([[1.0, 2.0, 3.0], [3.0, 2.0, 0.0]])
    before = X.copy()
    run(answer, X, layers, relu)
    if not np.array_equal(X, before):
        raise Fail("changed")
