"""Where batches come from: whole tensors in memory, or a `DataLoader` where each image is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import torch
from torch import Tensor

from tui_lab.config.train import DataConfig
from tui_lab.data import AugmentedDataset, Part, loader

LARGEST_IN_MEMORY = 512 * 1024 * 1024
"""Bytes of float inputs up to which a training part is held whole; CIFAR-10 is beyond it."""
BATCHES_GATHERED = 32
"""Batches shuffled into place at once, then taken as views: fewer calls than one gather a batch."""


class Batches(Protocol):
    """The training data of a run."""

    samples: int

    def epoch(self, order: Tensor, batch_size: int, start: int) -> Iterator[tuple[Tensor, Tensor]]:
        """Batches of the samples in this order, from batch number `start` on."""


def steps_per_epoch(samples: int, batch_size: int) -> int:
    """Batches of an epoch. A last batch of a single sample is left out: batch norm has no deviation for it."""
    full, rest = divmod(samples, batch_size)
    return max(1, full + (rest > 1))


class TensorBatches:
    """The whole part on the device: one gather for many batches, no loader in between."""

    def __init__(self, part: Part, device: torch.device) -> None:
        """Copy the part's inputs `(N, ...)` and targets `(N,)` to the device."""
        inputs, targets = part.tensors(flat=False)
        self.inputs, self.targets = inputs.to(device), targets.to(device)
        self.samples = len(targets)

    def epoch(self, order: Tensor, batch_size: int, start: int) -> Iterator[tuple[Tensor, Tensor]]:
        """See `Batches`."""
        order = order[start * batch_size :].to(self.inputs.device)
        for rows in order.split(BATCHES_GATHERED * batch_size):
            yield from zip(
                self.inputs.index_select(0, rows).split(batch_size),
                self.targets.index_select(0, rows).split(batch_size),
                strict=True,
            )


class LoaderBatches:
    """Each sample made when it is needed: augmented, or too many to hold as floats."""

    def __init__(self, part: Part, config: DataConfig, device: torch.device) -> None:
        """Keep the part as it is."""
        self.dataset = AugmentedDataset(part, config.augmentation) if not config.augmentation.is_none else part
        self.device = device
        self.samples = len(part)

    def epoch(self, order: Tensor, batch_size: int, start: int) -> Iterator[tuple[Tensor, Tensor]]:
        """See `Batches`."""
        for inputs, targets in loader(self.dataset, order[start * batch_size :], batch_size):
            yield inputs.to(self.device), targets.to(self.device)


def make_batches(part: Part, config: DataConfig, device: torch.device) -> Batches:
    """The training part as batches."""
    size = len(part) * 4
    for side in part.shape:
        size *= side
    if not config.augmentation.is_none or size > LARGEST_IN_MEMORY:
        return LoaderBatches(part, config, device)
    return TensorBatches(part, device)
