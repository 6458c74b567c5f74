"""A second run beside the watched one: a twin from the start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tui_lab.app import twins
from tui_lab.app.lab_parts.part import LabPart
from tui_lab.app.screens.twin import TwinScreen
from tui_lab.app.switches import Switches
from tui_lab.messages import t
from tui_lab.runs.branching import Value

if TYPE_CHECKING:
    from tui_lab.app.screens.lab import LabScreen


class TwinsPart(LabPart):
    """`t`: the same run again, but for a switch."""

    def can(self, action: str) -> bool:  # noqa: ARG002
        """Not of a run whose config can't be read."""
        return not self.session.problem

    def action_twin(self) -> None:
        """Ask what shall differ, then start it and lay both over each other."""
        session = self.session
        both = twins.needs_original(session)
        base = session.config if both or session.run is None else session.run.at_start
        if both:
            title, about = t("twins.title_both"), t("twins.about_both")
        else:
            title, about = t("twins.title", run=session.number), t("twins.about", run=session.number)
            if session.history.changes:
                about += " " + t("twins.without_changes")
        switches = Switches(base, dropout=session.dropout)
        ask(self.lab, title, about, switches, lambda changes: twins.start_twin(session, changes))


def ask(
    lab: LabScreen, title: str, about: str, switches: Switches, start: Callable[[dict[str, Value]], list[Path]]
) -> None:
    """Show the switches over the lab; what was turned is given to `start`, and the runs it gives are compared."""

    def take(changes: dict[str, Value] | None) -> None:
        if changes is None:
            return
        folders: list[Path] = []
        watched = lab.session.folder
        lab.attempt(lambda: folders.extend(start(changes)))
        if lab.session.folder != watched:  # the original was started too, whatever became of its twin
            lab.begin(lambda: None)
        if folders:
            lab.lab_app.open_comparison(folders)

    lab.app.push_screen(TwinScreen(title, about, switches, ascii=lab.lab_app.ascii), take)
