"""Numbers, times, sizes and names as a person reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_lab.config import fields
from tui_lab.config.train import TrainConfig
from tui_lab.runs import words


@pytest.mark.parametrize(
    ("seconds", "text"), [(-1, "0:00"), (41, "0:41"), (59.6, "1:00"), (723, "12:03"), (3723, "1:02:03")]
)
def test_durations(seconds: float, text: str) -> None:
    assert words.duration(seconds) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0.0, "0.00"),
        (0.12345, "0.123"),
        (2.0, "2.00"),
        (123.4, "123"),
        (1e-5, "1.00e-05"),
        (-2e6, "-2.00e+06"),
    ],
)
def test_numbers(value: float | None, text: str) -> None:
    assert words.number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.8234, "1.82"), (0.02134, "0.021"), (123456.0, "1.2e5"), (1e-9, "1.0e-9"), (float("nan"), "–"), (None, "–")],
)
def test_numbers_that_keep_their_width(value: float | None, text: str) -> None:
    assert words.steady_number(value).strip() == text and len(words.steady_number(value)) == 6
    signed = words.steady_number(value, signed=True)
    assert len(signed) == 7 and signed.strip().lstrip("+") == text


@pytest.mark.parametrize(
    ("value", "text"), [(0.001, "1e-3"), (0.00035, "3.5e-4"), (0.01, "0.01"), (1.0, "1"), (0.0, "0")]
)
def test_learning_rates_are_short(value: float, text: str) -> None:
    assert words.rate(value) == text


def test_metrics() -> None:
    assert words.metric("accuracy", 0.98123) == "98.1 %"
    assert words.metric("accuracy", None) == "–"
    assert words.metric("r2", 0.8712) == "R² 0.871"
    assert words.metric("r2", 0.812, named=False) == "0.812"
    assert words.metric("r2", -3.2e6, named=False) == "-3.20e+06"


@pytest.mark.parametrize(
    ("n", "text", "short"),
    [
        (0, "0 B", "0 B"),
        (999, "999 B", "999 B"),
        (1000, "1.00 kB", "1 kB"),
        (1500, "1.50 kB", "1.5 kB"),
        (3420, "3.42 kB", "3.42 kB"),
        (99_960, "100 kB", "100 kB"),
        (999_600, "1.00 MB", "1 MB"),
        (4_204_000, "4.20 MB", "4.2 MB"),
        (12_000_000, "12.0 MB", "12 MB"),
        (2_000_000_000, "2.00 GB", "2 GB"),
        (10**13, "10.0 TB", "10 TB"),
        (10**16, "10000 TB", "10000 TB"),
    ],
)
def test_sizes(n: int, text: str, short: str) -> None:
    assert words.size(n) == text and words.size(n, short=True) == short


def test_networks() -> None:
    deep = fields.apply_text(TrainConfig(), ["model.hidden=8,16,32,64,128"]).model
    assert words.network(deep) == "mlp 8-16-32-64-128" and words.network(deep, most=4) == "mlp 8-16-32-64…"
    assert words.network(fields.apply_text(TrainConfig(), ["model.hidden="]).model) == "mlp"
    cnn = fields.apply_text(TrainConfig(), ["model.kind=cnn", "model.stages=16 p2, 32 p2"]).model
    assert words.network(cnn) == "cnn 16-32"


def test_names_of_runs() -> None:
    assert words.run_name(Path("runs/0007-mnist-cnn")) == (7, "mnist-cnn")
    assert words.run_number(Path("runs/12345-moons-mlp")) == 12345


def test_nothing_steers_the_terminal() -> None:
    assert words.clean("a\x1b[31mb\x07\nc\x9b\u202e\udc80") == "a [31mb \nc  ?"
    assert words.clean("a\x1b[31mb", blank="") == "a[31mb"
