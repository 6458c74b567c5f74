"""Inside the network: measured while it trains and somebody looks."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from tui_lab.app.lab_parts.part import LabPart
from tui_lab.config.errors import LabError
from tui_lab.runs import commands
from tui_lab.runs.events import Started

AGAIN_S = commands.INSPECT_S / 2


class InsidePart(LabPart):
    """`l` opens and closes it. The worker measures as long as it is told again from time to time."""

    _told: tuple[Path, Started | None, float] | None = None
    """The run that was told, which of its workers, and when."""

    def can(self, action: str) -> bool:  # noqa: ARG002
        """Of a run alone."""
        return self.session.run is not None

    def show(self) -> None:
        """Let the worker know that somebody looks: another run's too, one that goes on, and again in good time."""
        session, told, now = self.session, self._told, time.monotonic()
        if told is not None and told[0] != session.folder:
            self.close()
        if not session.inside or session.folder is None or session.state not in ("training", "paused"):
            return
        worker = session.history.started
        if self._told is None or self._told[1] != worker or now - self._told[2] > AGAIN_S:
            self._told = (session.folder, worker, now)
            _tell(session.folder, "inspect-on")

    def close(self) -> None:
        """Nobody looks any more: measuring ends."""
        if self._told is not None:
            _tell(self._told[0], "inspect-off")
            self._told = None

    def action_inside(self) -> None:
        """Open it, or close it: closed it costs nothing. In the place of what the curves say it opens."""
        session = self.session
        session.inside = session.explained is not None or not session.inside
        session.explained = None
        self.lab.charts_shown = True
        if not session.inside:
            self.close()
        self.lab.refresh_bindings()
        self.lab.lay_out()


def _tell(folder: Path, action: commands.Action) -> None:
    # A disk that is full, or a run that was deleted meanwhile: the panel stays as it is, and measuring ends by itself
    with contextlib.suppress(LabError):
        commands.send(folder, action)
