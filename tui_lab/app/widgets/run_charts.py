"""The right of the lab: loss and metric over epochs (or the third panel below), and the status under them."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from tui_lab.app import lab_form, lab_view
from tui_lab.app.lab_session import LabSession
from tui_lab.app.lines import rule
from tui_lab.app.widgets.metric_chart import MetricChart
from tui_lab.app.widgets.painted import Painted
from tui_lab.app.widgets.status_panel import StatusPanel
from tui_lab.app.widgets.third_panel import ThirdPanel
from tui_lab.messages import t

_EMPTY = {"form": "lab.empty_form", "created": "lab.empty_start", "starting": "lab.empty_starting"}
SHORT = 34
"""Rows of the terminal below which the third panel needs the place of both charts."""


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

    def choose(self, session: LabSession, *, panel: bool) -> None:
        """Display the charts, or the third panel in place of the second one (of both on a short terminal)."""
        self.query_one(StatusPanel).set_class(session.state in ("failed", "died", "lost"), "tall")
        short = self.app.size.height < SHORT
        for name in ("#lab-title-loss", "#lab-loss"):
            self.query_one(name).display = not (panel and short)
        self.query_one("#lab-title-metric").display = not panel
        self.query_one("#lab-metric").display = not panel
        below = self.query_one(ThirdPanel)
        below.display = panel
        below.choose(session)

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
        if not loss.display:
            return
        history, epochs = session.history, session.epochs
        data = lab_form.card_of(session.watched_config)
        title = lab_view.metric_title(history, data.task if data else None)
        self.query_one("#lab-title-loss", Painted).update_lines([rule(t("lab.title_loss"), width, ascii=ascii)])
        loss.show(
            lab_view.traces(history, "loss", self.smoothing),
            lab_view.marks(history, epochs=epochs),
            x_max=epochs,
            empty_text=t(_EMPTY.get(session.state, "lab.empty_nothing")),
            ascii=ascii,
        )
        if metric.display:
            self.query_one("#lab-title-metric", Painted).update_lines([rule(title, width, ascii=ascii)])
            metric.show(
                lab_view.traces(history, "metric", self.smoothing),
                lab_view.marks(history, epochs=epochs, labels=False),
                x_max=epochs,
                unit="%" if title == t("lab.title_accuracy") else "",
                ascii=ascii,
            )
