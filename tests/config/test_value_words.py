"""Values as a person reads them."""

from __future__ import annotations

import pytest

from tui_lab.config.value_words import in_words
from tui_lab.messages import set_language


@pytest.mark.parametrize(
    ("path", "value", "in_english", "in_vietnamese"),
    [
        ("data.train_samples", 0, "all", "tất cả"),
        ("data.train_samples", 200, "200", "200"),
        ("regularisation.batch_norm", True, "on", "bật"),
        ("early_stopping.enabled", False, "off", "tắt"),
        ("model.hidden", (), "none", "không"),
        ("model.hidden", (64, 32), "64, 32", "64, 32"),
        ("optimizer.name", "sgd", "sgd", "sgd"),
        ("optimizer.lr", 0.003, "0.003", "0.003"),
    ],
)
def test_values_in_words(path: str, value: object, in_english: str, in_vietnamese: str) -> None:
    assert in_words(path, value) == in_english
    set_language("vi")
    assert in_words(path, value) == in_vietnamese
