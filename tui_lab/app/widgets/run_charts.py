"""The right of the lab: loss and metric over epochs (or the third panel below), and the status under them."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from tui_lab.app import lab_form, lab_view
from tui_lab.app.lab_session import LabSession
from tui_lab.app.lines import Line, rule
from tui_lab.app.widgets.chart_bands import Band
from tui_lab.app.widgets.findings_panel import FindingsPanel
from tui_lab.app.widgets.metric_chart import Mark, MetricChart
from tui_lab.app.widgets.painted import Painted
from tui_lab.app.widgets.status_panel import StatusPanel, moment_lines
from tui_lab.app.widgets.third_panel import ThirdPanel
from tui_lab.messages import t

_EMPTY = {"form": "lab.empty_form", "created": "lab.empty_start", "starting": "lab.empty_starting"}
SHORT = 34
"""Rows of the terminal below which the third panel needs the place of both charts."""
CHART_ROWS = 8
"""Of a chart at least, while the curves are read."""


class RunCharts(Vertical):
    """Two titled charts and a status; nothing is built that isn't displayed or hasn't changed."""

    smoothing: lab_view.Smoothing = "both"

    def compose(self) -> ComposeResult:
        """Titles, charts, the panel that may stand in the second one's place, status."""
        yield Painted(id="lab-title-loss", classes="lab-title")
        yield MetricChart(id="lab-loss")
        yield Painted(id="lab-title-metric", classes="lab-title")
        yield MetricChart(id="lab-metric")
        yield ThirdPanel(id="lab-below")
        yield StatusPanel(id="lab-status")
        yield FindingsPanel(id="lab-findings")

    def choose(self, session: LabSession, *, panel: bool, reading: bool = False) -> None:
        """Display the charts, or the third panel in place of the second one (of both on a short terminal).

        While the curves are read, what they say stands under them in place of the status; on a short terminal only
        the chart of the gravest finding is left.
        """
        self.query_one(FindingsPanel).display = reading
        self.query_one(StatusPanel).display = not reading
        panel = panel and not reading
        self.query_one(StatusPanel).set_class(session.state in ("failed", "died", "lost"), "tall")
        short = self.app.size.height < SHORT
        for name in ("#lab-title-loss", "#lab-loss"):
            self.query_one(name).display = not (panel and short)
        for name in ("#lab-title-metric", "#lab-metric"):
            self.query_one(name).display = not panel
        if reading and short:
            self._keep(session)
        below = self.query_one(ThirdPanel)
        below.display = panel
        below.choose(session)

    def _keep(self, session: LabSession) -> None:
        """Display one chart: that of the gravest finding."""
        kept = session.explained.chart if session.explained is not None else "loss"
        for which in ("loss", "metric"):
            self.query_one(f"#lab-title-{which}").display = which == kept
            self.query_one(f"#lab-{which}").display = which == kept

    def _show_findings(self, session: LabSession, *, ascii: bool) -> None:
        """Give the findings the rows they need and charts can spare; they are shown when they have them."""
        panel, explained = self.query_one(FindingsPanel), session.explained
        if explained is None or not panel.display:
            return
        if self.app.size.height < SHORT:
            self._keep(session)
        charts = sum(chart.display for chart in self.query(MetricChart))
        spare = self.size.height - charts * (1 + CHART_ROWS)
        # The status, which says it elsewhere, has no place beside the findings.
        moment, above = session.moment, list[Line]()
        if moment is not None:
            lines = moment_lines(moment, session.history.metric, self.size.width - 2)
            above = [((" ", "plain"), *line) for line in lines]
        rows = max(4 + len(above), min(panel.needed(explained, self.size.width, above=above, ascii=ascii), spare))
        height = panel.styles.height
        if height is None or height.value != rows:
            panel.styles.height = rows
            self.call_after_refresh(panel.show, explained, above=above, ascii=ascii)
        panel.show(explained, above=above, ascii=ascii)

    def forget_scales(self) -> None:
        """Another run: choose the axes anew."""
        for chart in self.query(MetricChart):
            chart.forget_scale()

    def show_status(self, session: LabSession, *, ascii: bool) -> None:
        """Show the figures of the moment."""
        self.query_one(StatusPanel).show(session, ascii=ascii)

    def show(self, session: LabSession, *, ascii: bool) -> None:
        """Show the run as its events tell it."""
        self.show_status(session, ascii=ascii)
        loss, metric = self.query_one("#lab-loss", MetricChart), self.query_one("#lab-metric", MetricChart)
        width = self.size.width
        if not width:
            return
        self.query_one(ThirdPanel).show(session, ascii=ascii)
        self._show_findings(session, ascii=ascii)
        if not loss.display and not metric.display:
            return
        history, epochs = session.history, session.epochs
        data = lab_form.card_of(session.watched_config)
        title = lab_view.metric_title(history, data.task if data else None)
        if loss.display:
            self.query_one("#lab-title-loss", Painted).update_lines([rule(t("lab.title_loss"), width, ascii=ascii)])
            loss.show(
                lab_view.traces(history, "loss", self.smoothing),
                [*lab_view.marks(history, epochs=epochs), *cursor(session)],
                x_max=epochs,
                empty_text=t(_EMPTY.get(session.state, "lab.empty_nothing")),
                ascii=ascii,
                bands=bands(session, "loss"),
            )
        if metric.display:
            self.query_one("#lab-title-metric", Painted).update_lines([rule(title, width, ascii=ascii)])
            metric.show(
                lab_view.traces(history, "metric", self.smoothing),
                [*lab_view.marks(history, epochs=epochs, labels=False), *cursor(session, label=False)],
                x_max=epochs,
                unit="%" if title == t("lab.title_accuracy") else "",
                ascii=ascii,
                bands=bands(session, "metric"),
            )


def bands(session: LabSession, which: str) -> list[Band]:
    """The epochs that the findings of this chart are about, while they are read."""
    if session.explained is None:
        return []
    return session.explained.bands(which, session.history.steps_per_epoch)


def cursor(session: LabSession, *, label: bool = True) -> list[Mark]:
    """The mark of the epoch that is looked back at, if one is."""
    if session.moment is None:
        return []
    epoch = session.moment.epoch
    x = epoch.step / session.history.steps_per_epoch
    return [Mark(x=x, label=t("twins.mark_epoch", epoch=epoch.epoch) if label else "", kind="cursor")]
