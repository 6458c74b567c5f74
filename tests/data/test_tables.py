"""Preparing tables, and that nothing of validation or test gets into it."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest
import torch
from msgspec import ValidationError

from tui_lab.data import TablePreparation, load, sources


def rows(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype=str)


def test_numbers_and_categories():
    train = rows(a=["1", "3", "", "5"], c=["x", "y", "x", ""], k=["7", "7", "7", "7"])
    fitted = TablePreparation.fit(train, numeric=["a", "k"], categorical=["c"])
    assert fitted.feature_names == ("a", "a missing", "k", "c=x", "c=y")
    values = fitted.transform(train)
    assert values.dtype == np.float32 and values.shape == (4, 5)
    assert values[:, 0].tolist() == pytest.approx([-np.sqrt(2), 0, 0, np.sqrt(2)])
    assert values[:, 1].tolist() == [0, 0, 1, 0]
    assert values[:, 2].tolist() == [0, 0, 0, 0]  # a constant column doesn't divide by zero
    assert values[:, 3:].tolist() == [[1, 0], [0, 1], [1, 0], [0, 0]]


def test_what_training_did_not_have():
    fitted = TablePreparation.fit(rows(a=["1", "2"], c=["x", "y"]), numeric=["a"], categorical=["c"])
    values = fitted.transform(rows(a=[" ", "inf", "word"], c=["z", "", "x"]))
    assert values[:, 0].tolist() == [0, 0, 0]  # the median is the mean here
    assert values[:, 1:].tolist() == [[0, 0], [0, 0], [1, 0]]
    assert "a missing" not in fitted.feature_names


def test_a_column_without_a_single_number():
    fitted = TablePreparation.fit(rows(a=["", ""]), numeric=["a"], categorical=[])
    assert fitted.transform(rows(a=["", "4"])).tolist() == [[0, 1], [4, 0]]


def test_whole_numbers_as_categories_have_one_spelling():
    fitted = TablePreparation.fit(rows(c=["1.0", "2"]), numeric=[], categorical=["c"])
    assert fitted.feature_names == ("c=1", "c=2")
    assert fitted.transform(rows(c=["1", "2.0"])).tolist() == [[1, 0], [0, 1]]


def test_state_survives_json():
    splits = load("heart")
    fitted = splits.preparation
    assert fitted is not None and splits.test.rows is not None
    again = TablePreparation.from_state(json.loads(json.dumps(fitted.state())))
    assert again == fitted
    assert np.array_equal(again.transform(splits.test.rows), splits.test.tensors()[0].numpy())
    with pytest.raises(ValidationError):
        TablePreparation.from_state({"numeric": [], "categorical": [], "more": 1})


@pytest.mark.parametrize("name", ["heart", "telco_churn", "auto_mpg", "california_housing", "breast_cancer"])
def test_nothing_leaks_from_validation_and_test(name, monkeypatch):
    """Scramble every cell that isn't in the training part: fitted values and training features stay the same."""
    plain = load(name)
    assert plain.train.rows is not None and plain.preparation is not None
    original = sources._table
    kept = set(plain.train.rows.index)

    def scrambled(card):
        samples = original(card)
        assert samples.rows is not None
        changed = samples.rows.copy()
        others = [i for i in changed.index if i not in kept]
        target = next(column.name for column in card.columns if column.kind == "target")
        for number, column in enumerate(changed.columns):
            if column != target:
                changed.loc[others, column] = ["", "1e6", "unseen", "-3"][number % 4]
        targets = samples.targets.copy()
        if card.task == "regression":
            targets[others] = 1e9
        return sources.Samples(targets, rows=changed)

    monkeypatch.setattr(sources, "_table", scrambled)
    other = load(name)
    assert other.preparation == plain.preparation
    assert other.target_scale == plain.target_scale
    for a, b in zip(other.train.tensors(), plain.train.tensors(), strict=True):
        assert torch.equal(a, b)
    assert not torch.equal(other.test.tensors()[0], plain.test.tensors()[0])


def test_nothing_leaks_into_images_and_points(monkeypatch):
    plain = {name: load(name) for name in ("digits8x8", "moons")}
    original = sources.read

    def scrambled(card, folder, seed):
        samples, held_out = original(card, folder, seed)
        sizes = card.sizes
        from tui_lab.data import splitting

        parts = splitting.split(
            len(samples.targets), validation=sizes.validation, test=sizes.test, labels=samples.targets, seed=seed
        )
        inputs = samples.inputs.copy()
        inputs[np.concatenate([parts.validation, parts.test])] = 99
        return sources.Samples(samples.targets, inputs), held_out

    monkeypatch.setattr(sources, "read", scrambled)
    for name, before in plain.items():
        after = load(name)
        assert (after.mean, after.deviation) == (before.mean, before.deviation)
        assert torch.equal(after.train.tensors()[0], before.train.tensors()[0])
        assert not torch.equal(after.test.tensors()[0], before.test.tensors()[0])
