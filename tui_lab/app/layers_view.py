"""A measurement of the layers as lines of text. Pure: no Textual."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tui_lab.app.lines import Line, fit
from tui_lab.messages import t
from tui_lab.runs.events import LayerRow, Layers

LOWEST, HIGHEST, TARGET = -6, 0, -3
"""The scale of the gauge, in powers of ten of an update against its weight; about -3 is healthy (Karpathy)."""
GAUGE = 9
NAME, NUMBER, WORD, SHAPE = 13, 7, 13, 10
GRAVEST = ("exploding", "dead", "saturated", "vanishing", "frozen", "ok")


def size(value: float | None) -> str:
    """A root mean square in seven columns: `0.0521`, `3.1e-5`; a dash where there is none."""
    if value is None:
        return "–"
    if not math.isfinite(value):
        return "NaN" if value != value else "∞"
    if value and not 1e-3 <= abs(value) < 1e4:
        digits, _, power = f"{value:.1e}".partition("e")
        return f"{digits}e{int(power)}"
    return f"{value:.3g}"


def power(update: float | None) -> float | None:
    """The power of ten of an update against its weight; None where nothing was moved."""
    return math.log10(update) if update is not None and update > 0 and math.isfinite(update) else None


def gauge(update: float | None, *, ascii: bool = False) -> str:
    """Where an update stands between 1e-6 and 1, with a mark at the target 1e-3."""
    here, mark, dot = ("o", "|", ".") if ascii else ("●", "┊", "·")
    cells = [dot] * GAUGE
    cells[_place(TARGET)] = mark
    found = power(update)
    if found is not None:
        cells[_place(found)] = here
    return "".join(cells)


def _place(value: float) -> int:
    part = (min(HIGHEST, max(LOWEST, value)) - LOWEST) / (HIGHEST - LOWEST)
    return round(part * (GAUGE - 1))


def table(layers: Layers, width: int, *, ascii: bool = False) -> list[Line]:
    """The head and a row a layer; the shape stands there where there is room."""
    needed = 2 + NAME + 5 * NUMBER + WORD
    gauged = width >= needed + GAUGE + 1
    shapes = width >= needed + GAUGE + 1 + SHAPE
    first = 0 if width >= needed else 1  # on a narrow panel the weights' size is what is missed least
    heads = [t(f"layers.head.{name}") for name in ("weights", "values", "gradients", "idle", "update")][first:]
    head = f" {fit(t('layers.head.layer'), NAME)}" + (f"{t('layers.head.shape'):>{SHAPE}}" if shapes else "")
    head += "".join(f"{name[:NUMBER]:>{NUMBER}}" for name in heads)
    lines: list[Line] = [((head, "dim"),)]
    for row in layers.rows:
        start = f" {fit(row.name, NAME)}"
        if shapes:
            start += f"{('x' if ascii else '×').join(map(str, row.shape)):>{SHAPE}}"
        idle = "–" if row.idle is None else f"{100 * row.idle:.0f} %"
        found = power(row.update)
        numbers = [size(row.weight_rms), size(row.activation_rms), size(row.weight_gradient_rms), idle]
        numbers.append("–" if found is None else f"{found:+.1f}")
        text = "".join(f"{number:>{NUMBER}}" for number in numbers[first:])
        tail = f" {gauge(row.update, ascii=ascii)}" if gauged else ""
        lines.append(((start, "plain"), (text, "plain"), (tail, "dim"), (" ", "plain"), word(row, ascii=ascii)))
    return lines


def word(row: LayerRow, *, ascii: bool = False) -> tuple[str, str]:
    """The word for a layer, with a sign, and its ink."""
    good = row.word == "ok"
    sign = ("ok" if ascii else "✓") if good else "!"
    return f"{sign} {t(f'layers.word.{row.word}')}", "good" if good else "bad"


def explanations(layers: Layers) -> list[tuple[str, str]]:
    """The names of the layers with a bad word, and the sentence that explains it; the gravest first."""
    by_why: dict[str, list[LayerRow]] = {}
    for row in sorted(layers.rows, key=lambda row: GRAVEST.index(row.word)):
        if row.word != "ok" and row.why:
            by_why.setdefault(row.why, []).append(row)
    return [(", ".join(row.name for row in rows), t(f"layers.why.{why}")) for why, rows in by_why.items()]


def said(layers: Layers, width: int) -> Sequence[str]:
    """The measurement as plain lines, for the command line."""
    rows = ["".join(text for text, _ in line) for line in table(layers, width)]
    return [*rows, *(f"{names}: {sentence}" for names, sentence in explanations(layers))]
