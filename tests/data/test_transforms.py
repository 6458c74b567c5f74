"""Augmentation and the loader: what they change, and from which generator they draw."""

from __future__ import annotations

import random

import msgspec
import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader

from tui_lab.config.augmentation import Augmentation
from tui_lab.data import AugmentedDataset, Part, augmentation, load, loader

EVERYTHING = Augmentation(shift=0.2, turn=30, scale=0.2, flip=True, erase=0.5)


@pytest.fixture(scope="module")
def digits() -> Part:
    return load("digits8x8").train


def test_none_is_none(digits):
    assert Augmentation().is_none and augmentation(Augmentation(), digits.black) is None
    x, _ = AugmentedDataset(digits, Augmentation())[torch.arange(5)]
    assert torch.equal(x, digits[torch.arange(5)][0])


@pytest.mark.parametrize("field", ["shift", "turn", "scale", "flip", "erase"])
def test_each_change_alone_changes_images_and_keeps_their_shape(digits, field):
    config = Augmentation(**{field: {"turn": 45, "flip": True}.get(field, 0.4)})
    torch.manual_seed(0)
    x, y = AugmentedDataset(digits, config)[torch.arange(20)]
    plain, labels = digits[torch.arange(20)]
    assert x.shape == plain.shape and x.dtype == torch.float32
    assert not torch.equal(x, plain) and torch.equal(y, labels)
    assert torch.isfinite(x).all()
    assert x.min() >= digits.black[0] - 1e-4  # what comes in is black, nothing darker


def test_what_comes_in_is_black_in_each_channel():
    change = augmentation(Augmentation(shift=0.5), (-1.0, -2.0, -3.0))
    assert change is not None
    torch.manual_seed(1)
    image = change(torch.full((3, 8, 8), 9.0))
    for channel, black in zip(image, (-1.0, -2.0, -3.0), strict=True):
        assert channel.min() == pytest.approx(black)


def test_an_erased_patch_is_no_larger_than_said():
    change = augmentation(Augmentation(erase=0.5), (0.0,))
    assert change is not None
    torch.manual_seed(0)
    erased = [int((change(torch.ones(1, 28, 28)) == 0).sum()) for _ in range(60)]
    assert 10 < sum(n > 0 for n in erased) < 50  # about every second image
    assert 0 < max(erased) <= 14 * 14


def test_flip_is_left_to_right():
    change = augmentation(Augmentation(flip=True), (0.0,))
    assert change is not None
    image = torch.arange(12.0).view(1, 3, 4)
    torch.manual_seed(0)
    seen = {tuple(change(image).flatten().tolist()) for _ in range(20)}
    assert seen == {tuple(image.flatten().tolist()), tuple(image.flip(2).flatten().tolist())}


def test_torchs_generator_repeats_the_changes_and_no_other_is_used(digits):
    dataset = AugmentedDataset(digits, EVERYTHING)
    torch.manual_seed(7)
    state, numpy_state, python_state = torch.get_rng_state(), np.random.get_state()[1].tolist(), random.getstate()
    first, _ = dataset[torch.arange(30)]
    torch.set_rng_state(state)
    second, _ = dataset[torch.arange(30)]
    third, _ = dataset[torch.arange(30)]
    assert torch.equal(first, second) and not torch.equal(first, third)
    assert np.random.get_state()[1].tolist() == numpy_state and random.getstate() == python_state


def test_a_batch_is_what_single_samples_would_be(digits):
    dataset = AugmentedDataset(digits, EVERYTHING)
    torch.manual_seed(3)
    batch, _ = dataset[[4, 9, 2]]
    torch.manual_seed(3)
    assert torch.equal(batch, torch.stack([dataset[i][0] for i in (4, 9, 2)]))


def test_the_loader_draws_nothing_from_the_default_generator(digits):
    state = torch.get_rng_state()
    for _ in loader(digits, torch.arange(100), 32):
        pass
    assert torch.equal(torch.get_rng_state(), state)
    next(iter(DataLoader(digits, batch_size=32)))  # a plain one does: the reason for the loader's own generator
    assert not torch.equal(torch.get_rng_state(), state)


def test_the_loader_keeps_the_order_and_can_go_on_in_the_middle(digits):
    order = torch.randperm(100, generator=torch.Generator().manual_seed(0))
    batches = list(loader(digits, order, 32))
    assert [len(y) for _, y in batches] == [32, 32, 32, 4]
    x, y = digits.tensors(flat=False)
    assert torch.equal(torch.cat([b for b, _ in batches]), x[order])
    assert torch.equal(torch.cat([labels for _, labels in batches]), y[order])
    rest = list(loader(digits, order[64:], 32))
    assert torch.equal(rest[0][0], batches[2][0]) and len(rest) == 2
    assert len(loader(digits, order, 32, drop_last=True)) == 3
    assert list(loader(digits, order[:0], 32)) == []


@pytest.mark.parametrize("values", [{"shift": 0.6}, {"turn": 181}, {"scale": -0.1}, {"flip": 1}, {"blur": 0.1}])
def test_sizes_out_of_range_are_refused(values):
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(values, Augmentation)
