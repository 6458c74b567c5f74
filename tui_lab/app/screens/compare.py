"""Runs laid over each other: a twin beside its original, a branch beside its parent, or up to six of the list."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.timer import Timer

from tui_lab.app import compare_view
from tui_lab.app.followed_run import LOOK_S, FollowedRun
from tui_lab.app.lab_view import Smoothing, metric_title
from tui_lab.app.lines import Line, fit, rule
from tui_lab.app.screens.base import BaseScreen, step_keys
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.app.widgets.metric_chart import MetricChart
from tui_lab.app.widgets.page import ListPage
from tui_lab.app.widgets.painted import Painted
from tui_lab.messages import t
from tui_lab.runs import compare, store
from tui_lab.runs.compare import Comparison

LOW = 34
"""Rows of the terminal below which there is one chart at a time."""
SIDE_BY_SIDE = 160
"""Columns from which the charts stand beside each other."""
CHART_ROWS = 8
"""Rows that the charts keep when the table is long."""


class DifferenceTable(ListPage):
    """What differs between the runs, and what came of it."""

    def __init__(self) -> None:
        super().__init__(id="compare-table")
        self.selected = 0
        self._comparison: Comparison | None = None
        self._waiting: tuple[str, ...] = ()
        self.ascii = False

    def show(self, comparison: Comparison, waiting: tuple[str, ...]) -> None:
        """Show these runs."""
        self._comparison, self._waiting = comparison, waiting
        self.redraw()

    def lines(self, width: int) -> list[Line]:
        """All of it, for a width."""
        if self._comparison is None or width < 20:
            return []
        return compare_view.table(self._comparison, self._waiting, self.selected, width, ascii=self.ascii)

    def draw(self, width: int, height: int) -> list[Line]:  # noqa: ARG002
        """The table, the sentence below."""
        return self.lines(width)

    def move(self, by: int) -> None:
        """Highlight another run."""
        if self._comparison is not None:
            self.selected = max(0, min(self.selected + by, len(self._comparison.sides) - 1))
            self.redraw()

    def move_pages(self, by: int) -> None:
        """The first or the last."""
        self.move(by * compare.MOST)


class CompareScreen(BaseScreen):
    """Two charts and a table, followed live."""

    HELP = "compare.help"
    CSS_PATH = "../styles/compare.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "chart", "compare.key_chart"),
        *step_keys("compare.key_move"),
        Binding("enter", "open", "compare.key_open"),
        Binding("v", "smoothing", "compare.key_smoothing"),
        Binding("escape", "back", "compare.key_back"),
        Binding("q", "back", "compare.key_back", show=False),
    ]

    def __init__(self, folders: Sequence[Path]) -> None:
        """Lay these runs over each other.

        Raises:
            LabError: too few or too many, one can't be read, or they have different tasks.
        """
        super().__init__()
        compare.check_number(len(folders))
        self.runs = [FollowedRun.open(folder) for folder in folders]
        self.comparison = self._compared()
        self._waiting = self._looked_for()
        self._looked = 0.0
        self._smoothing: Smoothing = "smoothed"
        self._metric_chosen = False
        self._seen: set[Path] = set()
        self._timer: Timer | None = None

    @property
    def folders(self) -> list[Path]:
        """The runs that are shown, so that their ends need no telling elsewhere."""
        return [run.folder for run in self.runs]

    def compose(self) -> ComposeResult:
        """Header, charts, table, keys."""
        yield Painted(id="compare-header")
        with Container(id="compare-charts"):
            for which in ("loss", "metric"):
                with Vertical(id=f"compare-{which}-side"):
                    yield Painted(id=f"compare-title-{which}", classes="compare-title")
                    yield MetricChart(id=f"compare-{which}")
        yield DifferenceTable()
        yield KeyFooter()

    # Following

    def on_mount(self) -> None:
        """Begin to follow."""
        self._timer = self.set_interval(1 / self.lab_app.settings.frames_per_second, self._tick, pause=True)
        self.follow()

    def follow(self) -> None:
        """Follow those that may go on."""
        if self._timer is not None and not all(run.ended for run in self.runs):
            self._timer.resume()

    def on_screen_suspend(self) -> None:
        """Nobody sees it: nothing is read or drawn."""
        if self._timer is not None:
            self._timer.pause()

    def on_screen_resume(self) -> None:
        """Catch up with what happened meanwhile."""
        for run in self.runs:
            run.poll()
        self._take()
        self.lay_out()
        self.follow()

    def _tick(self) -> None:
        new = [run.poll() for run in self.runs]  # all of them, not up to the first with news
        now = time.monotonic()
        if now - self._looked >= LOOK_S:
            self._looked = now
            waiting = self._looked_for()
            new.append(waiting != self._waiting)
        if any(new):
            self._take()
            self.show()
        if self._timer is not None and all(run.ended for run in self.runs):
            self._timer.pause()

    def _compared(self) -> Comparison:
        return compare.compare_runs([compare_view.as_run(run) for run in self.runs])

    def _looked_for(self) -> tuple[str, ...]:
        return tuple(run.waits_for() for run in self.runs)

    def _take(self) -> None:
        self.comparison, self._waiting = self._compared(), self._looked_for()
        for run in self.runs:
            if run.ended and run.folder not in self._seen:
                self._seen.add(run.folder)
                store.mark_seen(run.folder)

    # Showing

    def on_resize(self, _event: events.Resize) -> None:
        """Choose the layout for the size."""
        self.lay_out()

    @property
    def _low(self) -> bool:
        return self.app.size.height < LOW

    @property
    def _table(self) -> DifferenceTable:
        return self.query_one(DifferenceTable)

    def lay_out(self) -> None:
        """Set what is displayed, then fill it once its size is known."""
        if not self.is_mounted:
            return
        width, height = self.app.size
        self.set_class(width >= SIDE_BY_SIDE, "wide")
        self.query_one("#compare-loss-side").display = not (self._low and self._metric_chosen)
        self.query_one("#compare-metric-side").display = not self._low or self._metric_chosen
        self._table.ascii = self.lab_app.ascii
        self._table.show(self.comparison, self._waiting)
        self._fit_table(width, height)
        self.refresh_bindings()
        self.call_after_refresh(self.show)

    def _fit_table(self, width: int, height: int) -> bool:
        """Give the table the rows it needs; says whether that is another number than before."""
        rows = max(4, min(len(self._table.lines(width)), height - 2 - CHART_ROWS))
        styles = self._table.styles
        changed = styles.height is None or styles.height.value != rows
        if changed:
            styles.height = rows
        return changed

    def show(self) -> None:
        """Bring everything that is displayed up to the runs."""
        if not self.is_mounted:
            return
        ascii = self.lab_app.ascii
        self._table.show(self.comparison, self._waiting)
        if self._fit_table(*self.app.size):
            self.call_after_refresh(self.show)
            return
        names = ", ".join(str(side.run) for side in self.comparison.sides)
        data = ", ".join(dict.fromkeys(run.at_start.data.name for run in self.runs))
        header: Line = (
            (f" {t('compare.title')}", "bold"),
            (f"  {t('compare.runs', runs=names)}", "plain"),
            (f"  {data}", "dim"),
        )
        self.query_one("#compare-header", Painted).update_lines([header])
        x_max = max(run.epochs for run in self.runs)
        pair = len(self.runs) == 2
        accuracy = self.comparison.metric == "accuracy"
        for which in ("loss", "metric"):
            chart = self.query_one(f"#compare-{which}", MetricChart)
            if not chart.parent or not getattr(chart.parent, "display", True):
                continue
            title = t("lab.title_loss") if which == "loss" else self._metric_title()
            title = title if pair else t("compare.validation_only", title=title)
            place = self.query_one(f"#compare-title-{which}", Painted)
            place.update_lines([rule(fit(title, min(len(title), chart.size.width)), chart.size.width, ascii=ascii)])
            chart.show(
                compare_view.traces(self.runs, "loss" if which == "loss" else "metric", self._smoothing),
                compare_view.marks(self.runs, self.comparison.sides, labels=which == "loss" or self._low),
                x_max=x_max,
                unit="%" if which == "metric" and accuracy else "",
                empty_text=t("compare.empty" if pair else "compare.empty_validation"),
                ascii=ascii,
            )

    def _metric_title(self) -> str:
        known = next((run.history for run in self.runs if run.history.started), self.runs[0].history)
        return metric_title(known, "regression" if self.comparison.metric == "r2" else None)

    def relabel(self) -> None:
        """Put the texts of the language in use in place."""
        super().relabel()
        self.lay_out()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """The other chart has a key only where it has no place; training curves only of two runs."""
        if action == "chart":
            return self._low
        if action == "smoothing":
            return len(self.runs) == 2
        return True

    def action_chart(self) -> None:
        """The other chart."""
        self._metric_chosen = not self._metric_chosen
        self.lay_out()

    def action_smoothing(self) -> None:
        """Smoothed or raw."""
        self._smoothing = "raw" if self._smoothing == "smoothed" else "smoothed"
        self.lab_app.say(t(f"lab.smoothing.{self._smoothing}"))
        self.show()

    def action_move(self, by: int) -> None:
        """Another run."""
        self._table.move(by)

    def action_open(self) -> None:
        """The highlighted run in the lab."""
        self.lab_app.open_lab(self.runs[self._table.selected].folder)
