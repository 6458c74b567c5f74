"""Events as lines: the same after a round trip, and never an error in reading."""

from __future__ import annotations

import io
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_events import KINDS, epoch, one_of_each, run_events, steps

from tui_lab.runs.events import Event, Paused, decode, encode
from tui_lab.runs.history import History


def test_all_kinds_are_here() -> None:
    assert {type(event) for event in one_of_each()} == set(KINDS)


@pytest.mark.parametrize("event", one_of_each(), ids=lambda event: type(event).__name__)
def test_an_event_is_one_line_and_the_same_after_a_round_trip(event: Event) -> None:
    line = encode(event)
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    assert len(line.splitlines()) == 1
    assert decode(line) == event
    assert decode(line.rstrip()) == event
    assert json.loads(line)["event"] == type(event).__name__.lower()


@given(run_events())
def test_whole_runs_are_the_same_after_a_round_trip(events: list[Event]) -> None:
    assert [decode(encode(event)) for event in events] == events


def test_nan_and_infinite_numbers_become_null() -> None:
    event = decode(encode(steps(3, [math.nan, math.inf, -math.inf], [math.nan] * 3)))
    assert event == steps(3, [None] * 3, [None] * 3)
    told = epoch(1, val_loss=math.nan, train_loss=math.inf, val_metric=None, extra={"auc": math.nan, "rmse": 2.0})
    assert decode(encode(told)) == epoch(
        1, val_loss=None, train_loss=None, val_metric=None, extra={"auc": None, "rmse": 2.0}
    )


def test_what_a_newer_version_adds_is_passed_over() -> None:
    assert decode(b'{"event": "paused", "time": 1, "step": 2, "mood": [1, {"x": 2}]}') == Paused(time=1.0, step=2)
    assert decode(b'{"event": "invented", "time": 1, "step": 2}') is None


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\xff",
        b"null",
        b"[" * 200_000,
        b'{"event": "paused", "time": 1, "step": 2, "x": ' + b"[" * 200_000,
        b'{"event": "paused", "time": 1, "step": 1' + b"0" * 30 + b"}",
        b'{"event": "paused", "time": 1, "step": 1' + b"0" * 5000 + b"}",
        b'{"event": "paused", "time": 1e999, "step": 1}',
        b'{"event": "paused", "time": NaN, "step": 1}',
        b'{"event": "paused", "time": 1, "step": -1}',
        b'{"event": "paused\xff", "time": 1, "step": 1}',
        b'{"event": "paused", "time": 1',
        encode(one_of_each()[0]).replace(b'"steps_per_epoch":10', b'"steps_per_epoch":0'),
        encode(one_of_each()[0]).replace(b'"changes_applied":2', b'"changes_applied":-2'),
    ],
    ids=range(14),
)
def test_a_damaged_line_is_no_event(line: bytes) -> None:
    assert decode(line) is None


@given(st.binary())
def test_arbitrary_bytes_are_read_without_an_error(line: bytes) -> None:
    decode(line)


@given(st.data())
def test_a_few_wrong_bytes_break_neither_reader_nor_history(data: st.DataObject) -> None:
    history = History()
    for event in one_of_each():
        line = bytearray(encode(event))
        for _ in range(data.draw(st.integers(0, 2))):
            line[data.draw(st.integers(0, len(line) - 1))] = data.draw(st.sampled_from(b'0123456789-.e"{}[],:n\xff'))
        read = decode(bytes(line))
        if read is not None:
            history.apply(read)
    assert history.epoch >= 0
    assert history.best is None or history.best.best


def test_pandas_opens_the_file() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_json(io.BytesIO(b"".join(encode(event) for event in one_of_each())), lines=True)
    assert list(frame["event"]) == [type(event).__name__.lower() for event in one_of_each()]
