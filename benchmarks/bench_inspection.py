"""What looking inside the network costs training: steps a second with the inspection on, against the same without.

    python benchmarks/bench_inspection.py [--rounds 40] [--seconds 1.2] [--threads 1] [--models mlp,cnn]

One process trains one network; stretches with the inspection on and off alternate, the order within a pair changes
each time, and the figure is the median over the pairs of the ratio of their speeds, so that a slow moment of a shared
machine cancels out. The worker's own loop runs (commands are looked for, events are written). The second figure is
what the measuring itself took, by the clock, of the time with it on: it is the sharper one on a busy machine.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time

from tui_lab.config.fields import apply_text
from tui_lab.config.train import TrainConfig
from tui_lab.engine import inspection as inspection_module
from tui_lab.engine.inspection import Inspection
from tui_lab.engine.trainer import Trainer
from tui_lab.engine.worker import Worker
from tui_lab.runs import commands, store

NAMES = {"mlp": "MLP 784-128-10, dropout, batch 64", "cnn": "CNN 16-32 on 28x28, dropout, batch 64"}


class Over(Exception):
    """Enough was measured."""


class Stretch:
    """Switches the inspection in the worker's own loop, and counts its steps."""

    def __init__(self, seconds: float, rounds: int) -> None:
        self.seconds = seconds
        self.order = [True] + [on for _ in range(rounds) for on in random.sample((True, False), 2)]
        self.speeds: list[float] = []
        self.began = self.step = 0.0
        self.left = 0.0

    def step_done(self, worker: Worker, trainer: Trainer) -> None:
        now = time.perf_counter()
        if self.left and now - self.began < self.seconds:
            return
        if self.left:
            self.speeds.append((trainer.step - self.step) / (now - self.began))
        if len(self.speeds) == len(self.order):
            raise Over
        on = self.order[len(self.speeds)]
        worker.inspection.begin() if on else worker.inspection.end()
        self.began, self.step, self.left = time.perf_counter(), trainer.step, 1.0


def measure(model: str, rounds: int, seconds: float, threads: int) -> tuple[list[float], float, int]:
    """Ratios of speed on against off, share of the time spent measuring, and how often it measured."""
    settings = [f"model.kind={model}", "regularisation.dropout=0.2", "run.epochs=9999", "run.device=cpu",
                f"run.threads={threads}"]  # fmt: skip
    folder = store.create(apply_text(TrainConfig(), settings))
    worker = Worker(folder, resume=False, epochs=None, budget_bytes=2**26)
    stretch = Stretch(seconds, rounds)
    spent, count = 0.0, 0

    class Timed(Inspection):
        def _measure(self, inputs: inspection_module.Tensor, targets: inspection_module.Tensor) -> None:
            nonlocal spent, count
            super()._measure(inputs, targets)
            spent, count = spent + self._seconds, count + 1

    worker.inspection = Timed()
    usual = worker._after_batch

    def after(trainer: Trainer) -> None:
        usual(trainer)
        stretch.step_done(worker, trainer)

    def no_end(_trainer: Trainer) -> None:
        """No validation, no checkpoint: they would fall into some stretches and not into others."""
        _trainer.epoch += 1

    worker._after_batch = after  # type: ignore[method-assign]
    worker._end_epoch = no_end  # type: ignore[method-assign]
    trainer = worker.prepare()
    try:
        worker.train(trainer)
    except Over:
        pass
    finally:
        worker.recorder.close()
    pairs = list(zip(stretch.order[1::2], stretch.speeds[1::2], stretch.speeds[2::2], strict=False))
    ratios = [first / second if on else second / first for on, first, second in pairs]
    on_seconds = seconds * sum(stretch.order)
    return ratios, spent / on_seconds, count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=1.2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--models", default="mlp,cnn")
    options = parser.parse_args()
    random.seed(0)
    with tempfile.TemporaryDirectory() as home:
        os.environ["DL_LAB_HOME"] = home
        print(f"default rate: every {inspection_module.INTERVAL_S} s; on for {commands.INSPECT_S:.0f} s at a time")
        for model in options.models.split(","):
            ratios, share, count = measure(model, options.rounds, options.seconds, options.threads)
            middle = sorted(ratios)[len(ratios) // 4 : -(len(ratios) // 4) or None]
            print(f"{NAMES[model]}, {options.threads} thread(s): costs {1 - statistics.median(ratios):+.2%} of speed "
                  f"(quartiles {1 - middle[-1]:+.1%} to {1 - middle[0]:+.1%}, {len(ratios)} pairs); measuring took "
                  f"{share:.2%} of the time, {count} times (bar 2 %)")  # fmt: skip


if __name__ == "__main__":
    main()
