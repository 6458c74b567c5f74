"""A live chart of one metric: paints what `chart_figure` makes, and sends only what changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from rich.segment import Segment
from rich.style import Style
from textual.events import Show
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from tui_lab.app.colours import Ink
from tui_lab.app.inks import chart_inks
from tui_lab.app.lines import changed_span
from tui_lab.app.widgets.chart_bands import Band
from tui_lab.app.widgets.chart_canvas import Row
from tui_lab.app.widgets.chart_figure import ChartFigure, Mark, Trace
from tui_lab.app.widgets.chart_scale import Unit
from tui_lab.messages import t

__all__ = ["Mark", "MetricChart", "Trace"]


@dataclass(frozen=True)
class _Shown:
    """What was last asked to be shown."""

    traces: tuple[Trace, ...] = ()
    marks: tuple[Mark, ...] = ()
    x_max: float = 1.0
    unit: Unit = ""
    empty_text: str = ""
    x_word: str = ""
    ascii: bool = False
    bands: tuple[Band, ...] = ()


class MetricChart(Widget):
    """A chart with epochs below and values at the left. Draws nothing until it is on the screen."""

    DEFAULT_CSS = """
    MetricChart { width: 1fr; height: 1fr; }
    """
    ALLOW_SELECT = False

    def __init__(
        self, *, name: str | None = None, id: str | None = None, classes: str | None = None, disabled: bool = False
    ) -> None:
        super().__init__(name=name, id=id, classes=classes, disabled=disabled)
        self._figure = ChartFigure()
        self._shown = _Shown()
        self._stale = True
        self._rows: list[Row] = []
        self._inks: dict[int, Style] | None = None

    def show(
        self,
        traces: Sequence[Trace],
        marks: Sequence[Mark] = (),
        *,
        x_max: float,
        unit: Unit = "",
        empty_text: str = "",
        ascii: bool = False,
        bands: Sequence[Band] = (),
    ) -> None:
        """Show these data; equal data cost a comparison, and a chart nobody sees is not built.

        Args:
            traces: the curves; a later one is painted over an earlier one. One a role.
            marks: what happened, as vertical lines.
            x_max: the planned number of epochs.
            unit: "%" for values from 0 to 100, else "".
            empty_text: what an empty chart says.
            ascii: without braille and box characters, for fonts that lack them.
            bands: stretches of epochs that are pointed at.
        """
        shown = _Shown(
            tuple(_frozen(trace) for trace in traces),
            tuple(marks),
            x_max,
            unit,
            empty_text,
            t("chart.epoch"),
            ascii,
            tuple(bands),
        )
        if shown == self._shown:
            return
        self._shown = shown
        if not self._seen():
            if not self._stale:
                self._stale = True
                self.refresh()  # once: builds when it is painted, if ever
            return
        before = self._rows
        self._build()
        for region in changed_regions(before, self._rows):
            self.refresh(region)

    def forget_scale(self) -> None:
        """Choose the y axis anew for the next data (another run, or another metric)."""
        self._figure = ChartFigure()
        self._stale = True

    def _seen(self) -> bool:
        """Whether the learner sees this chart: displayed, painted before, and under no other screen."""
        if not self._rows or not self.is_attached or not self.is_on_screen:
            return False
        top = self.app.screen  # Screen.is_current is true under an opaque screen, too
        return top is self.screen or top.styles.background.a < 1

    def _build(self) -> None:
        shown = self._shown
        self._stale = False
        self._rows = self._figure.paint(
            shown.traces,
            shown.marks,
            self.size.width,
            self.size.height,
            x_max=shown.x_max,
            unit=shown.unit,
            empty_text=shown.empty_text,
            x_word=shown.x_word,
            ascii=shown.ascii,
            bands=shown.bands,
        )

    def _on_show(self, event: Show) -> None:
        if self._stale:
            self.refresh()
        super()._on_show(event)

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._inks = None

    def render_line(self, y: int) -> Strip:
        """One line of the chart as built for its present size."""
        width, height = self.size
        if self._stale or len(self._rows) != height or (height and len(self._rows[0].text) != width):
            self._build()
        if y >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        if self._inks is None:
            self._inks = chart_inks(self)
        row, inks, at = self._rows[y], self._inks, 0
        segments = []
        # A blank cell shows no ink: painted with its left neighbour's, it costs no escape code
        for ink, run in groupby(_joined(row), key=itemgetter(0)):
            length = sum(1 for _ in run)
            segments.append(Segment(row.text[at : at + length], inks[ink]))
            at += length
        return Strip(segments, width)


def _frozen(trace: Trace) -> Trace:
    """The trace with tuples in it, so that a list that grows later is seen as a change."""
    if all(values is None or type(values) is tuple for values in (trace.xs, trace.ys, trace.lows, trace.highs)):
        return trace
    return replace(
        trace,
        xs=tuple(trace.xs),
        ys=tuple(trace.ys),
        lows=None if trace.lows is None else tuple(trace.lows),
        highs=None if trace.highs is None else tuple(trace.highs),
    )


def _joined(row: Row) -> list[tuple[int, str]]:
    """The inks and characters of a row, blanks with the ink before them."""
    cells, ink = [], int(Ink.PLAIN)
    for character, own in row.cells():
        if character != " ":
            ink = own
        cells.append((ink, character))
    return cells


def changed_regions(before: Sequence[Row], after: Sequence[Row]) -> list[Region]:
    """The regions in which two paintings differ: all of it where their sizes do."""
    if len(before) != len(after) or (after and len(before[0].text) != len(after[0].text)):
        return [Region(0, 0, len(after[0].text) if after else 0, len(after))]
    regions = []
    for y, (old, new) in enumerate(zip(before, after, strict=True)):
        span = changed_span(old.cells(), new.cells()) if old != new else None
        if span is not None:
            regions.append(Region(span[0], y, span[1] - span[0], 1))
    return regions
