"""What a model is worth on a part of the data, and pictures of what it does."""

from __future__ import annotations

from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from tui_lab.data import Splits, TargetScale
from tui_lab.engine import objective
from tui_lab.engine.devices import Precision
from tui_lab.engine.objective import LossFunction, Task

BATCH = 1024
GRID = (64, 32)
"""Columns and rows of a decision boundary."""
LEVELS = 8
MARGIN = 0.08


@dataclass(frozen=True)
class Evaluation:
    """Loss, metric and what else there is to say; `confusion` for classes only."""

    loss: float
    metric: float
    extra: dict[str, float] = field(default_factory=dict)
    confusion: list[list[int]] | None = None


@torch.inference_mode()
def predict(model: nn.Module, inputs: Tensor, precision: Precision) -> Tensor:
    """Logits `(N, C)` of inputs `(N, ...)` in evaluation mode (dropout off, batch norm by its running statistics)."""
    training = model.training
    model.eval()
    with precision.forward():
        logits = torch.cat([model(batch) for batch in inputs.split(BATCH)])
    model.train(training)
    return logits.float()


def evaluate(
    model: nn.Module,
    inputs: Tensor,
    targets: Tensor,
    *,
    task: Task,
    classes: int,
    loss: LossFunction,
    precision: Precision,
    scale: TargetScale | None = None,
) -> Evaluation:
    """Loss, metric, confusion matrix of a model on a part; for a binary task ROC-AUC too, for numbers RMSE and MAE."""
    logits = predict(model, inputs, precision)
    value = float(loss(logits, targets))
    score = float(objective.scores(logits, targets, task).double().mean())
    if task == "regression":
        variance = float(targets.double().var(correction=0)) or 1.0
        unit = scale.deviation if scale else 1.0
        mae = float((logits.squeeze(1) - targets).abs().mean()) * unit
        extra = {"rmse": score**0.5 * unit, "mae": mae}
        return Evaluation(value, objective.metric(score, task, variance), extra)
    extra = {"auc": _auc(logits, targets)} if task == "binary" else {}
    return Evaluation(value, score, extra, objective.confusion(logits, targets, classes))


def _auc(logits: Tensor, targets: Tensor) -> float:
    from sklearn.metrics import roc_auc_score  # 1 s, and only binary tasks need it

    margin = logits.squeeze(1) if logits.shape[1] == 1 else logits[:, 1] - logits[:, 0]
    labels = targets.cpu().numpy()
    if labels.min() == labels.max():  # a part with one class has no such thing
        return float("nan")
    return float(roc_auc_score(labels, margin.cpu().numpy()))


class Plane:
    """The plane of a 2-D data set as a grid of inputs, for drawing a decision boundary."""

    def __init__(self, splits: Splits, device: torch.device) -> None:
        """The grid spans training and validation points with a margin."""
        self.points, self.labels = splits.validation.tensors()
        everything = torch.cat([splits.train.tensors()[0], self.points])
        low, high = everything.amin(0), everything.amax(0)
        low, high = low - MARGIN * (high - low), high + MARGIN * (high - low)
        self.x_range = (float(low[0]), float(high[0]))
        self.y_range = (float(low[1]), float(high[1]))
        xs = torch.linspace(*self.x_range, GRID[0])
        ys = torch.linspace(self.y_range[1], self.y_range[0], GRID[1])  # rows from top to bottom
        self.grid = torch.stack([xs.repeat(GRID[1]), ys.repeat_interleave(GRID[0])], dim=1).to(device)

    def rows(self, model: nn.Module, precision: Precision) -> tuple[list[str], int]:
        """What the model says at each place, as digits, and how many levels they have."""
        logits = predict(model, self.grid, precision)
        if logits.shape[1] > 2:
            cells, levels = logits.argmax(1), logits.shape[1]
        else:
            margin = logits.squeeze(1) if logits.shape[1] == 1 else logits[:, 1] - logits[:, 0]
            cells, levels = (torch.sigmoid(margin) * LEVELS).clamp(0, LEVELS - 1).nan_to_num().long(), LEVELS
        text = "".join(map(str, cells.tolist()))
        return [text[i : i + GRID[0]] for i in range(0, len(text), GRID[0])], levels

    def some_points(self, most: int = 200) -> list[tuple[float, float, int]]:
        """Validation points and their class."""
        rows = zip(self.points[:most].tolist(), self.labels[:most].tolist(), strict=True)
        return [(round(x, 3), round(y, 3), int(label)) for (x, y), label in rows]
