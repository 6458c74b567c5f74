"""Events as a worker writes them, and strategies for arbitrary ones."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from hypothesis import strategies as st

from tui_lab.runs.events import (
    Boundary,
    Changed,
    Checkpoint,
    Confusion,
    Continued,
    Epoch,
    Event,
    Failed,
    Finished,
    LayerRow,
    Layers,
    Paused,
    Started,
    Steps,
    Stopped,
    encode,
)

KINDS: tuple[type[Any], ...] = get_args(Event)


def started(step: int = 0, **values: Any) -> Started:
    usual: dict[str, Any] = {
        "time": 1.0,
        "epochs": 10,
        "steps_per_epoch": 10,
        "samples": 640,
        "parameters": 100,
        "metric": "accuracy",
        "device": "cpu",
        "threads": 1,
        "torch": "2.8.0",
    }
    return Started(step=step, **(usual | values))


def steps(last: int, losses: list[float | None], metrics: list[float | None] | None = None) -> Steps:
    return Steps(
        time=float(last),
        step=last,
        loss=losses,
        metric=metrics if metrics is not None else [0.5] * len(losses),
        lr=0.1,
        gradient_norm=1.0,
        samples_per_s=1000.0,
    )


def epoch(number: int, *, best: bool = True, val_loss: float | None = 0.5, each: int = 10, **values: Any) -> Epoch:
    usual: dict[str, Any] = {"train_loss": 0.4, "train_metric": 0.8, "val_metric": 0.75, "lr": 0.1, "seconds": 2.0}
    return Epoch(time=float(number), step=number * each, epoch=number, best=best, val_loss=val_loss, **(usual | values))


def changed(step: int, **values: Any) -> Changed:
    usual: dict[str, Any] = {"command": f"c{step}", "changes": {"optimizer.lr": 0.1}, "before": {"optimizer.lr": 0.2}}
    return Changed(time=float(step), step=step, **(usual | values))


def finished(step: int = 100, **values: Any) -> Finished:
    usual: dict[str, Any] = {
        "epoch": 10,
        "best_epoch": 9,
        "best_metric": 0.9,
        "early_stopped": False,
        "test_loss": 0.3,
        "test_metric": 0.91,
        "seconds": 20.0,
    }
    return Finished(time=float(step), step=step, **(usual | values))


def layers(step: int, *updates: float | None, names: Iterable[str] = ("linear1", "output")) -> Layers:
    """A look inside a network whose layers moved by so much."""
    rows = [
        LayerRow(
            name=name,
            kind="linear",
            activation="relu" if name != "output" else "",
            shape=[8],
            weight_rms=0.1,
            activation_rms=1.0,
            idle=0.25 if name != "output" else None,
            weight_gradient_rms=1e-3,
            output_gradient_rms=None,
            update=update,
            word="ok" if update else "frozen",
            why="" if update else "update_small",
        )
        for name, update in zip(names, updates, strict=False)
    ]
    return Layers(time=float(step), step=step, samples=64, rows=rows)


def one_of_each() -> list[Event]:
    """Each kind of event, with all that it can say."""
    return [
        started(resumed=True, changes_applied=2),
        Steps(
            time=1.5,
            step=3,
            loss=[0.5, None, 1e-300],
            metric=[0.1, 0.2, None],
            lr=0.1,
            gradient_norm=None,
            samples_per_s=5.5,
            gpu_memory_mb=1.0,
            gpu_use_percent=99.0,
        ),
        epoch(1, extra={"auc": 0.9, "rmse": None}),
        Confusion(time=1.0, step=10, counts=[[1, 2], [3, 4]]),
        Boundary(
            time=1.0,
            step=10,
            x_range=(-1.0, 1.0),
            y_range=(0.0, 2.0),
            rows=["01", "76"],
            levels=8,
            points=[(0.5, 0.25, 1)],
        ),
        layers(10, 1e-3, None),
        changed(
            10,
            changes={"optimizer.name": "sgd", "regularisation.batch_norm": True, "optimizer.lr": 0.5},
            note="norm_put_in",
            replayed=True,
        ),
        Paused(time=2.0, step=10),
        Continued(time=3.0, step=10),
        Checkpoint(time=4.0, step=10, file="epoch-000001.pt", epoch=1),
        Stopped(time=5.0, step=10, reason="gpu"),
        finished(test_confusion=[[5]], test_extra={"auc": None}, test_look=2),
        Failed(time=6.0, step=11, reason="disk_full", values={"step": 11, "where": 'a\n"b" ế\u2028', "x": 0.5}),
    ]


def write(folder: Path, events: Iterable[Event]) -> Path:
    """Append events to the folder's `events.jsonl`."""
    path = folder / "events.jsonl"
    with path.open("ab") as file:
        file.writelines(encode(event) for event in events)
    return path


@st.composite
def run_events(draw: st.DrawFn) -> list[Event]:
    """A run in small: steps and epochs, changes, pauses, ends, and workers that go on from an earlier step."""
    found: list[Event] = [started(steps_per_epoch=5)]
    step, applied, best_step = 0, 0, 0
    values = st.none() | st.floats(-1e6, 1e6)
    for _ in range(draw(st.integers(0, 12))):
        match draw(st.sampled_from(["steps", "steps", "epoch", "changed", "pause", "end", "resume", "pictures"])):
            case "steps":
                losses = draw(st.lists(values, min_size=1, max_size=6))
                step += len(losses)
                found.append(steps(step, losses))
            case "epoch":
                step = (step // 5 + 1) * 5
                best_step = draw(st.sampled_from([best_step, step]))
                found.append(epoch(step // 5, each=5, best=best_step == step, val_loss=draw(values)))
                found.append(Checkpoint(time=1.0, step=step, file=f"epoch-{step // 5:06d}.pt", epoch=step // 5))
            case "changed":
                applied += 1
                found.append(changed(step, command=f"c{len(found)}"))
            case "pause":
                found += [Paused(time=1.0, step=step), Continued(time=2.0, step=step)]
            case "end":
                ends: list[Event] = [
                    Stopped(time=1.0, step=step, reason="learner"),
                    finished(step),
                    Failed(time=1.0, step=step, reason="crashed", values={"step": step, "error": "x"}),
                ]
                found.append(draw(st.sampled_from(ends)))
            case "resume":
                step = draw(st.integers(0, step))
                applied = draw(st.integers(0, applied))
                found.append(started(step, steps_per_epoch=5, resumed=True, changes_applied=applied))
            case _:
                found.append(Confusion(time=1.0, step=step, counts=[[step]]))
                found.append(layers(step, draw(values), draw(values)))
                points: list[tuple[float, float, int]] = [(0.0, 0.0, step)] if draw(st.booleans()) else []
                found.append(
                    Boundary(time=1.0, step=step, x_range=(0, 1), y_range=(0, 1), rows=["0"], levels=8, points=points)
                )
    return found
