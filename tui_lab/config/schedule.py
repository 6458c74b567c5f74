"""Learning-rate schedules as plain functions of the step, so that a form can draw one without torch.

Each gives the factor by which `optimizer.lr` is multiplied, and equals the scheduler of the same name in
`torch.optim.lr_scheduler` (tested against it). Plateau depends on validation losses and lives in the engine;
here its factor is 1.
"""

from __future__ import annotations

import math

from tui_lab.config.train import ScheduleConfig

WARMUP_START = 0.1
"""Warm-up starts from this part of the rate with which the schedule begins (`LinearLR(start_factor=0.1)`)."""
ONE_CYCLE_RISE = 0.3
"""Part of the steps in which one-cycle rises (`OneCycleLR(pct_start=0.3)`)."""
ONE_CYCLE_START = 1 / 25
ONE_CYCLE_END = 1 / 25 / 1e4


def warmup_steps(schedule: ScheduleConfig, steps_per_epoch: int) -> int:
    """How many steps the warm-up takes."""
    return round(schedule.warmup_epochs * steps_per_epoch)


def factor(schedule: ScheduleConfig, step: int, steps_per_epoch: int, epochs: int) -> float:
    """The factor on the learning rate for step `step` (the first is 0) of a run of `epochs` epochs."""
    warmup = warmup_steps(schedule, steps_per_epoch)
    if step < warmup:
        # One-cycle begins far below the rate: a warm-up to the rate itself would end in a fall.
        begin = ONE_CYCLE_START if schedule.name == "one-cycle" else 1.0
        return begin * (WARMUP_START + (1 - WARMUP_START) * step / warmup)
    step -= warmup
    total = max(1, steps_per_epoch * epochs - warmup)
    match schedule.name:
        case "step":
            return schedule.gamma ** (step // steps_per_epoch // schedule.step_size)
        case "exponential":
            return schedule.gamma ** (step // steps_per_epoch)
        case "cosine":
            return 0.5 * (1 + math.cos(math.pi * min(step, total) / total))
        case "one-cycle":
            return _one_cycle(step, total)
        case _:
            return 1.0


def _cosine_between(start: float, end: float, part: float) -> float:
    return end + (start - end) / 2 * (1 + math.cos(math.pi * part))


def _one_cycle(step: int, total: int) -> float:
    """Smith and Topin, "Super-Convergence" (2018), with the cosine annealing of `OneCycleLR`."""
    top = ONE_CYCLE_RISE * total - 1
    if step <= top:
        return _cosine_between(ONE_CYCLE_START, 1.0, step / top)
    # Below four steps `top` is negative and the fall has begun before the first of them, in torch too.
    return _cosine_between(1.0, ONE_CYCLE_END, min(1.0, (step - top) / (total - 1 - top)))
