"""The third panel: the decision boundary of a 2-D data set, the confusion matrix of classes, or the last epochs."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from tui_lab.app import lab_form, lab_view
from tui_lab.app.lab_session import LabSession
from tui_lab.app.widgets.boundary_panel import BoundaryPanel
from tui_lab.app.widgets.confusion_panel import ConfusionPanel
from tui_lab.messages import t


class ThirdPanel(Vertical):
    """Chooses by the data set of the watched run."""

    def compose(self) -> ComposeResult:
        """Both; one of them is displayed."""
        yield ConfusionPanel()
        yield BoundaryPanel()

    def choose(self, session: LabSession) -> None:
        """Display what the data set has; `show` fills it once its size is known."""
        data = lab_form.card_of(session.watched_config)
        plane = data is not None and data.kind == "points"
        self.query_one(BoundaryPanel).display = plane
        self.query_one(ConfusionPanel).display = not plane

    def show(self, session: LabSession, *, ascii: bool) -> None:
        """Show what the run's events say so far."""
        boundary, matrix = self.query_one(BoundaryPanel), self.query_one(ConfusionPanel)
        if not self.display or not self.size.width:
            return
        history = session.history
        data = lab_form.card_of(session.watched_config)
        names = data.class_names if data else ()
        if boundary.display:
            title, empty = t("lab.title_boundary"), t("lab.empty_boundary")
            boundary.show(history.boundary, names, title=title, empty_text=empty, ascii=ascii)
            return
        counts = history.confusion.counts if history.confusion else None
        table = lab_view.epoch_table(history, matrix.size.height) if history.started else []
        if counts and len(names) != len(counts):
            names = tuple(map(str, range(len(counts))))
        matrix.show(
            counts,
            names,
            table,
            title=t("lab.title_confusion") if names else t("lab.title_epochs"),
            empty_text=t("lab.empty_confusion") if names or not table else "",
            ascii=ascii,
        )
