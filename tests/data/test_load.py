"""Splits, parts, and what can be wrong with a request or a file."""

from __future__ import annotations

import hashlib
import pickle
import random
import shutil
import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader

from tui_lab.config import catalogue, places
from tui_lab.config.errors import LabError
from tui_lab.data import load, splitting
from tui_lab.messages import set_language


def test_mnist_is_as_lessons_use_it():
    digits = load("mnist")
    x, y = digits.train.tensors()
    assert x.shape == (10000, 784) and x.dtype == torch.float32
    assert y.shape == (10000,) and y.dtype == torch.int64
    assert digits.train.tensors(flat=False)[0].shape == (10000, 1, 28, 28)
    assert (digits.validation.tensors()[1] == 1).sum() == 225  # 11.25 %: a lesson counts on it
    assert digits.train.raw is not None and digits.train.raw.dtype == torch.uint8
    assert digits.class_names == tuple("0123456789")


def test_a_sample_a_batch_and_all_are_the_same():
    part = load("digits8x8").validation
    x, y = part.tensors(flat=False)
    rows = [5, 0, 200]
    batch, labels = part[rows]
    assert torch.equal(batch, x[rows]) and torch.equal(labels, y[rows])
    assert torch.equal(part[torch.tensor(rows)][0], batch)
    assert torch.equal(part[5][0], x[5]) and part[5][0].shape == (1, 8, 8)
    assert next(iter(DataLoader(part, batch_size=4)))[0].shape == (4, 1, 8, 8)


def test_changing_what_was_given_changes_nothing():
    part = load("moons").train
    x, y = part.tensors()
    x.zero_(), y.fill_(7)
    batch, _ = part[torch.arange(3)]
    batch.zero_()
    assert part.tensors()[0].abs().sum() > 0 and part.tensors()[1].max() == 1


def test_black_is_zero_normalised():
    part = load("digits8x8").train
    x, _ = part.tensors()
    assert part.black == pytest.approx((x.min().item(),))


def test_splits_are_pinned():
    """Another split would change the figures in lessons: if this fails, the split moved."""
    labels = np.arange(1000) % 3
    parts = splitting.split(1000, validation=200, test=200, labels=labels, seed=0)
    digest = hashlib.sha256(np.concatenate(parts).astype("<i8").tobytes()).hexdigest()
    assert digest.startswith("fde75eb72c1735b4")
    assert sorted(np.concatenate(parts).tolist()) == list(range(1000))


def test_splits_are_stratified():
    labels = np.repeat([0, 1, 2], [700, 250, 50])
    for seed in range(3):
        parts = splitting.split(1000, validation=200, test=200, labels=labels, seed=seed)
        for rows, expected in zip(parts, [(420, 150, 30), (140, 50, 10), (140, 50, 10)], strict=True):
            assert tuple(np.bincount(labels[rows])) == expected


def test_neither_global_state_matters_nor_is_it_touched():
    first = load("xor").train.tensors()[0]
    np.random.seed(123), random.seed(5), torch.manual_seed(9)
    before = (np.random.get_state()[1].tolist(), random.getstate(), torch.get_rng_state())
    assert torch.equal(load("xor").train.tensors()[0], first)
    load("heart"), load("moons"), load("digits8x8")
    assert np.random.get_state()[1].tolist() == before[0]
    assert random.getstate() == before[1] and torch.equal(torch.get_rng_state(), before[2])


def test_another_split_seed_gives_other_parts():
    assert not torch.equal(load("digits8x8", split_seed=1).test.tensors()[0], load("digits8x8").test.tensors()[0])


def test_fewer_training_samples():
    few = load("digits8x8", n_train=100)
    assert len(few.train) == 100 and len(few.validation) == 359
    counts = few.train.tensors()[1].bincount(minlength=10)
    assert counts.min() >= 9 and counts.max() <= 11
    assert few.mean != load("digits8x8").mean  # only what was kept is known
    other = load("digits8x8", n_train=100, seed=1)
    assert few.train.raw is not None and other.train.raw is not None
    assert not torch.equal(few.train.raw, other.train.raw)
    assert few.test.raw is not None and other.test.raw is not None
    assert torch.equal(few.test.raw, other.test.raw)
    assert len(load("moons", n_train=0).train) == 600


def test_label_noise_changes_a_share_of_the_training_labels_only():
    clean, noisy = load("digits8x8"), load("digits8x8", label_noise=0.2)
    a, b = clean.train.tensors()[1], noisy.train.tensors()[1]
    assert (a != b).sum() == round(0.2 * len(a)) and b.min() >= 0 and b.max() <= 9
    assert torch.equal(clean.validation.tensors()[1], noisy.validation.tensors()[1])
    assert torch.equal(clean.test.tensors()[1], noisy.test.tensors()[1])
    assert not torch.equal(b, load("digits8x8", label_noise=0.2, seed=1).train.tensors()[1])
    flipped = load("moons", label_noise=1.0).train.tensors()[1]
    assert torch.equal(flipped, 1 - load("moons").train.tensors()[1])


def test_a_last_fit_takes_validation_too():
    both, plain = load("heart", final_fit=True), load("heart")
    assert len(both.train) == 181 + 61 and len(both.validation) == 61
    assert both.preparation != plain.preparation
    assert torch.equal(both.test.tensors()[1], plain.test.tensors()[1])


