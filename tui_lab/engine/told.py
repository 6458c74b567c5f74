"""What a trainer has done, as the events that tell it."""

from __future__ import annotations

import time

from tui_lab.engine.evaluate import Plane
from tui_lab.engine.trainer import EpochRecord, StepRecord, Trainer
from tui_lab.runs.events import Boundary, Epoch, Steps


def steps(record: StepRecord, samples_per_s: float, gpu: tuple[float, float] | None) -> Steps:
    """Steps in a row; `gpu` is its memory in MB and its use in percent."""
    memory, use = gpu or (None, None)
    return Steps(
        time=time.time(),
        step=record.step,
        loss=list(record.loss),
        metric=list(record.metric),
        lr=record.lr,
        gradient_norm=record.gradient_norm,
        samples_per_s=samples_per_s,
        gpu_memory_mb=memory,
        gpu_use_percent=use,
    )


def epoch(record: EpochRecord, step: int) -> Epoch:
    """The end of an epoch, after which `step` steps are done."""
    result = record.validation
    return Epoch(
        time=time.time(),
        step=step,
        epoch=record.epoch,
        train_loss=record.train_loss,
        train_metric=record.train_metric,
        val_loss=result.loss if result else None,
        val_metric=result.metric if result else None,
        lr=record.lr,
        seconds=record.seconds,
        best=record.best,
        extra=result.extra if result else {},
    )


def boundary(plane: Plane, trainer: Trainer, points: list[tuple[float, float, int]]) -> Boundary:
    """What the model says over the plane now."""
    rows, levels = plane.rows(trainer.model, trainer.precision)
    return Boundary(
        time=time.time(),
        step=trainer.step,
        x_range=plane.x_range,
        y_range=plane.y_range,
        rows=rows,
        levels=levels,
        points=points,
    )
