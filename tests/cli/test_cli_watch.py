from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_made_runs import FAILED, FINISHED, STOPPED, WHOLE, epoch, make_run, started, steps

from tui_lab.cli import watch
from tui_lab.runs import commands, status, store
from tui_lab.runs.events import encode
from tui_lab.runs.follow import open_history
from tui_lab.runs.history import History

# Stands for the worker: takes the folder and the events file to copy, line by line; dies without a word on "die".
WORKER = """
import sys, time
from pathlib import Path
from tui_lab.runs import commands, status
from tui_lab.runs.events import Stopped, encode
folder, script = Path(sys.argv[1]), Path(sys.argv[2])
time.sleep(float(sys.argv[3]))
status.write(folder, running=True)
with (folder / "events.jsonl").open("ab", buffering=0) as out:
    for line in script.read_bytes().splitlines(keepends=True):
        if line == b"die\\n":
            sys.exit(1)
        while line == b"wait\\n" and not commands.pending(folder):
            time.sleep(0.02)
        if commands.pending(folder):
            out.write(encode(Stopped(time=0.0, step=10, reason="learner")))
            break
        out.write(line[:20])
        time.sleep(0.02)
        out.write(line[20:])
status.write(folder, running=False)
"""


@pytest.fixture
def fake_worker(monkeypatch, tmp_path):
    """Makes `launch` start a process that writes these events."""
    started_processes = []

    def prepare(events, *extra, delay=0.0):
        script = tmp_path / "events"
        script.write_bytes(b"".join(map(encode, events)) + b"".join(e + b"\n" for e in extra))

        def launch(folder, *, resume=False, epochs=None, after=None):
            process = subprocess.Popen([sys.executable, "-c", WORKER, folder, script, str(delay)])
            started_processes.append(process)
            status.write(folder, running=True, launched=time.time(), pid=process.pid)
            return process.pid

        monkeypatch.setattr("tui_lab.cli.train.launch", launch)

    yield prepare
    for process in started_processes:
        process.kill()
        process.wait()


TRAIN = ("train", "--data", "moons", "--epochs", "3")


def test_a_training_is_followed_to_its_end(fake_worker, lab) -> None:
    fake_worker(WHOLE)
    result = lab(*TRAIN)
    assert result.code == 0 and result.err == ""
    lines = result.out.splitlines()
    assert lines[0] == "run 1   moons · mlp 128 · adam 0.001"
    assert lines[1] == "1,234 parameters, 640 training samples, on cpu"
    assert [line.split()[1] for line in lines if line.startswith("epoch")] == ["1/3", "2/3", "3/3"]
    assert "step 12: dropout p 0 → 0.3" in lines
    assert lines[-2].startswith("✓ finished   test accuracy 91.2 %   test loss 0.200   best epoch 3")
    assert not store.unseen()


def test_json_lines(fake_worker, lab) -> None:
    fake_worker(WHOLE)
    result = lab(*TRAIN, "--json")
    assert result.code == 0
    *epochs, summary = result.lines
    assert [(e["event"], e["epoch"], e["run"]) for e in epochs] == [("epoch", n, 1) for n in (1, 2, 3)]
    assert summary["event"] == "summary" and summary["state"] == "finished" and summary["test_metric"] == 0.912


def test_a_run_that_fails(fake_worker, lab) -> None:
    fake_worker([started(), steps(7), FAILED])
    result = lab(*TRAIN)
    assert result.code == 1 and "run 1 failed: the loss became nan" in result.err
    assert lab("runs", "watch", "--json").lines[-1]["state"] == "failed"


def test_a_run_that_fails_before_it_begins(fake_worker, lab) -> None:
    fake_worker([FAILED])
    assert lab(*TRAIN).code == 1


@pytest.mark.parametrize("events", [[], [started(), steps(10), epoch(1)]])
def test_a_worker_that_dies_without_a_word(events, fake_worker, lab) -> None:
    fake_worker(events, b"die")
    result = lab(*TRAIN)
    assert result.code == 1 and "died without a word" in result.err and "worker.log" in result.err
    assert lab("runs", "watch").code == 1


def test_a_run_that_is_stopped_from_elsewhere(fake_worker, lab) -> None:
    fake_worker([started(), steps(10), STOPPED])
    result = lab(*TRAIN)
    assert result.code == 130 and "run 1 was stopped and kept" in result.out


