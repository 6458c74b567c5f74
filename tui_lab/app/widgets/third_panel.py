"""The third panel: the decision boundary of a 2-D data set, the confusion matrix of classes, or the last epochs.

What the curves say, or what is inside the network, takes its place while that is looked at.
"""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from tui_lab.app import lab_form, lab_view
from tui_lab.app.lab_session import LabSession
from tui_lab.app.moment import Moment
from tui_lab.app.widgets.boundary_panel import BoundaryPanel
from tui_lab.app.widgets.confusion_panel import ConfusionPanel
from tui_lab.app.widgets.findings_panel import FindingsPanel
from tui_lab.app.widgets.layers_panel import Coming, LayersPanel
from tui_lab.messages import t

_COMING: dict[str, Coming] = {
    "starting": "soon",
    "training": "soon",
    "paused": "paused",
    "finished": "over",
    "failed": "over",
    "died": "over",
}


class ThirdPanel(Vertical):
    """Chooses by the data set of the watched run."""

    def compose(self) -> ComposeResult:
        """All of them; one is displayed."""
        yield ConfusionPanel()
        yield BoundaryPanel()
        yield FindingsPanel(classes="side")
        yield LayersPanel()

    def choose(self, session: LabSession) -> None:
        """Display what the data set has; `show` fills it once its size is known."""
        data = lab_form.card_of(session.watched_config)
        plane = data is not None and data.kind == "points"
        reading = session.explained is not None
        self.query_one(FindingsPanel).display = reading
        inside = session.inside and not reading
        self.query_one(LayersPanel).display = inside
        self.query_one(BoundaryPanel).display = plane and not reading and not inside
        self.query_one(ConfusionPanel).display = not plane and not reading and not inside

    def show(self, session: LabSession, *, ascii: bool) -> None:
        """Show what the run's events say so far."""
        boundary, matrix = self.query_one(BoundaryPanel), self.query_one(ConfusionPanel)
        if not self.display or not self.size.width:
            return
        if session.explained is not None:
            self.query_one(FindingsPanel).show(session.explained, ascii=ascii)
            return
        history, moment = session.history, session.moment
        if session.inside:
            panel, coming = self.query_one(LayersPanel), _COMING.get(session.state, "never")
            if moment is None:
                panel.show(history.layers, coming=coming, updates=history.updates, ascii=ascii)
            else:
                panel.show(moment.layers, coming="over", ascii=ascii)
            return
        plane = moment.boundary if moment else history.boundary
        confusion = moment.confusion if moment else history.confusion
        data = lab_form.card_of(session.watched_config)
        names = data.class_names if data else ()
        if boundary.display:
            title, empty = _then(t("lab.title_boundary"), moment), t("lab.empty_boundary")
            boundary.show(plane, names, title=title, empty_text=empty, ascii=ascii)
            return
        counts = confusion.counts if confusion else None
        table = lab_view.epoch_table(history, matrix.size.height) if history.started else []
        if counts and len(names) != len(counts):
            names = tuple(map(str, range(len(counts))))
        matrix.show(
            counts,
            names,
            table,
            title=_then(t("lab.title_confusion"), moment) if names else t("lab.title_epochs"),
            empty_text=t("lab.empty_confusion") if names or not table else "",
            ascii=ascii,
        )


def _then(title: str, moment: Moment | None) -> str:
    """The title, with the epoch where the panel shows an earlier one."""
    return title if moment is None else t("twins.then", title=title, epoch=moment.epoch.epoch)
