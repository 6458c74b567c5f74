"""The worker as a process: killed for good, told to stop, started twice."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from small_runs import events, make_run

from tui_lab.config.errors import LabError
from tui_lab.runs import commands, status, store
from tui_lab.runs.events import Changed, Epoch, Finished, Stopped
from tui_lab.runs.follow import open_history
from tui_lab.runs.launch import Spare, launch


def wait(folder: Path, what: str, until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 120
    while not until():
        assert time.monotonic() < deadline, f"no {what}: {(folder / 'worker.log').read_text()}"
        time.sleep(0.05)


def reap(pid: int) -> None:
    os.waitpid(pid, 0)


def metrics(folder: Path) -> list[tuple[object, ...]]:
    found = {e.epoch: (e.epoch, e.train_loss, e.val_loss, e.val_metric) for e in events(folder) if isinstance(e, Epoch)}
    return list(found.values())


@pytest.mark.parametrize("model", ["mlp", "cnn"])
def test_kill_9_in_mid_epoch_and_on(model: str) -> None:
    settings = (
        f"model.kind={model}",
        "model.stages=8",
        "run.epochs=4",
        "data.train_samples=0",
        "data.batch_size=2",
        "regularisation.dropout=0.2",
        "optimizer.name=momentum",
        "schedule.name=cosine",
    )
    whole, killed = make_run(*settings), make_run(*settings)
    pid = launch(killed)
    wait(killed, "second epoch", lambda: open_history(killed).epoch > 1.1)
    os.kill(pid, signal.SIGKILL)
    reap(pid)
    assert store.open_run(killed).state == "lost"
    assert open_history(killed).epoch < 4, "it must have died before its end for this test to say anything"
    for folder, pid in ((killed, launch(killed, resume=True)), (whole, launch(whole))):
        wait(folder, "end", lambda folder=folder: open_history(folder).phase == "finished")  # type: ignore[misc]
        reap(pid)
    assert metrics(killed) == metrics(whole)
    ends = [events(folder)[-1] for folder in (whole, killed)]
    assert all(isinstance(end, Finished) for end in ends)
    assert ends[0].test_loss == ends[1].test_loss  # type: ignore[union-attr]
    a, b = (torch.load(f / "checkpoints/last.pt", weights_only=True)["model"] for f in (whole, killed))
    assert all(torch.equal(a[name], b[name]) for name in a)


def test_commands_and_a_signal_reach_a_running_worker() -> None:
    folder = make_run("run.epochs=10000")
    pid = launch(folder)
    wait(folder, "start", lambda: open_history(folder).step > 20)
    assert store.open_run(folder).state == "training"
    with pytest.raises(LabError):
        launch(folder, resume=True)
    with pytest.raises(LabError):
        store.delete(folder)
    commands.send(folder, "set", {"regularisation.dropout": 0.4})
    wait(folder, "change", lambda: bool(open_history(folder).changes))
    commands.send(folder, "pause")
    wait(folder, "pause", lambda: store.open_run(folder).state == "paused")
    os.kill(pid, signal.SIGTERM)  # as Slurm does before it ends a job
    reap(pid)
    stopped = events(folder)[-1]
    assert isinstance(stopped, Stopped)
    assert stopped.reason == "signal"
    assert not status.alive(status.read(folder))
    [change] = [e for e in events(folder) if isinstance(e, Changed)]
    assert change.changes == {"regularisation.dropout": 0.4}
    assert store.delete(folder) > 0


def test_a_spare_worker_is_given_a_run_and_outlives_who_made_it() -> None:
    folder = make_run("run.epochs=2")
    pid = launch(folder, spare=Spare())
    wait(folder, "end", lambda: open_history(folder).phase == "finished")
    reap(pid)
    assert (folder / "worker.log").exists()


def test_a_spare_worker_without_a_run_goes_with_its_maker() -> None:
    spare = Spare()
    pid = spare._process.pid
    spare.close()
    assert status.process_start(pid) is None


def test_a_spare_worker_that_died_is_not_missed() -> None:
    spare = Spare()
    spare._process.kill()
    spare._process.wait()
    folder = make_run("run.epochs=1")
    pid = launch(folder, spare=spare)
    wait(folder, "end", lambda: open_history(folder).phase == "finished")
    reap(pid)
