"""A config as a file: the same after a round trip, and one sentence when it can't be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from config_values import changes
from hypothesis import given
from hypothesis import strategies as st

from tui_lab.config import fields
from tui_lab.config import file as config_file
from tui_lab.config.errors import LabError
from tui_lab.config.train import CONFIG_VERSION, TrainConfig

WHERE = "runs/0001/config.json"


@given(changes())
def test_a_config_is_the_same_after_a_round_trip(changed: dict[str, Any]) -> None:
    config = fields.replace(TrainConfig(), changed)
    data = config_file.encode(config)
    assert config_file.decode(data, WHERE) == config
    assert config_file.encode(config_file.decode(data, WHERE)) == data


def test_people_can_read_it() -> None:
    text = config_file.encode(TrainConfig()).decode()
    assert text.startswith('{\n  "version": 1,\n')
    assert text.endswith("}\n")
    assert set(json.loads(text)["optimizer"]) == {"name", "lr", "weight_decay", "momentum", "beta1", "beta2"}


def test_what_is_left_out_has_its_usual_value() -> None:
    assert config_file.decode(b"{}", WHERE) == TrainConfig()
    assert config_file.decode(b'{"run": {"seed": 3}}', WHERE).run.seed == 3


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "isn't JSON"),
        (b"{", "isn't JSON"),
        (b"\xff\xfe", "isn't JSON"),
        (b"[" * 200_000, "object"),
        (b'{"data": ' * 5_000 + b"1" + b"}" * 5_000, "isn't JSON"),
        (b'{"run": {"seed": 1' + b"0" * 5000 + b"}}", WHERE),
        (b'{"regularisation": {"gradient_clip": NaN}}', "isn't JSON"),
        (b'{"regularisation": {"gradient_clip": Infinity}}', "isn't JSON"),
        (b'{"regularisation": {"gradient_clip": 1e999}}', WHERE),
        (b"[]", "object"),
        (b"null", "object"),
        (b'{"data": {"batch_size": "64"}}', "data.batch_size"),
        (b'{"data": {"batch_size": 0}}', "data.batch_size"),
        (b'{"data": {"augmentation": {"turn": 999}}}', "data.augmentation.turn"),
        (b'{"model": {"hidden": [1, "x"]}}', "model.hidden[1]"),
        (b'{"model": {"stages": [{}]}}', "model.stages[0]"),
        (b'{"optimizer": {"name": "adamm"}}', "optimizer.name"),
        (b'{"optimizer": {"rate": 1}}', "rate"),
        (b'{"version": "1"}', "version"),
        (b'{"data": {"name": "\\ud800"}}', WHERE),
    ],
    ids=range(20),
)
def test_a_damaged_config_is_told_with_its_file_and_field(data: bytes, says: str) -> None:
    with pytest.raises(LabError) as caught:
        config_file.decode(data, WHERE)
    assert WHERE in str(caught.value)
    assert says in str(caught.value)
    assert "$" not in str(caught.value)


@pytest.mark.parametrize("more", [b"", b', "nowhere": 1'])
def test_a_newer_config_says_to_update(more: bytes) -> None:
    with pytest.raises(LabError, match=rf"newer dl-lab .*version {CONFIG_VERSION + 1}.*update dl-lab"):
        config_file.decode(b'{"version": %d%b}' % (CONFIG_VERSION + 1, more), WHERE)


def read_or_told(data: bytes) -> None:
    try:
        config = config_file.decode(data, WHERE)
    except LabError as error:
        assert WHERE in str(error)
    else:
        assert config_file.decode(config_file.encode(config), WHERE) == config


@given(st.binary())
def test_arbitrary_bytes_are_read_or_told(data: bytes) -> None:
    read_or_told(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(list(fields.fields())), JSON)
def test_arbitrary_values_in_a_field_are_read_or_told(path: str, value: object) -> None:
    loose = json.loads(config_file.encode(TrainConfig()))
    inner = loose
    *groups, name = path.split(".")
    for group in groups:
        inner = inner[group]
    inner[name] = value
    read_or_told(json.dumps(loose).encode())


@given(st.data())
def test_a_few_wrong_bytes_are_read_or_told(data: st.DataObject) -> None:
    whole = bytearray(config_file.encode(TrainConfig()))
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read_or_told(bytes(whole[: data.draw(st.integers(0, len(whole)))] if data.draw(st.booleans()) else whole))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="can't be read"):
        config_file.read(tmp_path / "config.json")
    with pytest.raises(LabError, match="can't be read"):
        config_file.read(tmp_path)
    (tmp_path / "config.json").write_bytes(config_file.encode(TrainConfig()))
    assert config_file.read(tmp_path / "config.json") == TrainConfig()
