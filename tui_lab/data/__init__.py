"""Data sets as torch `Dataset`s: `load("mnist").train.tensors()`."""

from tui_lab.data.load import load
from tui_lab.data.loading import loader
from tui_lab.data.parts import Part, Splits, TargetScale
from tui_lab.data.tables import TablePreparation
from tui_lab.data.transforms import AugmentedDataset, augmentation

__all__ = [
    "AugmentedDataset",
    "Part",
    "Splits",
    "TablePreparation",
    "TargetScale",
    "augmentation",
    "load",
    "loader",
]
