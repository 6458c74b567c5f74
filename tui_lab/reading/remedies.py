"""What a twin would change to test a finding: one thing, so that the difference has one cause."""

from __future__ import annotations

from collections.abc import Mapping

from tui_lab.config.fields import fields, get
from tui_lab.config.train import TrainConfig
from tui_lab.reading.curves import Curves
from tui_lab.reading.finding import Remedy

USUAL_RATE: Mapping[str, float] = {
    "sgd": 0.05,
    "momentum": 0.01,
    "nesterov": 0.01,
    "rmsprop": 1e-3,
    "adagrad": 0.01,
    "adam": 1e-3,
    "adamw": 1e-3,
}
"""A rate that usually trains a small network: those of torch.optim where it has one, for SGD from experience."""


def rate_is_low(config: TrainConfig) -> bool:
    """Whether the rate is under a third of the usual one."""
    return config.optimizer.lr < USUAL_RATE[config.optimizer.name] / 3


def _rounded(rate: float) -> float:
    return float(f"{rate:.2g}")


def lower_rate(config: TrainConfig) -> Remedy:
    """A tenth of the rate."""
    return {"optimizer.lr": _rounded(config.optimizer.lr / 10)}


def higher_rate(config: TrainConfig) -> Remedy:
    """Ten times the rate, but not above the usual one by more than three times."""
    most = 3 * USUAL_RATE[config.optimizer.name]
    return {"optimizer.lr": _rounded(min(config.optimizer.lr * 10, max(most, config.optimizer.lr * 2)))}


def larger(config: TrainConfig) -> Remedy:
    """A network that can follow the data: activations where there are none, else wider hidden layers."""
    model = config.model
    if model.kind == "mlp" and not model.hidden:
        return {"model.hidden": (32,)}
    if model.activation == "none":
        return {"model.activation": "relu"}
    if model.kind == "cnn":
        return {"model.head": (*(min(8192, n * 4) for n in model.head),) or (64,)}
    return {"model.hidden": tuple(min(8192, max(32, n * 4)) for n in model.hidden)}


def wake(config: TrainConfig) -> Remedy:
    """What lets a network learn that has not begun to."""
    if config.model.init in ("zeros", "normal"):
        return {"model.init": "kaiming"}
    if config.model.activation in ("sigmoid", "tanh"):
        return {"model.activation": "relu"}
    if config.optimizer.lr > USUAL_RATE[config.optimizer.name]:
        return lower_rate(config)
    if config.model.activation == "relu":
        return {"model.activation": "leaky-relu"}
    return higher_rate(config)


def longer(config: TrainConfig) -> Remedy:
    """Three times the epochs."""
    return {"run.epochs": min(config.run.epochs * 3, int(fields()["run.epochs"].maximum or 1_000_000))}


def less_overfitting(curves: Curves) -> Remedy:
    """All the data where only a part is used, else dropout where there are hidden layers, else early stopping."""
    config = curves.config
    if 0 < config.data.train_samples < curves.card.sizes.train:
        return {"data.train_samples": 0}
    if config.regularisation.dropout == 0 and (config.model.hidden if config.model.kind == "mlp" else True):
        return {"regularisation.dropout": 0.5}
    if not config.early_stopping.enabled:
        return {"early_stopping.enabled": True}
    return {"optimizer.weight_decay": 0.01} if config.optimizer.weight_decay == 0 else {}


def undisturbed(config: TrainConfig) -> Remedy:
    """Without what disturbs training alone."""
    if config.regularisation.dropout > 0:
        return {"regularisation.dropout": 0.0}
    augmentation = [path for path in fields() if path.startswith("data.augmentation.")]
    return {path: fields()[path].default for path in augmentation if get(config, path) != fields()[path].default}


def smoother(config: TrainConfig) -> Remedy:
    """A rate that falls to zero, where it does not fall yet."""
    return {"schedule.name": "cosine"} if config.schedule.name == "none" else {}
