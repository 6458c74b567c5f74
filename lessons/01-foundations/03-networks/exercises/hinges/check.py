"""Checks of `hinges`: what the network gives is looked at, not how its weights are written.

Probe: points (-1, 1), (0, 3), (0.5, 2), (2, 5). Slopes 2, -2, 2; changes 2, -4, 4, -2. Values at -3, -1, 0, 0.5, 2, 4:

    answer                                values
    right                                 1  1  3  2    5     5
    slopes for their changes              1  1  3  3    6     10
    rises, not divided by the steps       1  1  3  2.5  7     7
    heights for changes                   1  1  2  4    13    35
    b = +xs                               1  -1 -1 -2   -3    -3
    c = 0                                 0  0  2  1    4     4
    c = ys[-1]                            5  5  7  6    9     9    shifted: everywhere off by 4
    no bend at the last point             1  1  3  2    5     9
    no bend at the first point            1  1  1  -1   -1    -5
    no bend at either end                 1  1  1  -1   -1    -1
    changes one point late                1  1  1  2    -1    3
    v of n - 2 or n - 1 numbers           few-changes: the slopes outside were left out
    changes with the wrong sign           1  1  -1 0    -3    -3
    no biases                             1  1  1  1    1     1
"""

import numpy as np

from tui_lab.content.checks import Fail, check

XS = np.array([-1.0, 0.0, 0.5, 2.0])
YS = np.array([1.0, 3.0, 2.0, 5.0])


def numbers(answer, xs, ys):
    """The parameters of the answer's network, in the right shapes."""
    kept = xs.copy(), ys.copy()
    given = answer.hinges(xs, ys)
    if not (np.array_equal(xs, kept[0]) and np.array_equal(ys, kept[1])):
        raise Fail("changed")
    if not isinstance(given, tuple | list) or len(given) != 4:
        raise Fail("no-four", kind=type(given).__name__)
    n = len(xs)
    found = []
    for name, value, shape in zip("Wbvc", given, ((n, 1), (n,), (n,), ()), strict=True):
        try:
            array = np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            raise Fail("no-numbers", name=name) from None
        if name == "v" and array.shape in ((n - 2,), (n - 1,)):
            raise Fail("few-changes", got=array.size, want=n)
        if array.shape != shape:
            raise Fail("shape", name=name, got=str(array.shape), want=str(shape))
        found.append(array)
    return found


def network(parameters, x):
    W, b, v, c = parameters
    return np.maximum(0, x[:, None] @ W.T + b) @ v + c


def made(xs, ys, b=None, v=None, c=None):
    """A network of hinges, right where nothing else is given."""
    slopes = np.diff(ys) / np.diff(xs)
    changes = np.diff(np.concatenate([[0.0], slopes, [0.0]]))
    W = np.ones((len(xs), 1))
    return W, -xs if b is None else b, changes if v is None else v, ys[0] if c is None else c


def mutants(xs, ys):
    rises = np.diff(ys)
    slopes = rises / np.diff(xs)
    changes = np.diff(np.concatenate([[0.0], slopes, [0.0]]))
    runs_on, late, ends = changes.copy(), changes.copy(), changes.copy()
    runs_on[-1], late[0] = 0.0, 0.0
    ends[[0, -1]] = 0.0
    return {
        "slopes": made(xs, ys, v=np.append(slopes, 0.0)),
        "equal-steps": made(xs, ys, v=np.diff(np.concatenate([[0.0], rises, [0.0]]))),
        "heights": made(xs, ys, v=ys),
        "mirrored": made(xs, ys, b=xs),
        "no-start": made(xs, ys, c=0.0),
        "runs-on": made(xs, ys, v=runs_on),
        "first-slope": made(xs, ys, v=late),
        "ends": made(xs, ys, v=ends),
        "turned": made(xs, ys, v=-changes),
        "one-late": made(xs, ys, v=np.concatenate([[0.0], changes[:-1]])),
        "no-bias": made(xs, ys, b=np.zeros(len(xs))),
    }


def places(xs):
    """Far outside on both sides, the points, and three places in each gap."""
    inside = np.concatenate([np.linspace(a, b, 5) for a, b in zip(xs[:-1], xs[1:], strict=True)])
    return np.concatenate([[xs[0] - 2], inside, [xs[-1] + 2]])


def near(got, want):
    return np.allclose(got, want, rtol=1e-6, atol=1e-8)


def wrong_at(x, got, want):
    at = int(np.argmax(~np.isclose(got, want, rtol=1e-6, atol=1e-8)))
    return {"x": float(x[at]), "got": float(got[at]), "want": float(want[at])}


@check("shapes")
def four_arrays(answer):
    numbers(answer, XS.copy(), YS.copy())


@check("through-the-points")
def four_points(answer):
    parameters = numbers(answer, XS.copy(), YS.copy())
    x = places(XS)
    got, want = network(parameters, x), np.interp(x, XS, YS)
    if near(got, want):
        return
    where = wrong_at(x, got, want)
    if not parameters[2].any():
        raise Fail("zeros")
    for key, mutant in mutants(XS, YS).items():
        if near(got, network(mutant, x)):
            raise Fail(key, **where)
    off = got - want
    if near(off, off[0]):
        raise Fail("shifted", off=abs(float(off[0])), **where)
    raise Fail("other", **where)


@check("other-points")
def drawn_points(answer):
    random = np.random.default_rng(0)
    for n in (2, 3, 7, 20):
        xs = np.cumsum(random.uniform(0.2, 2.0, n)) - 3
        ys = random.normal(size=n)
        x = places(xs)
        got, want = network(numbers(answer, xs.copy(), ys.copy()), x), np.interp(x, xs, ys)
        if not near(got, want):
            raise Fail("points", n=n, **wrong_at(x, got, want))
