"""Inside the network: measured while it trains and somebody looks."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

from tui_lab.app.lab_parts.part import LabPart
from tui_lab.config.errors import LabError
from tui_lab.runs import commands

AGAIN_S = commands.INSPECT_S / 2


class InsidePart(LabPart):
    """`l` opens and closes it. The worker measures as long as it is told again from time to time."""

    _told: tuple[Path, float] | None = None

    def can(self, action: str) -> bool:  # noqa: ARG002
        """Of a run alone, and not under what the curves say."""
        return self.session.run is not None and self.session.explained is None

    def show(self) -> None:
        """Let the worker know that somebody looks: of another run too, and again before it gives up."""
        session = self.session
        if not session.inside or session.folder is None or session.state not in ("training", "paused"):
            return
        due = self._told is None or self._told[0] != session.folder or time.monotonic() - self._told[1] > AGAIN_S
        if due:
            self._told = (session.folder, time.monotonic())
            with contextlib.suppress(LabError):  # a full disk, say: the panel stays empty, and the run tells why
                commands.send(session.folder, "inspect-on")

    def action_inside(self) -> None:
        """Open it, or close it: closed it costs nothing."""
        session = self.session
        session.inside = not session.inside
        self.lab.charts_shown = True
        if not session.inside and self._told is not None:
            with contextlib.suppress(LabError):  # a worker that hears nothing stops by itself
                commands.send(self._told[0], "inspect-off")
            self._told = None
        self.lab.lay_out()
