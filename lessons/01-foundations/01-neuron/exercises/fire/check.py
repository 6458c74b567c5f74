"""Checks of `fire`, on four points and w = (2, -1), b = -1: sums 1, 0, -3, 1.5, so 1, -1, -1, 1.

    answer          got             told by
    0 and 1         1, 0, 0, 1      a 0 where -1 was due
    >= 0            1, 1, -1, 1     the point on the line alone
    np.sign         1, 0, -1, 1     0 on the line
    no bias         1, 1, -1, 1     differs from >= on the second set: b = 3
    w·x > b         1, 1, -1, 1     the same, minus the bias
    the sums        1, 0, -3, 1.5
    summed over all one number
    weights left out 16 of 40 wrong  differs from all others on the first set
    if on the batch  ValueError      "truth value of an array is ambiguous"
    w @ X            ValueError      (3,) @ (40, 3): told by the message, the sizes are ours
"""

import numpy as np

from tui_lab.content.checks import Fail, check

X = np.array([[1.0, 0.0], [0.0, -1.0], [0.0, 2.0], [0.5, -1.5]])
W = np.array([2.0, -1.0])


def right(X, w, b):
    return np.where(X @ w + b > 0, 1, -1)


def call(answer, X, w, b):
    try:
        got = answer.fire(X.copy(), w.copy(), b)
    except ValueError as error:
        if "ambiguous" in str(error):
            raise Fail("one-if") from None
        if "core dimension" in str(error) or "not aligned" in str(error):
            raise Fail("order", rows=len(X), inputs=len(w)) from None
        raise
    if not isinstance(got, np.ndarray):
        raise Fail("no-array", kind=type(got).__name__)
    if got.shape != (len(X),):
        raise Fail("one-answer" if got.size == 1 else "shape", got=str(got.shape), want=str((len(X),)))
    return got


@check("off-the-line")
def points_off_the_line(answer):
    random = np.random.default_rng(1)
    points, w, b = random.normal(size=(40, 3)), np.array([1.0, -2.0, 0.5]), 1.5
    got, want = call(answer, points, w, b), right(points, w, b)
    if np.array_equal(got, want):
        return
    if not got.any():
        raise Fail("zeros")
    if np.array_equal(got, (want + 1) // 2):
        raise Fail("zero-one")
    if np.allclose(got, points @ w + b):
        raise Fail("sums", got=float(got[0]))
    if np.array_equal(got, right(points, w, 0.0)):
        raise Fail("no-bias", wrong=int((got != want).sum()))
    if np.array_equal(got, right(points, w, -b)):
        raise Fail("threshold", wrong=int((got != want).sum()))
    if np.array_equal(got, right(points, np.ones(3), b)):
        raise Fail("no-weights", wrong=int((got != want).sum()))
    if np.array_equal(got, -want):
        raise Fail("opposite")
    raise Fail("other", wrong=int((got != want).sum()), of=len(want))


@check("on-the-line")
def a_point_on_the_line(answer):
    got, want = call(answer, X, W, -1.0), right(X, W, -1.0)
    if np.array_equal(got, want):
        return
    if got[1] == 0:
        raise Fail("sign-of-zero")
    if got[1] == 1:
        raise Fail("on-the-line")
    raise Fail("other", wrong=int((got != want).sum()), of=len(want))


@check("any-batch")
def batches_of_any_size(answer):
    for n, d in ((1, 2), (5, 1), (7, 4)):
        points, w = np.arange(float(n * d)).reshape(n, d) - n, np.arange(float(d)) - 0.75
        if not np.array_equal(call(answer, points, w, 0.25), right(points, w, 0.25)):
            raise Fail("batch", n=n, d=d)
