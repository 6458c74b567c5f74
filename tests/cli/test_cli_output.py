from __future__ import annotations

import pytest

from tui_lab.cli import output


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.00 kB"), (3420, "3.42 kB"), (12_000_000, "12.0 MB"), (10**13, "10.0 TB")],
)
def test_size(value, text) -> None:
    assert output.size(value) == text


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
def test_number(value, text) -> None:
    assert output.number(value) == text


@pytest.mark.parametrize(("value", "text"), [(41, "0:41"), (723, "12:03"), (3723, "1:02:03"), (-1, "0:00")])
def test_duration(value, text) -> None:
    assert output.duration(value) == text


def test_metric() -> None:
    assert output.metric("accuracy", 0.9721) == "97.2 %"
    assert output.metric("r2", 0.812) == "0.812"


def test_clean() -> None:
    assert output.clean("a\x1b[31mb\x07\nc\x9b\u202e\udc80") == "a [31mb \nc  ?"
