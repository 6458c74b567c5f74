"""What is known of a run from its events: bounded in size, and the same whether read at once or followed."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field
from msgspec.structs import asdict, replace

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
    Layers,
    Paused,
    Started,
    Steps,
    Stopped,
)
from tui_lab.runs.series import Series

Phase = Literal["starting", "training", "paused", "stopped", "finished", "failed"]

EPOCHS_KEPT = 2_000
MARKS_KEPT = 500
UPDATES_KEPT = 60


class History(Struct, kw_only=True):
    """A run as its events tell it. Losses and metrics are series over steps."""

    phase: Phase = "starting"
    step: int = 0
    started: Started | None = None
    train_loss: Series = field(default_factory=Series)
    train_metric: Series = field(default_factory=Series)
    val_loss: Series = field(default_factory=Series)
    val_metric: Series = field(default_factory=Series)
    last_steps: Steps | None = None
    epochs: list[Epoch] = []
    """The last epochs, at most `EPOCHS_KEPT`, and before them the best where it is older."""
    changes: list[Changed] = []
    changes_seen: int = 0
    """How many live changes there were in all; `changes` has the last of them."""
    checkpoints: list[Checkpoint] = []
    confusion: Confusion | None = None
    boundary: Boundary | None = None
    layers: Layers | None = None
    """The last measurement of the layers; None as long as nobody looked inside."""
    updates: dict[str, list[float | None]] = {}
    """By the name of a layer in `layers`: its last updates against its weights, at most `UPDATES_KEPT`."""
    ended: Finished | Failed | Stopped | None = None
    test_looks: int = 0
    seconds: float = 0.0
    """Training time of the epochs done."""
    version: int = 0
    offset: Annotated[int, Meta(ge=0)] = 0
    """Bytes of `events.jsonl` that this history covers."""
    damaged: int = 0
    """Lines that could not be read."""

    @property
    def steps_per_epoch(self) -> int:
        """Steps of one epoch; 1 as long as no worker has said."""
        return self.started.steps_per_epoch if self.started else 1

    @property
    def epoch(self) -> float:
        """Epochs done, in part too."""
        return self.step / self.steps_per_epoch

    @property
    def metric(self) -> str:
        """`accuracy` or `r2`; accuracy as long as no worker has said."""
        return self.started.metric if self.started else "accuracy"

    @property
    def seconds_left(self) -> float | None:
        """An estimate of the time to the last epoch; None as long as nothing was measured.

        It comes from the last epochs, validation included, and before them from the speed.
        """
        if self.started is None:
            return None
        epochs = max(0.0, self.started.epochs - self.epoch)
        if recent := self.epochs[-3:]:
            return epochs * sum(e.seconds for e in recent) / len(recent)
        if self.last_steps is None or self.last_steps.samples_per_s <= 0:
            return None
        return epochs * self.started.samples / self.last_steps.samples_per_s

    @property
    def best(self) -> Epoch | None:
        """The epoch that is the best so far."""
        return next((e for e in reversed(self.epochs) if e.best), None)

    def apply(self, event: Event) -> None:
        """Take one event in."""
        self.version += 1
        if not isinstance(event, Started):
            self.step = event.step
        match event:
            case Started():
                self._start(event)
            case Steps():
                self._add_steps(event)
            case Epoch():
                self._add_epoch(event)
            case Changed():
                self.changes.append(event)
                self.changes_seen += 1
                del self.changes[:-MARKS_KEPT]
            case Checkpoint():
                self.checkpoints = [c for c in self.checkpoints if c.file != event.file] + [event]
                del self.checkpoints[:-EPOCHS_KEPT]
            case Confusion():
                self.confusion = event
            case Boundary():
                if not event.points and self.boundary is not None:
                    event = replace(event, points=self.boundary.points)
                self.boundary = event
            case Layers():
                self._add_layers(event)
            case Paused():
                self.phase = "paused"
            case Continued():
                self.phase = "training"
            case Stopped():
                self.phase, self.ended = "stopped", event
            case Finished():
                self.phase, self.ended, self.test_looks = "finished", event, event.test_look
            case Failed():
                self.phase, self.ended = "failed", event

    def _start(self, event: Started) -> None:
        self.started, self.ended, self.phase = event, None, "training"
        undone = max(0, self.changes_seen - event.changes_applied)
        self.changes = self.changes[: max(0, len(self.changes) - undone)]
        self.changes_seen = event.changes_applied
        if event.step < self.step:
            for series in (self.train_loss, self.train_metric, self.val_loss, self.val_metric):
                series.truncate(event.step)
            dropped = [e for e in self.epochs if e.step > event.step]
            self.seconds -= sum(e.seconds for e in dropped)
            self.epochs = [e for e in self.epochs if e.step <= event.step]
            if self.layers is not None and self.layers.step > event.step:
                self.layers, self.updates = None, {}
        self.step = event.step

    def _add_steps(self, event: Steps) -> None:
        first = event.step - len(event.loss) + 1
        for i, (loss, metric) in enumerate(zip(event.loss, event.metric, strict=False)):
            self.train_loss.add(first + i, loss)
            self.train_metric.add(first + i, metric)
        self.last_steps = event
        if self.phase == "starting":
            self.phase = "training"

    def _add_epoch(self, event: Epoch) -> None:
        self.val_loss.add(event.step, event.val_loss)
        self.val_metric.add(event.step, event.val_metric)
        self.epochs.append(event)
        self.seconds += event.seconds
        if len(self.epochs) > EPOCHS_KEPT:
            best = self.best
            del self.epochs[:-EPOCHS_KEPT]
            if best is not None and best.epoch < self.epochs[0].epoch:
                self.epochs.insert(0, best)

    def _add_layers(self, event: Layers) -> None:
        self.layers = event
        self.updates = {row.name: [*self.updates.get(row.name, []), row.update][-UPDATES_KEPT:] for row in event.rows}

    def forget(self) -> None:
        """Know nothing again; `version` goes on growing, so that whoever draws this sees a change."""
        version = self.version
        for name, value in asdict(History()).items():
            setattr(self, name, value)
        self.version = version + 1
