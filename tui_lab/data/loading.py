"""Batches in an order that the caller decides."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.utils.data import DataLoader

from tui_lab.data.parts import Part
from tui_lab.data.transforms import AugmentedDataset


def loader(
    dataset: Part | AugmentedDataset, order: Tensor, batch_size: int, *, drop_last: bool = False
) -> DataLoader[tuple[Tensor, Tensor]]:
    """A `DataLoader` over the samples in the given order; each batch is `(inputs, targets)`.

    A training that goes on in mid-epoch passes the rest of its order: what comes is what would have come.
    Neither making the loader nor iterating over it draws from torch's default generator, so only dropout and
    augmentation move that.

    Args:
        dataset: taken from in this process; whole batches at a time.
        order: row numbers `(n,)`, int64.
        batch_size: samples in a batch; the last one may be smaller.
        drop_last: leave a smaller last batch out (batch norm can't train on a single sample).
    """
    batches = list(torch.split(order, batch_size)) if len(order) else []
    if drop_last and batches and len(batches[-1]) < batch_size:
        batches.pop()
    # An iterator draws a seed for workers even where there are none: let it draw from a generator of its own.
    aside = torch.Generator()
    return DataLoader(dataset, batch_size=None, sampler=batches, num_workers=0, generator=aside)
