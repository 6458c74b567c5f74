"""What the lab knows and does, without a screen: the config under edit, the run that is watched, its commands.

The screen asks `can` what a key may do now, calls the method of that name, and shows what `poll` brought.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from tui_lab.app import lab_form
from tui_lab.config import fields
from tui_lab.config import file as config_file
from tui_lab.config.checks import check
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.messages import t
from tui_lab.runs import commands, follow, launch, status, store
from tui_lab.runs.events import Changed, Failed
from tui_lab.runs.history import MARKS_KEPT, History

State = Literal["form", "created", "starting", "training", "paused", "stopped", "finished", "failed", "lost", "died"]
"""`form`: no run yet. `starting`: the worker loads torch. `died`: it ended before its first word."""

Action = Literal["start", "pause", "go_on", "resume", "batch", "stop", "anew", "free_gpu", "live"]

LIVE_STATES = frozenset({"starting", "training", "paused"})
ENDED_STATES = frozenset({"stopped", "finished", "failed", "lost", "died"})
MENDABLE = frozenset({"disk_full", "cannot_write", "out_of_memory", "out_of_gpu_memory", "crashed"})
"""Failures after which the same run can go on from its checkpoint; the others need another config."""
GRACE_S = 1.5
"""So long after a run's end space starts nothing: it was probably meant to pause that run."""
LOOK_S = 1.0
"""How often the worker's status is looked at while nothing new is written."""


