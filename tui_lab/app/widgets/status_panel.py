"""Under the charts: the figures of the moment, or how the run ended and which key comes next."""

from __future__ import annotations

from tui_lab.app import lab_view
from tui_lab.app.lab_session import LabSession
from tui_lab.app.lines import Line, rule, wrap
from tui_lab.app.moment import Moment
from tui_lab.app.widgets.painted import Painted
from tui_lab.messages import t
from tui_lab.runs.words import metric, steady_number


def status_lines(session: LabSession, width: int) -> list[Line]:
    """What stands under the title."""
    history = session.history
    inner = width - 2
    if session.moment is not None:
        return moment_lines(session.moment, history.metric, inner)
    figures = lab_view.now_lines(history, inner)
    match session.state:
        case "form" | "created":
            return [*wrap(session.problem, inner, "bad"), *wrap(t("lab.form_hint"), inner, "dim")]
        case "starting":
            note = t("lab.starting_slow") if session.starting_seconds > 15 else t("lab.starting_hint")
            return wrap(note, inner, "dim")
        case "training":
            note = lab_view.last_note(history)
            return [*figures, *wrap(note, inner, "dim")]
        case "paused":
            return [*figures, *wrap(t("lab.paused_hint"), inner, "dim")]
        case "finished":
            return [*lab_view.flow(lab_view.ended_parts(history), inner), *wrap(t("lab.finished_hint"), inner, "dim")]
        case "failed":
            key = t("lab.failed_mend") if session.can("resume") else t("lab.failed_change")
            return [*wrap(lab_view.failure(history), inner, "bad"), *wrap(key, inner, "plain")]
        case "stopped":
            return [*figures[:2], *wrap(t("lab.stopped_hint", epoch=_last_epoch(session)), inner, "plain")]
        case "lost":
            return wrap(t("lab.lost", epoch=_last_epoch(session)), inner, "bad")
        case "died":
            log = session.log_line() or t("lab.log_empty")
            where = t("lab.log_where", path=f"{session.folder}/worker.log")
            key = t("lab.died_key")
            return [
                *wrap(t("lab.died"), inner, "bad"),
                *wrap(log, inner)[:2],
                *wrap(where, inner, "dim"),
                *wrap(key, inner),
            ]
    return figures


def moment_lines(moment: Moment, name: str, width: int) -> list[Line]:
    """What was after the epoch at the cursor, and what can be done from there."""
    epoch = moment.epoch
    values = {"metric": metric(name, epoch.val_metric), "loss": steady_number(epoch.val_loss).strip()}
    parts: list[Line] = [((t("twins.at_epoch", epoch=epoch.epoch, **values), "bold"),)]
    can = (t(f"twins.at_{moment.branches}"), "bad" if moment.branches == "gone" else "plain")
    return lab_view.flow([*parts, (can,), ((t("twins.at_present"), "dim"),)], width)


def _last_epoch(session: LabSession) -> int:
    """The epoch from which the run would go on."""
    return max((c.epoch for c in session.history.checkpoints), default=0)


class StatusPanel(Painted):
    """A title on a rule, then a few lines of fixed place."""

    def show(self, session: LabSession, *, ascii: bool = False) -> None:
        """Show what this session's run does now."""
        width = self.size.width
        title = t("lab.title_ended") if session.ended else t("lab.title_now")
        lines = [rule(title, width, ascii=ascii)]
        lines += [((" ", "plain"), *line) for line in status_lines(session, width)]
        self.update_lines(lines)
