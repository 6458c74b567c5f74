"""Early stopping, and the rate that drops at a plateau: both watch validation from epoch to epoch."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass
class EarlyStopping:
    """Prechelt, "Early stopping - but when?" (1998): stop after `patience` epochs without a better value.

    Lower is better; a metric that should grow is given negated.
    """

    patience: int
    min_delta: float = 0.0
    best: float = math.inf
    best_epoch: int = 0
    waited: int = 0

    def update(self, value: float, epoch: int) -> bool:
        """Take in the value of an epoch; says whether it is the best so far."""
        if value < self.best - self.min_delta:
            self.best, self.best_epoch, self.waited = value, epoch, 0
            return True
        self.waited += 1
        return False

    @property
    def over(self) -> bool:
        """Whether patience has run out."""
        return self.waited >= max(1, self.patience)


@dataclass
class Plateau:
    """`torch.optim.lr_scheduler.ReduceLROnPlateau` (mode min, relative threshold 1e-4) as a factor on the rate."""

    gamma: float
    patience: int
    best: float = math.inf
    waited: int = 0
    factor: float = 1.0

    def update(self, val_loss: float) -> None:
        """Take in the validation loss of an epoch."""
        if val_loss < self.best * (1 - 1e-4):
            self.best, self.waited = val_loss, 0
        else:
            self.waited += 1
        if self.waited > self.patience:
            self.factor *= self.gamma
            self.waited = 0
