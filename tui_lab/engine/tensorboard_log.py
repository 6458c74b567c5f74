"""A run as an events file of TensorBoard: all that was recorded, written once or while it trains.

torch (2 s) and the optional package `tensorboard` are imported when the first event is written.
"""

from __future__ import annotations

import importlib.util
import math
import os
from pathlib import Path
from typing import Any

from tui_lab.config import fields
from tui_lab.config import file as config_file
from tui_lab.config.errors import LabError
from tui_lab.messages import t
from tui_lab.runs.events import Changed, Epoch, Event, Finished, Started, Steps
from tui_lab.runs.follow import EventTail

FLUSH_S = 5


def prepare(into: Path) -> None:
    """Make the folder that `tensorboard --logdir` will be given.

    Raises:
        LabError: the package `tensorboard` isn't installed, or the folder can't be made or written.
    """
    if importlib.util.find_spec("tensorboard") is None:
        raise LabError(t("cli.tensorboard_missing"))
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LabError(t("cli.tensorboard_unwritable", where=into, error=error.strerror)) from error
    if not os.access(into, os.W_OK):
        raise LabError(t("cli.tensorboard_unwritable", where=into, error=os.strerror(13)))


class TensorBoardLog:
    """Writes the events of one run into a folder of its name, so that one TensorBoard shows several runs.

    Attributes:
        folder: where the events file is.
    """

    def __init__(self, run: Path, into: Path) -> None:
        """Prepare to write.

        Args:
            run: the run folder.
            into: what `tensorboard --logdir` will be given.

        Raises:
            LabError: as `prepare`, or this run is there already: twice the same points would be drawn.
        """
        prepare(into)
        self.folder = into / run.name
        if any(self.folder.glob("events.out.tfevents.*")):
            raise LabError(t("cli.tensorboard_exists", where=self.folder))
        self._run = run
        self._tail = EventTail(run / "events.jsonl")
        self._writer: Any = None
        self._step = 0
        self._metric = "accuracy"

    def catch_up(self) -> None:
        """Write what was recorded since the last call."""
        for event in self._tail.read():
            self._take(event)

    def close(self) -> None:
        """Write the rest, and all of it to the disk."""
        self.catch_up()
        if self._writer is not None:
            self._writer.close()

    def _open(self, purge_step: int | None = None) -> None:
        from torch.utils.tensorboard import SummaryWriter

        if self._writer is not None:
            self._writer.close()
        self._writer = SummaryWriter(str(self.folder), purge_step=purge_step, flush_secs=FLUSH_S)

    def _take(self, event: Event) -> None:
        match event:
            case Started():
                self._start(event)
            case Steps():
                self._add_steps(event)
            case Epoch():
                self._add_epoch(event)
            case Changed():
                changes = [f"{path}: {event.before.get(path, '?')} → {value}" for path, value in event.changes.items()]
                self._text("changes", "\n".join(changes), event)
            case Finished():
                self._add("loss/test", event.test_loss, event)
                self._add(f"{self._metric}/test", event.test_metric, event)
                self._extra("test", event.test_extra, event)
        self._step = event.step

    def _start(self, event: Started) -> None:
        self._metric = event.metric
        if self._writer is None:
            self._open()
            config = config_file.read(self._run / "config.json")
            rows = [f"    {path} = {fields.show(path, fields.get(config, path))}" for path in fields.fields()]
            self._text("config", "\n".join(rows), event)
        elif event.step < self._step:
            # It went on from a checkpoint: what came after that has been trained anew
            self._open(purge_step=event.step + 1)

    def _add_steps(self, event: Steps) -> None:
        first = event.step - len(event.loss) + 1
        for at, (loss, metric) in enumerate(zip(event.loss, event.metric, strict=False)):
            self._add("loss/train", loss, event, step=first + at)
            self._add(f"{self._metric}/train", metric, event, step=first + at)
        self._add("training/learning_rate", event.lr, event)
        self._add("training/gradient_norm", event.gradient_norm, event)
        self._add("training/samples_per_s", event.samples_per_s, event)

    def _add_epoch(self, event: Epoch) -> None:
        name = self._metric
        self._add("loss/train_epoch", event.train_loss, event)
        self._add(f"{name}/train_epoch", event.train_metric, event)
        self._add("loss/validation", event.val_loss, event)
        self._add(f"{name}/validation", event.val_metric, event)
        self._add("training/epoch", event.epoch, event)
        self._extra("validation", event.extra, event)

    def _extra(self, part: str, values: Any, event: Event) -> None:
        for name, value in values.items():
            self._add(f"{name}/{part}", value, event)

    def _add(self, tag: str, value: float | None, event: Event, *, step: int | None = None) -> None:
        """A point; one that is not finite stays so, for TensorBoard marks it."""
        if self._writer is not None:
            shown = math.nan if value is None else value
            self._writer.add_scalar(tag, shown, event.step if step is None else step, walltime=event.time)

    def _text(self, tag: str, text: str, event: Event) -> None:
        if self._writer is not None:
            self._writer.add_text(tag, text, event.step, walltime=event.time)
