"""Twins and branches, trained by the worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_runs import events, make_run, train

from tui_lab.config import file as config_file
from tui_lab.config.errors import LabError
from tui_lab.runs import commands, store
from tui_lab.runs.branching import branch_epochs, create_branch, create_twin, read_origin
from tui_lab.runs.compare import compare
from tui_lab.runs.events import Changed, Epoch, Stopped
from tui_lab.runs.follow import open_history

SETTINGS = ("model.hidden=24", "optimizer.name=momentum", "optimizer.lr=0.05", "run.epochs=4")
STEPS = 5  # an epoch of 300 samples


def metrics(folder: Path) -> dict[int, tuple[object, ...]]:
    return {e.epoch: (e.train_loss, e.val_loss, e.val_metric) for e in events(folder) if isinstance(e, Epoch)}


def test_a_branch_equals_a_run_that_was_changed_at_that_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    change: dict[str, bool | int | float | str] = {"regularisation.dropout": 0.3, "regularisation.batch_norm": True}
    parent = make_run(*SETTINGS)
    assert train(parent) == 0
    changed = make_run(*SETTINGS)
    monkeypatch.setattr("tui_lab.engine.worker.MOST_STEPS_A_LINE", 1)
    real = commands.pending

    def pending(folder: Path) -> list[commands.Command]:
        at = open_history(folder).step >= 2 * STEPS
        return [commands.Command(id="once", action="set", changes=change)] if at else []

    monkeypatch.setattr(commands, "pending", pending)
    assert train(changed) == 0
    monkeypatch.setattr(commands, "pending", real)

    branch = create_branch(parent, 2, change)
    assert train(branch, resume=True) == 0
    assert metrics(branch) == metrics(changed) != metrics(parent)
    assert [e for e in metrics(branch) if metrics(branch)[e] == metrics(parent)[e]] == [1, 2]
    [event] = [e for e in events(branch) if isinstance(e, Changed)]
    assert (event.step, event.changes, event.replayed) == (2 * STEPS, change, False)
    origin = read_origin(branch)
    assert origin is not None
    assert (origin.kind, origin.parent, origin.epoch, origin.changes) == ("branch", parent.name, 2, change)


def test_a_branch_that_dies_makes_its_change_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from small_runs import train_until

    parent = make_run(*SETTINGS)
    assert train(parent) == 0
    whole, killed = (create_branch(parent, 1, {"optimizer.name": "adam"}) for _ in range(2))
    assert train(whole, resume=True) == 0
    train_until(killed, 8, monkeypatch, resume=True)
    assert train(killed, resume=True) == 0
    assert metrics(killed) == metrics(whole)
    assert len(open_history(killed).changes) == 1


def test_a_branch_of_a_branch_makes_its_own_change_too() -> None:
    parent = make_run(*SETTINGS)
    assert train(parent) == 0
    first = create_branch(parent, 2, {"optimizer.lr": 0.01})
    assert train(first, resume=True) == 0
    second = create_branch(first, 3, {"optimizer.lr": 0.5})
    assert train(second, resume=True) == 0
    assert [change.changes for change in open_history(second).changes] == [
        {"optimizer.lr": 0.01},
        {"optimizer.lr": 0.5},
    ]
    assert metrics(second)[3] == metrics(first)[3] and metrics(second)[4] != metrics(first)[4]


def test_a_branch_from_a_checkpoint_that_was_pruned_is_refused_with_those_that_are_there() -> None:
    parent = make_run(*SETTINGS)
    assert train(parent) == 0
    (parent / "checkpoints/epoch-000002.pt").unlink()
    assert branch_epochs(parent) == [0, 1, 3, 4]
    before = store.folders()
    with pytest.raises(LabError, match=r"checkpoint after epoch 2 any more: a branch can start from epoch 0, 1, 3$"):
        create_branch(parent, 2, {"optimizer.lr": 0.1})
    with pytest.raises(LabError, match="4 epochs and no epoch 99"):
        create_branch(parent, 99, {"optimizer.lr": 0.1})
    with pytest.raises(LabError, match=r"model\.hidden"):
        create_branch(parent, 1, {"model.hidden": "8"})
    assert store.folders() == before


def test_a_branch_that_would_train_nothing_or_the_same_is_refused() -> None:
    parent = make_run(*SETTINGS)
    assert train(parent) == 0
    before = store.folders()
    with pytest.raises(LabError, match="epoch 4 is the last one of run 1: nothing is left to train"):
        create_branch(parent, 4, {"optimizer.lr": 0.1})
    rate = config_file.read(parent / "config.json").optimizer.lr
    with pytest.raises(LabError, match="nothing would differ from run 1 after epoch 2"):
        create_branch(parent, 2, {"optimizer.lr": rate})
    for path in (parent / "checkpoints").glob("epoch-*.pt"):
        path.unlink()
    with pytest.raises(LabError, match="kept no checkpoint"):
        create_branch(parent, 2, {"optimizer.lr": 0.1})
    assert store.folders() == before


def test_a_branch_may_start_from_an_epoch_that_the_parent_was_given_later() -> None:
    parent = make_run(*SETTINGS)
    assert train(parent) == 0
    assert train(parent, resume=True, epochs=6) == 0
    branch = create_branch(parent, 5, {"optimizer.lr": 0.001})
    assert train(branch, resume=True, epochs=config_file.read(branch / "config.json").run.epochs) == 0
    assert list(metrics(branch)) == [1, 2, 3, 4, 5, 6] and metrics(branch)[6] != metrics(parent)[6]
    with pytest.raises(LabError, match="epoch 6 is the last one"):
        create_branch(parent, 6, {"optimizer.lr": 0.001})


def test_what_is_the_same_is_what_is_in_force_after_live_changes() -> None:
    parent = make_run(*SETTINGS)
    assert train(parent) == 0
    branch = create_branch(parent, 1, {"optimizer.lr": 0.1})
    assert train(branch, resume=True) == 0
    with pytest.raises(LabError, match="nothing would differ"):
        create_branch(branch, 2, {"optimizer.lr": 0.1})
    create_branch(branch, 2, {"optimizer.lr": config_file.read(parent / "config.json").optimizer.lr})


def test_a_twin_of_another_task_is_refused_since_it_could_not_be_compared() -> None:
    parent = make_run(*SETTINGS)
    with pytest.raises(LabError, match="another task"):
        create_twin(parent, {"data.name": "auto_mpg"})


def test_a_twin_differs_in_its_switch_alone() -> None:
    parent = make_run(*SETTINGS)
    twin = create_twin(parent, {"regularisation.dropout": 0.5})
    assert train(parent) == train(twin) == 0
    assert config_file.read(twin / "config.json").run.seed == 0
    comparison = compare([parent, twin])
    assert comparison.differing == ["regularisation.dropout"]
    assert [side.settings["regularisation.dropout"] for side in comparison.sides] == ["0", "0.5"]
    assert all(side.best is not None and side.test is not None for side in comparison.sides)
    with pytest.raises(LabError, match="same run"):
        create_twin(parent, {"regularisation.dropout": 0.0})


def test_runs_of_different_tasks_are_not_laid_over_each_other() -> None:
    digits, cars = make_run(*SETTINGS), make_run("data.name=auto_mpg", "data.train_samples=0")
    with pytest.raises(LabError, match="auto_mpg"):
        compare([digits, cars])
    with pytest.raises(LabError):
        compare([digits])


def test_a_worker_that_waits_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    from tui_lab.engine.worker import Worker

    first, second = make_run(*SETTINGS), make_run(*SETTINGS)
    monkeypatch.setattr("tui_lab.runs.status.alive", lambda _status: True)
    commands.send(second, "stop")
    worker = Worker(second, resume=False, epochs=None, budget_bytes=2**30)
    assert not worker.wait_for(first)
    worker.recorder.close()
    assert isinstance(events(second)[-1], Stopped)
