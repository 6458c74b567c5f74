"""The lab's first line: which run, what it is, its state, how far, how long yet."""

from __future__ import annotations

from tui_lab.app.lab_session import LabSession
from tui_lab.app.lab_view import progress, title
from tui_lab.app.lines import Line, fit, width_of
from tui_lab.app.widgets.painted import Painted
from tui_lab.messages import t

STATE_INKS = {
    "training": "good",
    "paused": "validation",
    "finished": "good",
    "failed": "bad",
    "lost": "bad",
    "died": "bad",
}


def state_line(session: LabSession) -> Line:
    """The state as a sign and a word."""
    state = session.state
    if state == "form":
        return (("", "plain"),)
    if state == "starting":
        return ((t("lab.state_starting", seconds=f"{session.starting_seconds:.1f}"), "plain"),)
    text = t("runs.state.lost" if state == "died" else f"runs.state.{state}")
    return ((text, STATE_INKS.get(state, "plain")),)


def header_line(session: LabSession, width: int, *, ascii: bool = False) -> Line:
    """The whole line; what matters least goes first where the width is short."""
    config = session.watched_config
    name = t("lab.title")
    run = t("lab.run", number=session.number) if session.folder else t("lab.no_run")
    state = state_line(session)
    if session.folder is None or session.history.started is None:
        right: Line = (*state, (" ", "plain"))
        return _between(name, run, title(config), right, width)
    done = progress(session.history, session.epochs)
    epoch = f"{done.epoch:>{len(str(done.epochs))}}/{done.epochs}"
    left = done.left.rjust(5)
    wide = width >= 100
    epoch_text = f"{t('lab.epoch')} {epoch}" if wide else epoch
    percent = f"{100 * done.part:3.0f} %"
    time: Line = ()
    if session.live and done.left:
        time = (("  ", "plain"), (t("lab.left", time=left) if wide else left, "plain"))
    bar = _bar(done.part, max(10, min(24, width // 6)) if wide else 8, ascii)
    right = (
        *state,
        (f"  {epoch_text}  ", "plain"),
        *bar,
        (f" {percent}", "plain"),
        *time,
        (" ", "plain"),
    )
    return _between(name, run, title(config), right, width)


def _between(name: str, run: str, what: str, right: Line, width: int) -> Line:
    free = width - width_of(right) - 1
    start: Line = ((f" {name}", "bold"), (f"  {run}", "plain"))
    room = free - width_of(start) - 2
    if room >= 8:
        start = (*start, ("  " + fit(what, min(room, len(what))), "dim"))
    elif width_of(start) > free:
        start = ((fit(f" {run}", max(0, free)), "plain"),)
    gap = max(1, width - width_of(start) - width_of(right))
    return (*start, (" " * gap, "plain"), *right)


def _bar(part: float, width: int, ascii: bool) -> Line:
    """A bar in half steps: `━━━━╸─────`."""
    halves = round(2 * width * max(0.0, min(1.0, part)))
    full, half = divmod(halves, 2)
    if ascii:
        return (("=" * full + ("-" if half else ""), "bar"), ("." * (width - full - half), "rule"))
    return (("━" * full + ("╸" if half else ""), "bar"), ("─" * (width - full - half), "rule"))


class RunHeader(Painted):
    """One line that is repainted only when its text changes."""

    def show(self, session: LabSession, *, ascii: bool = False) -> None:
        """Show the run of this session."""
        self.update_lines([header_line(session, self.size.width, ascii=ascii)])
