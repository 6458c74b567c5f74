"""A metric chart as painted lines: data in, characters and inks out. Knows plotext, not Textual.

plotext (5.x: pure Python, 35 ms to import, 3 ms for a trace; `benchmarks/chart_library.py` compares it
with 6.x) draws the curves as braille. Axes, marks and labels are painted here, because they must
stay where they are from frame to frame: what does not change is not sent to the terminal.
"""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tui_lab.app.colours import RUN_INKS, Ink
from tui_lab.app.widgets.chart_bands import Band, paint_bands
from tui_lab.app.widgets.chart_canvas import Area, Canvas, Row
from tui_lab.app.widgets.chart_scale import Scale, Unit, data_range, next_scale, number, tick_label

Role = Literal["train", "validation", "twin_train", "twin_validation", "run1", "run2", "run3", "run4", "run5", "run6"]
"""What a curve is, for its colour and sign; `run1` to `run6` are one curve each of several runs."""
RUN_ROLES: tuple[Role, ...] = ("run1", "run2", "run3", "run4", "run5", "run6")

NARROW = 50  # below this width the labels stand in a row above the plot, not at its right
GUTTER = 6  # columns left of the plot: five for a tick label, one for the axis
FARTHEST = 1e30  # a greater value has diverged: it is told, not drawn
LABEL_ROWS = 3  # rows over which the labels of marks may be spread


@dataclass(frozen=True)
class Trace:
    """One curve.

    Attributes:
        role: gives it its colour.
        label: what stands with its last value.
        xs: epochs, ascending.
        ys: the values, in the chart's unit (percent: 0 to 100); one that is not finite leaves a gap.
        lows: the least raw value at each x, or None where raw values are not shown.
        highs: the greatest raw value at each x, or None.
        style: a line, or dots at the points with a line through them.
    """

    role: Role
    label: str
    xs: Sequence[float]
    ys: Sequence[float]
    lows: Sequence[float] | None = None
    highs: Sequence[float] | None = None
    style: Literal["line", "dots"] = "line"


@dataclass(frozen=True)
class Mark:
    """A vertical line at an epoch, with a label at its top."""

    x: float
    label: str
    kind: Literal["change", "divergence", "cursor"] = "change"


@dataclass(frozen=True)
class _Signs:
    """The characters of a chart: with braille and boxes, or in ASCII for fonts without them."""

    lines: dict[str, str]  # by role: plotext's marker
    signs: dict[str, str]  # by role: the dot at a point, and what stands before the label
    axis: tuple[str, str, str, str, str]  # upright, its tick, corner, flat, its tick
    marks: dict[str, str]
    mark_top: str
    clipped: str  # above, below
    more: str


_UNICODE = _Signs(
    lines=dict.fromkeys(("train", "validation", "twin_train", "twin_validation", *RUN_ROLES), "braille"),
    signs={"train": "─", "validation": "●", "twin_train": "╌", "twin_validation": "○"}
    | dict(zip(RUN_ROLES, "●○■□◆◇", strict=True)),
    axis=("│", "┤", "┼", "─", "┬"),
    marks={"change": "┆", "divergence": "┆", "cursor": "│"},
    mark_top="╷",
    clipped="▲▼",
    more="…",
)
_ASCII = _Signs(
    lines={"train": "*", "validation": ".", "twin_train": "+", "twin_validation": ","} | dict.fromkeys(RUN_ROLES, "."),
    signs={"train": "*", "validation": "o", "twin_train": "+", "twin_validation": "x"}
    | dict(zip(RUN_ROLES, "ox*#+@", strict=True)),
    axis=("|", "+", "+", "-", "+"),
    marks={"change": ":", "divergence": ":", "cursor": "|"},
    mark_top=":",
    clipped="^v",
    more="~",
)

# Dots of a braille character by (row from the top, column)
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_MARK_INK = {"change": Ink.CHANGE, "divergence": Ink.DIVERGENCE, "cursor": Ink.CURSOR}
_ROLE_INK = {
    "train": Ink.TRAIN,
    "validation": Ink.VALIDATION,
    "twin_train": Ink.TWIN_TRAIN,
    "twin_validation": Ink.TWIN_VALIDATION,
} | dict(zip(RUN_ROLES, RUN_INKS, strict=True))


