"""The real worker, through the command line: a few seconds each, most of them for importing torch."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tui_lab.runs import status as run_status
from tui_lab.runs import store

TINY = ("train", "--data", "moons", "--epochs", "2", "--set", "run.threads=1", "--device", "cpu")


@pytest.fixture(autouse=True)
def nobody_left_behind():
    yield
    for folder in store.running():
        status = run_status.read(folder)
        if status is not None:
            os.kill(status.pid, signal.SIGKILL)


def test_train_resume_show(lab) -> None:
    result = lab(*TINY, "--json", "--set", "regularisation.dropout=0.1")
    assert result.code == 0, result.err
    *epochs, summary = result.lines
    assert [e["epoch"] for e in epochs] == [1, 2]
    assert summary["state"] == "finished" and summary["test_looks"] == 1
    more = lab("runs", "resume", "--epochs", "3")
    assert more.code == 0, more.err
    assert "goes on after epoch 2" in more.out and "epoch 3/3" in more.out
    shown = json.loads(lab("runs", "show", "--json").out)
    assert [e["epoch"] for e in shown["epochs_done"]] == [1, 2, 3]


def test_sigint_stops_and_keeps(home) -> None:
    command = [sys.executable, "-m", "tui_lab", *TINY, "--epochs", "100000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("epoch"):
                break
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait() == 130
    assert "run 1 was stopped and kept" in rest
    assert store.open_run(store.find("1")).state == "stopped"


def test_the_training_outlives_the_command_line(home, lab) -> None:
    command = [sys.executable, "-m", "tui_lab", *TINY, "--epochs", "100000"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("epoch"):
                break
        process.kill()
    assert store.running() == [store.find("last")]
    assert lab("runs", "stop", "last").code == 0
    deadline = time.monotonic() + 20
    while store.running() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert "■ stopped" in lab("runs").out
