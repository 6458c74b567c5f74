"""Schedules against `torch.optim.lr_scheduler`, step by step."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.optim import Optimizer, lr_scheduler

from tui_lab.config.schedule import factor, warmup_steps
from tui_lab.config.train import ScheduleConfig, ScheduleName

PLANS = [(1, 1), (1, 2), (2, 1), (1, 3), (3, 1), (2, 2), (1, 5), (7, 1), (5, 4), (3, 10), (33, 7)]
NAMES: list[ScheduleName] = ["none", "step", "exponential", "cosine", "plateau", "one-cycle"]

Make = Callable[[Optimizer], lr_scheduler.LRScheduler]


def by_torch(make: Make, steps: int, every: int = 1) -> list[float]:
    """The rate of each step; the scheduler moves after `every` of them."""
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    rates = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SequentialLR calls its parts in a way that they themselves warn of
        scheduler = make(optimizer)
        for step in range(steps):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if (step + 1) % every == 0 and step + 1 < steps:
                scheduler.step()
    return rates


def ours(schedule: ScheduleConfig, steps_per_epoch: int, epochs: int) -> list[float]:
    return [factor(schedule, step, steps_per_epoch, epochs) for step in range(steps_per_epoch * epochs)]


@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("step_size", [1, 2, 5])
def test_step(plan: tuple[int, int], step_size: int) -> None:
    each, epochs = plan
    expected = by_torch(lambda o: lr_scheduler.StepLR(o, step_size, gamma=0.3), each * epochs, every=each)
    assert ours(ScheduleConfig(name="step", step_size=step_size, gamma=0.3), *plan) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("plan", PLANS)
def test_exponential(plan: tuple[int, int]) -> None:
    each, epochs = plan
    expected = by_torch(lambda o: lr_scheduler.ExponentialLR(o, gamma=0.9), each * epochs, every=each)
    assert ours(ScheduleConfig(name="exponential", gamma=0.9), *plan) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("plan", PLANS)
def test_cosine(plan: tuple[int, int]) -> None:
    total = plan[0] * plan[1]
    expected = by_torch(lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=total), total)
    assert ours(ScheduleConfig(name="cosine"), *plan) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("plan", PLANS)
def test_one_cycle(plan: tuple[int, int]) -> None:
    total = plan[0] * plan[1]
    expected = by_torch(lambda o: lr_scheduler.OneCycleLR(o, 1.0, total_steps=total, cycle_momentum=False), total)
    assert ours(ScheduleConfig(name="one-cycle"), *plan) == pytest.approx(expected, abs=1e-9)


def after_warmup(name: ScheduleName, each: int, rest: int) -> Make:
    """The scheduler that follows a warm-up, moved step by step."""
    match name:
        case "step":
            return lambda o: lr_scheduler.StepLR(o, 2 * each, gamma=0.3)
        case "exponential":
            return lambda o: lr_scheduler.StepLR(o, each, gamma=0.3)
        case "cosine":
            return lambda o: lr_scheduler.CosineAnnealingLR(o, T_max=rest)
        case "one-cycle":
            return lambda o: lr_scheduler.OneCycleLR(o, 1.0, total_steps=rest, cycle_momentum=False)
        case _:
            return lambda o: lr_scheduler.ConstantLR(o, factor=1.0)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("warmup", [0.3, 0.5, 1, 1.7])
@pytest.mark.parametrize("plan", [(1, 3), (2, 2), (7, 3), (20, 5)])
def test_warmup_then_the_schedule(name: ScheduleName, warmup: float, plan: tuple[int, int]) -> None:
    each, epochs = plan
    schedule = ScheduleConfig(name=name, warmup_epochs=warmup, step_size=2, gamma=0.3)
    steps = warmup_steps(schedule, each)
    rest = each * epochs - steps
    then = after_warmup(name, each, rest)
    if steps == 0:
        expected = by_torch(then, each * epochs)
    else:
        expected = by_torch(
            lambda o: lr_scheduler.SequentialLR(
                o, [lr_scheduler.LinearLR(o, start_factor=0.1, total_iters=steps), then(o)], milestones=[steps]
            ),
            each * epochs,
        )
    assert ours(schedule, *plan) == pytest.approx(expected, abs=1e-9)


@given(
    st.sampled_from(NAMES),
    st.floats(0, 1000),
    st.integers(1, 10),
    st.floats(1e-300, 1),
    st.integers(0, 10**7),
    st.integers(1, 2000),
    st.integers(1, 1000),
)
def test_a_factor_is_never_above_one_nor_below_zero(
    name: ScheduleName, warmup: float, step_size: int, gamma: float, step: int, each: int, epochs: int
) -> None:
    """Also in a warm-up longer than the run, and in steps beyond the end: a run may be prolonged."""
    schedule = ScheduleConfig(name=name, warmup_epochs=warmup, step_size=step_size, gamma=gamma)
    assert 0 <= factor(schedule, step, each, epochs) <= 1 + 1e-12


def test_plateau_is_left_to_the_engine() -> None:
    assert set(ours(ScheduleConfig(name="plateau"), 3, 3)) == {1.0}
