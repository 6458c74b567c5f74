"""Runs made up of events, for tests of the command line."""

from __future__ import annotations

from pathlib import Path

from tui_lab.config import fields
from tui_lab.config.train import TrainConfig
from tui_lab.runs import store
from tui_lab.runs.events import Changed, Epoch, Event, Failed, Finished, Started, Steps, Stopped, encode


def started(**changes: object) -> Started:
    values: dict[str, object] = {
        "time": 1.0,
        "step": 0,
        "epochs": 3,
        "steps_per_epoch": 10,
        "samples": 640,
        "parameters": 1234,
        "metric": "accuracy",
        "device": "cpu",
        "threads": 1,
        "torch": "2.8",
    }
    return Started(**{**values, **changes})  # type: ignore[arg-type]


def epoch(n: int, best: bool = True) -> Epoch:
    return Epoch(
        time=1.0 + n,
        step=10 * n,
        epoch=n,
        train_loss=1 / n,
        train_metric=0.9,
        val_loss=0.5 / n,
        val_metric=0.9 + n / 100,
        lr=0.001,
        seconds=2.0,
        best=best,
    )


def steps(last: int) -> Steps:
    return Steps(
        time=1.0, step=last, loss=[0.5] * 10, metric=[0.9] * 10, lr=0.001, gradient_norm=1.0, samples_per_s=1000.0
    )


FINISHED = Finished(
    time=9.0,
    step=30,
    epoch=3,
    best_epoch=3,
    best_metric=0.93,
    early_stopped=False,
    test_loss=0.2,
    test_metric=0.912,
    seconds=6.0,
)
STOPPED = Stopped(time=9.0, step=10, reason="learner")
FAILED = Failed(time=9.0, step=7, reason="loss_not_finite", values={"value": "nan", "step": 7, "epoch": 1, "lr": "0.1"})
CHANGED = Changed(
    time=3.0, step=12, command="1", changes={"regularisation.dropout": 0.3}, before={"regularisation.dropout": 0.0}
)

WHOLE: list[Event] = [started(), steps(10), epoch(1), CHANGED, steps(20), epoch(2), steps(30), epoch(3), FINISHED]


def make_run(events: list[Event], *settings: str) -> Path:
    """A run folder with these events, whose worker is gone."""
    folder = store.create(fields.apply_text(TrainConfig(), list(settings)))
    (folder / "events.jsonl").write_bytes(b"".join(map(encode, events)))
    return folder
