"""Start, pause, stop; and what is switched while it trains."""

from __future__ import annotations

from tui_lab.app.lab_parts.part import LabPart
from tui_lab.messages import t

_SWITCHES = {"dropout": "regularisation.dropout", "batch_norm": "regularisation.batch_norm"}


class TrainingPart(LabPart):
    """The keys that act on the run, or on the config before there is one."""

    def can(self, action: str) -> bool:
        """As the session says: it depends on the run's state. Nothing is begun while one looks back at an epoch."""
        return self.session.can(action) and not (action == "start" and self.session.moment is not None)

    def action_start(self) -> None:
        """Train the form's config."""
        self.lab.begin(self.session.start)

    def action_anew(self) -> None:
        """Keep this run, and train the form's config as the next one."""
        self.lab.begin(self.session.start_anew)

    def action_resume(self) -> None:
        """Go on from the last checkpoint."""
        self.lab.begin(self.session.resume)

    def action_pause(self) -> None:
        """Wait after this batch."""
        self.lab.attempt(self.session.pause)

    def action_go_on(self) -> None:
        """Go on."""
        self.lab.attempt(self.session.go_on)

    def action_batch(self) -> None:
        """One batch."""
        self.lab.attempt(self.session.batch)

    def action_stop(self) -> None:
        """Save and end; what was reached is kept."""
        if self.lab.attempt(self.session.stop):
            self.lab.lab_app.say(t("lab.stopping", run=self.session.number))

    def action_free_gpu(self) -> None:
        """Save and end at once, so that others have the GPU."""
        if self.lab.attempt(self.session.free_gpu):
            self.lab.lab_app.say(t("lab.freeing", run=self.session.number))

    def action_switch(self, name: str) -> None:
        """Dropout or batch norm on or off, in the run or before it."""
        self.lab.attempt(lambda: self.session.toggle(_SWITCHES[name]))

    def action_optimizer(self, step: int) -> None:
        """The next optimizer."""
        self.lab.attempt(lambda: self.session.cycle("optimizer.name", step))

    def action_rate(self, direction: int) -> None:
        """The learning rate one step up or down."""
        self.lab.attempt(lambda: self.session.step_rate(direction))
