"""What the curves say: shown beside the charts and in them, and tested by a twin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from tui_lab.app.lab_parts.part import LabPart

if TYPE_CHECKING:
    from tui_lab.app.explained import Explained


class ExplainPart(LabPart):
    """`e` opens and closes it, a digit makes the twin that tests the finding of that number."""

    def can(self, action: str) -> bool:
        """Of a run alone; what is done to it only while it is open."""
        session = self.session
        if action == "explain":
            return session.run is not None and not session.problem
        return session.explained is not None

    def show(self) -> None:
        """Read again if there are new epochs; the charts and panels draw it."""
        explained = self.session.explained
        if explained is not None and explained.update(self.session) and explained.findings:
            self.lab.refresh_bindings()

    def action_explain(self) -> None:
        """Open it, or close it."""
        from tui_lab.app.explained import Explained  # with the rules and the course 12 ms, which the lab does without

        session = self.session
        if session.explained is None:
            session.explained = Explained()
            session.explained.update(session)
            self.lab.charts_shown = True
        else:
            session.explained = None
        self.lab.refresh_bindings()
        self.lab.lay_out()

    def action_unexplain(self) -> None:
        """Close it."""
        self.action_explain()

    def action_read_on(self, by: int) -> None:
        """What didn't fit."""
        explained = cast("Explained", self.session.explained)
        explained.top = max(0, explained.top + by)
        self.lab.show()

    def action_remedy(self, number: int) -> None:
        """A twin with the remedy of the finding of this number, laid over the run."""
        from tui_lab.app.explained import start_remedy

        explained = cast("Explained", self.session.explained)
        finding = explained.remedy(number)
        if finding is None:
            return
        folders: list[Path] = []
        if self.lab.attempt(lambda: folders.extend(start_remedy(self.session, finding))):
            self.lab.lab_app.open_comparison(folders)
