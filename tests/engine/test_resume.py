"""A run that goes on from a checkpoint ends in the same metrics, to the last bit, as one never stopped."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import torch
from small_runs import events, make_run, train, train_until

from tui_lab.config.train import OptimizerName, ScheduleName
from tui_lab.runs import commands
from tui_lab.runs.events import Changed, Epoch, Finished, Steps
from tui_lab.runs.follow import open_history

MLP = ("model.hidden=24, 16", "regularisation.dropout=0.3")
CNN = ("model.kind=cnn", "model.stages=6, 8", "model.head=16", "regularisation.dropout=0.3")
IN_MID_EPOCH = 8  # 5 steps an epoch of 300 samples: epoch 2, step 3


def ending(folder: Path) -> tuple[list[tuple[object, ...]], tuple[object, ...]]:
    """What must be equal: every epoch's metrics, and the test result."""
    epochs = {
        e.epoch: (e.epoch, e.train_loss, e.train_metric, e.val_loss, e.val_metric, e.lr)
        for e in events(folder)
        if isinstance(e, Epoch)
    }
    last = events(folder)[-1]
    assert isinstance(last, Finished), last
    return list(epochs.values()), (last.epoch, last.best_epoch, last.test_loss, last.test_metric, last.early_stopped)


def assert_same_after_a_kill(monkeypatch: pytest.MonkeyPatch, *settings: str) -> None:
    whole, killed = make_run(*settings), make_run(*settings)
    assert train(whole) == 0
    train_until(killed, IN_MID_EPOCH, monkeypatch)
    assert train(killed, resume=True) == 0
    assert ending(killed) == ending(whole)
    same = [torch.load(f / "checkpoints/last.pt", weights_only=True)["model"] for f in (whole, killed)]
    assert all(torch.equal(a, b) for a, b in zip(same[0].values(), same[1].values(), strict=True))


@pytest.mark.parametrize("model", [MLP, CNN], ids=["mlp", "cnn"])
@pytest.mark.parametrize("optimizer", get_args(OptimizerName))
def test_each_optimizer(model: tuple[str, ...], optimizer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_same_after_a_kill(monkeypatch, *model, f"optimizer.name={optimizer}", "optimizer.weight_decay=0.01")


@pytest.mark.parametrize("model", [MLP, CNN], ids=["mlp", "cnn"])
@pytest.mark.parametrize("schedule", get_args(ScheduleName))
def test_each_schedule(model: tuple[str, ...], schedule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_same_after_a_kill(
        monkeypatch,
        *model,
        f"schedule.name={schedule}",
        "schedule.warmup_epochs=0.5",
        "schedule.patience=0",
        "schedule.step_size=1",
        "regularisation.batch_norm=on",
    )


@pytest.mark.parametrize("model", [MLP, CNN], ids=["mlp", "cnn"])
@pytest.mark.parametrize("metric", ["val-loss", "val-metric"])
def test_early_stopping(model: tuple[str, ...], metric: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_same_after_a_kill(
        monkeypatch,
        *model,
        "early_stopping.enabled=on",
        f"early_stopping.metric={metric}",
        "run.epochs=12",
        "early_stopping.patience=1",
        "early_stopping.min_delta=0.05",
        "optimizer.lr=0.01",
    )


def test_augmented_images_and_clipping(monkeypatch: pytest.MonkeyPatch) -> None:
    assert_same_after_a_kill(
        monkeypatch,
        *CNN,
        "data.augmentation.shift=0.1",
        "data.augmentation.turn=10",
        "data.augmentation.flip=on",
        "data.augmentation.erase=0.3",
        "regularisation.gradient_clip=0.5",
        "data.label_noise=0.1",
    )


@pytest.mark.parametrize("data", ["auto_mpg", "heart", "spirals"])
def test_other_tasks(data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_same_after_a_kill(monkeypatch, f"data.name={data}", "data.train_samples=150", "data.batch_size=30")


@pytest.mark.parametrize(
    "change",
    [
        {"regularisation.batch_norm": True},
        {"regularisation.dropout": 0.0},
        {"optimizer.name": "nesterov"},
        {"optimizer.lr": 0.01},
    ],
    ids=["batch-norm", "dropout", "optimizer", "rate"],
)
@pytest.mark.parametrize("at", [7, 5], ids=["mid-epoch", "between-epochs"])
def test_live_changes_after_the_checkpoint_are_carried_out_anew(
    change: dict[str, bool | int | float | str], at: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, killed = make_run(*MLP), make_run(*MLP)
    for folder in (whole, killed):
        _change_at(folder, at, change, monkeypatch)
    assert train(whole) == 0
    train_until(killed, 9, monkeypatch)
    monkeypatch.setattr(commands, "pending", lambda _folder: [])
    assert train(killed, resume=True) == 0
    assert ending(killed) == ending(whole)
    again = [e for e in events(killed) if isinstance(e, Changed)]
    assert [(e.step, e.replayed) for e in again] == [(at, False), (at, True)]
    assert len(open_history(killed).changes) == 1


def test_a_second_kill_before_the_replay_loses_no_change(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, killed = make_run(*MLP), make_run(*MLP)
    for folder in (whole, killed):
        _change_at(folder, 8, {"optimizer.name": "sgd"}, monkeypatch)
    assert train(whole) == 0
    train_until(killed, 9, monkeypatch)
    monkeypatch.setattr(commands, "pending", lambda _folder: [])
    train_until(killed, 6, monkeypatch, resume=True)
    assert train(killed, resume=True) == 0
    assert ending(killed) == ending(whole)


_scripts: dict[Path, tuple[int, dict[str, bool | int | float | str]]] = {}


def _change_at(
    folder: Path, step: int, change: dict[str, bool | int | float | str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Let a command come in right before the batch after `step`."""
    _scripts[folder] = (step, change)

    def pending(asked: Path) -> list[commands.Command]:
        at, changes = _scripts[asked]
        if open_history(asked).step >= at or _steps_done(asked) >= at:
            return [commands.Command(id="once", action="set", changes=changes)]
        return []

    monkeypatch.setattr(commands, "pending", pending)
    monkeypatch.setattr("tui_lab.engine.worker.MOST_STEPS_A_LINE", 1)


def _steps_done(folder: Path) -> int:
    return max((e.step for e in events(folder) if isinstance(e, Steps)), default=0)


def test_a_run_that_was_stopped_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, stopped = make_run(*CNN), make_run(*CNN)
    assert train(whole) == 0
    monkeypatch.setattr("tui_lab.engine.worker.MOST_STEPS_A_LINE", 1)
    real = commands.pending

    def pending(asked: Path) -> list[commands.Command]:
        if _steps_done(asked) == IN_MID_EPOCH:
            return [commands.Command(id="stop", action="stop")]
        return real(asked)

    monkeypatch.setattr(commands, "pending", pending)
    assert train(stopped) == 0
    assert open_history(stopped).phase == "stopped"
    assert open_history(stopped).step == IN_MID_EPOCH
    monkeypatch.setattr(commands, "pending", real)
    assert train(stopped, resume=True) == 0
    assert ending(stopped) == ending(whole)


def test_more_epochs_look_at_test_again_and_say_so() -> None:
    folder = make_run(*MLP)
    assert train(folder) == 0
    assert train(folder, resume=True, epochs=4) == 0
    last = events(folder)[-1]
    assert isinstance(last, Finished)
    assert (last.epoch, last.test_look) == (4, 2)
