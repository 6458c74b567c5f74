"""One neuron on points of the plane, and Rosenblatt's rule that teaches it.

The neuron says +1 where w·x + b > 0 and -1 elsewhere. F. Rosenblatt, The perceptron (1958).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

CORNERS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
GATES = {"and": (-1, -1, -1, 1), "or": (-1, 1, 1, 1), "xor": (-1, 1, 1, -1)}
CLOUDS = {"blobs": (0.55, 0.16), "overlap": (0.25, 0.28)}
"""How far the centres of two clouds lie from (0.5, 0.5) along each axis, and their standard deviation."""
PER_CLASS = 15


def points(name: str) -> tuple[Points, Labels]:
    """The points `(N, 2)` of a set and their labels `(N,)`, -1 or +1. The clouds are always the same."""
    if name in GATES:
        return CORNERS, np.array(GATES[name])
    half, deviation = CLOUDS[name]
    random = np.random.RandomState(0)
    labels = np.arange(2 * PER_CLASS) % 2 * 2 - 1
    return 0.5 + labels[:, None] * half + random.normal(0.0, deviation, (2 * PER_CLASS, 2)), labels


def is_wrong(w: npt.NDArray[np.float64], b: float, x: npt.NDArray[np.float64], y: int) -> bool:
    """Whether a point counts as a mistake: on the wrong side, or on the boundary itself."""
    return bool(y * (w @ x + b) <= 0)


def update(w: npt.NDArray[np.float64], b: float, x: npt.NDArray[np.float64], y: int) -> tuple[Points, float]:
    """Rosenblatt's rule: the wrong point is added to the weights, with the sign of its label."""
    return w + y * x, b + y


def look(data: str, w: Sequence[float], b: float) -> dict[str, object]:
    """The points of a set, their `sums` w·x + b, and which of them this neuron gets wrong."""
    xs, ys = points(data)
    weights = np.array(w, dtype=np.float64)
    wrong = [i for i, (x, y) in enumerate(zip(xs, ys, strict=True)) if is_wrong(weights, b, x, int(y))]
    return {"points": xs.tolist(), "labels": ys.tolist(), "sums": (xs @ weights + b).tolist(), "wrong": wrong}


def step(data: str, w: Sequence[float], b: float, start: int) -> dict[str, object]:
    """One update on the next wrong point.

    Args:
        data: the name of the set.
        w: the two weights.
        b: the bias.
        start: the point to look at first; after the last comes the first again.

    Returns:
        `index` of the point (None where no point is wrong), its `x`, `y` and `sum` w·x + b, and the new `w` and `b`.
    """
    xs, ys = points(data)
    weights = np.array(w, dtype=np.float64)
    for offset in range(len(xs)):
        index = (start + offset) % len(xs)
        x, y = xs[index], int(ys[index])
        if is_wrong(weights, b, x, y):
            new_w, new_b = update(weights, b, x, y)
            total = float(weights @ x + b)
            return {"index": index, "x": x.tolist(), "y": y, "sum": total, "w": new_w.tolist(), "b": new_b}
    return {"index": None, "w": list(w), "b": b}


def train(data: str, w: Sequence[float], b: float, epochs: int) -> dict[str, object]:
    """Go over all points in order, updating on each wrong one, until an epoch has no mistake or `epochs` are over.

    Returns:
        `w`, `b`, `updates` in all, `epochs` done, `clean` (whether the last one had no mistake) and `best`, the
        fewest points that were wrong after any update.
    """
    xs, ys = points(data)
    weights, bias = np.array(w, dtype=np.float64), float(b)
    updates, done, clean = 0, 0, False
    best = _mistakes(xs, ys, weights, bias)
    while done < epochs and not clean:
        clean = True
        for x, y in zip(xs, ys, strict=True):
            if is_wrong(weights, bias, x, int(y)):
                weights, bias = update(weights, bias, x, int(y))
                best = min(best, _mistakes(xs, ys, weights, bias))
                updates, clean = updates + 1, False
        done += 1
    return {"w": weights.tolist(), "b": bias, "updates": updates, "epochs": done, "clean": clean, "best": best}


def _mistakes(xs: Points, ys: Labels, w: npt.NDArray[np.float64], b: float) -> int:
    return int((ys * (xs @ w + b) <= 0).sum())
