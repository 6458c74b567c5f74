"""The curves of a run as the rules look at them: plain lists by epoch, the config in force, what guessing gives."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from tui_lab.config.catalogue import Card, card
from tui_lab.config.train import TrainConfig
from tui_lab.runs.events import Epoch
from tui_lab.runs.history import History
from tui_lab.runs.replay import with_changes


def in_force(history: History, config: TrainConfig) -> TrainConfig:
    """The config with the live changes of a run."""
    return with_changes(config, history.changes)


@dataclass(frozen=True)
class Curves:
    """The epochs of a run since its last live change, since all before had another cause.

    Attributes:
        config: in force during these epochs.
        epochs: those with a training loss, without a hole.
    """

    history: History
    config: TrainConfig
    card: Card
    epochs: list[Epoch]

    @classmethod
    def of(cls, history: History, config: TrainConfig) -> Curves:
        """The curves of a run.

        Raises:
            LabError: there is no such data set.
        """
        since = history.changes[-1].step if history.changes else 0
        per = history.steps_per_epoch
        epochs = [e for e in history.epochs if e.step - per >= since]
        broken = [i for i, e in enumerate(epochs) if not _finite(e.train_loss, e.train_metric)]
        epochs = epochs[: broken[0]] if broken else epochs
        # A history of thousands of epochs keeps the best one before the last ones: what is before a hole is left out.
        holes = [i for i in range(1, len(epochs)) if epochs[i].epoch != epochs[i - 1].epoch + 1]
        epochs = epochs[holes[-1] :] if holes else epochs
        return cls(history, in_force(history, config), card(config.data.name), epochs)

    @property
    def metric(self) -> Literal["accuracy", "r2"]:
        """What metrics are."""
        return "r2" if self.card.task == "regression" else "accuracy"

    @property
    def metric_is_share(self) -> bool:
        """Whether the metric is a share of samples, whose noise is binomial."""
        return self.metric == "accuracy"

    @cached_property
    def train_loss(self) -> list[float]:
        """Mean over each epoch, while the weights were changing."""
        return [e.train_loss or 0.0 for e in self.epochs]

    @cached_property
    def train_metric(self) -> list[float]:
        """Mean over each epoch, while the weights were changing."""
        return [e.train_metric or 0.0 for e in self.epochs]

    @cached_property
    def has_validation(self) -> bool:
        """Whether all epochs have finite values of validation."""
        return bool(self.epochs) and all(_finite(e.val_loss, e.val_metric) for e in self.epochs)

    @cached_property
    def val_loss(self) -> list[float]:
        """After each epoch; empty without validation."""
        return [e.val_loss or 0.0 for e in self.epochs] if self.has_validation else []

    @cached_property
    def val_metric(self) -> list[float]:
        """After each epoch; empty without validation."""
        return [e.val_metric or 0.0 for e in self.epochs] if self.has_validation else []

    @cached_property
    def smooth_val_loss(self) -> list[float]:
        """Medians of three neighbouring epochs, at both ends the lower of two: one bad epoch is no trend."""
        windows = [sorted(self.val_loss[max(0, i - 1) : i + 2]) for i in range(len(self.val_loss))]
        return [window[(len(window) - 1) // 2] for window in windows]

    @cached_property
    def val_samples(self) -> int:
        """How many samples validation has."""
        return self.card.sizes.validation

    @property
    def train_samples(self) -> int:
        """How many samples training has."""
        return self.history.started.samples if self.history.started else self.card.sizes.train

    @property
    def parameters(self) -> int:
        """Weights and biases of the network; 0 as long as no worker has said."""
        return self.history.started.parameters if self.history.started else 0

    @property
    def one_class(self) -> bool:
        """Whether the last confusion matrix has all of validation in one class."""
        confusion = self.history.confusion
        return confusion is not None and sum(any(column) for column in zip(*confusion.counts, strict=False)) == 1

    @cached_property
    def class_shares(self) -> list[float]:
        """The share of each class in validation; equal shares where no confusion matrix has been recorded."""
        if self.history.confusion is not None:
            rows = [sum(row) for row in self.history.confusion.counts]
            if sum(rows) > 0:
                return [n / sum(rows) for n in rows]
        classes = max(2, len(self.card.classes))
        return [1 / classes] * classes

    @cached_property
    def guess_loss(self) -> float:
        """The loss of one who knows how frequent classes are and nothing else: their entropy, ln(C) where all are
        equal. For a regression 1, the variance of its standardised target (with the Huber loss less, about 0.4).
        """
        if self.card.task == "regression":
            return 0.4 if self.config.run.loss == "huber" else 1.0
        return -sum(p * math.log(p) for p in self.class_shares if p > 0)

    @property
    def guess_metric(self) -> float:
        """The metric of the same one: the share of the largest class, or an R² of 0."""
        return 0.0 if self.card.task == "regression" else max(self.class_shares)

    def noise(self, share: float, samples: int | None = None) -> float:
        """Standard error of an accuracy on so many samples (validation where not said): sqrt(p (1 - p) / n).

        p is kept half a sample away from 0 and 1, where the formula would say that there is no noise.
        """
        n = max(1, samples or self.val_samples)
        p = min(max(share, 0.5 / n), 1 - 0.5 / n)
        return math.sqrt(p * (1 - p) / n)

    def gap_noise(self) -> float:
        """Standard error of the difference between the last accuracy on training and on validation."""
        train, val = self.train_metric[-1], self.val_metric[-1]
        return math.hypot(self.noise(train, self.train_samples), self.noise(val))

    @property
    def finished(self) -> bool:
        """Whether the run has ended by itself."""
        return self.history.phase == "finished"

    @property
    def early_stopped(self) -> bool:
        """Whether early stopping ended it."""
        return bool(getattr(self.history.ended, "early_stopped", False))

    @property
    def training_is_disturbed(self) -> bool:
        """Whether training is measured with something on that validation is measured without."""
        return self.config.regularisation.dropout > 0 or not self.config.data.augmentation.is_none

    @property
    def linear(self) -> bool:
        """Whether the network can only draw straight boundaries."""
        model = self.config.model
        return model.kind == "mlp" and (not model.hidden or model.activation == "none")


def _finite(*values: float | None) -> bool:
    return all(v is not None and math.isfinite(v) for v in values)


def fall(values: list[float]) -> float:
    """By which share values have fallen from the first to the last."""
    return 1 - values[-1] / values[0] if values and values[0] > 0 else 0.0


def last_third(values: list[float]) -> list[float]:
    """The last third, and four values at least."""
    return values[-max(4, len(values) // 3) :]


def near(value: float, other: float, share: float) -> bool:
    """Whether a value differs from another by no more than a share of that."""
    return abs(value - other) <= share * abs(other)
