"""From a name to three parts, ready to train on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from tui_lab.config.catalogue import Card, card
from tui_lab.config.errors import LabError
from tui_lab.data import sources, splitting
from tui_lab.data.parts import Part, Splits, TargetScale
from tui_lab.data.sources import Samples
from tui_lab.data.splitting import Parts, Rows
from tui_lab.data.tables import TablePreparation
from tui_lab.messages import t

Array = npt.NDArray[Any]


def load(
    name: str,
    *,
    folder: str | Path | None = None,
    seed: int = 0,
    n_train: int | None = None,
    label_noise: float = 0.0,
    split_seed: int = 0,
    final_fit: bool = False,
) -> Splits:
    """Load a data set of the catalogue.

    Args:
        name: its id; `fashion-mnist` and `fashion_mnist` are the same.
        folder: for CIFAR-10, the folder with `cifar-10-batches-py` in it; else `DL_LAB_DATA`, else the
            learner's own.
        seed: chooses which training samples `n_train` keeps and which labels `label_noise` changes. It never
            moves a sample from one part to another.
        n_train: keep only so many training samples, stratified; None or 0 keeps all.
        label_noise: share (0..1) of the training labels that become a random other class.
        split_seed: another seed gives another split, or other points of a made set; cards and lessons mean 0.
            A table's number of features can differ between splits, for a category may be in one training part
            and not in another.
        final_fit: put the validation samples into the training part too (they also stay in their own). Only for
            a last fit, once everything has been chosen.

    Raises:
        LabError: no such set, a file is missing or damaged, or a number doesn't fit the set.
    """
    known = card(name)
    samples, held_out = sources.read(known, folder, split_seed)
    labels = None if known.task == "regression" else samples.targets
    parts = splitting.split(
        len(samples.targets),
        validation=known.sizes.validation,
        test=0 if held_out else known.sizes.test,
        labels=labels,
        seed=split_seed,
    )
    train_rows = np.concatenate([parts.train, parts.validation]) if final_fit else parts.train
    if n_train:
        if not 0 < n_train <= len(train_rows):
            raise LabError(t("data.too_many", name=known.id, wanted=n_train, most=len(train_rows)))
        order = train_rows[splitting.shuffled(len(train_rows), seed)]
        train_rows, _ = splitting.take(order, n_train, labels)
    # noise goes into the training part's own copy: with final_fit the validation part holds the same samples, clean
    train_targets = samples.targets[train_rows]
    if label_noise:
        train_targets = _noisy(known, train_targets, label_noise, seed)
    return _build(known, samples, held_out or samples, parts._replace(train=train_rows), train_targets)


def _noisy(known: Card, labels: Array, share: float, seed: int) -> Array:
    if known.task == "regression":
        raise LabError(t("data.noise_needs_classes", name=known.id))
    if not 0 <= share <= 1:
        raise LabError(t("data.noise_range", value=share))
    return splitting.noisy(labels, share, len(known.classes), seed)


def _build(known: Card, samples: Samples, test: Samples, parts: Parts, train_targets: Array) -> Splits:
    """Fit on the training part, apply to all three."""
    scale = None
    if known.task == "regression":
        scale = TargetScale(float(train_targets.mean()), float(train_targets.std()) or 1.0)
    mean: tuple[float, ...] = ()
    deviation: tuple[float, ...] = ()
    preparation = None
    if samples.rows is not None:
        preparation = TablePreparation.fit_card(samples.rows.iloc[parts.train], known)
    elif known.kind == "image":
        mean, deviation = image_statistics(samples.inputs[parts.train])
    else:
        points = samples.inputs[parts.train]
        mean = tuple(points.mean(axis=0).tolist())
        deviation = tuple(value or 1.0 for value in points.std(axis=0).tolist())

    def part(source: Samples, rows: Rows, targets: Array) -> Part:
        y, names = _target_tensor(known, targets, scale), known.class_names
        if source.rows is not None and preparation is not None:
            table = source.rows.iloc[rows]
            return Part(torch.from_numpy(preparation.transform(table)), y, class_names=names, rows=table)
        inputs = source.inputs[rows]
        if known.kind == "image":
            return Part(torch.from_numpy(inputs), y, class_names=names, mean=mean, deviation=deviation)
        return Part(torch.from_numpy(((inputs - mean) / deviation).astype(np.float32)), y, class_names=names)

    test_rows = parts.test if test is samples else np.arange(len(test.targets))
    return Splits(
        card=known,
        train=part(samples, parts.train, train_targets),
        validation=part(samples, parts.validation, samples.targets[parts.validation]),
        test=part(test, test_rows, test.targets[test_rows]),
        mean=mean,
        deviation=deviation,
        preparation=preparation,
        target_scale=scale,
    )


def image_statistics(pixels: npt.NDArray[np.uint8]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean and deviation of images `(N, C, H, W)` scaled to 0..1, one a channel.

    Counted by grey level: exact, and without a float copy of the images.
    """
    levels = np.arange(256) / 255
    means, deviations = [], []
    for channel in range(pixels.shape[1]):
        counts = np.bincount(pixels[:, channel].ravel(), minlength=256)
        mean = float(counts @ levels / counts.sum())
        means.append(mean)
        deviations.append(float(np.sqrt(counts @ (levels - mean) ** 2 / counts.sum())) or 1.0)
    return tuple(means), tuple(deviations)


def _target_tensor(known: Card, targets: Array, scale: TargetScale | None) -> torch.Tensor:
    if scale is not None:
        return torch.from_numpy(((targets - scale.mean) / scale.deviation).astype(np.float32))
    dtype = np.float32 if known.task == "binary" else np.int64
    return torch.from_numpy(targets.astype(dtype))
