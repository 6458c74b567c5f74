"""Following events: torn and damaged lines, files that are replaced, and long runs opened from the side file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_events import epoch, one_of_each, run_events, started, steps, write

from tui_lab.runs import follow
from tui_lab.runs.events import Event, Paused, decode, encode
from tui_lab.runs.follow import EventTail, catch_up, open_history, write_side_file
from tui_lab.runs.history import History
from tui_lab.runs.series import CAPACITY


def knowledge(history: History) -> Any:
    """What a history says, without the counters of how often it changed."""

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: without(v) for k, v in value.items() if k != "version"}
        return value

    return without(msgspec.to_builtins(history))


def test_nothing_is_read_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    tail = EventTail(tmp_path / "events.jsonl")
    assert tail.read() == []
    write(tmp_path, [started()])
    assert tail.read() == [started()]
    assert tail.read() == []


def test_a_torn_last_line_is_left_for_the_next_call(tmp_path: Path) -> None:
    path = write(tmp_path, [started()])
    line = encode(steps(1, [0.5]))
    with path.open("ab") as file:
        file.write(line[:20])
    tail = EventTail(path)
    assert tail.read() == [started()]
    assert tail.read() == []
    with path.open("ab") as file:
        file.write(line[20:])
    assert tail.read() == [steps(1, [0.5])]
    assert tail.damaged == 0
    assert tail.offset == path.stat().st_size


def test_a_damaged_line_costs_only_itself(tmp_path: Path) -> None:
    path = write(tmp_path, [started()])
    with path.open("ab") as file:
        file.write(b'{"event":"steps","ti\xff\x00\n\n  \nnonsense\n')
    write(tmp_path, [epoch(1)])
    tail = EventTail(path)
    assert tail.read() == [started(), epoch(1)]
    assert tail.damaged == 2


def test_a_torn_line_that_a_worker_wrote_on_after(tmp_path: Path) -> None:
    path = write(tmp_path, [started()])
    with path.open("ab") as file:
        file.write(encode(steps(1, [0.5]))[:-10] + b"\n")
    write(tmp_path, [started(0, resumed=True)])
    tail = EventTail(path)
    assert tail.read() == [started(), started(0, resumed=True)]
    assert tail.damaged == 1


def test_a_file_replaced_by_a_shorter_one_is_read_from_its_start(tmp_path: Path) -> None:
    path = write(tmp_path, one_of_each())
    tail = EventTail(path)
    assert tail.read() == one_of_each()
    path.write_bytes(encode(started()))
    assert tail.read() == [started()]


def test_a_followed_file_replaced_by_a_shorter_one_is_not_counted_twice(tmp_path: Path) -> None:
    path = write(tmp_path, [started(), epoch(1), epoch(2), *one_of_each()])
    with path.open("ab") as file:
        file.write(b"damaged\n")
    history = open_history(tmp_path)
    version = history.version
    path.write_bytes(encode(started()) + encode(epoch(1)))
    assert catch_up(history, path)
    assert history.version > version
    assert knowledge(history) == knowledge(open_history(tmp_path))
    assert history.seconds == 2.0


def test_lines_are_whole_across_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, one_of_each() * 3)
    longest = max(len(encode(event)) for event in one_of_each())
    for chunk in (longest, longest + 1, 2 * longest - 1):
        monkeypatch.setattr(follow, "CHUNK", chunk)
        assert EventTail(path).read() == one_of_each() * 3


def test_a_line_beyond_all_bounds_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(follow, "CHUNK", 2048)
    path = write(tmp_path, [started()])
    with path.open("ab") as file:
        file.write(b"x" * 10_000 + b"\n")
    write(tmp_path, [epoch(1)])
    tail = EventTail(path)
    assert tail.read() == [started(), epoch(1)]
    assert tail.damaged
    assert tail.offset == path.stat().st_size


@pytest.mark.parametrize("made", ["folder", "below a file"])
def test_what_is_out_of_reach_has_no_events(made: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    path = tmp_path if made == "folder" else tmp_path / "file" / "events.jsonl"
    assert EventTail(path).read() == []
    assert not catch_up(History(), path)


@given(run_events(), st.lists(st.integers(0, 3000), max_size=8), st.data())
def test_pieces_give_the_same_as_the_whole(
    tmp_path_factory: pytest.TempPathFactory, events: list[Event], cuts: list[int], data: st.DataObject
) -> None:
    """Written in arbitrary pieces, read after each; with a damaged line somewhere."""
    folder = tmp_path_factory.mktemp("run")
    lines = [encode(event) for event in events]
    lines.insert(data.draw(st.integers(0, len(lines))), data.draw(st.sampled_from([b"\n", b"\xff{\n", b"nonsense\n"])))
    whole = b"".join(lines)
    path = folder / "events.jsonl"
    read: list[Event] = []
    tail, history = EventTail(path), History()
    for begin, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(whole)], strict=True):
        with path.open("ab") as file:
            file.write(whole[begin:end])
        read += tail.read()
        before = history.version
        assert catch_up(history, path) == (history.version > before)
    assert read == events
    assert knowledge(history) == knowledge(open_history(folder))
    assert history.offset == tail.offset == len(whole)
    assert history.damaged == tail.damaged


@given(run_events(), st.data())
def test_side_file_and_the_rest_give_the_same_as_the_whole(
    tmp_path_factory: pytest.TempPathFactory, events: list[Event], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("run")
    cut = data.draw(st.integers(0, len(events)))
    write(folder, events[:cut])
    write_side_file(open_history(folder), folder)
    write(folder, events[cut:])
    with_side_file = open_history(folder)
    (folder / "series.json").unlink()
    assert knowledge(with_side_file) == knowledge(open_history(folder))
    assert sorted(p.name for p in folder.iterdir()) == ["events.jsonl"]


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"null",
        b"[" * 200_000,
        b'{"offset": -5}',
        b'{"offset": 99999999}',
        b'{"offset": 10, "train_loss": {"bins": [[0, 1, 2, 3, 4, 0]]}}',
        b'{"offset": 10, "train_loss": {"per_bin": 0}}',
        b'{"offset": 10, "epochs": 3}',
    ],
    ids=range(10),
)
def test_a_damaged_side_file_is_passed_over(damage: bytes, tmp_path: Path) -> None:
    write(tmp_path, one_of_each())
    whole = knowledge(open_history(tmp_path))
    (tmp_path / "series.json").write_bytes(damage)
    assert knowledge(open_history(tmp_path)) == whole


@given(st.data())
def test_a_side_file_cut_short_is_passed_over(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("run")
    write(folder, one_of_each())
    history = open_history(folder)
    write_side_file(history, folder)
    side = folder / "series.json"
    side.write_bytes(side.read_bytes()[: data.draw(st.integers(0, side.stat().st_size - 1))])
    assert knowledge(open_history(folder)) == knowledge(history)


def test_a_million_steps_stay_small(tmp_path: Path) -> None:
    """In arrays as the worker writes them; one spike and one NaN among them."""
    with (tmp_path / "events.jsonl").open("wb") as file:
        file.write(encode(started(steps_per_epoch=1000)))
        flat = [0.5] * 1000
        for last in range(1000, 1_000_001, 1000):
            losses: list[float | None] = [*flat]
            if last == 500_000:
                losses[17:19] = [99.0, None]
            file.write(encode(steps(last, losses, [0.5] * 1000)))
    history = open_history(tmp_path)
    assert history.step == 1_000_000
    assert len(history.train_loss.bins) <= CAPACITY
    assert sum(b.count for b in history.train_loss.bins) == 999_999
    assert max(b.high for b in history.train_loss.bins) == 99.0
    assert history.train_loss.missing == [499_019]
    write_side_file(history, tmp_path)
    assert (tmp_path / "series.json").stat().st_size < 400_000
    assert knowledge(open_history(tmp_path)) == knowledge(history)


def test_a_file_growing_while_it_is_read_gives_every_event_once(tmp_path: Path) -> None:
    tail = EventTail(tmp_path / "events.jsonl")
    found: list[Event] = []
    for step in range(50):
        write(tmp_path, [Paused(time=1.0, step=step)])
        if step % 3 == 0:
            found += tail.read()
    found += tail.read()
    assert [event.step for event in found] == list(range(50))
    assert decode(encode(found[0])) == found[0]
