"""A series stays small, and no spike is lost."""

from __future__ import annotations

import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui_lab.runs.series import CAPACITY, Series


def series(values: list[float | None], first: int = 0) -> Series:
    made = Series()
    for x, y in enumerate(values, first):
        made.add(x, y)
    return made


@given(st.lists(st.floats(-1e9, 1e9), min_size=1), st.integers(1, 200))
def test_bins_hold_every_value(values: list[float], times: int) -> None:
    values = (values * times)[:5000]
    made = series(list(values))
    assert 1 <= len(made.bins) <= CAPACITY
    assert sum(b.count for b in made.bins) == len(values)
    assert sum(b.total for b in made.bins) == pytest.approx(sum(values), rel=1e-6, abs=1e-3)
    assert min(b.low for b in made.bins) == min(values)
    assert max(b.high for b in made.bins) == max(values)
    for b in made.bins:
        inside = values[int(b.first) : int(b.last) + 1]
        assert (b.low, b.high, b.count) == (min(inside), max(inside), len(inside))
        assert b.low - 1e-3 <= b.mean <= b.high + 1e-3
    edges = [edge for b in made.bins for edge in (b.first, b.last)]
    assert edges == sorted(edges)
    assert edges[0] == 0 and edges[-1] == len(values) - 1


@pytest.mark.parametrize("at", [0, 1, 4999, 77_777, 99_999])
def test_a_single_spike_is_never_lost(at: int) -> None:
    values: list[float | None] = [0.0] * 100_000
    values[at] = 9.0
    spike = next(b for b in series(values).bins if b.high == 9.0)
    assert spike.first <= at <= spike.last


def test_a_bin_is_full_before_the_next_begins() -> None:
    made = series([1.0] * (CAPACITY * 4 + 3))
    assert made.per_bin == 8
    assert {b.count for b in made.bins[:-1]} == {8}


def test_what_is_no_number_is_only_marked() -> None:
    made = series([1.0, None, math.nan, math.inf, -math.inf, 2.0])
    assert made.missing == [1, 2, 3, 4]
    assert [(b.first, b.mean) for b in made.bins] == [(0, 1.0), (5, 2.0)]
    assert len(series([None] * 1000).missing) == 16
    assert series([None]).latest is None
    assert made.latest == 2.0


def test_the_version_tells_of_every_change() -> None:
    made = Series()
    versions = [made.version]
    made.add(1, 2.0)
    versions.append(made.version)
    made.add(2, None)
    versions.append(made.version)
    made.truncate(1)
    versions.append(made.version)
    assert versions == sorted(set(versions))


@given(st.integers(1, 6000), st.integers(-1, 7000))
def test_truncate_forgets_what_begins_later(length: int, x: int) -> None:
    made = series([float(i) for i in range(length)])
    per_bin = made.per_bin
    made.truncate(x)
    assert all(b.first <= b.last <= max(x, -1) for b in made.bins)
    kept = sum(b.count for b in made.bins)
    assert min(length, x + 1) <= kept < min(length, x + 1) + per_bin
    made.add(x + 1, 5.0)
    assert made.bins[-1].last == x + 1
    edges = [edge for b in made.bins for edge in (b.first, b.last)]
    assert edges == sorted(edges)


def test_truncate_forgets_marks_too() -> None:
    made = series([None] * 5)
    made.truncate(2)
    assert made.missing == [0, 1, 2]


def test_two_series_share_nothing() -> None:
    series([1.0, None])
    assert Series() == Series(bins=[], missing=[])


@given(st.lists(st.none() | st.floats(allow_nan=False), max_size=3000))
def test_a_series_is_the_same_after_a_round_trip(values: list[float | None]) -> None:
    made = series([None if v is None or abs(v) > 1e300 else v for v in values])
    assert msgspec.json.decode(msgspec.json.encode(made), type=Series) == made
