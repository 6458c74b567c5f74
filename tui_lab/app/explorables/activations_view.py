"""Paints activation functions: curves with a cursor, and bars for the gradient at each layer of a deep network."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tui_lab.app.explorables.figures import MINUS, fixed, power
from tui_lab.app.explorables.plane import Plane
from tui_lab.app.lines import BLANK, Line, wrap
from tui_lab.messages import t

LABELS = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "ReLU", "leaky-relu": "Leaky ReLU", "gelu": "GELU"}
FORMULAS = {
    "sigmoid": "f(x) = 1 / (1 + e^−x)",
    "tanh": "f(x) = tanh(x)",
    "relu": "f(x) = max(0, x)",
    "leaky-relu": "f(x) = max(0.01x, x)",
    "gelu": "f(x) = x·Φ(x)",
}
LIMIT = 6.0
HEIGHTS = {"sigmoid": (-0.4, 1.4), "tanh": (-1.4, 1.4)}
OTHERS = (-1.0, 3.0)
F, SLOPE = "train", "validation"

LOWEST, HIGHEST = -12, 3
"""Powers of ten at the ends of the bars."""
THICKEST = 3


def _value(curves: Mapping[str, Any], function: str, which: str, x: float) -> float:
    row = curves["curves"][function][which]
    return float(row[round((x + curves["limit"]) / curves["step"])])


def curves(data: Mapping[str, Any], function: str, x: float, width: int, height: int, *, ascii: bool) -> list[Line]:
    """Both curves between -6 and 6, the axes, and the cursor."""
    low, high = HEIGHTS.get(function, OTHERS)
    columns = width - 4
    plane = Plane(columns, height, (-LIMIT, LIMIT), (low, high), plain=True, ascii=ascii)
    plane.line((-LIMIT, 0), (LIMIT, 0), "rule", "-")
    plane.line((0, low), (0, high), "rule", "|")
    limit, step = data["limit"], data["step"]
    for which, ink, sign in (("d", SLOPE, "."), ("f", F, "*")):
        row = data["curves"][function][which]
        plane.curve([(-limit + i * step, y) for i, y in enumerate(row)], ink, sign)
    for y in range(math.ceil(low), math.floor(high) + 1):
        if y:
            column, at = plane.cell(0, y)
            plane.text(column + 1, at, f"{y}", "dim")
    _, zero = plane.cell(0, 0)
    for number in (-4, -2, 2, 4):
        column, _ = plane.cell(number, 0)
        plane.text(column, zero + 1, f"{number}", "dim")
    for which, ink, sign in (("d", SLOPE, "◆"), ("f", F, "●")):
        plane.sign(x, _value(data, function, which, x), sign, ink)
    return [((" " * 2, "plain"), *line) for line in plane.lines()]


def curve_side(data: Mapping[str, Any], function: str, x: float, width: int) -> list[Line]:
    """The values at the cursor, and what to see in them."""
    names: list[Line] = []
    for name, label in LABELS.items():
        here = name == function
        names.append(((("▸ " if here else "  ") + label, "accent" if here else "dim"),))
    f, slope = (_value(data, function, which, x) for which in ("f", "d"))
    return [
        *names,
        BLANK,
        ((FORMULAS[function], "bold"),),
        BLANK,
        ((f"  x     {fixed(x, 2, 7)}", "plain"),),
        ((f"● f(x)  {fixed(f, 4, 9)}", F),),
        ((f"◆ f′(x) {fixed(slope, 4, 9)}", SLOPE),),
        BLANK,
        *wrap(t(f"explorable.activations.note.{function}"), width - 1, "dim"),
    ]


def _chosen(count: int, room: int) -> list[int]:
    """So many of the layers as there is room for, first and last among them."""
    if count <= room:
        return list(range(count))
    return sorted({round(i * (count - 1) / (room - 1)) for i in range(room)})


def _bar(size: float, columns: int) -> int:
    if size <= 0 or not math.isfinite(size):
        return 0 if size <= 0 else columns
    part = (math.log10(size) - LOWEST) / (HIGHEST - LOWEST)
    return max(0, min(columns, round(part * columns)))


def bars(data: Mapping[str, Any], width: int, height: int) -> list[Line]:
    """A row for each layer, the first at the top: the size of its gradient on a log scale, and its idle units."""
    sizes, idle = data["sizes"], data["idle"]
    columns = max(8, width - 28)
    one = _bar(1.0, columns)
    head = f"  {t('explorable.activations.layer'):<7}{t('explorable.activations.gradient'):<10}"
    scale = [" "] * columns
    for place, text in ((0, f"1e{LOWEST}".replace("-", MINUS)), (one - 1, "1"), (columns - 3, f"1e{HIGHEST}")):
        if place < one or columns - one > 5:
            scale[place : place + len(text)] = text
    lines: list[Line] = [((head + "".join(scale)[:columns], "dim"), (f"{t('explorable.activations.idle'):>6}", "dim"))]
    shown = _chosen(len(sizes), height - 2)
    spare = max(0, min((height - 2) // len(shown) - 1, THICKEST))
    for index in shown:
        size = sizes[index]
        length = _bar(size, columns)
        bar = "█" * length + " " * (columns - length)
        if length < one:
            bar = bar[: one - 1] + "│" + bar[one:]
        share = f"{100 * idle[index]:.0f} %" if idle[index] is not None else "–"
        ink = SLOPE if index == 0 else F
        number = (f"  {index + 1:>5}  ", "plain")
        lines.append(
            (number, (f"{power(size):<10}", "bold" if index == 0 else "plain"), (bar, ink), (f"{share:>6}", "dim"))
        )
        # On a tall screen bars are thicker, with a blank row between
        lines += [((" " * 19, "plain"), (bar, ink))] * (spare - 1) + [BLANK] * (spare > 0)
    return lines


def deep_side(data: Mapping[str, Any], function: str, init: str, width: int) -> list[Line]:
    """Which network it is, and its gradient at the first layer against that at the last."""
    lines: list[Line] = []
    for name, label in LABELS.items():
        here = name == function
        lines.append(((("▸ " if here else "  ") + label, "accent" if here else "dim"),))
    first, last = data["sizes"][0], data["sizes"][-1]
    ratio = first / last if last else 0.0
    lines += [BLANK, *wrap(t(f"explorable.activations.init.{init}"), width - 1, "plain"), BLANK]
    lines += wrap(t("explorable.activations.ratio", ratio=power(ratio)), width - 1, "bold")
    verdict = "vanishes" if ratio < 0.01 else "explodes" if ratio > 100 else "arrives"
    ink = "good" if verdict == "arrives" else "bad"
    lines += wrap(t(f"explorable.activations.{verdict}"), width - 1, ink)
    note = "saturated" if function in ("sigmoid", "tanh") else "dead" if function == "relu" else ""
    if note:
        lines += [BLANK, *wrap(t(f"explorable.activations.{note}"), width - 1, "dim")]
    return lines
