"""Checks of `batch-backward`: a ledger of seven lines; the first wrong one is named.

Eight samples through the lesson's weights with b = (0, -0.12). The first sample is (0, 0), so its first neuron has the
sum 0 and the slope 0.25. W is square: no shape betrays a gradient on its side; the second check's W is not.

    answer                           first wrong line
    no 1/N                           dz, every ratio 8.000
    (y - yhat)                       dz, every ratio -1
    2 for the square                 dz, every ratio 2
    no slope at the output           dz = (yhat - y) / N
    sigmoid of the activated yhat    dz, slopes about 0.23
    1/N once more                    dv, every ratio 0.125
    Z for A                          dv = Z.T @ dz
    mean, or nothing added up        dc, ratio 0.125; dc of shape (8,)
    A for v                          dA = dz * A
    dz @ v.T                         dA: NumPy refuses, one-dimensional arrays have no column
    no slope in the hidden layer     dZ = dA
    sigmoid of the activated A       dZ, first slope 0.2350 for 0.25
    slope of the sums                dZ, first slope 0
    X.T @ dZ                         dW on its side, silent for 2 x 2
    A for X                          dW = dZ.T @ A
    mean; axis 1                     db, ratio 0.125; other numbers
"""

from traceback import walk_tb

import numpy as np

from tui_lab.content.checks import Fail, check

W = np.array([[0.4, -0.5], [0.3, 0.6]])
B = np.array([0.0, -0.12])
V = np.array([0.7, -0.2])
C = 0.05
X = np.array([[0, 0], [0.5, 0.1], [1, 0], [0, 1], [-0.5, 0.8], [2, -1], [-1.5, -0.4], [0.3, 2.2]])
Y = np.array([1.0, 1, 1, 0, 0, 1, 0, 0])
NAMES = ("dz", "dv", "dc", "dA", "dZ", "dW", "db")


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def loss(X, y, W, b, v, c):
    return float(np.mean(0.5 * (sigmoid(sigmoid(X @ W.T + b) @ v + c) - y) ** 2))


def ledger(X, y, W, b, v, c):
    A = sigmoid(X @ W.T + b)
    yhat = sigmoid(A @ v + c)
    dz = (yhat - y) * yhat * (1 - yhat) / len(X)
    dA = np.outer(dz, v)
    dZ = dA * A * (1 - A)
    return {"dz": dz, "dv": A.T @ dz, "dc": dz.sum(), "dA": dA, "dZ": dZ, "dW": dZ.T @ X, "db": dZ.sum(axis=0)}


def near(got, want):
    return np.shape(got) == np.shape(want) and np.allclose(got, want, rtol=1e-6, atol=1e-12)


def mutants(name, X, y, W, b, v, c):
    """What usual mistakes make of one line, by the key of their hint."""
    right, n = ledger(X, y, W, b, v, c), len(X)
    Z = X @ W.T + b
    A = sigmoid(Z)
    yhat = sigmoid(A @ v + c)
    dz, dA, dZ = right["dz"], right["dA"], right["dZ"]
    known = {
        "dz": {
            "no-mean": dz * n,
            "sign": -dz,
            "no-half": dz * 2,
            "output-slope-missing": (yhat - y) / n,
            "output-activated-twice": (yhat - y) * sigmoid(yhat) * (1 - sigmoid(yhat)) / n,
        },
        "dv": {"mean-again": right["dv"] / n, "from-sums": Z.T @ dz, "not-summed": A * dz[:, None]},
        "dc": {"bias-mean": dz.mean(), "bias-each": dz, "bias-scaled": dz.sum() * c},
        "dA": {"activation-for-weight": dz[:, None] * A, "delta-mean-again": dA / n},
        "dZ": {
            "hidden-slope-missing": dA,
            "activated-twice": dA * sigmoid(A) * (1 - sigmoid(A)),
            "slope-of-sums": dA * Z * (1 - Z),
            "slope-alone": A * (1 - A),
            "delta-mean-again": dZ / n,
        },
        "dW": {
            "on-its-side": right["dW"].T,
            "activation-for-input": dZ.T @ A,
            "weights-mean-again": right["dW"] / n,
            "unsloped": dA.T @ X,
        },
        "db": {
            "hidden-bias-mean": dZ.mean(axis=0),
            "hidden-bias-each": dZ,
            "hidden-bias-one": dZ.sum(),
            "summed-across": dZ.sum(axis=1)[: len(b)],
            "summed-across-all": dZ.sum(axis=1),
        },
    }
    return known[name]


def compare(got, *network):
    if not isinstance(got, dict):
        raise Fail("no-dict", kind=type(got).__name__)
    right = ledger(*network)
    for name in NAMES:
        if name not in got:
            raise Fail("missing", name=name)
        try:
            value = np.asarray(got[name], dtype=float)
        except (TypeError, ValueError):
            raise Fail("not-a-number", name=name, kind=type(got[name]).__name__) from None
        want = np.asarray(right[name])
        if not near(value, want):
            explain(name, value, want, network)


def explain(name, value, want, network):
    if value.shape == want.shape and not value.any():
        raise Fail("zero", name=name)
    n = len(network[0])
    numbers = {"got": float(value.flat[0]) if value.size else 0.0, "want": float(want.flat[0]), "n": n}
    for key, mutant in mutants(name, *network).items():
        if near(value, mutant):
            raise Fail("summed-across" if key == "summed-across-all" else key, name=name, **numbers)
    if value.shape != want.shape:
        raise Fail("shape", name=name, got=str(value.shape), want=str(want.shape))
    far = int(np.abs(value - want).argmax())
    raise Fail("line", name=name, got=float(value.flat[far]), want=float(want.flat[far]))


def line_of(error):
    """The answer's line at which it stopped: the first one on the way that isn't in this file."""
    ours = line_of.__code__.co_filename
    return next((line for frame, line in walk_tb(error.__traceback__) if frame.f_code.co_filename != ours), 0)


def copies(*network):
    return [each.copy() if isinstance(each, np.ndarray) else each for each in network]


@check("eight-samples")
def eight_samples(answer):
    network = X, Y, W, B, V, C
    try:
        got = answer.backward(*copies(*network))
    except ValueError as error:
        raise Fail("refused", line=line_of(error), error=str(error).split(" (n")[0].strip()[:120]) from None
    compare(got, *network)


@check("other-shapes")
def other_shapes(answer):
    """Three inputs, four hidden neurons: here a gradient on its side has another shape."""
    random = np.random.default_rng(3)
    for n, d, k in ((5, 3, 4), (1, 2, 3), (6, 4, 1)):
        x, w, b, v = (random.normal(size=size) for size in ((n, d), (k, d), k, k))
        network = x, random.integers(2, size=n).astype(float), w, b, v, float(random.normal())
        try:
            got = answer.backward(*copies(*network))
        except ValueError as error:
            raise Fail("raises", n=n, d=d, k=k, error=str(error)[:120]) from None
        compare(got, *network)


@check("measured")
def agrees_with_measuring(answer):
    """Held against the loss itself, not against our formula."""
    got, h = answer.backward(*copies(X, Y, W, B, V, C)), 1e-5
    for i in np.ndindex(W.shape):
        step = np.zeros_like(W)
        step[i] = h
        slope = (loss(X, Y, W + step, B, V, C) - loss(X, Y, W - step, B, V, C)) / (2 * h)
        if abs(float(np.asarray(got["dW"])[i]) - slope) > 1e-6 * abs(slope) + 1e-10:
            raise Fail("line", name="dW", got=float(np.asarray(got["dW"])[i]), want=slope)
