"""Fields: what is typed becomes a value, what is wrong becomes a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from config_values import PATHS, values_of
from hypothesis import given
from hypothesis import strategies as st

from tui_lab.config import fields
from tui_lab.config.errors import LabError
from tui_lab.config.train import LIVE, ConvStage, TrainConfig


def test_all_values_of_a_config_are_fields() -> None:
    assert len(PATHS) == 43
    assert "version" not in PATHS
    assert fields.field("data.augmentation.turn").maximum == 180
    assert fields.field("optimizer.lr").exclusive
    assert fields.field("optimizer.name").choices[0] == "sgd"


def test_what_can_be_changed_live() -> None:
    live = {path for path, field in fields.fields().items() if field.live}
    assert live == {
        "regularisation.dropout",
        "regularisation.batch_norm",
        "regularisation.gradient_clip",
        "optimizer.name",
        "optimizer.lr",
        "optimizer.weight_decay",
    }
    assert LIVE["live"]


@pytest.mark.parametrize("path", PATHS)
def test_defaults_are_shown_and_read_back(path: str) -> None:
    config = TrainConfig()
    assert fields.get(config, path) == fields.field(path).default
    assert fields.parse(path, fields.show(path, fields.get(config, path))) == fields.get(config, path)


@given(st.data())
def test_what_is_shown_means_the_same_when_typed(data: st.DataObject) -> None:
    field = fields.field(data.draw(st.sampled_from(PATHS)))
    value = data.draw(values_of(field))
    assert fields.parse(field.path, fields.show(field.path, value)) == value
    config = fields.replace(TrainConfig(), {field.path: value})
    assert fields.get(config, field.path) == value
    assert fields.apply_text(TrainConfig(), [f"{field.path}={fields.show(field.path, value)}"]) == config


def test_shown_numbers_are_as_short_as_they_can_be() -> None:
    assert fields.show("optimizer.lr", 0.001) == "0.001"
    assert fields.show("optimizer.lr", 1.0) == "1"
    assert fields.show("optimizer.lr", 0.123456789) == "0.123456789"
    assert fields.show("model.stages", (ConvStage(channels=16), ConvStage(channels=32, kernel=5, pool=1))) == (
        "16, 32 k5 p1"
    )


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("run.epochs", "1,000", 1000),
        ("run.epochs", "1_000", 1000),
        ("run.epochs", " 5 ", 5),
        ("optimizer.lr", "1e-2", 0.01),
        ("regularisation.batch_norm", "YES", True),
        ("regularisation.batch_norm", "off", False),
        ("model.hidden", "128 64,32", (128, 64, 32)),
        ("model.hidden", "", ()),
        ("model.stages", "16k5p1,8", (ConvStage(channels=16, kernel=5, pool=1), ConvStage(channels=8))),
    ],
)
def test_what_learners_type(path: str, text: str, value: object) -> None:
    assert fields.parse(path, text) == value


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("optimizer.name=adm", ["optimizer.name = adm", "adamw", "did you mean adam?"]),
        ("optimizer.name=", ["optimizer.name = ", "rmsprop"]),
        ("optimizer.lr=fast", ["optimizer.lr = fast", "numbers over 0 to 1000"]),
        ("optimizer.lr=0", ["optimizer.lr = 0", "over 0"]),
        ("optimizer.lr=-1", ["optimizer.lr = -1"]),
        ("optimizer.lr=nan", ["optimizer.lr = nan"]),
        ("optimizer.lr=inf", ["optimizer.lr = inf"]),
        ("optimizer.lr=1e999", ["optimizer.lr = 1e999"]),
        ("regularisation.gradient_clip=inf", ["regularisation.gradient_clip = inf"]),
        ("optimizer.momentum=1", ["optimizer.momentum = 1", "below 1"]),
        ("run.epochs=0", ["run.epochs = 0", "whole numbers from 1 to 1000000"]),
        ("run.epochs=2.5", ["run.epochs = 2.5"]),
        ("run.epochs=1,5", ["run.epochs = 1,5"]),
        ("run.epochs=" + "9" * 5000, ["run.epochs = 9"]),
        ("run.epochs=", ["run.epochs"]),
        ("run.device=gpu", ["run.device = gpu", "cuda:0"]),
        ("regularisation.batch_norm=maybe", ["regularisation.batch_norm = maybe", "on, off"]),
        ("model.hidden=128, 0", ["model.hidden = 128, 0"]),
        ("model.hidden=128; 64", ["model.hidden = 128; 64"]),
        ("model.stages=16 x5", ["model.stages = 16 x5", "32 k5 p1"]),
        ("model.stages=", ["model.stages"]),
        ("model.stages=16 k99", ["model.stages = 16 k99"]),
        ("optimizer.rl=1", ["no field optimizer.rl", "did you mean optimizer.lr?"]),
        ("dropout=0.5", ["no field dropout", "did you mean regularisation.dropout?"]),
        ("zzz=1", ["no field zzz", "run.epochs"]),
        ("version=2", ["no field version"]),
        ("optimizer.lr", ["--set optimizer.lr", "field=value"]),
        ("", ["field=value"]),
        ("data.name=\x1b[2J", ["data.name"]),
    ],
)
def test_wrong_settings_are_told_by_field_and_choices(setting: str, says: list[str]) -> None:
    with pytest.raises(LabError) as caught:
        fields.apply_text(TrainConfig(), [setting])
    for words in says:
        assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("path", PATHS)
def test_every_field_says_what_it_accepts(path: str, language: Any) -> None:
    from tui_lab.messages import set_language

    set_language(language)
    field = fields.field(path)
    assert field.accepts and "{" not in field.accepts
    if field.kind not in ("text",):
        with pytest.raises(LabError, match=path.replace(".", r"\.")) as caught:
            fields.apply_text(TrainConfig(), [f"{path}=?!"])
        assert field.accepts in str(caught.value)


@pytest.mark.parametrize(
    "value",
    [None, float("nan"), float("inf"), -float("inf"), 10**400, -(2**70), True, 1.5, "x", (), (1, "a"), 3, b""],
    ids=lambda value: str(value)[:12],
)
@pytest.mark.parametrize("path", PATHS)
def test_replace_takes_no_value_of_another_kind(path: str, value: object) -> None:
    try:
        config = fields.replace(TrainConfig(), {path: value})
    except LabError as error:
        assert path in str(error)
        return
    assert type(fields.get(config, path)) is type(fields.field(path).default)
    assert fields.get(config, path) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
@pytest.mark.parametrize("path", [path for path in PATHS if fields.field(path).kind == "float"])
def test_replace_takes_no_number_without_an_end(path: str, value: float) -> None:
    with pytest.raises(LabError, match=f"{path} = "):
        fields.replace(TrainConfig(), {path: value})


def test_replace_changes_only_what_it_is_told() -> None:
    config = fields.replace(TrainConfig(), {"optimizer.lr": 1, "data.augmentation.flip": True})
    assert fields.get(config, "optimizer.lr") == 1.0
    unchanged = [path for path in PATHS if fields.get(config, path) == fields.field(path).default]
    assert set(PATHS) - set(unchanged) == {"optimizer.lr", "data.augmentation.flip"}
    assert fields.replace(config, {}) == config


def test_later_settings_win() -> None:
    config = fields.apply_text(TrainConfig(), ["run.seed=1", "run.seed = 2"])
    assert config.run.seed == 2


def test_get_knows_only_fields() -> None:
    with pytest.raises(LabError, match="no field run"):
        fields.get(TrainConfig(), "run")


@given(st.one_of(st.text(), st.builds("{}={}".format, st.sampled_from(PATHS), st.text())))
def test_arbitrary_settings_are_applied_or_told(setting: str) -> None:
    try:
        config = fields.apply_text(TrainConfig(), [setting])
    except LabError as error:
        assert str(error)
    else:
        assert isinstance(config, TrainConfig)


@given(st.sampled_from(PATHS), st.text(alphabet="0123456789.,-+eEkp _x∞٣½", max_size=12))
def test_arbitrary_numbers_are_read_or_told(path: str, text: str) -> None:
    try:
        value = fields.get(fields.apply_text(TrainConfig(), [f"{path}={text}"]), path)
    except LabError:
        return
    assert fields.parse(path, fields.show(path, value)) == value
