"""What differs between runs, and what that came to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from tui_lab.config import fields
from tui_lab.config.catalogue import card
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.messages import t
from tui_lab.runs import store
from tui_lab.runs.branching import Origin, read_origin
from tui_lab.runs.events import Finished
from tui_lab.runs.store import Run

MOST = 6
"""Runs that can be laid over each other: so many colours and markers can be told apart."""


class Side(Struct, frozen=True, kw_only=True):
    """One run of a comparison."""

    run: int
    name: str
    state: str
    origin: Origin | None
    settings: dict[str, Any]
    """The fields in which the runs differ, with this run's value as a learner would type it."""
    live_changes: int
    epochs: float
    """Done, in part too."""
    planned: int
    best: float | None
    """Best validation metric; of a branch the best of its own epochs, not of those it took over."""
    best_epoch: int | None
    val_loss: float | None
    """At the best epoch."""
    gap: float | None
    """Validation loss minus training loss after the last epoch: what training shows and validation doesn't."""
    seconds: float
    test: float | None
    has_own_epochs: bool
    """A branch begins with its parent's, and can't be judged by them."""


class Comparison(Struct, frozen=True, kw_only=True):
    """Runs side by side, in the order asked for."""

    metric: str
    differing: list[str]
    """Paths of the fields in which they differ at their start."""
    val_samples: int
    """Validation samples of the set that has fewest: what one of them weighs."""
    sides: list[Side]


def compare(folders: Sequence[Path]) -> Comparison:
    """Lay runs side by side.

    Raises:
        LabError: fewer than two or more than six runs, one's config can't be read, or they have different tasks.
    """
    check_number(len(folders))
    return compare_runs([store.open_run(folder) for folder in folders])


def check_number(n: int) -> None:
    """Whether so many runs can be laid side by side.

    Raises:
        LabError: they are too few or too many.
    """
    if not 2 <= n <= MOST:
        raise LabError(t("runs.compare_some", most=MOST, n=n))


def compare_runs(runs: Sequence[Run]) -> Comparison:
    """As `compare`, for runs that are open already."""
    check_number(len(runs))
    configs: list[TrainConfig] = []
    for run in runs:
        if run.config is None:
            raise LabError(run.problem)
        configs.append(run.config)
    cards = [card(config.data.name) for config in configs]
    tasks = {data.task for data in cards}
    if len(tasks) > 1:
        named = ", ".join(f"{run.number} {config.data.name}" for run, config in zip(runs, configs, strict=True))
        raise LabError(t("runs.compare_tasks", runs=named))
    differing = [
        path for path in fields.fields() if any(fields.get(c, path) != fields.get(configs[0], path) for c in configs)
    ]
    sides = [_side(run, config, differing) for run, config in zip(runs, configs, strict=True)]
    return Comparison(
        metric="r2" if tasks == {"regression"} else "accuracy",
        differing=differing,
        val_samples=min(data.sizes.validation for data in cards),
        sides=sides,
    )


def _side(run: Run, config: TrainConfig, differing: list[str]) -> Side:
    history, origin = run.history, read_origin(run.folder)
    own_from = origin.epoch if origin is not None else 0
    scored = [e for e in history.epochs if e.val_metric is not None and e.epoch > own_from]
    best = max(scored, key=lambda e: e.val_metric or 0.0, default=None)
    last = history.epochs[-1] if history.epochs else None
    gap = None
    if last is not None and last.val_loss is not None and last.train_loss is not None:
        gap = last.val_loss - last.train_loss
    ended = history.ended
    return Side(
        run=run.number,
        name=run.folder.name,
        state=run.state,
        origin=origin,
        settings={path: fields.show(path, fields.get(config, path)) for path in differing},
        live_changes=len(history.changes),
        epochs=history.epoch,
        planned=history.started.epochs if history.started else config.run.epochs,
        best=best.val_metric if best else None,
        best_epoch=best.epoch if best else None,
        val_loss=best.val_loss if best else None,
        gap=gap,
        seconds=history.seconds,
        test=ended.test_metric if isinstance(ended, Finished) else None,
        has_own_epochs=last is not None and last.epoch > own_from,
    )