def test_detach(fake_worker, lab) -> None:
    fake_worker(WHOLE)
    (line,) = lab(*TRAIN, "--detach", "--json").lines
    assert line["run"] == 1 and Path(str(line["folder"])).is_dir()
    result = lab("runs", "watch")
    assert result.code == 0 and "epoch 3/3" in result.out


def test_resume_waits_for_the_new_worker(fake_worker, lab) -> None:
    fake_worker([started(), steps(10), epoch(1), STOPPED])
    assert lab(*TRAIN).code == 130
    fake_worker([started(step=10, resumed=True), steps(20), epoch(2), steps(30), epoch(3), FINISHED], delay=0.7)
    result = lab("runs", "resume")
    assert result.code == 0
    assert "goes on after epoch 1" in result.out and "epoch 3/3" in result.out and "was stopped" not in result.out


def test_watch_shows_what_has_been(lab) -> None:
    make_run([started(epochs=14), *(epoch(n) for n in range(1, 15)), FINISHED])
    result = lab("runs", "watch", "1")
    assert result.code == 0
    lines = result.out.splitlines()
    assert "(4 epochs before)" in lines and "epoch  5/14" in lines[2]
    assert len(lab("runs", "watch", "1", "--json").lines) == 15


def interrupted(monkeypatch, folder: Path, *, presses: int) -> None:
    """Makes the watch's pauses raise KeyboardInterrupt so many times, once the run has an epoch."""
    left = [presses]

    def sleep(seconds: float) -> None:
        if left[0] and open_history(folder).epochs:
            left[0] -= 1
            raise KeyboardInterrupt
        time_sleep(seconds)

    time_sleep = time.sleep
    monkeypatch.setattr(watch.time, "sleep", sleep)


def test_ctrl_c_stops_and_keeps(fake_worker, lab, monkeypatch, home) -> None:
    fake_worker([started(), steps(10), epoch(1)], b"wait")
    interrupted(monkeypatch, home / "runs" / "0001-moons-mlp", presses=1)
    result = lab(*TRAIN)
    assert result.code == 130
    assert "stopping after this batch" in result.out and "run 1 was stopped and kept" in result.out
    assert store.open_run(store.find("1")).state == "stopped"


def test_ctrl_c_twice_leaves(fake_worker, lab, monkeypatch, home) -> None:
    fake_worker([started(), steps(10), epoch(1)], b"wait")
    # The worker never sees the command: it is still in its batch when the learner leaves.
    sent = []
    monkeypatch.setattr(commands, "send", lambda folder, action: sent.append(action))
    interrupted(monkeypatch, home / "runs" / "0001-moons-mlp", presses=2)
    result = lab(*TRAIN)
    assert result.code == 130 and sent == ["stop"] and "stops by itself after its batch" in result.out


def test_ctrl_c_only_leaves_a_run_that_is_watched(fake_worker, lab, monkeypatch, home) -> None:
    fake_worker([started(), steps(10), epoch(1)], b"wait")
    assert lab(*TRAIN, "--detach").code == 0
    (store.find("1") / "worker.log").touch()
    interrupted(monkeypatch, store.find("1"), presses=1)
    result = lab("runs", "watch")
    assert result.code == 130 and "run 1 is left alone" in result.out
    assert commands.pending(store.find("1")) == []
    assert lab("runs", "stop", "1").code == 0
    assert "■ stopped" in lab("runs").out


def test_time_left() -> None:
    history = History()
    assert history.seconds_left is None
    history.apply(started())
    history.apply(steps(10))
    assert history.seconds_left == pytest.approx(2 * 640 / 1000)
    history.apply(epoch(1))
    assert history.seconds_left == pytest.approx(4.0)


def test_the_bar_on_a_terminal(monkeypatch) -> None:
    import io

    from rich.console import Console

    screen = Console(file=io.StringIO(), force_terminal=True, width=120, highlight=False, markup=False)
    monkeypatch.setattr(watch, "console", lambda: screen)
    history = History()
    with watch.Bar() as bar:
        for event in (started(), steps(10), epoch(1), steps(15)):
            history.apply(event)
            bar.event(event, history)
            bar.refresh(history)
    shown = screen.file.getvalue()  # type: ignore[attr-defined]
    for part in ("epoch 2/3", "step 15/30", "loss  0.500", "val 91.0 %", "1,000/s", "0:03 left"):
        assert part in shown
