"""Where samples come from: shipped files, scikit-learn, a seed, a folder in torchvision's layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from tui_lab.config.catalogue import CIFAR10_FOLDER, Card, folder_root
from tui_lab.config.errors import LabError
from tui_lab.data.files import checked_file
from tui_lab.data.tables import numbers, read_rows
from tui_lab.messages import t

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True)
class Samples:
    """Samples before they are split.

    Attributes:
        targets: int64 class numbers or float64 values, `(N,)`.
        inputs: uint8 images `(N, C, H, W)` or points `(N, 2)`; `(0,)` for a table.
        rows: a table's rows, else None.
    """

    targets: npt.NDArray[Any]
    inputs: npt.NDArray[Any] = field(default_factory=lambda: np.empty(0))
    rows: DataFrame | None = None


def read(card: Card, folder: str | Path | None, seed: int) -> tuple[Samples, Samples | None]:
    """All samples, and those of the test part where the set keeps them apart.

    Args:
        card: which set.
        folder: for a set that doesn't ship, the folder to look in.
        seed: for a set that is made, what it is made from.

    Raises:
        LabError: a file is missing or damaged.
    """
    if card.kind == "table":
        return _table(card), None
    if card.kind == "points":
        from tui_lab.data.synthetic import make

        points, labels = make(card.id, card.recipe, seed)
        return Samples(labels, points), None
    if card.origin == "folder":
        return _cifar10(folder)
    if card.origin == "sklearn":
        return _digits8x8(), None
    with np.load(checked_file(card), allow_pickle=False) as file:
        return _images(file["x_train"], file["y_train"]), _images(file["x_test"], file["y_test"])


def _images(pixels: npt.NDArray[np.uint8], labels: npt.NDArray[np.uint8]) -> Samples:
    return Samples(labels.astype(np.int64), pixels[:, None])


def _digits8x8() -> Samples:
    from sklearn.datasets import load_digits  # 1 s

    digits = load_digits()
    pixels = np.round(digits.images * (255 / 16)).astype(np.uint8)  # its greys go from 0 to 16
    return _images(pixels, digits.target)


def _table(card: Card) -> Samples:
    rows = read_rows(checked_file(card))
    target = next(column.name for column in card.columns if column.kind == "target")
    if card.task == "regression":
        return Samples(numbers(rows[target]), rows=rows)
    if isinstance(card.positive, str):
        return Samples((rows[target] == card.positive).to_numpy(dtype=np.int64), rows=rows)
    return Samples((numbers(rows[target]) >= (card.positive or 1.0)).astype(np.int64), rows=rows)


def _cifar10(folder: str | Path | None) -> tuple[Samples, Samples]:
    """CIFAR-10; torchvision compares each file with its checksum before it unpickles it."""
    root = folder_root(folder)
    inside = root / CIFAR10_FOLDER
    if not inside.is_dir():
        raise LabError(t("data.cifar_missing", folder=inside, root=root))
    from torchvision.datasets import CIFAR10  # 1.5 s

    parts = []
    for train in (True, False):
        try:
            part = CIFAR10(root, train=train, download=False)
        except (RuntimeError, OSError) as error:
            raise LabError(t("data.cifar_damaged", folder=inside, root=root)) from error
        pixels = np.ascontiguousarray(part.data.transpose(0, 3, 1, 2))
        parts.append(Samples(np.asarray(part.targets, dtype=np.int64), pixels))
    return parts[0], parts[1]
