"""What the lab knows and does, without a screen: the config under edit, the run that is watched, its commands.

The screen asks `can` what a key may do now, calls the method of that name, and shows what `poll` brought. What is
true of one run, whoever follows it, stands in `followed_run`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from tui_lab.app import followed_run, lab_form
from tui_lab.app.followed_run import FollowedRun
from tui_lab.app.moment import Moment
from tui_lab.config import fields
from tui_lab.config import file as config_file
from tui_lab.config.checks import check
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.messages import t
from tui_lab.runs import commands, launch, store
from tui_lab.runs.history import History
from tui_lab.runs.replay import replaced

if TYPE_CHECKING:
    from tui_lab.app.explained import Explained

State = followed_run.State | Literal["form"]
"""`form`: no run yet."""

GRACE_S = 1.5
"""So long after a run's end space starts nothing: it was probably meant to pause that run."""


class LabSession:
    """One visit to the lab.

    Attributes:
        config: what the form shows: the next run's, with the live fields of the run in training.
        run: the run that is watched; None without one.
        dropout: the p that the dropout switch brings back.
        unfolded: whether the form's augmentation fields are open.
        moment: where the cursor stands in the run; None in the present.
        explained: what the curves say; None while nobody asks.
        inside: whether somebody looks inside the network.
    """

    def __init__(
        self,
        folder: Path | None = None,
        config: TrainConfig | None = None,
        *,
        launcher: Callable[..., int] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Show a run (`folder`), a config, or else what was used last; `problem` says what can't be read."""
        self._launch, self._clock = launcher or launch.launch, clock
        self._nothing = History()
        self.run: FollowedRun | None = None
        self.dropout = 0.3
        self.unfolded = False
        self.moment: Moment | None = None
        self.explained: Explained | None = None
        self.inside = False
        if folder is not None:
            self.run = FollowedRun.open(folder, clock)
            self.config = self.run.config
        else:
            self.config = config or _last_used() or TrainConfig()
        self._remember_dropout(self.config)

    # What the learner sees

    @property
    def folder(self) -> Path | None:
        """The folder of the watched run."""
        return self.run.folder if self.run else None

    @property
    def number(self) -> int:
        """The number of the watched run; 0 without one."""
        return self.run.number if self.run else 0

    @property
    def state(self) -> State:
        """How the watched run stands."""
        return self.run.state if self.run else "form"

    @property
    def history(self) -> History:
        """What the watched run's events say; empty without one."""
        return self.run.history if self.run else self._nothing

    @property
    def running(self) -> TrainConfig | None:
        """What the watched run has now, its live changes included."""
        return self.run.config if self.run else None

    @property
    def watched_config(self) -> TrainConfig:
        """The config of what the charts show: the run's, at the cursor where one looks back."""
        if self.run is not None and self.moment is not None:
            return self.run.config_at(self.moment.epoch.step)
        return self.running or self.config

    @property
    def waiting(self) -> dict[str, str]:
        """Command id by path, for live changes that were sent and are not in force yet."""
        return self.run.waiting if self.run else {}

    @property
    def problem(self) -> str:
        """Why the watched run's config can't be read."""
        return self.run.problem if self.run else ""

    @property
    def live(self) -> bool:
        """Whether a worker trains, so that live fields change at once."""
        return self.run is not None and self.run.live

    @property
    def ended(self) -> bool:
        """Whether nothing more will be written unless the learner acts."""
        return self.run is not None and self.run.ended

    @property
    def starting_seconds(self) -> float:
        """How long the worker has been loading."""
        return self.run.starting_seconds if self.run else 0.0

    @property
    def epochs(self) -> int:
        """Planned epochs of the watched run, else of the form."""
        return self.run.epochs if self.run else self.config.run.epochs

    def log_line(self) -> str:
        """The last line that the watched run's worker left in its log."""
        return self.run.log_line() if self.run else ""

    def form(self, *, ascii: bool = False) -> list[lab_form.FormGroup]:
        """The rows of the form."""
        return lab_form.form(
            self.config,
            running=self.running if self.live else None,
            waiting=frozenset(self.waiting),
            unfolded=self.unfolded,
            dropout=self.dropout,
            ascii=ascii,
        )

    def can(self, action: str) -> bool:
        """Whether a key would do something now."""
        run = self.run
        if run is None:
            return action not in ("pause", "go_on", "resume", "batch", "stop", "anew", "free_gpu")
        startable = run.must_change or run.never_began
        match action:
            case "start":
                if run.ended and self._clock() - run.ended_at < GRACE_S:
                    return False
                return run.state in ("created", "finished") or startable
            case "pause":
                return run.state == "training"
            case "go_on":
                return run.state == "paused"
            case "resume":
                return run.state in ("stopped", "lost", "died", "failed") and not startable
            case "batch":
                return run.state in ("training", "paused")
            case "stop":
                return run.live
            case "free_gpu":
                return run.live and run.on_gpu
            case _:
                return True

    # Following

    def poll(self) -> bool:
        """Take in what the worker wrote since; says whether anything is new."""
        if self.run is None:
            return False
        new = self.run.poll()
        if news := self.run.take_news():
            self.config = replaced(self.config, news)
            self._remember_dropout(self.run.config)
        return new

    def _remember_dropout(self, config: TrainConfig) -> None:
        if config.regularisation.dropout > 0:
            self.dropout = config.regularisation.dropout

    # Acting

    def edit(self, path: str, value: Any) -> None:
        """Set a field: in the form, and in the run too where it trains and the field is live.

        Raises:
            LabError: the value doesn't fit the field, or the command can't be written.
        """
        changed = lab_form.consistent(fields.replace(self.config, {path: value}))
        value = fields.get(changed, path)
        if self.live and fields.field(path).live and value != fields.get(self.config, path):
            self._send("set", {path: value})
        self.config = changed
        self._remember_dropout(changed)

    def edit_text(self, path: str, text: str) -> None:
        """Set a field to what was typed.

        Raises:
            LabError: as `edit`; the sentence names what the field accepts.
        """
        self.edit(path, fields.parse(path, text))

    def cycle(self, path: str, step: int) -> None:
        """Take the next (or previous) choice of a field."""
        offered = lab_form.choices(self.config, path)
        if offered:
            now = str(fields.get(self.config, path))
            at = offered.index(now) if now in offered else 0
            self.edit(path, offered[(at + step) % len(offered)])

    def toggle(self, path: str) -> None:
        """Turn a switch over; dropout counts as one, and remembers its p."""
        if path == "regularisation.dropout":
            self.edit(path, 0.0 if self.config.regularisation.dropout else self.dropout)
        else:
            self.edit(path, not fields.get(self.config, path))

    def step_rate(self, direction: int) -> None:
        """The next learning rate up or down in steps of 1, 2, 3, 5, 10."""
        self.edit("optimizer.lr", next_rate(self.config.optimizer.lr, direction))

    def start(self) -> str:
        """Start a run with the form's config; says so where another one is left behind.

        Raises:
            LabError: the model doesn't fit the data, or the run can't be made or started.
        """
        check(self.config)
        before, config = self.run, self.config
        again = before is not None and before.state in ("created", "died") and config == before.config
        folder = before.folder if before is not None and again else store.create(config)
        self.run = FollowedRun(folder, config, self._clock)
        self.run.launched(self._launch(folder))
        return t("lab.new_run", left=before.number, run=self.number) if before is not None and not again else ""

    def resume(self) -> None:
        """Let the run go on from its last checkpoint, with the live fields as the form has them.

        Raises:
            LabError: a worker is at it already, or it can't be started.
        """
        assert self.run is not None
        self.run.launched(self._launch(self.run.folder, resume=True), resumed=True)
        differing = {
            path: fields.get(self.config, path)
            for path, spec in fields.fields().items()
            if spec.live and fields.get(self.config, path) != fields.get(self.run.config, path)
        }
        if differing:
            self._send("set", differing)

    def start_anew(self) -> str:
        """Start a run with the form's config; one in training is stopped and kept.

        Raises:
            LabError: as `start`; the run in training then goes on.
        """
        before, live = self.run, self.live
        said = self.start()
        if before is not None and live:
            before.send("stop")
            said = t("lab.stopped_for_new", left=before.number, run=self.number)
        return said

    def pause(self) -> None:
        """Ask the worker to wait."""
        self._send("pause")

    def go_on(self) -> None:
        """Ask it to go on."""
        self._send("continue")

    def batch(self) -> None:
        """One batch, then wait; while it trains, this pauses it."""
        self._send("batch")

    def stop(self) -> None:
        """Ask it to save and end."""
        self._send("stop")

    def free_gpu(self) -> None:
        """Ask it to save, end, and so let the GPU go."""
        self._send("free-gpu")

    def _send(self, action: commands.Action, changes: dict[str, Any] | None = None) -> None:
        assert self.run is not None
        self.run.send(action, changes)


def next_rate(rate: float, direction: int) -> float:
    """The neighbour of a learning rate among 1, 2, 3 and 5 times the powers of ten."""
    ladder = [digit * 10.0**power for power in range(-9, 3) for digit in (1, 2, 3, 5)] + [1000.0]
    ladder = [float(f"{step:.0e}") for step in ladder]
    if direction > 0:
        return next((step for step in ladder if step > rate * 1.0001), ladder[-1])
    return next((step for step in reversed(ladder) if step < rate * 0.9999), ladder[0])


def _last_used() -> TrainConfig | None:
    """The config of the newest run, if there is one that can be read."""
    known = store.folders()
    if not known:
        return None
    try:
        return config_file.read(known[-1] / "config.json")
    except LabError:
        return None
