"""Stretches of epochs that a chart points at, painted where no curve is: on the x axis, and above it where two meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui_lab.app.colours import Ink
from tui_lab.app.widgets.chart_canvas import Area, Canvas


@dataclass(frozen=True)
class Band:
    """From one epoch to another, with a sign at its beginning and a label where there is room."""

    first: float
    last: float
    sign: str
    label: str


def paint_bands(canvas: Canvas, area: Area, corner: tuple[int, int], bands: Sequence[Band], *, ascii: bool) -> None:
    """Paint each band in the lowest row in which it meets no other; over curves nothing is painted.

    Args:
        canvas: of the whole chart, with its axes.
        area: the plotted area.
        corner: column and row of the canvas where the plotted area begins.
        bands: the first is painted lowest.
        ascii: without box characters.
    """
    left, top = corner
    line = "=" if ascii else "━"
    lanes: list[list[tuple[int, int]]] = []
    for band in bands:
        first, last = area.column(band.first), max(area.column(band.first) + 1, area.column(band.last))
        last = min(last, area.columns - 1)
        first = min(first, last)
        text = f"{band.sign}{line}{band.label}"
        if len(text) > last - first + 1:
            text = band.sign
        text = text.ljust(last - first + 1, line)
        lane = 0
        while lane < len(lanes) and any(first <= end and begin <= last for begin, end in lanes[lane]):
            lane += 1
        if lane == len(lanes):
            lanes.append([])
        lanes[lane].append((first, last))
        row = top + area.rows - lane
        if row < top:
            continue
        for at, character in enumerate(text, left + first):
            if lane == 0 or canvas.text[row][at] == " ":
                ink = Ink.CHANGE if character == line else Ink.CURSOR
                canvas.put(at, row, character, ink)
