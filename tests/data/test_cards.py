"""What a card says is what loading gives."""

from __future__ import annotations

import hashlib

import pytest
import torch

from tui_lab.config.catalogue import NAMES, card
from tui_lab.data import load
from tui_lab.data.tables import numbers, read_rows

SHIPPED = [name for name in NAMES if name != "cifar10"]


@pytest.mark.parametrize("name", SHIPPED)
def test_card_and_data_agree(name):
    known, splits = card(name), load(name)
    parts = (splits.train, splits.validation, splits.test)
    sizes = known.sizes
    assert tuple(map(len, parts)) == (sizes.train, sizes.validation, sizes.test)
    for part in parts:
        x, y = part.tensors(flat=False)
        assert x.dtype == torch.float32 and tuple(x.shape) == (len(part), *known.shape)
        assert part.shape == known.shape
        assert y.shape == (len(part),)
        assert y.dtype == (torch.int64 if known.task == "multiclass" else torch.float32)
        assert torch.isfinite(x).all() and torch.isfinite(y).all()
    if known.kind == "image":
        assert splits.mean == pytest.approx(known.mean, abs=1e-6)
        assert splits.deviation == pytest.approx(known.deviation, abs=1e-6)
        x, _ = splits.train.tensors()
        assert x.mean().item() == pytest.approx(0, abs=1e-3) and x.std().item() == pytest.approx(1, abs=1e-3)
    if known.classes:
        assert splits.train.tensors()[1].unique().tolist() == list(range(len(known.classes)))


@pytest.mark.parametrize("name", [name for name in SHIPPED if card(name).file])
def test_bytes_and_checksum(name):
    path = card(name).path
    assert path is not None
    assert path.stat().st_size == card(name).bytes
    assert hashlib.sha256(path.read_bytes()).hexdigest() == card(name).sha256


@pytest.mark.parametrize("name", [name for name in SHIPPED if card(name).kind == "table"])
def test_columns_and_missing_cells(name):
    known = card(name)
    assert known.path is not None
    rows = read_rows(known.path)
    assert [column.name for column in known.columns] == list(rows.columns)
    for column in known.columns:
        cells = rows[column.name]
        empty = numbers(cells) != numbers(cells) if column.kind == "numeric" else cells.str.strip() == ""
        assert int(empty.sum()) == column.missing, column.name


BASELINES = [name for name in SHIPPED if card(name).baseline]


@pytest.mark.parametrize("name", BASELINES)
def test_baseline_is_what_a_plain_model_reaches_on_validation(name):
    from sklearn.linear_model import LinearRegression, LogisticRegression

    splits, baseline = load(name), card(name).baseline
    assert baseline is not None
    model = LinearRegression() if baseline.method == "linear" else LogisticRegression(max_iter=1000)
    x, y = (tensor.numpy() for tensor in splits.train.tensors())
    reached = model.fit(x, y).score(*(tensor.numpy() for tensor in splits.validation.tensors()))
    assert reached == pytest.approx(baseline.value, abs=0.006)
