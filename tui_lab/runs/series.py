"""A series of numbers that stays small however many are added, and never loses a spike."""

from __future__ import annotations

import math
from typing import Annotated

from msgspec import Meta, Struct

CAPACITY = 512
"""Bins kept at most: two or more per column of a chart on a terminal 200 columns wide."""


class Bin(Struct, array_like=True):
    """Neighbouring points: where they begin and end, their smallest, largest and mean value."""

    first: float
    last: float
    low: float
    high: float
    total: float
    count: Annotated[int, Meta(ge=1)]

    @property
    def mean(self) -> float:
        """Mean of the values."""
        return self.total / self.count


class Series(Struct):
    """Points in bins of equal count. When the bins are full, neighbours merge and a bin holds twice as many."""

    bins: Annotated[list[Bin], Meta(max_length=CAPACITY)] = []
    per_bin: Annotated[int, Meta(ge=1)] = 1
    missing: list[float] = []
    """Where values were NaN or infinite (the first few)."""
    version: int = 0
    """Grows with every change, so that a chart knows when there is nothing new."""

    def add(self, x: float, y: float | None) -> None:
        """Add a point to the right of all others; NaN, infinite and None are only marked."""
        self.version += 1
        if y is None or not math.isfinite(y):
            if len(self.missing) < 16:
                self.missing.append(x)
            return
        bins = self.bins
        if bins and bins[-1].count < self.per_bin:
            last = bins[-1]
            last.last = x
            last.low = min(last.low, y)
            last.high = max(last.high, y)
            last.total += y
            last.count += 1
            return
        if len(bins) >= CAPACITY:
            self._halve()
        self.bins.append(Bin(x, x, y, y, y, 1))

    def _halve(self) -> None:
        old = self.bins
        self.per_bin *= 2
        self.bins = [
            Bin(a.first, b.last, min(a.low, b.low), max(a.high, b.high), a.total + b.total, a.count + b.count)
            for a, b in zip(old[::2], old[1::2], strict=True)
        ]

    def truncate(self, x: float) -> None:
        """Forget what begins after `x`: a run that goes on from a checkpoint records it anew.

        A bin across `x` keeps its values, which can't be told apart any more, but ends at `x`.
        """
        self.version += 1
        while self.bins and self.bins[-1].first > x:
            self.bins.pop()
        if self.bins:
            self.bins[-1].last = min(self.bins[-1].last, x)
        self.missing = [m for m in self.missing if m <= x]

    @property
    def latest(self) -> float | None:
        """Mean of the last bin."""
        return self.bins[-1].mean if self.bins else None
