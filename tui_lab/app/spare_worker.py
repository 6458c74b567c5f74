"""A worker that loads torch while the learner looks at the form, so that a training starts when it is asked for."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

from tui_lab.config.errors import LabError
from tui_lab.runs import launch


class SpareWorker:
    """At most one spare worker of the app; without one, launching takes as long as torch takes to load."""

    def __init__(self) -> None:
        self._spare: launch.Spare | None = None

    def prepare(self) -> None:
        """Have one ready, if there is none yet."""
        if self._spare is None:
            with contextlib.suppress(LabError):  # launching says what is wrong, when it matters
                self._spare = launch.Spare()

    def launch(self, folder: Path, **how: Any) -> int:
        """Like `runs.launch.launch`, with the spare worker where there is one.

        Raises:
            LabError: as there.
        """
        spare, self._spare = self._spare, None
        if spare is None:
            return launch.launch(folder, **how)
        try:
            return launch.launch(folder, spare=spare, **how)
        finally:
            spare.close()  # does nothing to one that has got its run

    def close(self) -> None:
        """End it, where it has no run."""
        if self._spare is not None:
            self._spare.close()
            self._spare = None
