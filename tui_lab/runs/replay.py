"""Live changes that a checkpoint does not contain yet: a worker that goes on from it carries them out anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tui_lab.config import fields
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.runs.events import Changed, Started
from tui_lab.runs.follow import EventTail


class Changes:
    """The live changes of a run that count, sorted into those carried out and those still to come."""

    def __init__(self) -> None:
        self.done: list[Changed] = []
        self.coming: list[Changed] = []
        self.commands: set[str] = set()
        """Ids of all commands ever carried out."""

    def take(self, event: Started | Changed) -> None:
        """Take in an event of the run, in their order."""
        if isinstance(event, Started):
            known = self.done + self.coming
            self.done, self.coming = known[: event.changes_applied], known[event.changes_applied :]
            return
        self.commands.add(event.command)
        if event.replayed:
            self.coming = self.coming[1:]
        else:
            self.coming = []  # a new change by the learner is the new truth from here on
        self.done.append(event)


def read_changes(events: Path) -> Changes:
    """The live changes in a run's events."""
    found = Changes()
    for event in EventTail(events).read():
        if isinstance(event, Started | Changed):
            found.take(event)
    return found


def with_changes(config: TrainConfig, changes: Iterable[Changed]) -> TrainConfig:
    """The config with the live changes of a run."""
    for change in changes:
        config = replaced(config, change.changes)
    return config


def replaced(config: TrainConfig, values: Mapping[str, Any]) -> TrainConfig:
    """The config with what a run's events say; a value of another version that doesn't fit is left out."""
    for path, value in values.items():
        try:
            config = fields.replace(config, {path: value})
        except LabError:
            continue
    return config
