"""A measurement of the layers as lines of text. Pure: no Textual."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tui_lab.app.lines import Line, Span, fit
from tui_lab.messages import has, t
from tui_lab.runs.events import LayerRow, Layers
from tui_lab.runs.layers import gradient_share
from tui_lab.runs.words import NONE

LOWEST, HIGHEST, TARGET = -6, 0, -3
"""The scale of the gauge, in powers of ten of an update against its weight; about -3 is healthy (Karpathy)."""
GAUGE, PAST, MOST_NAME = 9, 16, 20
WIDTHS = {"shape": 8, "weights": 6, "values": 6, "gradients": 6, "arriving": 4, "idle": 5, "update": 4, "gauge": GAUGE,
          "past": PAST}  # fmt: skip
"""Columns in their order between the layer's name and its word, and how wide they are at least."""
DROPPED = ("past", "arriving", "shape", "gauge", "weights", "values", "gradients")
"""Which columns are left out where there is no room for them, the first one first."""
WORDS = ("exploding", "dead", "saturated", "vanishing", "frozen", "ok")
"""The gravest first."""
BLOCKS = "▁▂▃▄▅▆▇█"


def size(value: float | None) -> str:
    """A root mean square in at most six columns: `0.0521`, `3.1e-5`; a dash where there is none."""
    if value is None or not math.isfinite(value):
        return NONE
    if value and not 0.00995 <= abs(value) < 9_999.5:
        digits, _, power = f"{value:.1e}".partition("e")
        return f"{digits if int(power) > -10 else round(float(digits))}e{int(power)}"
    return f"{value:#.3g}".rstrip(".") if value else "0"


def power(ratio: float | None) -> float | None:
    """The power of ten of a ratio; None where it is nothing."""
    return math.log10(ratio) if ratio is not None and ratio > 0 and math.isfinite(ratio) else None


def _power(ratio: float | None) -> str:
    found = power(ratio)
    return NONE if found is None else f"{found:.1f}" if abs(found) < 9.95 else f"{found:.0f}"


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


def past(updates: Sequence[float | None]) -> str:
    """The last updates against the weight, oldest first, as blocks between 1e-6 and 1."""
    powers = [power(update) for update in updates[-PAST:]]
    parts = [None if p is None else (min(HIGHEST, max(LOWEST, p)) - LOWEST) / (HIGHEST - LOWEST) for p in powers]
    return "".join(" " if part is None else BLOCKS[round(part * (len(BLOCKS) - 1))] for part in parts)


Updates = Mapping[str, Sequence[float | None]]


@dataclass(frozen=True)
class Columns:
    """How a table is laid out: the widths of the columns that have room, from left to right, and the gap between."""

    names: int
    widths: Mapping[str, int]
    gap: int


def fitting(layers: Layers, width: int, *, past: bool = False) -> Columns:
    """As many columns as there is room for.

    Args:
        layers: the measurement.
        width: columns of the panel.
        past: whether there is anything to show of the past.
    """
    names = min(MOST_NAME, max(cell_len(t("layers.head.layer")), *(len(row.name) for row in layers.rows), 0))
    words = max(cell_len(word(text)[0]) for text in WORDS)
    widths = {name: max(least, cell_len(_head(name))) for name, least in WIDTHS.items()}
    widths["shape"] = max(widths["shape"], *(len(_shape(row)) for row in layers.rows), 0)
    if not past:
        del widths["past"]
    for name in DROPPED:
        bare, gaps = 1 + names + sum(widths.values()) + words, len(widths) + 1
        if bare + gaps <= width:
            return Columns(names, widths, 2 if bare + 2 * gaps <= width else 1)
        widths.pop(name, None)
    return Columns(names, widths, 1)


def legend(columns: Columns, *, short: bool = False) -> str:
    """What the columns that are shown mean, and which lesson teaches it."""
    ids = [f"layers.{'short' if short else 'legend'}.{name}" for name in columns.widths]
    return " ".join(t(id) for id in ids if has(id))


def table(layers: Layers, columns: Columns, *, updates: Updates | None = None, ascii: bool = False) -> list[Line]:
    """The head and a row a layer.

    Args:
        layers: the measurement.
        columns: of `fitting`.
        updates: the last updates by the name of a layer, where the past is shown.
        ascii: without signs that some fonts lack.
    """
    space, widths = " " * columns.gap, columns.widths
    heads = [f" {fit(t('layers.head.layer'), columns.names)}", *(_right(_head(name), widths[name]) for name in widths)]
    lines: list[Line] = [((space.join(heads), "dim"),)]
    for row in layers.rows:
        cells = _cells(row, layers.rows[-1], ascii=ascii)
        cells["past"] = past((updates or {}).get(row.name, ()))
        spans: list[Span] = [(f" {fit(row.name, columns.names)}", "plain" if row.word == "ok" else "bold")]
        spans += [(space + _right(cells[name], widths[name]), "dim" if name in _DIM else "plain") for name in widths]
        lines.append((*spans, (space, "plain"), word(row.word, ascii=ascii)))
    return lines


_DIM = frozenset({"shape", "gauge", "past"})


def _head(name: str) -> str:
    return "" if name == "gauge" else t(f"layers.head.{name}")


def _shape(row: LayerRow, *, ascii: bool = False) -> str:
    return ("x" if ascii else "×").join(map(str, row.shape))


def _cells(row: LayerRow, last: LayerRow, *, ascii: bool) -> dict[str, str]:
    return {
        "shape": _shape(row, ascii=ascii),
        "weights": size(row.weight_rms),
        "values": size(row.activation_rms),
        "gradients": size(row.weight_gradient_rms),
        "arriving": _power(gradient_share(row, last)),
        "idle": NONE if row.idle is None else f"{100 * row.idle:.0f} %",
        "update": _power(row.update),
        "gauge": gauge(row.update, ascii=ascii),
    }


def _right(text: str, width: int) -> str:
    return " " * (width - cell_len(text)) + text


def word(text: str, *, ascii: bool = False) -> Span:
    """The word for a layer, with a sign, and its ink."""
    good = text == "ok"
    sign = ("+" if ascii else "✓") if good else "!"
    return f"{sign} {t(f'layers.word.{text}')}", "good" if good else "bad"


def explanations(layers: Layers) -> list[tuple[str, str]]:
    """The names of the layers with a bad word, and the sentence that explains it; the gravest first."""
    by_why: dict[str, list[LayerRow]] = {}
    for row in sorted(layers.rows, key=lambda row: WORDS.index(row.word)):
        if row.word != "ok" and row.why:
            by_why.setdefault(row.why, []).append(row)
    return [(", ".join(row.name for row in rows), t(f"layers.why.{why}")) for why, rows in by_why.items()]


def said(layers: Layers, width: int) -> Sequence[str]:
    """The measurement as plain lines, for the command line."""
    rows = ["".join(text for text, _ in line) for line in table(layers, fitting(layers, width))]
    return [*rows, *(f"{names}: {sentence}" for names, sentence in explanations(layers))]
