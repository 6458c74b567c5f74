"""Checks of `stable-softmax`: three rows of three first, where nothing raises, then a temperature, then large logits.

Z = [[2, 1, 0], [1, 3, -1], [0.5, 0, 4]], T = 1. Right: first row (0.6652, 0.2447, 0.0900). Fingerprints, run:

    answer                          got
    powers alone                    (7.3891, 2.7183, 1)
    z / sum z                       (0.6667, 0.3333, 0)
    sigmoid of each                 (0.8808, 0.7311, 0.5)
    divided by the largest power    (1, 0.3679, 0.1353)
    z / max z for z - max z         (0.5065, 0.3072, 0.1863)
    columns normalised              (0.6285, 0.1142, 0.0179)
    all nine normalised             (0.0807, 0.0297, 0.0109)
    no keepdims in the sum          row i divided by the sums of rows 0, 1, 2: (0.6652, 0.3189, 0.1291)
    T = 2: divided after the power  as at T = 1, for it cancels
    T = 2: times T                  (0.8668, 0.1173, 0.0159) for (0.5065, 0.3072, 0.1863)
    T = 2: after all                half of the row at T = 1: sums of 0.5
    no shift                        NaN for 1000
    clipped at 500                  a third each for (1000, 999, 998)
    NaN made 0                      (0, 0, 0)
    shift by the mean               NaN for (1000, 0, -1000): 1000 is still 1000 over it
    shift by the batch's max        NaN for the row of -1000 beside one of 1000: all powers 0
    shift not divided by T          NaN at T = 0.5: z / T is 1000 over it. At T = 2 all powers are 0
"""

import warnings

import numpy as np

from tui_lab.content.checks import Fail, check

Z = np.array([[2.0, 1.0, 0.0], [1.0, 3.0, -1.0], [0.5, 0.0, 4.0]])


def reference(Z, T):
    powers = np.exp((Z - Z.max(axis=1, keepdims=True)) / T)
    return powers / powers.sum(axis=1, keepdims=True)


def near(got, want):
    return got.shape == want.shape and np.allclose(got, want, rtol=1e-6, atol=1e-9)


def call(answer, Z, T):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # an overflow on the way to a right result is no mistake
        got = answer.softmax(Z.copy(), T)
    if not isinstance(got, np.ndarray):
        raise Fail("no-array", kind=type(got).__name__)
    return got


def shown(row):
    return "(" + ", ".join(f"{number:.4f}" for number in np.ravel(row)[:3]) + ")"


@check("small")
def small_logits(answer):
    try:
        got = call(answer, Z, 1.0)
    except ValueError as error:
        raise Fail("raises", shape=str(Z.shape), error=str(error)[:160]) from None
    want, powers = reference(Z, 1.0), np.exp(Z)
    if near(got, want):
        return
    shifted = np.exp(Z - Z.max(axis=1))  # each column shifted by another row's largest
    known = {
        "powers": powers,
        "untouched": Z,
        "shares": Z / Z.sum(axis=1, keepdims=True),
        "sigmoids": 1 / (1 + np.exp(-Z)),
        "by-the-largest": powers / powers.max(axis=1, keepdims=True),
        "scaled": reference(Z / Z.max(axis=1, keepdims=True), 1.0),
        "columns": powers / powers.sum(axis=0),
        "whole-batch": powers / powers.sum(),
        "no-keepdims": powers / powers.sum(axis=1),
        "logarithm": np.log(want),
    }
    for key, mutant in known.items():
        if near(got, mutant):
            raise Fail(key, got=shown(got[0]), want=shown(want[0]), sum=float(got[0].sum()))
    own = np.exp(Z - Z.max(axis=1, keepdims=True))
    if near(got, own / own.sum(axis=1)) or near(got, shifted / shifted.sum(axis=1)):
        raise Fail("no-keepdims", got=shown(got[0]), want=shown(want[0]), sum=float(got[0].sum()))
    if near(got, shifted / shifted.sum(axis=1, keepdims=True)):
        raise Fail("no-keepdims", got=shown(got[0]), want=shown(want[0]), sum=float(got[0].sum()))
    if got.shape != want.shape:
        raise Fail("shape", got=str(got.shape), want=str(want.shape))
    raise Fail("other", got=shown(got[0]), want=shown(want[0]), sum=float(got[0].sum()))


@check("temperature")
def temperatures(answer):
    got, want, at_one = call(answer, Z, 2.0), reference(Z, 2.0), reference(Z, 1.0)
    if not near(got, want):
        known = {
            "no-temperature": at_one,
            "temperature-times": reference(Z, 0.5),
            "temperature-after": at_one / 2,
            "temperature-after-times": at_one * 2,
        }
        for key, mutant in known.items():
            if near(got, mutant):
                raise Fail(key, got=shown(got[0]), want=shown(want[0]), sum=float(got[0].sum()))
        raise Fail("other-temperature", T=2.0, got=shown(got[0]), want=shown(want[0]))


@check("large")
def large_logits(answer):
    large = np.array([[1000.0, 999.0, 998.0]])
    got, want = call(answer, large, 1.0), reference(large, 1.0)
    if not near(got, want):
        if np.isnan(got).any():
            raise Fail("overflow", got=shown(got))
        if near(got, np.zeros((1, 3))):
            raise Fail("hidden-nan")
        if near(got, np.full((1, 3), 1 / 3)):
            raise Fail("clipped")
        raise Fail("other-large", row="(1000, 999, 998)", got=shown(got), want=shown(want))
    far = np.array([[1000.0, 0.0, -1000.0]])
    got = call(answer, far, 1.0)
    if not near(got, np.array([[1.0, 0.0, 0.0]])):
        raise Fail(
            "wrong-shift" if np.isnan(got).any() else "other-large",
            row="(1000, 0, -1000)",
            got=shown(got),
            want="(1, 0, 0)",
        )


@check("side-by-side")
def rows_of_different_size(answer):
    rows = np.array([[1000.0, 999.0, 998.0], [-1000.0, -1001.0, -1002.0]])
    got, want = call(answer, rows, 1.0), reference(rows, 1.0)
    if not near(got, want):
        if near(got[:1], want[:1]):
            raise Fail("one-shift", got=shown(got[1]), want=shown(want[1]))
        raise Fail("other-large", row="(1000, 999, 998)", got=shown(got[0]), want=shown(want[0]))
    for T in (0.5, 5.0):
        got, want = call(answer, rows, T), reference(rows, T)
        if not near(got, want):
            raise Fail("shift-not-divided", T=T, got=shown(got[0]), want=shown(want[0]))


@check("shapes")
def other_shapes(answer):
    for shape in ((2, 5), (1, 3), (4, 1), (6, 10)):
        logits = np.random.default_rng(shape[1]).normal(size=shape) * 3
        try:
            got = call(answer, logits, 0.7)
        except ValueError as error:
            raise Fail("raises", shape=str(shape), error=str(error)[:160]) from None
        want = reference(logits, 0.7)
        if got.shape != want.shape:
            raise Fail("shape", got=str(got.shape), want=str(want.shape))
        if not near(got, want):
            raise Fail("other", got=shown(got[0]), want=shown(want[0]), sum=float(got[0].sum()))


@check("input-stays")
def leaves_z_alone(answer):
    given = Z.copy()
    answer.softmax(given, 2.0)
    if not np.array_equal(given, Z):
        raise Fail("changed", got=shown(given[0]), want=shown(Z[0]))
