"""Random changes to training images, by torchvision's transforms (v2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.utils.data import Dataset

from tui_lab.config.augmentation import Augmentation
from tui_lab.data.parts import Index, Part

if TYPE_CHECKING:
    from torchvision.transforms import v2


def augmentation(config: Augmentation, black: Sequence[float]) -> v2.Compose | None:
    """The random change to one normalised image, float `(C, H, W)`; None where there is none.

    Every draw comes from torch's default generator, so restoring its state repeats the changes.

    Args:
        config: how large each change may be.
        black: value of a black pixel, one a channel (`Part.black`): what comes in where an image moved away.
    """
    if config.is_none:
        return None
    from torchvision.transforms import v2  # 1.5 s

    fill = list(black)
    steps: list[v2.Transform] = []
    if config.flip:
        steps.append(v2.RandomHorizontalFlip(0.5))
    if config.turn or config.shift or config.scale:
        steps.append(
            v2.RandomAffine(
                degrees=config.turn,
                translate=(config.shift, config.shift) if config.shift else None,
                scale=(1 - config.scale, 1 + config.scale) if config.scale else None,
                interpolation=v2.InterpolationMode.BILINEAR,
                fill=fill,
            )
        )
    if config.erase:
        area = config.erase**2
        steps.append(v2.RandomErasing(0.5, scale=(area / 16, area), ratio=(1.0, 1.0), value=fill))
    return v2.Compose(steps)


class AugmentedDataset(Dataset[tuple[Tensor, Tensor]]):
    """A part whose images are changed anew each time they are taken."""

    def __init__(self, part: Part, config: Augmentation) -> None:
        """Wrap the training part; validation and test images are never changed."""
        self.part = part
        self.change = augmentation(config, part.black)

    def __len__(self) -> int:
        """Number of samples."""
        return len(self.part)

    def __getitem__(self, index: Index) -> tuple[Tensor, Tensor]:
        """One sample, or a batch where `index` is a list or a tensor; each image gets a change of its own."""
        inputs, targets = self.part[index]
        if self.change is None:
            return inputs, targets
        if inputs.ndim == 3:
            return self.change(inputs), targets
        return torch.stack([self.change(image) for image in inputs]), targets
