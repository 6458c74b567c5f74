"""Whether a worker lives: its pid alone says nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tui_lab.runs import status as run_status
from tui_lab.runs.status import STALE_S, Status


def own(**values: Any) -> Status:
    """The status of this process, with some values changed."""
    usual: dict[str, Any] = {
        "host": socket.gethostname(),
        "boot": run_status.boot_id(),
        "pid": os.getpid(),
        "process_start": run_status.process_start(os.getpid()),
        "heartbeat": time.time(),
        "running": True,
    }
    return Status(**(usual | values))


def test_this_process_lives(tmp_path: Path) -> None:
    assert run_status.alive(own())
    run_status.write(tmp_path, running=True)
    found = run_status.read(tmp_path)
    assert found is not None and run_status.alive(found)
    assert (found.pid, found.host) == (os.getpid(), socket.gethostname())
    run_status.write(tmp_path, running=False)
    assert not run_status.alive(run_status.read(tmp_path))
    assert [p.name for p in tmp_path.iterdir()] == ["status.json"]


def test_a_status_may_be_written_for_another_process(tmp_path: Path) -> None:
    run_status.write(tmp_path, running=True, launched=5.0, token="t", pid=os.getppid())
    found = run_status.read(tmp_path)
    assert found is not None and run_status.alive(found)
    assert (found.pid, found.launched, found.token) == (os.getppid(), 5.0, "t")
    run_status.write(tmp_path, running=True, pid=2**22 + 1)
    assert not run_status.alive(run_status.read(tmp_path))


def test_without_a_status_nothing_lives(tmp_path: Path) -> None:
    assert run_status.read(tmp_path) is None
    assert not run_status.alive(None)


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b"[" * 200_000, b'{"host": "\xff"}', b"null"])
def test_a_damaged_status_is_none(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "status.json").write_bytes(data)
    assert run_status.read(tmp_path) is None


def test_a_pid_used_again_is_another_process() -> None:
    assert not run_status.alive(own(process_start="1"))
    assert not run_status.alive(own(process_start=""))


def test_after_a_boot_nothing_of_before_lives() -> None:
    assert not run_status.alive(own(boot="another"))


def test_an_old_heartbeat_of_this_host_does_not_matter() -> None:
    """A worker that was suspended (Ctrl+Z, a laptop's lid) is no dead one."""
    assert run_status.alive(own(heartbeat=time.time() - 10 * STALE_S))


@pytest.mark.parametrize(("age", "lives"), [(0.0, True), (STALE_S / 2, True), (STALE_S * 1.5, False), (1e9, False)])
def test_on_another_host_the_heartbeat_decides(age: float, lives: bool) -> None:
    other = own(host="another-node", pid=1, boot="x", process_start="x", heartbeat=time.time() - age)
    assert run_status.alive(other) is lives
    assert not run_status.alive(msgspec.structs.replace(other, running=False))


def test_a_process_that_has_ended_is_dead_even_before_it_is_reaped() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        start = run_status.process_start(process.pid)
        assert start is not None
        known = own(pid=process.pid, process_start=start)
        assert run_status.alive(known)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # a zombie from here on
        assert not run_status.alive(known)
    assert run_status.process_start(process.pid) is None
    assert not run_status.alive(known)


def test_where_there_is_no_proc_ps_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[list[str], dict[str, str]]] = []
    answer = "S    Thu Jan  1 00:00:01 1970\n"

    def fake(command: list[str], *, env: dict[str, str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append((command, env))
        return subprocess.CompletedProcess(command, 0, stdout=answer)

    monkeypatch.setattr(subprocess, "run", fake)
    assert run_status._process_start_by_ps(7) == "Thu Jan  1 00:00:01 1970"
    command, environment = asked[0]
    assert command[0] == "ps" and command[-1] == "7"
    assert (environment["LC_ALL"], environment["TZ"]) == ("C", "UTC")
    answer = "Z+   Thu Jan  1 00:00:01 1970\n"
    assert run_status._process_start_by_ps(7) is None
    answer = "\n"
    assert run_status._process_start_by_ps(7) is None


def test_ps_knows_this_process() -> None:
    try:
        subprocess.run(["ps", "-o", "lstart=", "-p", "1"], capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("no ps here")
    found = run_status._process_start_by_ps(os.getpid())
    assert found == run_status._process_start_by_ps(os.getpid())
    assert found is not None and found.endswith(time.strftime("%Y"))
    assert run_status._process_start_by_ps(2**22 + 1) is None


def test_a_machine_without_ps_knows_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise FileNotFoundError("ps")

    monkeypatch.setattr(subprocess, "run", fail)
    assert run_status._process_start_by_ps(os.getpid()) is None
