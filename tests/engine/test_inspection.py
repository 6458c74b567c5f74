"""Looking inside the network: the words fit faults that were built in, and the training never notices."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import torch
from small_runs import events, make_config, make_run, train
from torch import nn

from tui_lab.engine import inspection as inspection_module
from tui_lab.engine import worker as worker_module
from tui_lab.engine.health import judge
from tui_lab.engine.inspection import Inspection
from tui_lab.engine.trainer import Diverged, Trainer, load_data
from tui_lab.engine.worker import Worker
from tui_lab.runs import commands
from tui_lab.runs.events import LayerRow, Layers, Paused, Steps
from tui_lab.runs.follow import open_history
from tui_lab.runs.layers import gradient_share


def make_trainer(*settings: str) -> Trainer:
    config = make_config(*settings)
    return Trainer(config, load_data(config), torch.device("cpu"))


def measure(trainer: Trainer, steps: int = 1) -> Layers:
    """The last of some steps, measured."""
    inspection = Inspection()
    inspection.begin()
    done = 0
    while True:
        for _ in trainer.steps():
            done += 1
            if done >= steps and (found := inspection.take()) is not None:
                return found
            if done >= steps - 1:
                inspection.arm(trainer, time.perf_counter(), at_once=True)
        trainer.epoch += 1


def row(layers: Layers, name: str) -> LayerRow:
    return next(one for one in layers.rows if one.name == name)


def words(layers: Layers) -> dict[str, str]:
    return {one.name: one.word for one in layers.rows}


# -- what is measured


def test_a_batch_as_computed_by_hand() -> None:
    settings = ("model.hidden=12", "optimizer.name=sgd", "optimizer.lr=0.1")
    layers = measure(make_trainer(*settings), steps=2)
    assert layers.step == 2 and layers.samples == 64

    trainer = make_trainer(*settings)
    next(trainer.steps())
    inputs, targets = second_batch(*settings)
    flatten, linear1, relu, output = trainer.model.children()
    z = linear1(flatten(inputs))
    z.retain_grad()
    a = relu(z)
    trainer.optimizer.zero_grad()
    nn.functional.cross_entropy(output(a), targets).backward()
    weights, gradient = linear1.weight.detach(), linear1.weight.grad
    found = row(layers, "linear1")
    assert found.shape == [12] and found.kind == "linear" and found.activation == "relu"
    assert found.activation_rms == pytest.approx(rms(a))
    assert found.idle == pytest.approx(float((a == 0).all(0).float().mean()))
    assert found.weight_gradient_rms == pytest.approx(rms(gradient), rel=1e-4)
    assert found.output_gradient_rms == pytest.approx(rms(z.grad), rel=1e-4)
    assert found.update == pytest.approx(float(0.1 * gradient.norm() / weights.norm()), rel=1e-4)
    assert found.weight_rms == pytest.approx(rms(weights - 0.1 * gradient))


def rms(values: torch.Tensor) -> float:
    return float(values.detach().square().mean().sqrt())


def second_batch(*settings: str) -> tuple[torch.Tensor, torch.Tensor]:
    trainer = make_trainer(*settings)
    seen: list[tuple[torch.Tensor, torch.Tensor]] = []

    def noting(inputs: torch.Tensor, targets: torch.Tensor) -> None:
        seen.append((inputs, targets))
        trainer.train_batch(inputs, targets)

    trainer.do_batch = noting
    steps = trainer.steps()
    next(steps)
    next(steps)
    return seen[1]


def test_each_layer_with_weights_has_a_row_and_its_activation() -> None:
    trainer = make_trainer("model.kind=cnn", "regularisation.batch_norm=on", "regularisation.dropout=0.2",
                           "model.stages=4, 6", "model.head=10", "model.activation=tanh")  # fmt: skip
    layers = measure(trainer)
    assert [(one.name, one.kind, one.activation, one.shape) for one in layers.rows] == [
        ("conv1", "conv", "tanh", [4, 8, 8]),
        ("conv1_norm", "batch_norm", "", [4, 8, 8]),
        ("conv2", "conv", "tanh", [6, 4, 4]),
        ("conv2_norm", "batch_norm", "", [6, 4, 4]),
        ("linear1", "linear", "tanh", [10]),
        ("linear1_norm", "batch_norm", "", [10]),
        ("output", "linear", "", [10]),
    ]
    for one in layers.rows:
        assert None not in (one.weight_rms, one.activation_rms, one.weight_gradient_rms, one.output_gradient_rms)
        assert (one.idle is None) == (one.activation == "")


@pytest.mark.parametrize("activation", ["relu", "gelu", "tanh", "sigmoid", "leaky-relu", "none"])
def test_idle_is_told_of_activations_that_have_such_units(activation: str) -> None:
    layers = measure(make_trainer(f"model.activation={activation}", "model.hidden=12"))
    assert (row(layers, "linear1").idle is None) == (activation in ("leaky-relu", "none"))


def test_a_dead_channel_of_a_convolution_is_one_unit() -> None:
    trainer = make_trainer("model.kind=cnn", "model.stages=4, 6")
    with torch.no_grad():
        trainer.model.conv1.bias[:] = torch.tensor([-50.0, 0.0, 0.0, 0.0])
    assert row(measure(trainer), "conv1").idle == pytest.approx(0.25)


# -- words for faults that were built in


DEEP = "model.hidden=32, 32, 32, 32, 32, 32"


@pytest.mark.parametrize(
    "settings",
    [
        ("model.hidden=64, 64",),
        ("model.hidden=64, 64", "model.activation=tanh", "model.init=xavier"),
        ("model.hidden=64", "model.activation=sigmoid"),
        ("model.hidden=64", "model.activation=gelu", "regularisation.dropout=0.5"),
        ("model.hidden=64, 64, 64, 64", "regularisation.batch_norm=on"),
        ("model.kind=cnn", "optimizer.name=adamw"),
        ("model.kind=cnn", "optimizer.name=momentum", "optimizer.lr=0.02", "schedule.name=one-cycle"),
        ("data.name=moons", "model.hidden=16, 16"),
        ("data.name=auto_mpg", "model.hidden=32", "data.train_samples=200"),
    ],
    ids=" ".join,
)
def test_a_network_that_learns_gets_no_bad_word(settings: tuple[str, ...]) -> None:
    trainer = make_trainer(*settings)
    for steps in (3, 6, 12):
        assert set(words(measure(trainer, steps)).values()) == {"ok"}


def test_the_end_of_a_schedule_is_no_fault() -> None:
    trainer = make_trainer("schedule.name=one-cycle", "run.epochs=4", "data.train_samples=0")
    last = measure(trainer, 4 * trainer.steps_per_epoch - 1)
    assert trainer.lr < 1e-6 and set(words(last).values()) == {"ok"}


def test_all_weights_zero() -> None:
    layers = measure(make_trainer("model.init=zeros", "model.hidden=16, 16"), 3)
    assert {(one.word, one.why) for one in layers.rows} == {("dead", "zero_weights")}


def test_a_deep_sigmoid_network_vanishes_from_its_end_to_its_beginning() -> None:
    layers = measure(make_trainer(DEEP, "model.activation=sigmoid", "model.init=xavier"))
    found = list(words(layers).values())
    assert found[:3] == ["vanishing"] * 3 and found[-2:] == ["ok", "ok"]
    shares = [gradient_share(one, layers.rows[-1]) or 0 for one in layers.rows]
    assert all(a < b for a, b in pairwise(shares)) and shares[-1] == 1


@pytest.mark.parametrize("gain", [0.1, 8.0])
def test_weights_too_small_or_too_large(gain: float) -> None:
    trainer = make_trainer(DEEP)
    with torch.no_grad():
        for name, parameter in trainer.model.named_parameters():
            if name.endswith("weight"):
                parameter.mul_(gain)
    first = measure(trainer).rows[0]
    why = "gradient_small" if gain < 1 else "gradient_large"
    assert (first.word, first.why) == ("vanishing" if gain < 1 else "exploding", why)


def test_relus_dead_by_a_large_negative_bias() -> None:
    trainer = make_trainer("model.hidden=16, 16, 16")
    with torch.no_grad():
        trainer.model.linear2.bias.fill_(-50)
    found = words(measure(trainer))
    assert found == {"linear1": "vanishing", "linear2": "dead", "linear3": "ok", "output": "ok"} or (
        found["linear2"] == "dead" and found["linear1"] == "vanishing"
    )


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_saturated_by_large_weights(activation: str) -> None:
    trainer = make_trainer("model.hidden=16, 16", f"model.activation={activation}")
    with torch.no_grad():
        trainer.model.linear1.weight.mul_(30)
    assert row(measure(trainer), "linear1").word == "saturated"


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_rate_far_too_low_freezes(optimizer: str) -> None:
    layers = measure(make_trainer("optimizer.lr=1e-9", f"optimizer.name={optimizer}"))
    assert {(one.word, one.why) for one in layers.rows} == {("frozen", "update_small")}


def test_a_frozen_layer() -> None:
    trainer = make_trainer("model.hidden=16, 16")
    trainer.model.linear1.requires_grad_(False)
    layers = measure(trainer)
    first = layers.rows[0]
    assert (first.word, first.why) == ("frozen", "no_gradient")
    assert (first.update, first.weight_gradient_rms, first.output_gradient_rms) == (None, None, None)
    assert words(layers)["output"] == "ok"


def test_a_rate_far_too_high_explodes() -> None:
    layers = measure(make_trainer("optimizer.name=adam", "optimizer.lr=0.5", "model.activation=leaky-relu"))
    assert {(one.word, one.why) for one in layers.rows} == {("exploding", "update_large")}
    trainer = make_trainer("optimizer.name=sgd", "optimizer.lr=500", "model.activation=leaky-relu")
    last = measure(trainer, 4)
    assert "exploding" in words(last).values() and words(last)["output"] == "exploding"
    trainer = make_trainer("optimizer.name=sgd", "model.activation=leaky-relu", "model.hidden=9, 9")
    with torch.no_grad():
        trainer.model.linear1.weight.mul_(1e38)
    layers = measure(trainer)
    with pytest.raises(Diverged):
        trainer.read_back()
    assert set(words(layers).values()) == {"exploding"} and row(layers, "output").activation_rms is None


@pytest.mark.parametrize(("samples", "word"), [(1, "ok"), (8, "ok"), (16, "dead"), (64, "dead")])
def test_few_samples_make_no_dead_units(samples: int, word: str) -> None:
    one = LayerRow(
        name="linear1",
        kind="linear",
        activation="relu",
        shape=[8],
        weight_rms=0.1,
        activation_rms=1.0,
        idle=0.6,
        weight_gradient_rms=1e-3,
        output_gradient_rms=1e-3,
        update=1e-3,
    )
    assert judge(one, one, samples=samples)[0] == word


# -- it changes nothing, and leaves nothing


def hooks(model: nn.Module) -> int:
    kinds = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")
    return sum(len(getattr(module, kind)) for module in model.modules() for kind in kinds)


@pytest.mark.parametrize("kind", ["mlp", "cnn"])
@pytest.mark.parametrize(
    "settings",
    [
        (),
        ("regularisation.dropout=0.4",),
        ("regularisation.batch_norm=on",),
        ("regularisation.dropout=0.4", "regularisation.batch_norm=on", "regularisation.gradient_clip=0.5"),
        ("run.mixed_precision=on", "optimizer.name=sgd"),
        ("model.activation=tanh", "optimizer.name=rmsprop"),
    ],
    ids=lambda settings: " ".join(settings) or "plain",
)
def test_losses_and_weights_are_the_same_to_the_last_bit(kind: str, settings: tuple[str, ...]) -> None:
    usual = (f"model.kind={kind}", "model.stages=4, 6", "run.epochs=2", *settings)
    inspection = Inspection()
    inspection.begin()
    measured = 0
    told: list[list[object]] = []
    for watching in (True, False):
        trainer = make_trainer(*usual)  # seeds torch's own generator, from which dropout draws
        told.append([])
        for _ in range(2):
            for _ in trainer.steps():
                if watching:
                    measured += inspection.take() is not None
                    inspection.arm(trainer, time.perf_counter(), at_once=trainer.step % 3 == 0)
            told[-1] += [trainer.read_back(), trainer.end_epoch().validation, torch.get_rng_state().tolist()]
        told[-1].append({name: value.tolist() for name, value in trainer.model.state_dict().items()})
        assert hooks(trainer.model) == 0
    assert told[0] == told[1]
    assert measured >= 3


def test_nothing_is_left_when_it_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection_module, "INTERVAL_S", 0.0)
    trainer, inspection = make_trainer(), Inspection()
    inspection.arm(trainer, time.perf_counter(), at_once=True)
    assert trainer.do_batch == trainer.train_batch, "not before it is asked for"
    inspection.begin()
    inspection.arm(trainer, time.perf_counter())
    assert trainer.do_batch != trainer.train_batch
    next(trainer.steps())
    assert trainer.do_batch == trainer.train_batch and hooks(trainer.model) == 0, "one batch only"
    inspection.arm(trainer, time.perf_counter() + 10)
    inspection.end()
    assert trainer.do_batch == trainer.train_batch and inspection.take() is None
    assert not any(isinstance(value, Trainer | nn.Module) for value in vars(inspection).values())


def test_hooks_go_when_the_batch_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    trainer, inspection = make_trainer(), Inspection()
    inspection.begin()
    inspection.arm(trainer, time.perf_counter())

    def failing(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(trainer, "loss", failing)
    with pytest.raises(MemoryError):
        next(trainer.steps())
    assert hooks(trainer.model) == 0 and trainer.do_batch == trainer.train_batch


def test_it_ends_by_itself_when_nobody_asks_for_it_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection_module, "INSPECT_S", 5.0)
    trainer, inspection = make_trainer(), Inspection()
    inspection.begin()
    inspection.arm(trainer, time.perf_counter() + 6)
    assert trainer.do_batch == trainer.train_batch


def test_a_slow_measurement_comes_more_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection_module, "MOST_COST", 1e-9)
    trainer, inspection = make_trainer(), Inspection()
    inspection.begin()
    inspection.arm(trainer, time.perf_counter())
    next(trainer.steps())
    inspection.arm(trainer, time.perf_counter() + 3600)
    assert trainer.do_batch == trainer.train_batch


# -- through the worker


def at_step(monkeypatch: pytest.MonkeyPatch, acts: dict[int, Callable[[Path], object]]) -> None:
    """Let something be done once the worker has done so many steps."""
    usual = Worker._after_batch

    def doing(self: Worker, trainer: Trainer) -> None:
        usual(self, trainer)
        if act := acts.get(trainer.step):
            act(self.folder)

    monkeypatch.setattr(Worker, "_after_batch", doing)


def send(action: commands.Action) -> Callable[[Path], object]:
    return lambda folder: commands.send(folder, action)


def losses(folder: Path) -> list[float | None]:
    return [loss for event in events(folder) if isinstance(event, Steps) for loss in event.loss]


def test_a_worker_looks_inside_between_on_and_off(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = make_run("regularisation.dropout=0.3")
    assert train(alone) == 0
    assert not [e for e in events(alone) if isinstance(e, Layers)]
    monkeypatch.setattr(inspection_module, "INTERVAL_S", 0.0)
    monkeypatch.setattr(inspection_module, "MOST_COST", 1e9)
    monkeypatch.setattr(worker_module, "FLUSH_S", 0.0)
    at_step(monkeypatch, {3: send("inspect-on"), 9: send("inspect-off")})
    folder = make_run("regularisation.dropout=0.3")
    assert train(folder) == 0
    found = [e for e in events(folder) if isinstance(e, Layers)]
    assert [e.step for e in found] == list(range(4, 10))
    assert losses(folder) == losses(alone)
    history = open_history(folder)
    assert history.layers == found[-1]
    assert history.updates["output"] == [row(e, "output").update for e in found]


def test_while_paused_each_single_batch_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    at_step(monkeypatch, {2: send("pause")})
    waits: dict[int, tuple[commands.Action, ...]] = {2: ("inspect-on", "batch"), 3: ("batch",), 4: ("continue",)}
    usual = Worker._wait

    def waiting(self: Worker, trainer: Trainer) -> None:
        for action in waits[trainer.step]:
            commands.send(self.folder, action)
        usual(self, trainer)

    monkeypatch.setattr(Worker, "_wait", waiting)
    folder = make_run()
    assert train(folder) == 0
    steps = [e.step for e in events(folder) if isinstance(e, Layers)]
    assert steps[:2] == [3, 4]
    kinds = [type(e) for e in events(folder)]
    assert kinds.index(Layers) > kinds.index(Paused)
