"""The events of a run: one JSON line each in `events.jsonl`, appended by the worker, read by everyone else.

`pandas.read_json(path, lines=True)` opens the file too. NaN and infinite numbers are written as null.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=0, le=2**53)]
"""Bounded, so that a damaged line can't bring a number that breaks the arithmetic of those who read it."""
Positive = Annotated[int, Meta(ge=1, le=2**53)]


class _Event(Struct, frozen=True, kw_only=True, tag_field="event"):
    time: float
    """Seconds since 1970."""
    step: Count
    """Optimizer steps done when it happened."""


class Started(_Event, tag="started", frozen=True, kw_only=True):
    """A worker begins, or goes on after a stop: whatever was recorded after `step` did not last."""

    epochs: Count
    steps_per_epoch: Positive
    samples: Count
    parameters: Count
    metric: Literal["accuracy", "r2"]
    device: str
    threads: int
    torch: str
    resumed: bool = False
    changes_applied: Count = 0
    """How many live changes the checkpoint that is gone on from already contains."""


class Steps(_Event, tag="steps", frozen=True, kw_only=True):
    """Some steps in a row, the last of which is `step`. Arrays, since a million one-step lines are 80 MB."""

    loss: list[float | None]
    metric: list[float | None]
    lr: float
    gradient_norm: float | None
    samples_per_s: float
    gpu_memory_mb: float | None = None
    gpu_use_percent: float | None = None


class Epoch(_Event, tag="epoch", frozen=True, kw_only=True):
    """An epoch is done: means over it for training, and what validation gives after it."""

    epoch: int
    train_loss: float | None
    train_metric: float | None
    val_loss: float | None
    val_metric: float | None
    lr: float
    seconds: float
    best: bool
    extra: Mapping[str, float | None] = {}
    """Further validation metrics, such as `auc` or `rmse` in the target's unit; null where one can't be told."""


class Confusion(_Event, tag="confusion", frozen=True, kw_only=True):
    """Validation samples by true class (rows) and predicted class (columns)."""

    counts: list[list[int]]


class Boundary(_Event, tag="boundary", frozen=True, kw_only=True):
    """What the model says over the plane of a 2-D data set, in few levels so that little of it changes.

    `rows` are strings from top to bottom. With two classes a character is a level from 0 (class 0, certain) to
    7 (class 1, certain); with more it is the class.
    """

    x_range: tuple[float, float]
    y_range: tuple[float, float]
    rows: list[str]
    levels: int
    points: list[tuple[float, float, int]] = []
    """Some validation points and their class; only in the first such event of a worker."""


LayerWord = Literal["ok", "dead", "saturated", "vanishing", "exploding", "frozen"]
"""What is to be said of a layer; `engine.health` decides it."""


class LayerRow(Struct, frozen=True, kw_only=True):
    """One layer with weights, and the activation behind it, on one training batch; null where it isn't defined.

    `rms` is the root of the mean square over all values.
    """

    name: str
    kind: str
    """`linear`, `conv` or `batch_norm`."""
    activation: str = ""
    """As `model.activation` names it; empty where none follows."""
    shape: list[Count]
    """Of the output of one sample."""
    weight_rms: float | None
    activation_rms: float | None
    """Of what the layer hands on: behind the activation where there is one."""
    idle: float | None = None
    """Share of units that are zero for the whole batch (ReLU, GELU), or of values at the ends (tanh, sigmoid)."""
    weight_gradient_rms: float | None
    """Of the loss by the weights, as the optimizer was given it (clipped)."""
    output_gradient_rms: float | None
    """Of the loss by the layer's output before the activation."""
    update: float | None
    """Norm of what the step changed of the weights, against the norm of the weights."""
    word: LayerWord = "ok"
    why: str = ""
    """Id of the sentence (`layers.why.…`) that explains the word."""


class Layers(_Event, tag="layers", frozen=True, kw_only=True):
    """The network seen from inside on the training batch that made step `step`."""

    samples: Count
    """In that batch."""
    rows: list[LayerRow]


class Changed(_Event, tag="changed", frozen=True, kw_only=True):
    """A live change, in force from the step after `step`."""

    command: str
    """Id of the command, so that none is carried out twice; empty when the change is replayed."""
    changes: dict[str, bool | int | float | str]
    """New value by field path."""
    before: dict[str, bool | int | float | str]
    note: str = ""
    """Id of a message that explains what was done."""
    replayed: bool = False
    """Carried out anew by a worker that went on from a checkpoint older than the change."""


class Paused(_Event, tag="paused", frozen=True, kw_only=True):
    """The worker waits."""


class Continued(_Event, tag="continued", frozen=True, kw_only=True):
    """The worker goes on, for one batch or until told otherwise."""


class Checkpoint(_Event, tag="checkpoint", frozen=True, kw_only=True):
    """A checkpoint was written. Epoch 3 is the state after three epochs."""

    file: str
    epoch: int


class Stopped(_Event, tag="stopped", frozen=True, kw_only=True):
    """The worker was told to stop; everything is kept and the run can go on."""

    reason: Literal["learner", "signal", "gpu"]


class Finished(_Event, tag="finished", frozen=True, kw_only=True):
    """The run is over, by its epochs or by early stopping; test was looked at."""

    epoch: int
    best_epoch: int
    best_metric: float | None
    early_stopped: bool
    test_loss: float | None
    test_metric: float | None
    test_extra: Mapping[str, float | None] = {}
    test_confusion: list[list[int]] | None = None
    test_look: int = 1
    """How many times test has now been looked at in this run; more than once is worth knowing."""
    seconds: float


class Failed(_Event, tag="failed", frozen=True, kw_only=True):
    """The run ended by a fault. `reason` is a message id (`failure.…`) and `values` what it is filled in with."""

    reason: str
    values: dict[str, str | int | float] = {}


Event = (
    Started
    | Steps
    | Epoch
    | Confusion
    | Boundary
    | Layers
    | Changed
    | Paused
    | Continued
    | Checkpoint
    | Stopped
    | Finished
    | Failed
)

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Event)


def encode(event: Event) -> bytes:
    """One line, with its newline."""
    return _encoder.encode(event) + b"\n"


def decode(line: bytes) -> Event | None:
    """The event in a line, or None where the line is damaged."""
    try:
        event: Event = _decoder.decode(line)
        return event
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
