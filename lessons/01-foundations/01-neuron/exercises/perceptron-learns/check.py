"""Checks of `perceptron-learns`: AND with labels -1 and 1, rows 00, 01, 10, 11, from zeros, 20 epochs.

Fingerprints, run:

    answer                  w          b    updates
    right                   [3, 2]    -4    18
    `<` for `<=`            [0, 0]     0     0
    bias not updated        [0, 0]     0    80
    label left out of w     [1, 20]  -20    22
    updates on right ones   [0, 0]   -40    80
    one epoch               [1, 1]     0     2
    away from the label     [20, 20]  60    60
    weights an epoch old    [2, 2]    -3    15
    bias only upwards       [-20, -20] 60   60
    a sum of 0 means "no"   [2, 1]    -2    10
    bias not in the sum     [0, 0]   -40    80   as updates on right ones: one hint for both
    updates never counted   [1, 1]     0     0   stops after an epoch
    counted anew each epoch [3, 2]    -4     0
    leaves at a right row   [0, 0]    -1     1   however many epochs
    never stops early       [3, 2]    -4    18   takes all rows of all 200 epochs of OR
    epochs for updates      [3, 2]    -4     9   told as counted wrong
"""

import numpy as np

from tui_lab.content.checks import Fail, check

INPUTS = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
AND = np.array([-1, -1, -1, 1])
OR = np.array([-1, 1, 1, 1])
FAULTS = ("bias-stays", "label-left-out", "updates-on-right-ones", "away", "stale", "bias-one-way", "zero-is-no", "leaves")


def reference(X, y, epochs):
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(epochs):
        before = updates
        for x, target in zip(X, y):
            if target * (w @ x + b) <= 0:
                w, b, updates = w + target * x, b + target, updates + 1
        if updates == before:
            break
    return w, b, updates


def call(answer, X, y, epochs):
    got = answer.perceptron(X.copy(), y.copy(), epochs)
    if not isinstance(got, (tuple, list)) or len(got) != 3:
        raise Fail("three-things")
    w, b, updates = got
    w = np.asarray(w, dtype=float)
    if w.shape != (X.shape[1],):
        raise Fail("shape", got=str(w.shape), want=str((X.shape[1],)))
    return w, float(b), int(updates)


def same(got, want):
    return np.allclose(got[0], want[0]) and np.isclose(got[1], want[1]) and got[2] == want[2]


@check("learns-and")
def learns_and(answer):
    w, b, updates = got = call(answer, INPUTS, AND, 20)
    if same(got, reference(INPUTS, AND, 20)):
        return
    numbers = {"w0": float(w[0]), "w1": float(w[1]), "b": b, "updates": updates}
    if np.allclose(w, [3, 2]) and b == -4:
        raise Fail("count", updates=updates)
    if updates == 0 and not w.any() and b == 0:
        raise Fail("never-begins")
    if updates == 0:
        raise Fail("not-counted", **numbers)
    if same(got, reference(INPUTS, AND, 1)):
        raise Fail("one-epoch", **numbers)
    for key in FAULTS:
        if same(got, faulty(INPUTS, AND, 20, key)):
            raise Fail(key, **numbers)
    raise Fail("other", **numbers)


def faulty(X, y, epochs, fault):
    """What a usual mistake ends with."""
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(epochs):
        before, start, bias = updates, w, b
        for x, target in zip(X, y):
            at, lean = (start, bias) if fault == "stale" else (w, b)
            wrong = target * (at @ x + lean) <= 0
            if fault == "zero-is-no":
                wrong = (at @ x + lean > 0) != (target > 0)
            if fault == "leaves" and not wrong:
                break
            if fault == "updates-on-right-ones" or wrong:
                sign = -1 if fault == "away" else 1
                w = w + (x if fault == "label-left-out" else sign * target * x)
                if fault != "bias-stays":
                    b = b + (1 if fault == "bias-one-way" else sign * target)
                updates += 1
        if updates == before:
            break
    return w, b, updates


class Watched(np.ndarray):
    """Counts how often a row is taken from it, by a loop over it or by an index."""

    taken = 0

    def __iter__(self):
        for row in np.asarray(self):
            Watched.taken += 1
            yield row

    def __getitem__(self, key):
        Watched.taken += 1
        return np.asarray(self)[key]


@check("stops-early")
def stops_when_there_is_nothing_to_do(answer):
    few = call(answer, INPUTS, OR, 20)
    Watched.taken = 0
    many = call(answer, INPUTS.view(Watched), OR, 200)
    want = reference(INPUTS, OR, 20)
    if not same(few, many):
        raise Fail("goes-on", few=few[2], many=many[2])
    if not same(few, want):
        raise Fail("or", updates=few[2], want=want[2])
    if Watched.taken >= 200 * len(INPUTS):
        raise Fail("never-stops", rows=Watched.taken)


@check("more-inputs")
def five_inputs(answer):
    random = np.random.default_rng(3)
    X = random.normal(size=(60, 5))
    y = np.where(X @ np.array([1.0, -2.0, 0.5, 0.0, 1.0]) + 0.3 > 0, 1, -1)
    got, want = call(answer, X, y, 50), reference(X, y, 50)
    if not same(got, want):
        raise Fail("five", updates=got[2], want=want[2])
