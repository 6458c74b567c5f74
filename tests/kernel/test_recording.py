"""The history on disk: bounded, compacted, and no fault of the disk's does harm elsewhere."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tui_lab.kernel import events, recording, sessions
from tui_lab.kernel.events import Event
from tui_lab.kernel.outputs import History, TextItem
from tui_lab.kernel.recording import Recorder, compact
from tui_lab.kernel.sessions import Session


@pytest.fixture
def own(tmp_path: Path) -> Session:
    return sessions.made(Session("course/recorded", tmp_path / "session"))


def told(error: OSError) -> None:
    raise AssertionError(error)


def record(recorder: Recorder, *happened: Event) -> None:
    for event in happened:
        recorder.append(event, events.encode(event))


def ran(run: int, cell: str) -> events.Ran:
    return events.Ran(run=run, cell=cell, code=f"code {run}", time=0.0)


def printed(run: int, text: str) -> events.Stream:
    return events.Stream(run=run, name="stdout", text=text)


def done(run: int) -> events.Done:
    return events.Done(run=run, status="ok")


def lines(session: Session, cell: str) -> tuple[list[str], int]:
    item = History.read(session.outputs).cells[cell].items[0]
    assert isinstance(item, TextItem)
    return ["".join(t for t, _ in line) for line in item.text.lines()], item.text.count


def test_of_much_the_beginning_and_the_end_are_kept(own: Session) -> None:
    recorder = Recorder(own, told, most_bytes=50_000)
    record(recorder, ran(1, "a"))
    for n in range(10_000):
        record(recorder, printed(1, f"line {n}\n"))
    late = recorder.not_yet_written(2_000)
    assert isinstance(events.decode(late[0]), events.Skipped) and sum(map(len, late)) < 2_200
    assert events.decode(late[-1]) == printed(1, "line 9999\n")
    record(recorder, done(1))
    recorder.close()
    assert own.outputs.stat().st_size < 52_000
    shown, count = lines(own, "a")
    assert shown[0] == "line 0" and shown[-1] == "line 9999" and count == 10_001
    assert recorder.not_yet_written(2_000) == []


def test_what_must_not_wait_is_written_at_once(own: Session) -> None:
    recorder = Recorder(own, told, most_bytes=1_000)
    record(recorder, ran(1, "a"), *(printed(1, "x" * 100) for _ in range(50)), events.Asked(run=1, prompt="?"))
    assert History.read(own.outputs).asked is not None
    recorder.close()


def test_compacting_keeps_the_last_run_of_each_cell(own: Session) -> None:
    recorder = Recorder(own, told)
    for run, cell in ((1, "a"), (2, "b"), (3, "a")):
        record(recorder, events.Queued(run=run, cell=cell, code=""), ran(run, cell), printed(run, f"{run}"), done(run))
    name = recorder.save_file(3, b"picture", "png")
    old = recorder.save_file(1, b"old picture", "png")
    assert name is not None and old is not None
    record(recorder, ran(4, "c"), events.Display(run=4, data={}, files={"image/png": name}), printed(4, "cut"))
    record(recorder, events.State(state="dead", why_id="kernel.died_killed"), events.Queued(run=5, cell="a", code=""))
    recorder.close()
    again = Recorder(own, told)
    assert again.last_run == 5 and again.generation != recorder.generation
    history = History.read(own.outputs)
    assert {cell: (o.run, o.status) for cell, o in history.cells.items()} == {
        "a": (3, "ok"),
        "b": (2, "ok"),
        "c": (4, "aborted"),
    }
    assert [path.name for path in own.files.iterdir()] == [name]
    again.close()
    assert Recorder(own, told).generation == again.generation  # nothing to do: places in it stay valid


def test_a_torn_last_line_is_cut_off_before_more_is_written(own: Session) -> None:
    recorder = Recorder(own, told)
    record(recorder, ran(1, "a"), printed(1, "whole\n"), done(1))
    recorder.close()
    with own.outputs.open("ab") as file:
        file.write(b'{"event":"stream","run":1,"na')
    again = Recorder(own, told)
    record(again, ran(2, "b"), printed(2, "after\n"), done(2))
    again.close()
    assert lines(own, "a")[0] == ["whole"] and lines(own, "b")[0] == ["after"]


def test_garbage_becomes_an_empty_history(own: Session) -> None:
    own.outputs.write_bytes(b"\x00\xff" * 1000 + b"\n{}\n[1,2]\n")
    recorder = Recorder(own, told)
    record(recorder, ran(1, "a"))
    recorder.close()
    assert set(History.read(own.outputs).cells) == {"a"}


def test_a_full_disk_is_told_once_and_left_without_torn_lines(own: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[OSError] = []
    recorder = Recorder(own, refused.append)
    record(recorder, ran(1, "a"), printed(1, "kept\n"))
    write, full = os.write, True

    def writing(file: int, data: bytes) -> int:
        if not full:
            return write(file, data)
        if len(data) > 10:
            return write(file, data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(recording.os, "write", writing)
    record(recorder, printed(1, "lost\n"), printed(1, "lost too\n"), done(1))
    record(recorder, ran(2, "b"), done(2))
    full = False
    record(recorder, ran(3, "c"), printed(3, "space again\n"), done(3))
    recorder.close()
    assert len(refused) == 1
    history = History.read(own.outputs)
    assert set(history.cells) == {"a", "c"} and history.offset == own.outputs.stat().st_size == recorder.offset
    assert lines(own, "a")[0] == ["kept"] and lines(own, "c")[0] == ["space again"]


def test_pictures_count_and_a_full_disk_costs_only_them(own: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[OSError] = []
    recorder = Recorder(own, refused.append, most_bytes=1_000)
    record(recorder, ran(1, "a"))
    assert recorder.save_file(1, b"x" * 500, "png") is not None
    assert recorder.save_file(1, b"x" * 500, "png") is None
    record(recorder, ran(2, "a"))

    def full(path: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert recorder.save_file(2, b"x", "png") is None and len(refused) == 1
    recorder.close()


def test_a_history_that_can_t_be_compacted_stays_as_it_was(own: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    own.outputs.write_bytes(events.encode(ran(1, "a")) + events.encode(done(1)) + events.encode(ran(2, "a")))
    before = own.outputs.read_bytes()

    def full(path: Path, target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert compact(own) == ("", 2)
    assert own.outputs.read_bytes() == before and len(list(own.folder.glob("outputs*"))) == 1


def test_a_large_history_is_compacted_while_its_kernel_lives(own: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "_LARGE", 10_000)
    recorder = Recorder(own, told)
    for run in range(1, 21):
        record(recorder, ran(run, "a"), printed(run, "x" * 1000), done(run))
    generation = recorder.generation
    recorder.compact_if_large()
    assert recorder.offset == own.outputs.stat().st_size < 2_000 and recorder.generation != generation
    record(recorder, ran(21, "b"), done(21))
    recorder.close()
    assert set(History.read(own.outputs).cells) == {"a", "b"}