def sign_of(role: str, *, ascii: bool = False) -> str:
    """What stands at a curve's points and before its label."""
    return (_ASCII if ascii else _UNICODE).signs[role]


def plain_text(text: str) -> str:
    """The text with one column a character: composed, without control or wide characters."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        character
        for character in composed
        if character.isprintable()
        and not unicodedata.combining(character)
        and unicodedata.east_asian_width(character) not in "WF"
    )


def _finite_runs(trace: Trace) -> list[tuple[Sequence[float], Sequence[float]]]:
    """The stretches of a trace between values that cannot be drawn: not finite, or beyond `FARTHEST`."""
    xs, ys = trace.xs, trace.ys
    if not len(ys):
        return []
    # At the speed of C, and true for nearly every trace; a finite sum holds no NaN for min and max to stumble on
    if math.isfinite(sum(ys)) and math.isfinite(sum(xs)) and max(ys) < FARTHEST and min(ys) > -FARTHEST:
        return [(xs, ys)]
    runs, begin = [], 0
    for index in range(len(ys) + 1):
        if index == len(ys) or not (-FARTHEST < ys[index] < FARTHEST and math.isfinite(xs[index])):
            if index > begin:
                runs.append((xs[begin:index], ys[begin:index]))
            begin = index + 1
    return runs


def thin(xs: Sequence[float], ys: Sequence[float], x_max: float, columns: int) -> tuple[list[float], list[float]]:
    """At most two points a column, its least and its greatest value, so that no spike is lost.

    The values must be finite. bisect, min and max do the work: 0.1 ms for each thousand points.
    """
    if len(xs) <= 2 * columns:
        return list(xs), list(ys)
    thin_xs: list[float] = []
    thin_ys: list[float] = []
    begin = 0
    for column in range(columns):
        last = column == columns - 1
        end = len(xs) if last else bisect_left(xs, x_max * (column + 1) / columns, begin)
        if end == begin:
            continue
        part = ys[begin:end]
        least, greatest = part.index(min(part)), part.index(max(part))
        for index in sorted({least, greatest}):
            thin_xs.append(xs[begin + index])
            thin_ys.append(part[index])
        begin = end
    return thin_xs, thin_ys


_Runs = list[tuple[list[float], list[float]]]
_Cells = list[tuple[int, int, str]]


class ChartFigure:
    """Paints one chart, frame after frame: remembers its scale, and the curves that did not change."""

    def __init__(self) -> None:
        self._scale: Scale | None = None
        self._plotext: Any = None
        self._curves: dict[str, tuple[tuple[Area, bool, _Runs], _Cells]] = {}

    def paint(
        self,
        traces: Sequence[Trace],
        marks: Sequence[Mark],
        width: int,
        height: int,
        *,
        x_max: float,
        unit: Unit = "",
        empty_text: str = "",
        x_word: str = "epoch",
        ascii: bool = False,
        bands: Sequence[Band] = (),
    ) -> list[Row]:
        """The chart as `height` rows of `width` columns.

        Args:
            traces: the curves; a later one is painted over an earlier one.
            marks: vertical lines with a label.
            width: columns.
            height: rows; below 4 there is no room for a chart, only for the labels.
            x_max: the planned number of epochs, the end of the x axis.
            unit: the unit of the values.
            empty_text: stands in the middle while there is nothing to draw.
            x_word: what the x axis counts.
            ascii: without braille and box characters.
            bands: stretches of epochs that are pointed at.
        """
        canvas = Canvas(width, height)
        signs = _ASCII if ascii else _UNICODE
        drawn = [(trace, runs) for trace in traces if (runs := _finite_runs(trace))]
        if not drawn:
            self._scale = None
            self._curves.clear()
            text = plain_text(empty_text)[:width]
            canvas.put((width - len(text)) // 2, max(0, height // 2 - 1), text, Ink.DIM)
            return canvas.rows()

        narrow = width < NARROW
        labels = [(trace, plain_text(trace.label)) for trace, _ in drawn]
        longest = max(len(label) for _, label in labels)
        margin = 1 if narrow else longest + 11  # two blank, the sign, the label, six for the number, blanks between
        top = 1 if narrow else 0
        columns, rows = width - GUTTER - margin, height - 2 - top
        if narrow or rows < 2:
            self._legend(canvas, labels, unit, signs)
        if columns < 8 or rows < 2:
            return canvas.rows()

        end = max([1.0, math.ceil(x_max), *(math.ceil(runs[-1][0][-1]) for _, runs in drawn)])
        thinned: list[tuple[Trace, _Runs]] = [
            (trace, [thin(xs, ys, end, columns) for xs, ys in runs]) for trace, runs in drawn
        ]
        values = [y for _, points in thinned for _, ys in points for y in ys]
        last = [runs[-1][1][-1] for _, runs in drawn]
        low, high = data_range(values, last, unit)
        self._scale = scale = next_scale(self._scale, low, high, max(2, min(6, rows // 2)))
        gutter = 1 + max(GUTTER - 1, *(len(tick_label(value, scale.step)) for value in scale.ticks()))
        columns -= gutter - GUTTER
        area = Area(columns, rows, end, scale.low, scale.high)

        plot = Canvas(columns, rows)
        inside = sorted((mark for mark in marks if 0 <= mark.x <= end), key=lambda mark: mark.x)
        for mark in inside:
            for row in range(rows):
                plot.put(area.column(mark.x), row, signs.marks[mark.kind], _MARK_INK[mark.kind])
        for trace, _ in thinned:
            self._extents(plot, area, trace, signs)
        # A line stands over the lines through dots, and the dots stand over all
        for trace, points in sorted(thinned, key=lambda item: item[0].style == "line"):
            self._curve(plot, area, trace, points, signs)
        for trace, points in thinned:
            if trace.style == "dots":
                self._dots(plot, area, trace, points, signs)
        self._clipped(plot, area, thinned, signs)
        self._mark_labels(plot, area, inside, signs)
        for row in range(rows):
            canvas.text[top + row][gutter : gutter + columns] = plot.text[row]
            canvas.inks[top + row][gutter : gutter + columns] = plot.inks[row]
        self._axes(canvas, area, scale, (gutter, top), x_word, signs)
        paint_bands(canvas, area, (gutter, top), bands, ascii=ascii)
        if not narrow:
            self._end_labels(canvas, area, gutter + columns + 2, labels, last, unit, signs)
        return canvas.rows()

    def _curve(self, plot: Canvas, area: Area, trace: Trace, runs: _Runs, signs: _Signs) -> None:
        """One trace's line, from the last frame if neither it nor the axes changed."""
        braille = signs is _UNICODE
        key = (area, braille, runs)
        known = self._curves.get(trace.role)
        if known is None or known[0] != key:
            known = (key, self._raster(area, runs, signs.lines[trace.role]))
            self._curves[trace.role] = known
        ink = _ROLE_INK[trace.role]
        dashed = trace.role.startswith("twin") and trace.style == "line"
        for column, row, character in known[1]:
            if dashed and column % 4 == 3:  # a twin is told from its original without colour, too
                continue
            under = plot.text[row][column]
            if braille and plot.inks[row][column] in _ROLE_INK.values() and under >= "\u2800":
                character = chr(ord(under) | ord(character))  # both lines go on where they meet
            plot.text[row][column] = character
            plot.inks[row][column] = ink

    def _raster(self, area: Area, runs: _Runs, marker: str) -> _Cells:
        """The cells that plotext paints for a line through these points."""
        if self._plotext is None:
            from plotext._figure import _figure_class  # 35 ms. The public API has one figure for the process

            self._plotext = _figure_class()
            self._plotext._limit_size(False, False)
            self._plotext.xaxes(False, False)
            self._plotext.yaxes(False, False)
        figure = self._plotext
        figure.clear_data()
        figure.plot_size(area.columns, area.rows)
        figure.xticks([], [])
        figure.yticks([], [])
        figure.xlim(0, area.x_max)
        figure.ylim(area.low, area.high)
        # What lies outside is cut off by plotext, but dot by dot: hold it near, however far it is
        span = area.high - area.low
        below, above = area.low - span, area.high + span
        for xs, ys in runs:
            figure.plot(xs, [min(max(y, below), above) for y in ys], marker=marker)
        monitor = figure.monitor
        monitor.build_plot()  # figure.build() would go on to make a string of it, with escape codes
        bottom_up: list[list[str]] = monitor.matrix.marker
        return [
            (column, row, character)
            for row, characters in enumerate(reversed(bottom_up))
            for column, character in enumerate(characters)
            if character != " "
        ]

    @staticmethod
    def _extents(plot: Canvas, area: Area, trace: Trace, signs: _Signs) -> None:
        """The raw values behind a line: in each column a faint stroke from the least to the greatest."""
        if trace.lows is None or trace.highs is None:
            return
        reach: dict[int, tuple[float, float]] = {}
        for x, low, high in zip(trace.xs, trace.lows, trace.highs, strict=True):
            if math.isfinite(low) and math.isfinite(high):
                column = area.column(x)
                before = reach.get(column, (low, high))
                reach[column] = (min(low, before[0]), max(high, before[1]))
        ink = _ROLE_INK[trace.role] + (Ink.TRAIN_FAINT - Ink.TRAIN)
        for column, (low, high) in reach.items():
            if high < area.low or low > area.high:
                continue
            first, last = area.dot(low), area.dot(high)
            for row in range(area.rows - 1 - last // 4, area.rows - first // 4):
                base = 4 * (area.rows - 1 - row)
                bits = sum(_DOTS[3 - dot][0] for dot in range(4) if first <= base + dot <= last)
                plot.put(column, row, chr(0x2800 + bits) if signs is _UNICODE else ":", ink)

    @staticmethod
    def _dots(plot: Canvas, area: Area, trace: Trace, runs: _Runs, signs: _Signs) -> None:
        """A round mark at each point, with room between them for the line; the last point always has one."""
        points = [(area.column(x), y) for xs, ys in runs for x, y in zip(xs, ys, strict=True)]
        taken = area.columns + 1
        for column, y in reversed(points):
            if column <= taken - 2 and area.low <= y <= area.high:
                plot.put(column, area.row(y), signs.signs[trace.role], _ROLE_INK[trace.role])
                taken = column

    @staticmethod
    def _clipped(plot: Canvas, area: Area, traces: Iterable[tuple[Trace, _Runs]], signs: _Signs) -> None:
        """An arrow in the column of each value that lies outside the axis."""
        for trace, runs in traces:
            for xs, ys in runs:
                for x, y in zip(xs, ys, strict=True):
                    if y > area.high:
                        plot.put(area.column(x), 0, signs.clipped[0], _ROLE_INK[trace.role])
                    elif y < area.low:
                        plot.put(area.column(x), area.rows - 1, signs.clipped[1], _ROLE_INK[trace.role])

    @staticmethod
    def _mark_labels(plot: Canvas, area: Area, marks: Sequence[Mark], signs: _Signs) -> None:
        """Label the marks (ascending), so that no label meets another or, where there is room, a curve.

        A label stands right of its line, or left where the right has no room, as high as it can; one
        that fits nowhere is counted ("+2") by the label before it.
        """
        curves = set(_ROLE_INK.values())
        clear = [[ink not in curves for ink in inks] for inks in plot.inks]
        top = min(LABEL_ROWS, max(1, area.rows // 2))
        covering = [[True] * area.columns for _ in range(top)]
        placed: list[tuple[int, int, str, Ink]] = []
        hidden: dict[int, int] = {}  # index in placed: how many it stands for besides
        columns = [area.column(mark.x) for mark in marks]
        for mark, column in zip(marks, columns, strict=True):
            others = [other for other in columns if other < column]
            label = plain_text(mark.label)
            spot = _label_spot(clear, column, label, others, signs.more) or _label_spot(
                covering, column, label, others, signs.more
            )
            if spot is None:
                if placed:
                    hidden[len(placed) - 1] = hidden.get(len(placed) - 1, 0) + 1
                continue
            begin, row, text = spot
            # One column kept free on each side, and four at the right for a "+9"
            for at in range(max(0, begin - 1), min(area.columns, begin + len(text) + 4)):
                clear[row][at] = False
                if row < top:
                    covering[row][at] = False
            placed.append((begin, row, text, _MARK_INK[mark.kind]))
            if row == 0:
                plot.put(column, 0, signs.mark_top, _MARK_INK[mark.kind])
        for index, (begin, row, text, ink) in enumerate(placed):
            plot.put(begin, row, f"{text} +{hidden[index]}" if index in hidden else text, ink)

    @staticmethod
    def _axes(canvas: Canvas, area: Area, scale: Scale, corner_at: tuple[int, int], x_word: str, signs: _Signs) -> None:
        """The axes with their ticks: whole epochs below, steps of the scale at the left."""
        upright, tick, corner, flat, x_tick = signs.axis
        gutter, top = corner_at
        base = top + area.rows
        for row in range(top, base):
            canvas.put(gutter - 1, row, upright, Ink.DIM)
        canvas.put(gutter - 1, base, corner + flat * area.columns, Ink.DIM)
        for value in scale.ticks():
            row = base if value == scale.low else top + area.row(value)
            text = tick_label(value, scale.step)
            canvas.put(gutter - 1 - len(text), row, text, Ink.DIM)
            if row != base:
                canvas.put(gutter - 1, row, tick, Ink.DIM)

        word = plain_text(x_word)
        word_at = canvas.width - len(word)
        step = _epoch_step(area)
        end = round(area.x_max)
        for epoch in range(0, end + 1, step):
            label = str(epoch)
            column = gutter + area.column(epoch)
            if epoch:
                canvas.put(column, base, x_tick, Ink.DIM)
            begin = column - (len(label) - 1) // 2
            if begin + len(label) < word_at:
                canvas.put(begin, base + 1, label, Ink.DIM)
        canvas.put(word_at, base + 1, word, Ink.DIM)

    @staticmethod
    def _end_labels(
        canvas: Canvas,
        area: Area,
        begin: int,
        labels: list[tuple[Trace, str]],
        last: list[float],
        unit: Unit,
        signs: _Signs,
    ) -> None:
        """Sign, label and last value of each trace at the right, as near to its line's height as there is room."""
        longest = max(len(label) for _, label in labels)
        wanted = sorted((area.row(y), order) for order, y in enumerate(last))
        rows: list[int] = []
        for row, _ in wanted:
            rows.append(max(row, rows[-1] + 1 if rows else 0))
        for index in range(len(rows) - 1, -1, -1):  # back up where they ran over the bottom
            rows[index] = min(rows[index], area.rows - len(rows) + index)
        for (_, order), row in zip(wanted, rows, strict=True):
            trace, label = labels[order]
            text = f"{signs.signs[trace.role]} {label:<{longest}} {number(trace.ys[-1], unit)}"
            canvas.put(begin, row, text, _ROLE_INK[trace.role])

    @staticmethod
    def _legend(canvas: Canvas, labels: list[tuple[Trace, str]], unit: Unit, signs: _Signs) -> None:
        """The labels and last values in the first row, for a chart without room at its right."""
        column = min(GUTTER, max(0, canvas.width - 16))
        for trace, label in labels:
            text = f"{signs.signs[trace.role]} {label} {number(trace.ys[-1], unit)}"
            if column + len(text) > canvas.width + 1:  # the number's own padding may be cut
                break
            canvas.put(column, 0, text, _ROLE_INK[trace.role])
            column += len(text) + 2


def _epoch_step(area: Area) -> int:
    """Epochs from one tick of the x axis to the next, so that labels stand at least six columns apart."""
    least = 6 * area.x_max / area.columns
    step = 1
    while step < least:
        digit = int(str(step)[0])
        step = step * 5 // 2 if digit == 2 else step * 2
    return step


def _label_spot(
    free: list[list[bool]], column: int, label: str, earlier: list[int], more: str
) -> tuple[int, int, str] | None:
    """Where a mark's label goes: (first column, row, text), whole if anywhere, else shortened; None without room."""
    width = len(free[0])
    whole = len(label)
    for length in sorted({whole, min(whole, 12), min(whole, 7)}, reverse=True):
        text = label if length == whole else label[: length - 1].rstrip() + more
        for row, cells in enumerate(free):
            right = column + 2
            if right + len(text) <= width and all(cells[column + 1 : right + len(text)]):
                return right, row, text
            left = column - 1 - len(text)
            crossed = any(left <= other < column for other in earlier)
            if left >= 0 and not crossed and all(cells[left:column]):
                return left, row, text
    return None
