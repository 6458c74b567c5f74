"""Models, weights and training itself."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
import torch
from small_runs import events, make_config, make_run, train
from torch import nn

from tui_lab.config.train import Activation, Initialisation
from tui_lab.engine import checkpoint, models, objective
from tui_lab.engine.batches import steps_per_epoch
from tui_lab.engine.initialise import initialise
from tui_lab.engine.stopping import EarlyStopping, Plateau
from tui_lab.engine.trainer import Trainer, load_data
from tui_lab.runs.events import Boundary, Confusion, Epoch, Finished


@pytest.mark.parametrize("activation", get_args(Activation))
@pytest.mark.parametrize("kind", ["mlp", "cnn"])
def test_a_model_maps_a_batch_to_logits(kind: str, activation: str) -> None:
    config = make_config(
        f"model.kind={kind}",
        f"model.activation={activation}",
        "regularisation.batch_norm=on",
        "regularisation.dropout=0.2",
        "model.stages=4 k5, 6 p1",
        "model.head=10",
    )
    model = models.build(config, (1, 8, 8), 10)
    assert model(torch.randn(3, 1, 8, 8)).shape == (3, 10)


def test_a_twin_with_one_layer_more_starts_equal_elsewhere() -> None:
    small = models.build(make_config("model.hidden=12"), (1, 8, 8), 10)
    large = models.build(make_config("model.hidden=12, 12", "regularisation.batch_norm=on"), (1, 8, 8), 10)
    for model in (small, large):
        initialise(model, "kaiming", seed=3)
    assert torch.equal(small.linear1.weight, large.linear1.weight)
    assert torch.equal(small.output.weight, large.output.weight)


@pytest.mark.parametrize("init", get_args(Initialisation))
def test_weights_start_at_their_scale(init: Initialisation) -> None:
    model = nn.Sequential(nn.Linear(400, 100))
    initialise(model, init, seed=0)
    std = {"kaiming": (2 / 400) ** 0.5, "xavier": (2 / 500) ** 0.5, "normal": 0.01, "zeros": 0.0}[init]
    assert float(model[0].weight.detach().std()) == pytest.approx(std, rel=0.02)
    assert not model[0].bias.any()


@pytest.mark.parametrize(
    ("data", "least"),
    [
        ("digits8x8", 0.9),
        ("moons", 0.9),
        ("xor", 0.9),
        ("spirals", 0.8),
        ("blobs", 0.8),
        ("circles", 0.9),
        ("heart", 0.7),
        ("breast_cancer", 0.9),
        ("auto_mpg", 0.7),
    ],
)
def test_each_kind_of_data_is_learned(data: str, least: float) -> None:
    folder = make_run(
        f"data.name={data}",
        "data.train_samples=0",
        "run.epochs=25",
        "model.hidden=32, 32",
        "data.batch_size=16",
        "optimizer.lr=0.005",
    )
    assert train(folder) == 0
    last = events(folder)[-1]
    assert isinstance(last, Finished)
    assert last.test_metric is not None
    assert last.test_metric > least


@pytest.mark.parametrize("loss", ["bce", "cross-entropy"])
def test_two_classes_by_one_logit_or_two(loss: str) -> None:
    folder = make_run("data.name=breast_cancer", f"run.loss={loss}", "data.train_samples=0")
    assert train(folder) == 0
    epoch = [e for e in events(folder) if isinstance(e, Epoch)][-1]
    assert epoch.extra["auc"] > 0.9


def test_all_zero_weights_stay_equal_for_ever() -> None:
    folder = make_run("model.init=zeros", "model.hidden=8")
    assert train(folder) == 0
    weights = checkpoint.load(folder / "checkpoints/last.pt")["model"]["linear1.weight"]
    assert torch.equal(weights, weights[:1].expand_as(weights))


def test_pictures_come_from_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui_lab.engine.worker.PICTURE_S", 0.0)
    folder = make_run("data.name=moons", "data.train_samples=0")
    assert train(folder) == 0
    boundaries = [e for e in events(folder) if isinstance(e, Boundary)]
    assert len(boundaries) == 3
    assert {len(row) for row in boundaries[0].rows} == {64}
    assert boundaries[0].points and not boundaries[1].points
    confusion = [e for e in events(folder) if isinstance(e, Confusion)][-1]
    assert sum(map(sum, confusion.counts)) == 200


def test_the_best_weights_are_restored_for_the_test() -> None:
    folder = make_run(
        "early_stopping.enabled=on",
        "early_stopping.patience=0",
        "optimizer.lr=0.3",
        "run.epochs=30",
        "optimizer.name=sgd",
        "data.train_samples=100",
    )
    assert train(folder) == 0
    last = events(folder)[-1]
    assert isinstance(last, Finished)
    best = checkpoint.load(folder / "checkpoints/best.pt")
    config = make_config("data.train_samples=100")
    trainer = Trainer(config, load_data(config), torch.device("cpu"))
    trainer.load_weights(best)
    assert trainer.test().metric == last.test_metric


def test_a_final_fit_trains_on_validation_too() -> None:
    folder = make_run("data.final_fit=on", "data.train_samples=0")
    assert train(folder) == 0
    epoch = [e for e in events(folder) if isinstance(e, Epoch)][-1]
    assert (epoch.val_loss, epoch.val_metric) == (None, None)


def test_mixed_precision_trains(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_run("run.mixed_precision=on", "data.train_samples=0", "run.epochs=8")
    assert train(folder) == 0
    last = events(folder)[-1]
    assert isinstance(last, Finished)
    assert (last.test_metric or 0) > 0.8


def test_a_last_batch_of_one_sample_is_left_out() -> None:
    assert [steps_per_epoch(n, 64) for n in (64, 65, 66, 1, 128)] == [1, 1, 2, 1, 2]
    folder = make_run("data.train_samples=65", "regularisation.batch_norm=on")
    assert train(folder) == 0


def test_early_stopping_waits_for_its_patience() -> None:
    stopping = EarlyStopping(patience=2, min_delta=0.1)
    assert [stopping.update(value, i) for i, value in enumerate([1.0, 0.95, 0.8], 1)] == [True, False, True]
    assert (stopping.best_epoch, stopping.over) == (3, False)
    stopping.update(0.75, 4)
    stopping.update(0.9, 5)
    assert stopping.over


def test_plateau_drops_the_rate_where_torch_does() -> None:
    losses = [1.0, 0.9, 0.9, 0.9, 0.9, 0.8, 0.81, 0.82, 0.83, 0.84, 0.85]
    ours = Plateau(gamma=0.5, patience=2)
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    theirs = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=2)
    for loss in losses:
        ours.update(loss)
        theirs.step(loss)
        assert ours.factor == optimizer.param_groups[0]["lr"]


def test_metrics_by_hand() -> None:
    logits = torch.tensor([[2.0, 1.0], [0.0, 3.0], [1.0, 0.0]])
    targets = torch.tensor([0, 1, 1])
    assert objective.scores(logits, targets, "multiclass").tolist() == [1, 1, 0]
    assert objective.confusion(logits, targets, 2) == [[1, 0], [1, 1]]
    numbers, wanted = torch.tensor([[1.0], [3.0]]), torch.tensor([1.0, 2.0])
    assert objective.scores(numbers, wanted, "regression").tolist() == [0, 1]
    assert objective.metric(0.5, "regression", variance=0.25) == -1


def test_the_shelf_keeps_to_its_budget_and_spans_the_run(tmp_path: Path) -> None:
    state = {"weights": torch.zeros(10_000)}  # 40 kB and some
    shelf = checkpoint.Shelf(tmp_path, budget_bytes=200_000)
    for epoch in range(1, 41):
        shelf.add(state, epoch, best=epoch == 7)
    kept = sorted(int(p.stem.split("-")[1]) for p in tmp_path.glob("epoch-*.pt"))
    assert 2 <= len(kept) <= 4
    assert kept[0] <= 20 and kept[-1] >= 32
    assert checkpoint.load(tmp_path / "best.pt")["weights"].shape == (10_000,)
    assert (tmp_path / "last.pt").exists()
