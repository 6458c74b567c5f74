"""Run folders with made-up events, for tests of the lab's screen: no torch, no worker."""

from __future__ import annotations

import math
import random
from pathlib import Path

import msgspec

from tui_lab.config import fields
from tui_lab.config.train import TrainConfig
from tui_lab.runs import status as run_status
from tui_lab.runs import store
from tui_lab.runs.events import (
    Boundary,
    Changed,
    Checkpoint,
    Confusion,
    Epoch,
    Event,
    Failed,
    Finished,
    Started,
    Steps,
    encode,
)

T0 = 1_790_000_000.0
CNN = fields.apply_text(
    TrainConfig(), ["model.kind=cnn", "optimizer.name=adamw", "run.device=cpu", "schedule.name=one-cycle"]
)


def started(*, epochs: int = 10, per_epoch: int = 157, metric: str = "accuracy", **more: object) -> Started:
    values = {"time": T0, "step": 0, "epochs": epochs, "steps_per_epoch": per_epoch, "samples": 10_000}
    values |= {"parameters": 20_490, "metric": metric, "device": "cpu", "threads": 2, "torch": "2.14.0"}
    return msgspec.convert(values | more, Started)


def curve(step: int, rng: random.Random) -> tuple[float, float]:
    loss = (
        0.08
        + 2.2 * math.exp(-step / 90)
        + 0.25 * math.exp(-step / 500)
        + rng.gauss(0, 0.03 + 0.1 * math.exp(-step / 200))
    )
    return max(0.005, loss), min(1.0, max(0.0, 1 - loss / 4 + rng.gauss(0, 0.015)))


def steps(first: int, last: int, rng: random.Random, **more: object) -> list[Event]:
    found: list[Event] = []
    for begin in range(first, last + 1, 40):
        end = min(last, begin + 39)
        pairs = [curve(s, rng) for s in range(begin, end + 1)]
        values = {"time": T0 + end / 100, "step": end, "loss": [p[0] for p in pairs], "metric": [p[1] for p in pairs]}
        values |= {"lr": 9.6e-4, "gradient_norm": 1.82, "samples_per_s": 8410.0}
        found.append(msgspec.convert(values | more, Steps))
    return found


def epoch(number: int, step: int, *, metric: str = "accuracy", best: bool = True) -> Epoch:
    loss = 0.1 + 0.5 * math.exp(-number / 2)
    return Epoch(
        time=T0 + step / 100,
        step=step,
        epoch=number,
        train_loss=loss + 0.02,
        train_metric=0.97 - loss / 8,
        val_loss=loss,
        val_metric=0.98 - loss / 8,
        lr=9e-4,
        seconds=5.9,
        best=best,
    )


def confusion(step: int, classes: int = 10) -> Confusion:
    rng = random.Random(1)
    counts = [[rng.choice([0, 0, 0, 1, 2, 5]) for _ in range(classes)] for _ in range(classes)]
    for i in range(classes):
        counts[i][i] = 180 + rng.randrange(20)
    return Confusion(time=T0, step=step, counts=counts)


def boundary(step: int, shift: float = 0.0) -> Boundary:
    rows = []
    for y in range(30):
        row = ""
        for x in range(60):
            v = (y - 15) / 5 + 2 * math.sin(x / 9 + shift)
            row += str(max(0, min(7, int(3.5 + 2.2 * v))))
        rows.append(row)
    rng = random.Random(2)
    points = [(rng.uniform(-2, 2), rng.uniform(-1.5, 1.5)) for _ in range(60)]
    return Boundary(
        time=T0,
        step=step,
        x_range=(-2.0, 2.0),
        y_range=(-1.5, 1.5),
        rows=rows,
        levels=8,
        points=[(x, y, int(y < math.sin(2 * x))) for x, y in points],
    )


def change(step: int, path: str, before: object, after: object, command: str = "", note: str = "") -> Changed:
    return msgspec.convert(
        {
            "time": T0,
            "step": step,
            "command": command,
            "changes": {path: after},
            "before": {path: before},
            "note": note,
        },
        Changed,
    )


def write(folder: Path, events: list[Event]) -> None:
    with (folder / "events.jsonl").open("ab") as file:
        file.writelines(encode(event) for event in events)


def until(last: int, per_epoch: int = 157, metric: str = "accuracy", seed: int = 0) -> list[Event]:
    """Events of a run in training up to a step, epochs and checkpoints included."""
    rng = random.Random(seed)
    found: list[Event] = []
    step = 0
    while step < last:
        end = min(last, (step // per_epoch + 1) * per_epoch)
        found += steps(step + 1, end, rng)
        step = end
        if step % per_epoch == 0:
            number = step // per_epoch
            found.append(epoch(number, step, metric=metric))
            if metric == "accuracy":
                found.append(confusion(step))
            found.append(Checkpoint(time=T0, step=step, file=f"epoch-{number}.pt", epoch=number))
    return found


def alive(folder: Path) -> None:
    """Let this process count as the worker of the run."""
    run_status.write(folder, running=True)


def dead(folder: Path) -> None:
    """The worker ended."""
    run_status.write(folder, running=False)


def training(config: TrainConfig = CNN, step: int = 483) -> Path:
    """A run in its fourth epoch with a change, whose worker is this process."""
    folder = store.create(config)
    events = until(step)
    events.insert(-2, change(400, "regularisation.dropout", 0.0, 0.3))
    write(folder, [started(), *events])
    alive(folder)
    return folder


def finish(step: int) -> Finished:
    """A run ends well."""
    return Finished(
        time=T0,
        step=step,
        epoch=10,
        best_epoch=9,
        best_metric=0.979,
        early_stopped=False,
        test_loss=0.0712,
        test_metric=0.9782,
        seconds=61.0,
    )


def finished() -> Path:
    folder = store.create(CNN)
    write(folder, [started(), *until(1570), finish(1570)])
    dead(folder)
    return folder


def failed() -> Path:
    folder = store.create(CNN)
    nan = Steps(
        time=T0, step=205, loss=[9.0, None], metric=[0.1, None], lr=0.5, gradient_norm=None, samples_per_s=8000.0
    )
    values: dict[str, str | int | float] = {"value": "nan", "step": 205, "epoch": 1.3, "lr": "0.5"}
    write(folder, [started(), *until(203), nan, Failed(time=T0, step=205, reason="loss_not_finite", values=values)])
    dead(folder)
    return folder


def plane_run() -> Path:
    config = fields.apply_text(TrainConfig(), ["data.name=moons", "model.hidden=16, 16"])
    folder = store.create(config)
    write(folder, [started(per_epoch=20, samples=1280), *until(90, per_epoch=20), boundary(80)])
    alive(folder)
    return folder


def regression() -> Path:
    config = fields.apply_text(TrainConfig(), ["data.name=auto_mpg", "model.hidden=32"])
    folder = store.create(config)
    write(folder, [started(per_epoch=4, metric="r2", epochs=60, samples=235), *until(120, per_epoch=4, metric="r2")])
    alive(folder)
    return folder
