"""What is minimised and what is reported: losses by task, accuracy, R², and the numbers behind them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from tui_lab.config.train import LossName

Task = Literal["multiclass", "binary", "regression"]
LossFunction = Callable[[Tensor, Tensor], Tensor]

_USUAL: dict[Task, LossName] = {"multiclass": "cross-entropy", "binary": "bce", "regression": "mse"}


def loss_name(name: LossName, task: Task) -> LossName:
    """`auto` resolved by task."""
    return _USUAL[task] if name == "auto" else name


def outputs(name: LossName, task: Task, classes: int) -> int:
    """Number of logits: one per class for cross-entropy, else one."""
    return classes if loss_name(name, task) == "cross-entropy" else 1


def make_loss(name: LossName, task: Task) -> LossFunction:
    """The loss as a function of logits `(N, C)` and targets `(N,)`, the mean over the batch."""
    match loss_name(name, task):
        case "cross-entropy":
            entropy = nn.CrossEntropyLoss()
            return lambda logits, targets: entropy(logits, targets.long())
        case "bce":
            return lambda logits, targets: F.binary_cross_entropy_with_logits(logits.squeeze(1), targets)
        case "mse":
            return lambda logits, targets: F.mse_loss(logits.squeeze(1), targets)
        case _:
            return lambda logits, targets: F.huber_loss(logits.squeeze(1), targets)


def predicted_classes(logits: Tensor) -> Tensor:
    """The class of each row of logits `(N, C)`; with one logit, 1 where it is over 0. `(N,)` int64."""
    return logits.argmax(1) if logits.shape[1] > 1 else (logits.squeeze(1) > 0).long()


def scores(logits: Tensor, targets: Tensor, task: Task) -> Tensor:
    """What is averaged into the metric, one value a sample `(N,)`: 1 for a hit, or the squared error.

    Targets of a regression are standardised by the training part, so R² there is 1 minus the mean of these.
    """
    if task == "regression":
        return (logits.squeeze(1) - targets) ** 2
    return (predicted_classes(logits) == targets).float()


def metric(mean_score: float, task: Task, variance: float = 1.0) -> float:
    """Accuracy, or R² = 1 - mean squared error / variance of the targets."""
    return 1 - mean_score / variance if task == "regression" else mean_score


def confusion(logits: Tensor, targets: Tensor, classes: int) -> list[list[int]]:
    """Samples by true class (rows) and predicted class (columns)."""
    pairs = targets.long() * classes + predicted_classes(logits)
    counts: list[list[int]] = torch.bincount(pairs, minlength=classes**2).reshape(classes, classes).tolist()
    return counts
