"""Commands: carried out in their order, once, and never read half written."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from tui_lab.config.errors import LabError
from tui_lab.runs import commands
from tui_lab.runs.commands import Action, Command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "run").mkdir()
    return tmp_path / "run"


def test_commands_wait_in_the_order_in_which_they_were_given(folder: Path) -> None:
    assert commands.pending(folder) == []
    sent = [commands.send(folder, action) for action in get_args(Action) * 3]
    assert commands.pending(folder) == sent
    assert len({command.id for command in sent}) == len(sent)


def test_changes_arrive_as_they_were_sent(folder: Path) -> None:
    changes: dict[str, bool | int | float | str] = {"optimizer.lr": 1e-3, "run.x": True, "a": 2, "b": "adamw", "c": 2.0}
    commands.send(folder, "set", changes)
    (found,) = commands.pending(folder)
    assert found.changes == changes
    assert [type(v) for v in found.changes.values()] == [float, bool, int, str, float]


def test_what_is_done_does_not_come_again(folder: Path) -> None:
    first, second = commands.send(folder, "pause"), commands.send(folder, "continue")
    commands.done(folder, first)
    commands.done(folder, first)
    assert commands.pending(folder) == [second]


def test_a_worker_that_starts_obeys_nothing_meant_for_the_one_before(folder: Path) -> None:
    commands.discard(folder)
    commands.send(folder, "stop")
    commands.discard(folder)
    assert commands.pending(folder) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff",
        b"[" * 200_000,
        b'{"id": "x"}',
        b'{"id": "00000000000000000005-x", "action": "explode"}',
        b'{"id": "00000000000000000005-x", "action": "set", "changes": {"a": null}}',
        b'{"id": "another", "action": "stop"}',
        b'{"id": "../config", "action": "stop"}',
    ],
    ids=range(9),
)
def test_a_command_that_can_not_be_read_is_removed(data: bytes, folder: Path) -> None:
    (folder / "config.json").touch()
    commands.send(folder, "pause")
    bad = folder / "commands" / "00000000000000000005-x.json"
    bad.write_bytes(data)
    assert [c.action for c in commands.pending(folder)] == ["pause"]
    assert not bad.exists()
    assert (folder / "config.json").exists()


def test_what_is_no_file_is_passed_over(folder: Path) -> None:
    sent = commands.send(folder, "pause")
    (folder / "commands" / "0.json").mkdir()
    assert commands.pending(folder) == [sent]


def test_a_half_written_command_is_not_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[Command]] = []
    whole = Path.write_bytes

    def slow(path: Path, data: bytes) -> int:
        whole(path, data[:5])
        seen.append(commands.pending(folder))
        return whole(path, data)

    monkeypatch.setattr(Path, "write_bytes", slow)
    sent = commands.send(folder, "stop")
    assert seen == [[]]
    assert commands.pending(folder) == [sent]


def test_many_may_send_at_once(folder: Path) -> None:
    threads = [threading.Thread(target=commands.send, args=(folder, "batch")) for _ in range(20)]
    for thread in threads:
        thread.start()
    found: dict[str, Command] = {}
    while any(thread.is_alive() for thread in threads):
        found |= {command.id: command for command in commands.pending(folder)}
    found |= {command.id: command for command in commands.pending(folder)}
    assert len(found) == 20


def test_a_folder_that_is_gone_or_closed_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="can't be written"):
        commands.send(tmp_path / "gone", "stop")
    (tmp_path / "commands").touch()
    with pytest.raises(LabError, match="can't be written"):
        commands.send(tmp_path, "stop")


def test_a_command_is_a_file_that_people_can_read(folder: Path) -> None:
    sent = commands.send(folder, "set", {"optimizer.lr": 0.1})
    data = (folder / "commands" / f"{sent.id}.json").read_bytes()
    assert msgspec.json.decode(data) == {"id": sent.id, "action": "set", "changes": {"optimizer.lr": 0.1}}
