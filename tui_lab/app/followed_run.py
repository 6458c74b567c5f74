"""One run that is followed: what its worker wrote, how it stands, and what was sent to it. Knows no Textual.

`poll` takes in what is new; a poll that finds nothing costs 25 µs, so that a timer may call it between two frames.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from tui_lab.config import fields
from tui_lab.config.train import TrainConfig
from tui_lab.runs import commands, follow, status, store
from tui_lab.runs.events import Changed, Failed
from tui_lab.runs.history import MARKS_KEPT, History
from tui_lab.runs.replay import replaced
from tui_lab.runs.words import clean, run_number

State = Literal["created", "starting", "training", "paused", "stopped", "finished", "failed", "lost", "died"]
"""`starting`: the worker loads torch. `died`: it ended before its first word."""

LIVE_STATES = frozenset({"starting", "training", "paused"})
ENDED_STATES = frozenset({"stopped", "finished", "failed", "lost", "died"})
MENDABLE = frozenset({"disk_full", "cannot_write", "out_of_memory", "out_of_gpu_memory", "crashed"})
"""Failures after which the same run can go on from its checkpoint; the others need another config."""
LOOK_S = 1.0
"""How often the worker's status is looked at while nothing new is written."""


class FollowedRun:
    """A run folder as events and commands change it.

    Attributes:
        folder: of the run.
        config: what the run has now, its live changes included.
        at_start: the config that it was made with.
        history: what its events say.
        state: see `State`.
        problem: why its config can't be read; empty where it can.
        waiting: command id by path, for live changes that were sent and are not in force yet.
        ended_at: when it was seen to end, by the clock; far back for a run that had ended before.
    """

    def __init__(self, folder: Path, config: TrainConfig, clock: Callable[[], float] = time.monotonic) -> None:
        """A run that was just made."""
        self.folder, self.history = folder, History()
        self.config = self.at_start = config
        self.state: State = "created"
        self.problem = ""
        self.waiting: dict[str, str] = {}
        self.ended_at = -1e9
        self._clock = clock
        self._began = clock()
        self._looked = 0.0
        self._gone: dict[str, float] = {}
        self._pid: int | None = None
        self._started_before: object = None
        self._changes_taken: tuple[int, Changed | None] = (0, None)
        self._news: dict[str, Any] = {}

    @classmethod
    def open(cls, folder: Path, clock: Callable[[], float] = time.monotonic) -> FollowedRun:
        """A run that there is already; where its config can't be read, `problem` says why."""
        known = store.open_run(folder)
        run = cls(folder, known.config or TrainConfig(), clock)
        run.history, run.problem = known.history, known.problem
        run.state = "starting" if known.state == "training" and known.history.started is None else known.state
        if run.state == "starting":  # a branch, or a run gone on with: what was told came from an earlier worker
            run._started_before = known.history.started
        run._take_changes()
        return run

    # What is known

    @property
    def number(self) -> int:
        """Its number."""
        return run_number(self.folder)

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
        """Planned epochs."""
        return self.history.started.epochs if self.history.started else self.config.run.epochs

    @property
    def must_change(self) -> bool:
        """Whether it failed of its config, so that it can't go on with that."""
        ended = self.history.ended
        return self.state == "failed" and isinstance(ended, Failed) and ended.reason not in MENDABLE

    @property
    def never_began(self) -> bool:
        """Whether its worker died before any training."""
        return self.state == "died" and self.history.started is None

    @property
    def on_gpu(self) -> bool:
        """Whether it holds a GPU, as long as it lives."""
        started = self.history.started
        return started is not None and started.device.split(":")[0] in ("cuda", "mps")

    def waits_for(self) -> str:
        """Name of the run whose end its worker waits for; empty where it doesn't."""
        if self.state != "starting":
            return ""
        told = status.read(self.folder)
        return told.waits_for if told is not None else ""

    def log_line(self) -> str:
        """The last line that the worker left in its log, without control characters."""
        try:
            with (self.folder / "worker.log").open("rb") as log:
                log.seek(max(0, log.seek(0, 2) - 4096))
                lines = log.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        last = next((line for line in reversed(lines) if line.strip()), "")
        return clean(last, blank="").strip()

    # Following

    def poll(self) -> bool:
        """Take in what the worker wrote since; says whether anything is new."""
        new = follow.catch_up(self.history, self.folder / "events.jsonl")
        if new:
            self._take_changes()
        now, before = self._clock(), self.state
        # An ended run's process may live for a moment: its state counts when it is gone.
        if new or now - self._looked >= LOOK_S or (self.live and self.history.ended is not None):
            self._looked = now
            read = self.history.offset
            self.state = self._look()
            if self.history.offset != read:  # its last words
                new = True
                self._take_changes()
            self._forget_refused()
            if self.state != before and self.ended:
                self.ended_at = now
                self.waiting.clear()
        return new or self.state != before

    def config_at(self, step: int) -> TrainConfig:
        """What it had after so many steps: its config at the start, with the changes up to there."""
        values: dict[str, Any] = {}
        for change in self.history.changes:
            if change.step <= step:
                values.update(change.changes)
        return replaced(self.at_start, values)

    def take_news(self) -> dict[str, Any]:
        """Values by path that whoever shows this run's config must take over, each told once.

        They came into force, or the worker refused to change them.
        """
        news, self._news = self._news, {}
        return news

    def _look(self) -> State:
        if self.state == "starting" and self.history.ended is None:
            if self.history.started is not self._started_before:
                return "paused" if self.history.phase == "paused" else "training"
            lives = self._pid is not None and status.process_start(self._pid) is not None
            return "starting" if lives or status.alive(status.read(self.folder)) else "died"
        if self.state == "died" and not status.alive(status.read(self.folder)):
            return "died"
        told = store.state_of(self.folder, self.history)
        if told == "training" and self.history.started is None:  # begun elsewhere, a moment ago
            return "starting"
        # While its process still saves, it can't be resumed.
        return self.state if told == "stopped" and status.alive(status.read(self.folder)) else told

    def _forget_refused(self) -> None:
        """A change that the worker took and did not record was refused, or changed nothing."""
        here = {command.id for command in commands.pending(self.folder)} if self.waiting else set()
        for path, id in list(self.waiting.items()):
            if id in here:
                continue
            # Taken a moment ago its event may be under way
            if self._clock() - self._gone.setdefault(id, self._clock()) >= LOOK_S:
                del self.waiting[path], self._gone[id]
                self._news[path] = fields.get(self.config, path)

    def _take_changes(self) -> None:
        """Bring `config` up to the changes in the history."""
        changes = self.history.changes
        taken, last = self._changes_taken
        if taken == len(changes) and (not changes or changes[-1] is last):
            return
        grown = taken < len(changes) and (taken == 0 or changes[taken - 1] is last)
        # Fewer than before: a run that went on from a checkpoint dropped what came after it.
        base = self.config if grown or len(changes) >= MARKS_KEPT else self.at_start
        values: dict[str, Any] = {}
        for change in changes[taken:] if grown else changes:
            values.update(change.changes)
        self._changes_taken = (len(changes), changes[-1] if changes else None)
        self.config = replaced(base, values)
        known = {change.command for change in changes[-64:]}
        self.waiting = {path: id for path, id in self.waiting.items() if id not in known}
        self._news |= {path: value for path, value in values.items() if path not in self.waiting}

    # Acting

    def launched(self, pid: int, *, resumed: bool = False) -> None:
        """A worker was started for it."""
        self._pid = pid
        if resumed:
            self.history.ended, self.history.phase = None, "starting"
            self._started_before = self.history.started
        self.state = "starting"
        self._began = self._looked = self._clock()

    def send(self, action: commands.Action, changes: dict[str, Any] | None = None) -> None:
        """Send a command to its worker; the changes then wait for the event that says they are in force.

        Raises:
            LabError: it can't be written.
        """
        sent = commands.send(self.folder, action, changes)
        for path in changes or {}:
            self.waiting[path] = sent.id