def test_a_regression_can_be_read_in_its_unit():
    cars = load("auto_mpg")
    y = cars.train.tensors()[1]
    assert y.mean().item() == pytest.approx(0, abs=1e-5) and y.std(correction=0).item() == pytest.approx(1, abs=1e-5)
    assert cars.target_scale is not None and cars.train.rows is not None
    miles = cars.target_scale.to_units(y)
    assert miles[:3].tolist() == pytest.approx([float(v) for v in cars.train.rows["mpg"][:3]], abs=1e-4)


def test_telco_and_heart_targets():
    churn = load("telco_churn")
    assert churn.train.rows is not None
    assert churn.train.tensors()[1][:50].tolist() == [float(v == "Yes") for v in churn.train.rows["Churn"][:50]]
    heart = load("heart")
    assert heart.train.rows is not None
    assert heart.train.tensors()[1].tolist() == [float(int(v) > 0) for v in heart.train.rows["num"]]


@pytest.mark.parametrize(
    ("name", "values", "sentence"),
    [
        ("moons", {"n_train": 601}, "moons has 600 training samples, and 601 were asked for"),
        ("moons", {"n_train": -1}, "choose between 1 and 600"),
        ("moons", {"label_noise": 1.5}, "share between 0 and 1"),
        ("moons", {"label_noise": float("nan")}, "share between 0 and 1"),
        ("auto_mpg", {"label_noise": 0.1}, "auto_mpg is a regression"),
        ("mooons", {}, "did you mean moons"),
    ],
)
def test_a_wrong_request(name, values, sentence):
    with pytest.raises(LabError, match=sentence):
        load(name, **values)


@pytest.fixture
def own_datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped folder with one data file, which a test may damage."""
    folder = tmp_path / "datasets"
    source = places.shipped("datasets")
    shutil.copytree(source / "cards", folder / "cards")
    shutil.copy(source / "auto_mpg.csv", folder)
    monkeypatch.setattr(places, "shipped", lambda name: tmp_path / name)
    return folder


def test_a_damaged_file_is_named_with_both_checksums(own_datasets):
    path = own_datasets / "auto_mpg.csv"
    load("auto_mpg")
    text = path.read_text().replace("18.0,8", "19.0,8", 1)  # as long as before
    path.write_text(text)
    found = hashlib.sha256(text.encode()).hexdigest()
    with pytest.raises(LabError) as error:
        load("auto_mpg")
    for part in (str(path), catalogue.card("auto_mpg").sha256, found, "install dl-lab again"):
        assert part in str(error.value)
    try:
        set_language("vi")
        with pytest.raises(LabError, match="hãy xoá tệp"):
            load("auto_mpg")
    finally:
        set_language("en")


def test_a_missing_file_is_named(own_datasets):
    (own_datasets / "auto_mpg.csv").unlink()
    with pytest.raises(LabError, match=r"auto_mpg is missing: .*auto_mpg\.csv"):
        load("auto_mpg")


def test_a_missing_folder_of_data_sets(monkeypatch, tmp_path):
    monkeypatch.setattr(places, "PACKAGE", tmp_path / "a" / "b")
    with pytest.raises(LabError, match="install dl-lab again"):
        load("auto_mpg")


def small_cifar10(root: Path) -> None:
    """A folder in torchvision's layout: 5 x 50 training images and 50 test images, class by position."""
    folder = root / "cifar-10-batches-py"
    folder.mkdir(parents=True)
    pixels = np.random.RandomState(0).randint(0, 256, (50, 3072), dtype=np.uint8)
    for name in [f"data_batch_{i}" for i in range(1, 6)] + ["test_batch"]:
        (folder / name).write_bytes(pickle.dumps({"data": pixels, "labels": [i % 10 for i in range(50)]}))
    names = [str(name) for name in catalogue.card("cifar10").classes]
    (folder / "batches.meta").write_bytes(pickle.dumps({"label_names": names}))


def test_cifar10_from_a_folder(tmp_path, monkeypatch):
    from torchvision.datasets import CIFAR10

    small_cifar10(tmp_path)
    monkeypatch.setattr(CIFAR10, "_check_integrity", lambda self: True)
    monkeypatch.setattr(CIFAR10, "meta", CIFAR10.meta | {"md5": None})
    known = catalogue.card("cifar10")
    small = msgspec.structs.replace(known, sizes=catalogue.Sizes(train=200, validation=50, test=50))
    monkeypatch.setattr(sys.modules["tui_lab.data.load"], "card", lambda name: small)
    monkeypatch.setenv("DL_LAB_DATA", str(tmp_path))
    splits = load("cifar10")
    assert tuple(map(len, (splits.train, splits.validation, splits.test))) == (200, 50, 50)
    assert splits.train.tensors(flat=False)[0].shape == (200, 3, 32, 32)
    assert splits.validation.tensors()[1].bincount().tolist() == [5] * 10
    assert splits.train.raw is not None and splits.train.raw.dtype == torch.uint8
    assert len(splits.mean) == 3


def test_cifar10_missing_says_where_it_looked(tmp_path, monkeypatch):
    monkeypatch.setenv("DL_LAB_DATA", str(tmp_path))
    with pytest.raises(LabError) as error:
        load("cifar10")
    assert str(tmp_path / "cifar-10-batches-py") in str(error.value) and "DL_LAB_DATA" in str(error.value)


def test_a_cifar10_that_torchvision_does_not_know_is_never_unpickled(tmp_path):
    small_cifar10(tmp_path)
    with pytest.raises(LabError, match="incomplete"):
        load("cifar10", folder=tmp_path)
