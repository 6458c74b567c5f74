"""Starting a worker: with what, where, and when not. A small script stands for Python itself."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from made_events import finished, started, write

from tui_lab.config import settings
from tui_lab.config.errors import LabError
from tui_lab.config.places import PACKAGE
from tui_lab.config.settings import Settings
from tui_lab.config.train import TrainConfig
from tui_lab.runs import commands, launch, store
from tui_lab.runs import status as run_status
from tui_lab.runs.status import Status


@pytest.fixture
def folder() -> Path:
    return store.create(TrainConfig())


@pytest.fixture
def fake_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Instead of Python: a script that writes what it was started with beside itself, and ends."""
    script = tmp_path / "fake python"
    script.write_text(
        f"""#!{sys.executable} -SsE
import json, os, sys
told = dict(
    arguments=sys.argv[1:],
    folder=os.getcwd(),
    environment=dict(os.environ),
    session=os.getsid(0),
    pid=os.getpid(),
    stdin=os.fstat(0).st_rdev == os.stat(os.devnull).st_rdev,
)
print("to stdout", flush=True)
print("to stderr", file=sys.stderr, flush=True)
with open({str(tmp_path / "aside")!r}, "w") as file:
    json.dump(told, file)
os.rename({str(tmp_path / "aside")!r}, {str(tmp_path / "told.json")!r})
"""
    )
    script.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(script))
    return script


def told(pid: int, tmp_path: Path) -> dict[str, Any]:
    """What the started process told; it is waited for, so that none is left behind."""
    assert os.waitpid(pid, 0)[1] == 0
    found: dict[str, Any] = json.loads((tmp_path / "told.json").read_text())
    return found


def tell_status(folder: Path, *, host: str | None = None, heartbeat: float | None = None) -> None:
    status = Status(
        host=host or socket.gethostname(),
        boot=run_status.boot_id(),
        pid=os.getpid(),
        process_start=run_status.process_start(os.getpid()) or "",
        heartbeat=time.time() if heartbeat is None else heartbeat,
        running=True,
    )
    (folder / "status.json").write_bytes(msgspec.json.encode(status))


def test_a_worker_is_started_in_a_session_of_its_own(folder: Path, fake_python: Path, tmp_path: Path) -> None:
    pid = launch.launch(folder)
    found = told(pid, tmp_path)
    assert found["arguments"][:5] == ["-m", "tui_lab.engine.worker", str(folder), "--checkpoint-budget-mb", "200"]
    assert found["pid"] == found["session"] == pid != os.getsid(0)
    assert Path(found["folder"]) == folder
    assert found["stdin"]
    assert found["environment"]["PYTHONPATH"].split(os.pathsep)[0] == str(PACKAGE.parent)
    assert (folder / "worker.log").read_text() == "to stdout\nto stderr\n"


def test_resuming_up_to_other_epochs(folder: Path, fake_python: Path, tmp_path: Path) -> None:
    settings.write(Settings(checkpoint_budget_mb=7))
    arguments = told(launch.launch(folder, resume=True, epochs=20), tmp_path)["arguments"]
    assert arguments[2:8] == [str(folder), "--resume", "--epochs", "20", "--checkpoint-budget-mb", "7"]


def test_until_the_worker_speaks_its_status_is_written_for_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """torch takes seconds to import, and in them the run must be neither free nor ended."""
    write(folder, [started(), finished()])
    waiting = tmp_path / "fake python"
    waiting.write_text("#!/bin/sh\nexec sleep 60\n")
    waiting.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(waiting))
    pid = launch.launch(folder, resume=True)
    try:
        status = run_status.read(folder)
        assert status is not None and status.pid == pid and status.token
        assert run_status.alive(status)
        assert store.open_run(folder).state == "starting"
        with pytest.raises(LabError, match="is being trained"):
            launch.launch(folder, resume=True)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert store.open_run(folder).state == "finished"


def test_the_worker_knows_the_status_that_was_written_for_it(folder: Path, fake_python: Path, tmp_path: Path) -> None:
    arguments = told(launch.launch(folder), tmp_path)["arguments"]
    status = run_status.read(folder)
    assert status is not None
    assert arguments[-4:] == ["--launched", repr(status.launched), "--token", status.token]