class LabSession:
    """One visit to the lab.

    Attributes:
        config: what the form shows: the next run's, with the live fields of the run in training.
        running: what the watched run has now, its live changes included; None without a run.
        folder: the run that is watched.
        history: what its events say.
        state: see `State`.
        waiting: command id by path, for live changes that were sent and are not in force yet.
        dropout: the p that the dropout switch brings back.
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
        self.problem = ""
        self.folder: Path | None = None
        self.history = History()
        self.running: TrainConfig | None = None
        self.state: State = "form"
        self.waiting: dict[str, str] = {}
        self._gone: dict[str, float] = {}
        self.dropout = 0.3
        self.unfolded = False
        self._pid: int | None = None
        self._began = 0.0
        self._looked = 0.0
        self._ended_at = -GRACE_S
        self._started_before: object = None
        self._changes_taken: tuple[int, Changed | None] = (0, None)
        self.config = self._at_start = config or TrainConfig()
        if folder is not None:
            self._open(folder)
        elif config is None:
            self.config = _last_used() or self.config
        self._remember_dropout(self.config)

    def _open(self, folder: Path) -> None:
        run = store.open_run(folder)
        self.folder, self.history, self.problem = folder, run.history, run.problem
        self.state = "starting" if run.state == "training" and run.history.started is None else run.state
        self._began = self._clock()
        self.config = self.running = self._at_start = run.config or TrainConfig()
        self._take_changes()

    # What the learner sees

    @property
    def number(self) -> int:
        """The number of the watched run; 0 without one."""
        return int(self.folder.name.split("-")[0]) if self.folder else 0

    @property
    def live(self) -> bool:
        """Whether a worker trains, so that live fields change at once."""
        return self.state in LIVE_STATES

    @property
    def ended(self) -> bool:
        """Whether nothing more will be written unless the learner acts."""
        return self.state in ENDED_STATES

    @property
    def starting_seconds(self) -> float:
        """How long the worker has been loading."""
        return max(0.0, self._clock() - self._began)

    @property
    def epochs(self) -> int:
        """Planned epochs of the watched run, else of the form."""
        return self.history.started.epochs if self.history.started else (self.running or self.config).run.epochs

    @property
    def watched_config(self) -> TrainConfig:
        """The config of what the charts show."""
        return self.running or self.config

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

    def can(self, action: Action) -> bool:
        """Whether a key would do something now."""
        match action:
            case "start":
                if self.ended and self._clock() - self._ended_at < GRACE_S:
                    return False
                return self.state in ("form", "created", "finished") or self._must_change or self._never_began
            case "pause":
                return self.state == "training"
            case "go_on":
                return self.state == "paused"
            case "resume":
                startable = self._must_change or self._never_began
                return self.state in ("stopped", "lost", "died", "failed") and not startable
            case "batch":
                return self.state in ("training", "paused")
            case "stop":
                return self.live
            case "anew":
                return self.folder is not None
            case "free_gpu":
                return self.live and self._on_gpu
            case _:
                return True

    @property
    def _must_change(self) -> bool:
        ended = self.history.ended
        return self.state == "failed" and isinstance(ended, Failed) and ended.reason not in MENDABLE

    @property
    def _never_began(self) -> bool:
        return self.state == "died" and self.history.started is None

    @property
    def _on_gpu(self) -> bool:
        started = self.history.started
        return started is not None and started.device.split(":")[0] in ("cuda", "mps")

    # Following

    def poll(self) -> bool:
        """Take in what the worker wrote since; says whether anything is new."""
        if self.folder is None:
            return False
        new = follow.catch_up(self.history, self.folder / "events.jsonl")
        if new:
            self._take_changes()
        now, before = self._clock(), self.state
        # An ended run's process may live for a moment: its state counts when it is gone.
        if new or now - self._looked >= LOOK_S or (self.live and self.history.ended is not None):
            self._looked = now
            self.state = self._look()
            self._forget_refused()
            if self.state != before and self.ended:
                self._ended_at = now
                self.waiting.clear()
        return new or self.state != before

    def _look(self) -> State:
        if self.folder is None:
            return "form"
        if self.state == "starting" and self.history.ended is None:
            if self.history.started is not self._started_before:
                return "paused" if self.history.phase == "paused" else "training"
            lives = self._pid is not None and status.process_start(self._pid) is not None
            return "starting" if lives or status.alive(status.read(self.folder)) else "died"
        if self.state == "died" and not status.alive(status.read(self.folder)):
            return "died"
        told = store.state_of(self.folder, self.history)
        # While its process still saves, it can't be resumed.
        if told == "training" and self.history.started is None:  # begun elsewhere, a moment ago
            return "starting"
        return self.state if told == "stopped" and status.alive(status.read(self.folder)) else told

    def _forget_refused(self) -> None:
        """A change that the worker took and did not record was refused, or changed nothing."""
        if self.folder is None or self.running is None:
            return
        here = {command.id for command in commands.pending(self.folder)} if self.waiting else set()
        for path, id in list(self.waiting.items()):
            if id in here:
                continue
            # Taken a moment ago its event may be under way
            if self._clock() - self._gone.setdefault(id, self._clock()) >= LOOK_S:
                del self.waiting[path], self._gone[id]
                self.config = _replaced(self.config, {path: fields.get(self.running, path)})

    def _take_changes(self) -> None:
        """Bring `running` and the live fields of `config` up to the changes in the history."""
        if self.running is None or self.folder is None:
            return
        changes = self.history.changes
        taken, last = self._changes_taken
        if taken == len(changes) and (not changes or changes[-1] is last):
            return
        grown = taken < len(changes) and (taken == 0 or changes[taken - 1] is last)
        # Fewer than before: a run that went on from a checkpoint dropped what came after it.
        base = self.running if grown or len(changes) >= MARKS_KEPT else self._at_start
        values: dict[str, Any] = {}
        for change in changes[taken:] if grown else changes:
            values.update(change.changes)
        self._changes_taken = (len(changes), changes[-1] if changes else None)
        self.running = _replaced(base, values)
        known = {change.command for change in changes[-64:]}
        self.waiting = {path: id for path, id in self.waiting.items() if id not in known}
        self.config = _replaced(self.config, {p: v for p, v in values.items() if p not in self.waiting})
        self._remember_dropout(self.running)

    def _remember_dropout(self, config: TrainConfig) -> None:
        if config.regularisation.dropout > 0:
            self.dropout = config.regularisation.dropout

    def log_line(self) -> str:
        """The last line that the worker left in its log, without control characters."""
        if self.folder is None:
            return ""
        try:
            with (self.folder / "worker.log").open("rb") as log:
                log.seek(max(0, log.seek(0, 2) - 4096))
                lines = log.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        last = next((line for line in reversed(lines) if line.strip()), "")
        return "".join(c for c in last if c.isprintable()).strip()

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
        config, left = self.config, self.number
        again = self.folder is not None and self.state in ("created", "died") and config == self.running
        folder = self.folder if again and self.folder is not None else store.create(config)
        self.folder, self.history = folder, History()
        self.running = self._at_start = config
        self.state, self.problem = "created", ""
        self._changes_taken, self._started_before = (0, None), None
        self.waiting.clear()
        self._pid = self._launch(folder)
        self._has_launched()
        return t("lab.new_run", left=left, run=self.number) if left and not again else ""

    def resume(self) -> None:
        """Let the run go on from its last checkpoint, with the live fields as the form has them.

        Raises:
            LabError: a worker is at it already, or it can't be started.
        """
        assert self.folder is not None and self.running is not None
        self._pid = self._launch(self.folder, resume=True)
        self.history.ended, self.history.phase = None, "starting"
        self._started_before = self.history.started
        self._has_launched()
        differing = {
            path: fields.get(self.config, path)
            for path, spec in fields.fields().items()
            if spec.live and fields.get(self.config, path) != fields.get(self.running, path)
        }
        if differing:
            self._send("set", differing)

    def _has_launched(self) -> None:
        self.state = "starting"
        self._began = self._looked = self._clock()

    def start_anew(self) -> str:
        """Start a run with the form's config; one in training is stopped and kept.

        Raises:
            LabError: as `start`; the run in training then goes on.
        """
        before, live = self.folder, self.live
        said = self.start()
        if before is not None and live:
            commands.send(before, "stop")
            said = t("lab.stopped_for_new", left=int(before.name.split("-")[0]), run=self.number)
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
        assert self.folder is not None
        sent = commands.send(self.folder, action, changes)
        for path in changes or {}:
            self.waiting[path] = sent.id


def next_rate(rate: float, direction: int) -> float:
    """The neighbour of a learning rate among 1, 2, 3 and 5 times the powers of ten."""
    ladder = [digit * 10.0**power for power in range(-9, 3) for digit in (1, 2, 3, 5)] + [1000.0]
    ladder = [float(f"{step:.0e}") for step in ladder]
    if direction > 0:
        return next((step for step in ladder if step > rate * 1.0001), ladder[-1])
    return next((step for step in reversed(ladder) if step < rate * 0.9999), ladder[0])


def _replaced(config: TrainConfig, values: dict[str, Any]) -> TrainConfig:
    """The config with what a run's events say; a value of another version that doesn't fit is left out."""
    for path, value in values.items():
        try:
            config = fields.replace(config, {path: value})
        except LabError:
            continue
    return config


def _last_used() -> TrainConfig | None:
    """The config of the newest run, if there is one that can be read."""
    known = store.folders()
    if not known:
        return None
    try:
        return config_file.read(known[-1] / "config.json")
    except LabError:
        return None
