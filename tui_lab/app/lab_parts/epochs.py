"""Going back along the epochs of a run, and branching off from one."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from tui_lab.app import twins
from tui_lab.app.lab_parts.part import LabPart
from tui_lab.app.lab_parts.twins import ask
from tui_lab.app.moment import Branches, Moment, pictures
from tui_lab.app.switches import Switches
from tui_lab.messages import t
from tui_lab.runs.branching import branch_epochs, why_no_branch


class EpochsPart(LabPart):
    """`<` and `>` move a cursor along the epochs; what stands beside the charts is then as it was at that epoch."""

    def can(self, action: str) -> bool:
        """Only on a run that has epochs; a branch only at the cursor."""
        if action == "epoch":
            return bool(self.session.history.epochs)
        return self.session.moment is not None

    def show(self) -> None:
        """Let the cursor go with the run it stood in; the lab's own widgets draw it."""
        moment = self.session.moment
        if moment is not None and moment.epoch not in self.session.history.epochs:
            self.session.moment = None

    def action_epoch(self, step: int) -> None:
        """The epoch before or after; at first the last one."""
        session, epochs = self.session, self.session.history.epochs
        moment, folder = session.moment, session.folder
        assert folder is not None
        at = len(epochs) - 1
        if moment is not None and moment.epoch in epochs:
            at = max(0, min(epochs.index(moment.epoch) + step, at))
        epoch = epochs[at]
        # The picture of the epoch before stays until the right one is read: it would flicker otherwise
        before = moment or Moment(
            epoch, branches="gone", confusion=session.history.confusion, boundary=session.history.boundary
        )
        session.moment = replace(before, epoch=epoch, branches=self._branches(epoch.epoch), read=False)
        self.lab.refresh_bindings()
        self.lab.show()

        async def read() -> None:
            confusion, boundary, layers = await asyncio.to_thread(pictures, folder / "events.jsonl", epoch.step)
            now = session.moment
            if now is not None and now.epoch == epoch and session.folder == folder:
                session.moment = replace(now, read=True, confusion=confusion, boundary=boundary, layers=layers)
                self.lab.show()

        self.lab.run_worker(read(), group="moment", exclusive=True)

    def _branches(self, epoch: int) -> Branches:
        session = self.session
        assert session.folder is not None
        if epoch >= session.epochs:
            return "last"
        return "here" if epoch in branch_epochs(session.folder) else "gone"

    def action_latest(self) -> None:
        """Back to the present."""
        self.session.moment = None
        self.lab.refresh_bindings()
        self.lab.show()

    def action_branch(self) -> None:
        """Ask what shall change from this epoch on, then start a branch and lay both over each other."""
        session, moment, parent = self.session, self.session.moment, self.session.folder
        if moment is None or parent is None or session.run is None:
            return
        number = moment.epoch.epoch
        refused = why_no_branch(parent, number, session.epochs)
        if refused:
            self.lab.lab_app.say(refused, bad=True)
            return
        switches = Switches(session.run.config_at(moment.epoch.step), dropout=session.dropout, live_only=True)
        title = t("twins.title_branch", run=session.number, epoch=number)
        about = t("twins.about_branch", run=session.number, epoch=number)
        ask(self.lab, title, about, switches, lambda changes: twins.start_branch(parent, number, changes))
