"""What `d`, `b`, `o`, `+` do to a model in mid-run, and the commands that pause and stop."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import torch
from small_runs import events, make_config, make_run, train

from tui_lab.config.errors import LabError
from tui_lab.config.train import OptimizerName
from tui_lab.engine.trainer import Trainer, load_data
from tui_lab.runs import commands
from tui_lab.runs.events import Changed, Continued, Paused, Steps, Stopped


def make_trainer(*settings: str) -> Trainer:
    config = make_config(*settings)
    return Trainer(config, load_data(config), torch.device("cpu"))


def some_steps(trainer: Trainer, count: int) -> None:
    for _, _ in zip(range(count), trainer.steps(), strict=False):
        pass


def test_batch_norm_comes_in_with_fresh_statistics_and_the_weights_kept() -> None:
    trainer = make_trainer("model.hidden=16, 8")
    some_steps(trainer, 3)
    before = {name: p.detach().clone() for name, p in trainer.model.named_parameters()}
    momentum = trainer.optimizer.state[trainer.model.linear1.weight]["exp_avg"].clone()
    trainer.change({"regularisation.batch_norm": True})
    after = dict(trainer.model.named_parameters())
    assert all(torch.equal(after[name], weights) for name, weights in before.items())
    assert set(after) - set(before) == {f"linear{i}_norm.{what}" for i in (1, 2) for what in ("weight", "bias")}
    assert torch.equal(trainer.model.linear1_norm.running_mean, torch.zeros(16))
    assert torch.equal(trainer.optimizer.state[trainer.model.linear1.weight]["exp_avg"], momentum)
    norm = trainer.model.linear1_norm.weight.detach().clone()
    some_steps(trainer, 1)
    assert not torch.equal(trainer.model.linear1_norm.weight, norm), "the optimizer must train it too"


def test_the_layers_stand_in_their_usual_order_after_a_change() -> None:
    trainer = make_trainer("model.hidden=16")
    trainer.change({"regularisation.batch_norm": True, "regularisation.dropout": 0.3})
    names = [name for name, _ in trainer.model.named_children()]
    assert names == ["flatten", "linear1", "linear1_norm", "linear1_act", "linear1_dropout", "output"]
    assert trainer.model.linear1_dropout.p == 0.3
    trainer.change({"regularisation.batch_norm": False, "regularisation.dropout": 0.0})
    assert [name for name, _ in trainer.model.named_children()] == ["flatten", "linear1", "linear1_act", "output"]


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [("adam", "adamw", True), ("momentum", "nesterov", True), ("adam", "sgd", False), ("rmsprop", "adagrad", False)],
)
def test_an_optimizer_keeps_what_the_next_one_means_the_same_by(old: str, new: str, kept: bool) -> None:
    trainer = make_trainer(f"optimizer.name={old}")
    some_steps(trainer, 2)
    key = {"adam": "exp_avg", "momentum": "momentum_buffer", "rmsprop": "square_avg"}[old]
    state = trainer.optimizer.state[trainer.model.output.weight][key].clone()
    trainer.change({"optimizer.name": new})
    now = trainer.optimizer.state[trainer.model.output.weight].get(key)
    assert (now is not None and torch.equal(now, state)) == kept
    some_steps(trainer, 1)


@pytest.mark.parametrize("optimizer", get_args(OptimizerName))
def test_batch_norm_comes_and_goes_under_each_optimizer(optimizer: str) -> None:
    trainer = make_trainer(f"optimizer.name={optimizer}", "model.hidden=16, 8")
    for norm in (True, False, True):
        some_steps(trainer, 1)
        trainer.change({"regularisation.batch_norm": norm})
    some_steps(trainer, 1)
    assert all(parameter in trainer.optimizer.state or optimizer == "sgd" for parameter in trainer.model.parameters())


def test_a_new_rate_holds_from_the_next_step_and_the_schedule_goes_on_from_it() -> None:
    trainer = make_trainer("schedule.name=cosine")
    some_steps(trainer, 2)
    before = trainer.lr
    trainer.change({"optimizer.lr": trainer.config.optimizer.lr * 10})
    assert trainer.lr == pytest.approx(before * 10)


def test_only_live_fields_change_and_only_to_what_they_accept() -> None:
    trainer = make_trainer()
    for changes in ({"model.hidden": "3"}, {"optimizer.lr": -1.0}, {"nothing.here": 1}):
        with pytest.raises(LabError):
            trainer.change(changes)
    assert trainer.config == make_config()


def command_at(step: int, *actions: commands.Command | None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands come in, one a look (None: nothing), once `step` steps are recorded."""
    waiting = list(actions)
    monkeypatch.setattr("tui_lab.engine.worker.MOST_STEPS_A_LINE", 1)

    def pending(folder: Path) -> list[commands.Command]:
        done = max((e.step for e in events(folder) if isinstance(e, Steps)), default=0)
        command = waiting.pop(0) if waiting and done >= step else None
        return [command] if command else []

    monkeypatch.setattr(commands, "pending", pending)


def test_pause_one_batch_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_run()
    pause, batch, go_on = (commands.Command(id=a, action=a) for a in ("pause", "batch", "continue"))
    command_at(3, pause, batch, None, None, go_on, monkeypatch=monkeypatch)
    assert train(folder) == 0
    told = [(type(e).__name__, e.step) for e in events(folder) if isinstance(e, Paused | Continued)]
    assert told == [("Paused", 3), ("Continued", 3), ("Paused", 4), ("Continued", 4)]


def test_a_change_is_recorded_between_the_steps_it_separates(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_run()
    change = commands.Command(id="a", action="set", changes={"regularisation.batch_norm": True})
    command_at(4, change, change, monkeypatch=monkeypatch)  # the same command twice is carried out once
    assert train(folder) == 0
    [changed] = [e for e in events(folder) if isinstance(e, Changed)]
    assert (changed.step, changed.before, changed.note) == (4, {"regularisation.batch_norm": False}, "norm_put_in")


@pytest.mark.parametrize(("action", "reason"), [("stop", "learner"), ("free-gpu", "gpu")])
def test_stop_keeps_all(action: commands.Action, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_run()
    command_at(7, commands.Command(id="s", action=action), monkeypatch=monkeypatch)
    assert train(folder) == 0
    last = events(folder)[-1]
    assert isinstance(last, Stopped)
    assert (last.step, last.reason) == (7, reason)
    assert torch.load(folder / "checkpoints/last.pt", weights_only=True)["step"] == 7


def test_a_command_that_makes_no_sense_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_run()
    command_at(2, commands.Command(id="x", action="set", changes={"optimizer.name": "best"}), monkeypatch=monkeypatch)
    assert train(folder) == 0
    assert not [e for e in events(folder) if isinstance(e, Changed)]