def test_waiting_threads_sleep_unless_the_learner_says_otherwise(
    folder: Path, fake_python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OMP_WAIT_POLICY", raising=False)
    monkeypatch.setenv("KMP_BLOCKTIME", "7")
    environment = told(launch.launch(folder), tmp_path)["environment"]
    assert (environment["OMP_WAIT_POLICY"], environment["KMP_BLOCKTIME"]) == ("PASSIVE", "7")


def test_the_log_of_the_worker_before_is_kept(folder: Path, fake_python: Path, tmp_path: Path) -> None:
    (folder / "worker.log").write_text("before\n")
    told(launch.launch(folder), tmp_path)
    assert (folder / "worker.log").read_text() == "before\nto stdout\nto stderr\n"


def test_the_prefix_stands_before_the_command(folder: Path, fake_python: Path, tmp_path: Path) -> None:
    settings.write(Settings(launch_prefix="env 'PREFIX=a b'"))
    found = told(launch.launch(folder), tmp_path)
    assert found["environment"]["PREFIX"] == "a b"
    assert found["arguments"][:2] == ["-m", "tui_lab.engine.worker"]


def test_commands_for_the_worker_before_are_gone(folder: Path, fake_python: Path, tmp_path: Path) -> None:
    commands.send(folder, "stop")
    told(launch.launch(folder), tmp_path)
    assert commands.pending(folder) == []


def test_a_relative_home_is_the_same_for_the_worker(
    fake_python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It works in the run's folder, not in ours."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DL_LAB_HOME", "lab")
    monkeypatch.setenv("DL_LAB_DATA", "data")
    folder = store.create(TrainConfig()).relative_to(tmp_path)
    found = told(launch.launch(folder), tmp_path)
    assert Path(found["arguments"][2]) == tmp_path / folder
    assert found["environment"]["DL_LAB_HOME"] == str(tmp_path / "lab")
    assert found["environment"]["DL_LAB_DATA"] == str(tmp_path / "data")


@pytest.fixture
def no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails the test if a process is started, and waits in no time."""

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setattr(time, "sleep", lambda _: None)


@pytest.mark.parametrize("host", [None, "another-node"])
def test_a_living_run_is_not_started_again(folder: Path, no_process: None, host: str | None) -> None:
    write(folder, [started()])
    tell_status(folder, host=host)
    commands.send(folder, "stop")
    with pytest.raises(LabError, match=f"{folder.name} is being trained on {host or socket.gethostname()}"):
        launch.launch(folder, resume=True)
    assert len(commands.pending(folder)) == 1


def test_a_worker_that_has_told_its_end_but_stays_is_not_joined(folder: Path, no_process: None) -> None:
    write(folder, [started(), finished()])
    tell_status(folder)
    with pytest.raises(LabError, match="is being trained"):
        launch.launch(folder, resume=True)


def test_a_worker_that_is_about_to_go_is_waited_for(
    folder: Path, fake_python: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, [started(), finished()])
    tell_status(folder)
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            (folder / "status.json").unlink()

    with monkeypatch.context() as patch:
        patch.setattr(time, "sleep", sleep)
        pid = launch.launch(folder, resume=True)
    told(pid, tmp_path)
    assert len(waited) == 3


def test_a_dead_worker_is_no_hindrance(folder: Path, fake_python: Path, tmp_path: Path) -> None:
    write(folder, [started()])
    tell_status(folder, host="another-node", heartbeat=time.time() - 1000)
    assert told(launch.launch(folder, resume=True), tmp_path)["arguments"][3] == "--resume"


@pytest.mark.parametrize(
    ("prefix", "says"),
    [
        ("no-such-program-anywhere --x", "no-such-program-anywhere can't be started"),
        ("srun 'without end", "srun 'without end can't be started"),
        ("a\0b", "can't be started"),
    ],
)
def test_a_prefix_that_does_not_work_is_told(folder: Path, prefix: str, says: str) -> None:
    settings.write(Settings(launch_prefix=prefix))
    with pytest.raises(LabError, match="launch_prefix") as caught:
        launch.launch(folder)
    assert says in str(caught.value)


def test_a_folder_that_can_not_be_written_is_told(folder: Path, tmp_path: Path, no_process: None) -> None:
    (folder / "worker.log").mkdir()
    with pytest.raises(LabError, match=r"worker.log can't be written"):
        launch.launch(folder)
    with pytest.raises(LabError, match="can't be written"):
        launch.launch(tmp_path / "gone")


def test_damaged_settings_are_told_before_anything_is_done(folder: Path, own_home: Path, no_process: None) -> None:
    (own_home / "settings.toml").write_text("launch_prefix = \n")
    commands.send(folder, "pause")
    with pytest.raises(LabError, match=r"settings.toml line 1"):
        launch.launch(folder)
    assert len(commands.pending(folder)) == 1
