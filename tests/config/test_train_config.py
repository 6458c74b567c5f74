"""`TrainConfig` itself: its parts hold together, its values can't be changed behind its back."""

from __future__ import annotations

import msgspec
import pytest

from tui_lab.config.augmentation import Augmentation
from tui_lab.config.train import CONFIG_VERSION, GROUPS, OptimizerConfig, TrainConfig


def test_groups_are_the_parts_of_a_config() -> None:
    assert tuple(f.name for f in msgspec.structs.fields(TrainConfig)) == ("version", *GROUPS)
    assert TrainConfig().version == CONFIG_VERSION


def test_a_config_is_a_value() -> None:
    assert TrainConfig() == TrainConfig()
    assert hash(TrainConfig()) == hash(TrainConfig())
    with pytest.raises(AttributeError):
        TrainConfig().optimizer.lr = 1.0  # type: ignore[misc]


def test_the_default_config_is_valid() -> None:
    assert msgspec.convert(msgspec.to_builtins(TrainConfig()), TrainConfig) == TrainConfig()


@pytest.mark.parametrize(
    "given",
    [
        {"run": {"device": "cpu\n"}},
        {"run": {"device": "cuda:٣"}},
        {"run": {"device": "cuda:"}},
        {"data": {"name": ""}},
        {"data": {"name": "mnist\n"}},
        {"data": {"name": "a\x1b[2Jb"}},
        {"data": {"name": "\ud800"}},
        {"model": {"stages": []}},
        {"model": {"stages": [{"channels": 1}] * 17}},
        {"optimizer": {"lr": 0}},
        {"optimizer": {"name": "Adam"}},
        {"optimiser": {}},
    ],
)
def test_wrong_values_are_refused(given: object) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(given, TrainConfig)


def test_augmentation_is_none_only_when_all_is_off() -> None:
    assert Augmentation().is_none
    for changed in ({"shift": 0.1}, {"turn": 5.0}, {"scale": 0.1}, {"flip": True}, {"erase": 0.2}):
        assert not msgspec.convert(changed, Augmentation).is_none


def test_optimizer_defaults_are_those_of_torch() -> None:
    assert OptimizerConfig() == OptimizerConfig(name="adam", lr=1e-3, beta1=0.9, beta2=0.999)
