"""What no single field can tell: parts that don't fit each other or the data."""

from __future__ import annotations

import pytest

from tui_lab.config.catalogue import NAMES, card
from tui_lab.config.checks import FITTING_LOSSES, check, outputs
from tui_lab.config.errors import LabError
from tui_lab.config.fields import apply_text
from tui_lab.config.train import TrainConfig


@pytest.mark.parametrize("name", NAMES)
def test_every_data_set_fits_the_usual_config(name: str) -> None:
    config = apply_text(TrainConfig(), [f"data.name={name}"])
    found = check(config)
    assert found[0].inputs == card(name).shape
    assert found[-1].outputs == (outputs(config, card(name)),)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (["data.name=heart", "model.kind=cnn"], ["model.kind = cnn", "mlp"]),
        (["data.name=moons", "model.kind=cnn"], ["model.kind = cnn"]),
        (["data.name=heart", "data.augmentation.flip=on"], ["data.augmentation", "heart"]),
        (["data.name=mnist", "run.loss=mse"], ["run.loss = mse", "mnist", "cross-entropy"]),
        (["data.name=mnist", "run.loss=bce"], ["run.loss = bce", "cross-entropy"]),
        (["data.name=heart", "run.loss=huber"], ["run.loss = huber", "bce, cross-entropy"]),
        (["data.name=auto_mpg", "run.loss=cross-entropy"], ["run.loss = cross-entropy", "mse, huber"]),
        (["data.final_fit=on", "early_stopping.enabled=on"], ["early_stopping.enabled", "data.final_fit"]),
        (["data.final_fit=on", "schedule.name=plateau"], ["schedule.name = plateau", "data.final_fit"]),
        (["data.train_samples=10001"], ["data.train_samples = 10001", "mnist", "10000"]),
        (["data.train_samples=12001", "data.final_fit=on"], ["data.train_samples = 12001", "12000"]),
        (["data.name=auto_mpg", "data.label_noise=0.1"], ["data.label_noise", "auto_mpg"]),
        (["data.name=mnits"], ["mnits", "mnist"]),
        (["data.name=qqqq"], ["qqqq", "spirals"]),
        (["model.kind=cnn", "model.stages=8 p8, 8 p8"], ["model.stages", "stage 2"]),
        (["regularisation.batch_norm=on", "data.batch_size=1"], ["regularisation.batch_norm", "data.batch_size"]),
        (["regularisation.batch_norm=on", "data.train_samples=1"], ["regularisation.batch_norm"]),
    ],
)
def test_what_does_not_fit_is_told(settings: list[str], says: list[str]) -> None:
    with pytest.raises(LabError) as caught:
        check(apply_text(TrainConfig(), settings))
    for words in says:
        assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "settings",
    [
        ["data.name=fashion-mnist", "model.kind=cnn", "data.augmentation.flip=on"],
        ["data.train_samples=12000", "data.final_fit=on"],
        ["data.batch_size=1"],
        ["model.hidden=", "regularisation.batch_norm=on", "data.batch_size=1"],
        ["regularisation.batch_norm=on", "data.batch_size=2"],
        ["data.name=heart", "run.loss=cross-entropy"],
        ["data.name=auto_mpg", "run.loss=huber"],
    ],
)
def test_what_fits_is_let_through(settings: list[str]) -> None:
    assert check(apply_text(TrainConfig(), settings))


def test_logits_by_task_and_loss() -> None:
    heart = card("heart")
    assert outputs(apply_text(TrainConfig(), ["run.loss=bce"]), heart) == 1
    assert outputs(TrainConfig(), heart) == 1
    assert outputs(apply_text(TrainConfig(), ["run.loss=cross-entropy"]), heart) == 2
    assert outputs(TrainConfig(), card("mnist")) == 10
    assert outputs(TrainConfig(), card("auto_mpg")) == 1


def test_every_task_has_its_losses() -> None:
    assert {card(name).task for name in NAMES} == set(FITTING_LOSSES)
