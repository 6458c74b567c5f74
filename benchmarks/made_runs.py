"""Run folders with as many recorded steps as a measurement needs."""

from __future__ import annotations

import math
import time
from pathlib import Path

from tui_lab.config.fields import apply_text
from tui_lab.config.train import TrainConfig
from tui_lab.runs import store
from tui_lab.runs.events import Checkpoint, Epoch, Event, Finished, Started, Steps, encode
from tui_lab.runs.follow import open_history, write_side_file

STEPS_PER_EPOCH = 1_000
LINE = 200


def make_run(steps: int, *, ended: bool = True) -> Path:
    """A run of the CNN on MNIST as the worker would have recorded it, with its side file."""
    epochs = max(1, steps // STEPS_PER_EPOCH)
    planned = epochs if ended else 2 * epochs
    folder = store.create(apply_text(TrainConfig(), ["model.kind=cnn", f"run.epochs={planned}"]))
    now = time.time()
    with (folder / "events.jsonl").open("ab") as file:

        def write(event: Event) -> None:
            file.write(encode(event))

        write(Started(time=now, step=0, epochs=planned, steps_per_epoch=STEPS_PER_EPOCH, samples=64_000,
                      parameters=20_490, metric="accuracy", device="cpu", threads=2, torch="2.14.1"))  # fmt: skip
        for step in range(LINE, steps + 1, LINE):
            loss = [2.3 * math.exp(-i / steps * 4) + 0.1 * math.sin(i * 1.7) ** 2 for i in range(step - LINE, step)]
            write(Steps(time=now, step=step, loss=loss, metric=[1 - x / 2.5 for x in loss], lr=1e-3,
                        gradient_norm=1.8, samples_per_s=8_000))  # fmt: skip
            if step % STEPS_PER_EPOCH == 0:
                epoch = step // STEPS_PER_EPOCH
                write(Epoch(time=now, step=step, epoch=epoch, train_loss=loss[-1], train_metric=1 - loss[-1] / 2.5,
                            val_loss=loss[-1] + 0.05, val_metric=0.97 - loss[-1] / 2.5, lr=1e-3, seconds=8.0,
                            best=True))  # fmt: skip
                write(Checkpoint(time=now, step=step, file="last.pt", epoch=epoch))
        if ended:
            write(Finished(time=now, step=steps, epoch=epochs, best_epoch=epochs, best_metric=0.97,
                           early_stopped=False, test_loss=0.1, test_metric=0.97, seconds=8.0))  # fmt: skip
    write_side_file(open_history(folder), folder)
    store.mark_seen(folder)
    return folder
