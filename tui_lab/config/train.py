"""`TrainConfig`: the one description of how a training run starts.

The lab's form, a lesson's preset, the command line and the tuner all make one of these; the form, the
options, the help and the exported script derive from it. Typed and validated with msgspec, which imports
in 60 ms where pydantic takes 100 and reads a million event lines several times faster.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from tui_lab.config.augmentation import Augmentation

CONFIG_VERSION = 1

Activation = Literal["relu", "leaky-relu", "gelu", "tanh", "sigmoid", "none"]
Initialisation = Literal["kaiming", "xavier", "normal", "zeros"]
OptimizerName = Literal["sgd", "momentum", "nesterov", "rmsprop", "adagrad", "adam", "adamw"]
ScheduleName = Literal["none", "step", "exponential", "cosine", "plateau", "one-cycle"]
LossName = Literal["auto", "cross-entropy", "bce", "mse", "huber"]
StoppingMetric = Literal["val-loss", "val-metric"]

OPTIMIZER_FAMILY: dict[str, str] = {
    "sgd": "sgd",
    "momentum": "sgd",
    "nesterov": "sgd",
    "adam": "adam",
    "adamw": "adam",
}
"""Optimizers of a family mean the same by their state; the others are families of their own."""

LIVE = {"live": True}
"""Marks a field that can be changed between two batches of a running training."""


class DataConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which data, how much of it, and in what portions."""

    name: Annotated[str, Meta(pattern=r"^[^\x00-\x1f\x7f-\x9f\ud800-\udfff]+\Z")] = "mnist"
    batch_size: Annotated[int, Meta(ge=1, le=8192)] = 64
    train_samples: Annotated[int, Meta(ge=0)] = 0
    """Use only so many training samples; 0 uses them all."""
    label_noise: Annotated[float, Meta(ge=0, le=1)] = 0.0
    """Share of the training labels that are replaced by a random other class."""
    final_fit: bool = False
    """Train on training and validation data together: allowed once everything has been chosen."""
    augmentation: Augmentation = Augmentation()


class ConvStage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One convolution (stride 1, same padding), then pooling."""

    channels: Annotated[int, Meta(ge=1, le=1024)]
    kernel: Annotated[int, Meta(ge=1, le=11)] = 3
    pool: Annotated[int, Meta(ge=1, le=8)] = 2
    """Side of the pooling window, which is also its stride; 1 is no pooling."""


HiddenSizes = tuple[Annotated[int, Meta(ge=1, le=8192)], ...]


class ModelConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The network: an MLP (hidden sizes), or a CNN (convolution stages, then a head of hidden sizes)."""

    kind: Literal["mlp", "cnn"] = "mlp"
    hidden: HiddenSizes = (128,)
    stages: Annotated[tuple[ConvStage, ...], Meta(min_length=1, max_length=16)] = (
        ConvStage(channels=16),
        ConvStage(channels=32),
    )
    pooling: Literal["max", "average"] = "max"
    head: HiddenSizes = ()
    activation: Activation = "relu"
    init: Initialisation = "kaiming"


class RegularisationConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What keeps a network from learning its training set by heart, and training from blowing up."""

    dropout: Annotated[float, Meta(ge=0, le=0.95, extra=LIVE)] = 0.0
    """Probability p with which a hidden value is set to zero; 0 is off."""
    batch_norm: Annotated[bool, Meta(extra=LIVE)] = False
    gradient_clip: Annotated[float, Meta(ge=0, extra=LIVE)] = 0.0
    """Largest norm of the gradient; 0 is off."""


class OptimizerConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a gradient becomes a step. The names are those of torch.optim; momentum and nesterov are SGD with it."""

    name: Annotated[OptimizerName, Meta(extra=LIVE)] = "adam"
    lr: Annotated[float, Meta(gt=0, le=1000, extra=LIVE)] = 1e-3
    weight_decay: Annotated[float, Meta(ge=0, le=10, extra=LIVE)] = 0.0
    momentum: Annotated[float, Meta(ge=0, lt=1)] = 0.9
    beta1: Annotated[float, Meta(ge=0, lt=1)] = 0.9
    beta2: Annotated[float, Meta(ge=0, lt=1)] = 0.999


class ScheduleConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the learning rate changes over a run. `optimizer.lr` is its highest value."""

    name: ScheduleName = "none"
    warmup_epochs: Annotated[float, Meta(ge=0, le=1000)] = 0.0
    """Linear warm-up from a tenth of the rate, before the schedule itself starts."""
    step_size: Annotated[int, Meta(ge=1)] = 5
    """`step`: epochs between two drops."""
    gamma: Annotated[float, Meta(gt=0, le=1)] = 0.5
    """`step`, `exponential` and `plateau`: what the rate is multiplied by."""
    patience: Annotated[int, Meta(ge=0)] = 2
    """`plateau`: epochs without a better validation loss before a drop."""


class EarlyStoppingConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ends a run when validation has stopped getting better."""

    enabled: bool = False
    metric: StoppingMetric = "val-loss"
    patience: Annotated[int, Meta(ge=0)] = 3
    min_delta: Annotated[float, Meta(ge=0)] = 0.0
    restore_best: bool = True


class RunConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long, from which seed, on what."""

    epochs: Annotated[int, Meta(ge=1, le=1_000_000)] = 10
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0
    loss: LossName = "auto"
    device: Annotated[str, Meta(pattern=r"^(auto|cpu|mps|cuda(:[0-9]+)?)\Z")] = "auto"
    threads: Annotated[int, Meta(ge=0, le=256)] = 0
    """CPU threads; 0 takes the cores that this process may use, at most 8, and one for a small network, which is
    faster so. Losses depend on it in the last digits."""
    mixed_precision: bool = False
    compile: bool = False


class TrainConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a training run starts."""

    version: int = CONFIG_VERSION
    data: DataConfig = DataConfig()
    model: ModelConfig = ModelConfig()
    regularisation: RegularisationConfig = RegularisationConfig()
    optimizer: OptimizerConfig = OptimizerConfig()
    schedule: ScheduleConfig = ScheduleConfig()
    early_stopping: EarlyStoppingConfig = EarlyStoppingConfig()
    run: RunConfig = RunConfig()


GROUPS = ("data", "model", "regularisation", "optimizer", "schedule", "early_stopping", "run")
