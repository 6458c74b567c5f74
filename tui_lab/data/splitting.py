"""Which sample is in which part. The same on every machine and with every version of numpy and scikit-learn.

Only the raw stream of PCG64 is used, which numpy promises never to change (NEP 19); what its generators and
scikit-learn's splitters make of a stream may change between versions, and then a lesson's figures with it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Labels = npt.NDArray[np.int64]


class Parts(NamedTuple):
    """Row numbers of each part."""

    train: Rows
    validation: Rows
    test: Rows


def raw_stream(n: int, seed: int) -> npt.NDArray[np.uint64]:
    """`n` random 64-bit integers."""
    return np.asarray(np.random.PCG64(seed).random_raw(n), dtype=np.uint64)


def shuffled(n: int, seed: int) -> Rows:
    """The numbers 0 to n-1 in random order."""
    return np.argsort(raw_stream(n, seed), kind="stable").astype(np.int64)


def take(rows: Rows, n: int, labels: Labels | None) -> tuple[Rows, Rows]:
    """Divide rows into `n` of them and the rest; with labels, each class gives its share (largest remainders).

    Args:
        rows: row numbers in random order; both results keep their order.
        n: how many to take, at most `len(rows)`.
        labels: class of every row that a row number may point to, or None for no strata.
    """
    if labels is None:
        return rows[:n], rows[n:]
    own = labels[rows]
    classes, counts = np.unique(own, return_counts=True)
    exact = n * counts / len(rows)
    quota = np.floor(exact).astype(np.int64)
    quota[np.argsort(quota - exact, kind="stable")[: n - quota.sum()]] += 1
    chosen = np.zeros(len(rows), dtype=bool)
    for label, share in zip(classes, quota, strict=True):
        chosen[np.flatnonzero(own == label)[:share]] = True
    return rows[chosen], rows[~chosen]


def split(n: int, *, validation: int, test: int, labels: Labels | None, seed: int) -> Parts:
    """Divide `n` samples into three parts, stratified where labels are given.

    Args:
        n: number of samples.
        validation: samples in the validation part.
        test: samples in the test part; 0 where the set has a test file of its own.
        labels: the class of each sample, or None for a regression.
        seed: another seed gives another split; cards and lessons mean 0.
    """
    rows = shuffled(n, seed)
    test_rows, rows = take(rows, test, labels)
    validation_rows, train_rows = take(rows, validation, labels)
    return Parts(train_rows, validation_rows, test_rows)


def noisy(labels: Labels, share: float, classes: int, seed: int) -> Labels:
    """The labels with a share of them (rounded to whole samples) replaced by a random other class."""
    count = round(share * len(labels))
    changed = labels.copy()
    rows = shuffled(len(labels), seed)[:count]
    steps = raw_stream(count, seed + 1) % np.uint64(classes - 1)
    changed[rows] = (labels[rows] + 1 + steps.astype(np.int64)) % classes
    return changed
