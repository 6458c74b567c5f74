"""Small runs through the real worker, in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tui_lab.config.fields import apply_text
from tui_lab.config.train import TrainConfig
from tui_lab.engine import worker as worker_module
from tui_lab.engine.worker import Worker
from tui_lab.runs import store
from tui_lab.runs.events import Event
from tui_lab.runs.follow import EventTail


class Killed(BaseException):
    """Stands for `kill -9`: nothing in the worker catches it or cleans up after it."""


def make_config(*settings: str) -> TrainConfig:
    """A small config: 8x8 digits, 3 epochs, on the CPU."""
    usual = ["data.name=digits8x8", "run.epochs=3", "run.device=cpu", "run.threads=1", "data.train_samples=300"]
    return apply_text(TrainConfig(), [*usual, *settings])


def make_run(*settings: str) -> Path:
    """A run folder with such a config."""
    return store.create(make_config(*settings))


def train(folder: Path, *, resume: bool = False, epochs: int | None = None) -> int:
    """Train a run folder in this process."""
    worker = Worker(folder, resume=resume, epochs=epochs, budget_bytes=2**30)
    try:
        return worker_module._run(worker)
    finally:
        worker.recorder.close()


def train_until(folder: Path, step: int, monkeypatch: pytest.MonkeyPatch, *, resume: bool = False) -> None:
    """Train until a step, then die as by `kill -9`."""
    usual: Callable[[Worker, worker_module.Trainer], None] = Worker._after_batch

    def dying(self: Worker, trainer: worker_module.Trainer) -> None:
        usual(self, trainer)
        if trainer.step == step:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "_after_batch", dying)
        with pytest.raises(Killed):
            train(folder, resume=resume)


def events(folder: Path) -> list[Event]:
    """All events of a run."""
    return EventTail(folder / "events.jsonl").read()
