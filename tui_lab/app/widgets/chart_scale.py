"""The y axis of a metric chart: its limits, its steps, and how numbers are written on it.

Limits are whole steps of 1, 2 or 5 times a power of ten and seldom change, so that a chart that grows
by a point is painted again only where the point is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Unit = Literal["", "%"]


@dataclass(frozen=True)
class Scale:
    """Limits of the y axis, whole multiples of its step, chosen for at most `most` steps."""

    low: float
    high: float
    step: float
    most: int

    def ticks(self) -> list[float]:
        """The values that get a label, from the bottom up."""
        count = round((self.high - self.low) / self.step)
        return [self.low + index * self.step for index in range(count + 1)]


def nice_scale(low: float, high: float, most: int) -> Scale:
    """The narrowest scale in steps of 1, 2 or 5 times a power of ten that holds `low` to `high` (low < high)."""
    power = math.floor(math.log10((high - low) / most))
    for exponent in range(power, power + 3):
        for digit in (1, 2, 5):
            step = digit * 10.0**exponent
            first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
            if last - first <= most:
                # Rounded, so that 3 * 0.1 is 0.3 and equal data give equal scales
                return Scale(float(f"{first * step:.12g}"), float(f"{last * step:.12g}"), step, most)
    raise AssertionError("a step of 100 times the least always fits")


def next_scale(now: Scale | None, low: float, high: float, most: int) -> Scale:
    """The scale to draw `low` to `high` with: the one in use as long as it does.

    It only widens, unless the data would fit in less than a third of it.
    """
    if now is None or now.most != most:
        return nice_scale(low, high, most)
    if 3 * (high - low) < now.high - now.low:
        return nice_scale(low, high, most)
    if now.low <= low and high <= now.high:
        return now
    return nice_scale(min(low, now.low), max(high, now.high), most)


def number(value: float, unit: Unit) -> str:
    """A value in six columns: three significant figures for plain numbers, one decimal for percent."""
    if math.isnan(value):
        return "NaN".ljust(6)
    if math.isinf(value):
        return ("inf" if value > 0 else "-inf").ljust(6)
    if unit == "%":
        return f"{value:4.1f} %"[:6] if value < 99.95 else " 100 %"
    size = abs(value)
    if size >= 1e5 or 0 < size < 1e-3:
        return f"{value:.0e}".replace("e+0", "e").replace("e-0", "e-").replace("e+", "e").ljust(6)
    places = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3 if size >= 0.1 else 4
    return f"{value:.{places}f}".ljust(6)


def tick_label(value: float, step: float) -> str:
    """The label of a tick, with the decimals that its step needs: 0.25, .0125, 125e-5."""
    if not value:
        step = max(step, 0.01)  # zero needs no more decimals
    exponent = math.floor(math.log10(step) + 1e-9)
    text = f"{value:.{max(0, -exponent)}f}"
    if len(text) > 5:
        text = text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
    return text if len(text) <= 5 else f"{round(value / 10.0**exponent)}e{exponent}"


def data_range(values: Sequence[float], last: Sequence[float], unit: Unit) -> tuple[float, float]:
    """What the y axis must hold (low < high), for values some of which may be clipped.

    A few early values far out (the first steps of a loss, the accuracy before any training) would
    squash the rest: where they take over two thirds of the range, the axis ends near the bulk.
    The last value of each trace is always inside.
    """
    low, high = min(values), max(values)
    at_least_zero, at_most_hundred = low >= 0, high <= 100
    if len(values) >= 20:
        ordered = sorted(values)
        if unit == "%":
            bulk = ordered[math.ceil(0.03 * (len(ordered) - 1))]
            if high > bulk and high - low > 3 * (high - bulk):
                low = min(bulk - 0.25 * (high - bulk), *last)
        else:
            bulk = ordered[int(0.97 * (len(ordered) - 1))]
            if bulk > low and high - low > 3 * (bulk - low):
                high = max(bulk + 0.25 * (bulk - low), *last)
    if unit == "" and 0 <= low <= 0.5 * (high - low):  # zero is near: show it
        low = 0.0
    # Not narrower than three significant figures can label
    least = 1.0 if unit == "%" else 0.05 * max(abs(low), abs(high)) or 1.0
    if high - low < least:
        middle = (low + high) / 2
        low, high = middle - least / 2, middle + least / 2
    if at_least_zero:
        low = max(low, 0.0)
    if unit == "%" and at_most_hundred:
        high = min(high, 100.0)
    return low, high
