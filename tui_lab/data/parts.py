"""The parts of a data set: real torch `Dataset`s that also give themselves whole or in batches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.utils.data import Dataset

from tui_lab.config.catalogue import Card

if TYPE_CHECKING:
    from pandas import DataFrame

    from tui_lab.data.tables import TablePreparation

Index = int | Sequence[int] | Tensor


class Part(Dataset[tuple[Tensor, Tensor]]):
    """Train, validation or test.

    Inputs are float32 and normalised; targets are int64 class numbers `(N,)` for several classes, and float32
    `(N,)` for a binary task (0 or 1) and for a regression (standardised by the training part). Images stay
    uint8 in memory and are normalised when asked for, a sample, a batch or all at a time: CIFAR-10 as float32
    would take 700 MB.

    Attributes:
        class_names: by class number; empty for a regression.
        raw: images as uint8 `(N, C, H, W)`, for showing; None where there are none.
        rows: a table's rows as they stand in the file (text), before preparation; None where there is none.
    """

    def __init__(
        self,
        inputs: Tensor,
        targets: Tensor,
        *,
        class_names: tuple[str, ...] = (),
        mean: Sequence[float] = (),
        deviation: Sequence[float] = (),
        rows: DataFrame | None = None,
    ) -> None:
        """Keep the tensors, without copying.

        Args:
            inputs: uint8 images `(N, C, H, W)`, or float32 features `(N, F)` that are already normalised.
            targets: `(N,)`.
            class_names: by class number.
            mean: for images, of the training part's values (0..1), one a channel.
            deviation: for images, their standard deviation, one a channel.
            rows: the table's rows that the features were made from.
        """
        # Of one channel, numpy's strides can be taken for channels-last: convolutions would be 1.6 times slower.
        self._inputs = inputs.flatten(1).view(inputs.shape)
        self._targets = targets
        self.class_names = class_names
        self.raw = inputs if inputs.dtype == torch.uint8 else None
        self.rows = rows
        self._mean = torch.tensor(tuple(mean), dtype=torch.float32).view(-1, 1, 1)
        self._deviation = torch.tensor(tuple(deviation), dtype=torch.float32).view(-1, 1, 1)

    def __len__(self) -> int:
        """Number of samples."""
        return len(self._targets)

    def __getitem__(self, index: Index) -> tuple[Tensor, Tensor]:
        """One sample, or a batch where `index` is a list or a tensor of row numbers.

        Images have the shape `(C, H, W)`, with a batch's `N` before it; other inputs `(F,)`. A batch of 64 taken
        at once costs a twentieth of 64 samples.
        """
        rows = index if isinstance(index, (int, Tensor)) else torch.as_tensor(index, dtype=torch.int64)
        return self._normalised(self._inputs[rows]), self._targets[rows]

    def tensors(self, *, flat: bool = True) -> tuple[Tensor, Tensor]:
        """All inputs and all targets, as new tensors.

        Args:
            flat: give images as rows of values, `(N, C*H*W)`, as an MLP takes them; False gives `(N, C, H, W)`.
                Other inputs are `(N, F)` either way.
        """
        inputs = self._normalised(self._inputs)
        return (inputs.flatten(1) if flat else inputs), self._targets.clone()

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one sample: `(C, H, W)` or `(F,)`."""
        return tuple(self._inputs.shape[1:])

    @property
    def black(self) -> tuple[float, ...]:
        """What the value 0 of an image became by normalisation, one a channel; empty where there are no images."""
        return tuple((-self._mean / self._deviation).flatten().tolist())

    def _normalised(self, inputs: Tensor) -> Tensor:
        if inputs.dtype != torch.uint8:
            return inputs.clone()
        return inputs.to(torch.float32).div_(255).sub_(self._mean).div_(self._deviation)


@dataclass(frozen=True)
class TargetScale:
    """How a regression's target was standardised: by mean and deviation of the training part."""

    mean: float
    deviation: float

    def to_units(self, standardised: Tensor) -> Tensor:
        """Predictions or targets in the card's unit."""
        return standardised * self.deviation + self.mean


@dataclass(frozen=True)
class Splits:
    """A loaded data set.

    Attributes:
        card: what it is.
        train: fit weights, scalings and encodings on this part only.
        validation: choose by this one.
        test: look at this one once.
        mean: of the training part's inputs, one a channel of an image or one a coordinate of a point; empty for
            tables, whose scaling `preparation` holds.
        deviation: their standard deviation.
        preparation: what turned a table's rows into features; save its `state()` with a model.
        target_scale: for a regression, the way back to the target's unit.
    """

    card: Card
    train: Part
    validation: Part
    test: Part
    mean: tuple[float, ...] = ()
    deviation: tuple[float, ...] = ()
    preparation: TablePreparation | None = None
    target_scale: TargetScale | None = None

    @property
    def class_names(self) -> tuple[str, ...]:
        """By class number; empty for a regression."""
        return self.card.class_names
