"""Shape arithmetic against the torch modules that the engine builds from it."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from tui_lab.config import fields
from tui_lab.config.errors import LabError
from tui_lab.config.shapes import layers, parameters
from tui_lab.config.train import ConvStage, ModelConfig, RegularisationConfig, TrainConfig
from tui_lab.engine.models import build

CASES: list[tuple[dict[str, Any], tuple[int, ...], int]] = [
    ({"model.kind": "mlp"}, (1, 28, 28), 10),
    ({"model.kind": "mlp", "model.hidden": ()}, (2,), 1),
    ({"model.hidden": (5, 4, 3), "regularisation.batch_norm": True, "regularisation.dropout": 0.3}, (13,), 1),
    ({"model.hidden": (5, 4), "model.activation": "none", "regularisation.dropout": 0.3}, (3, 4, 4), 3),
    ({"model.kind": "cnn"}, (1, 28, 28), 10),
    ({"model.kind": "cnn", "regularisation.batch_norm": True, "regularisation.dropout": 0.5}, (3, 32, 32), 10),
    (
        {
            "model.kind": "cnn",
            "model.stages": (ConvStage(channels=4, kernel=4, pool=3), ConvStage(channels=7, kernel=2, pool=1)),
            "model.head": (12, 6),
            "model.pooling": "average",
            "model.activation": "gelu",
            "regularisation.batch_norm": True,
        },
        (1, 8, 8),
        2,
    ),
    ({"model.kind": "cnn", "model.stages": (ConvStage(channels=3, kernel=11, pool=8),)}, (1, 8, 8), 4),
]


def compare(config: TrainConfig, inputs: tuple[int, ...], outputs: int) -> None:
    found = layers(config.model, config.regularisation, inputs, outputs)
    model = build(config, inputs, outputs)
    assert [layer.name for layer in found] == [name for name, _ in model.named_children()]
    assert len({layer.name for layer in found}) == len(found)
    assert parameters(found) == sum(p.numel() for p in model.parameters())
    values = torch.zeros(2, *inputs)
    shape = inputs
    for layer, module in zip(found, model.children(), strict=True):
        assert layer.inputs == shape
        assert layer.parameters == sum(p.numel() for p in module.parameters())
        values = module(values)
        shape = layer.outputs
        assert tuple(values.shape[1:]) == shape
    assert shape == (outputs,)


@pytest.mark.parametrize(("changes", "inputs", "outputs"), CASES, ids=range(len(CASES)))
def test_layers_are_those_that_torch_has(changes: dict[str, Any], inputs: tuple[int, ...], outputs: int) -> None:
    compare(fields.replace(TrainConfig(), changes), inputs, outputs)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.builds(ConvStage, channels=st.integers(1, 5), kernel=st.integers(1, 6), pool=st.integers(1, 3)),
        min_size=1,
        max_size=3,
    ),
    st.lists(st.integers(1, 9), max_size=2),
    st.booleans(),
    st.sampled_from([0.0, 0.4]),
    st.sampled_from(["relu", "leaky-relu", "gelu", "tanh", "sigmoid", "none"]),
    st.integers(1, 12),
    st.integers(1, 12),
)
def test_any_cnn_is_as_torch_builds_it_or_refused(
    stages: list[ConvStage], head: list[int], norm: bool, dropout: float, activation: str, height: int, width: int
) -> None:
    config = fields.replace(
        TrainConfig(),
        {
            "model.kind": "cnn",
            "model.stages": tuple(stages),
            "model.head": tuple(head),
            "model.activation": activation,
            "regularisation.batch_norm": norm,
            "regularisation.dropout": dropout,
        },
    )
    sides = [height, width]
    for stage in stages:
        sides = [side // stage.pool for side in sides]
    if min(sides) < 1:
        with pytest.raises(LabError, match=r"model\.stages: pooling"):
            layers(config.model, config.regularisation, (2, height, width), 3)
    else:
        compare(config, (2, height, width), 3)


def test_known_counts() -> None:
    mlp = layers(ModelConfig(), RegularisationConfig(), (1, 28, 28), 10)
    assert parameters(mlp) == 784 * 128 + 128 + 128 * 10 + 10
    assert [layer.name for layer in mlp] == ["flatten", "linear1", "linear1_act", "output"]


def test_names_stay_when_others_come_and_go() -> None:
    model = ModelConfig(kind="cnn", head=(8,))
    plain = {layer.name for layer in layers(model, RegularisationConfig(), (1, 8, 8), 2)}
    more = {layer.name for layer in layers(model, RegularisationConfig(batch_norm=True, dropout=0.1), (1, 8, 8), 2)}
    assert plain < more
    assert more - plain == {
        *("conv1_norm", "conv2_norm", "linear1_norm"),
        *("flatten_dropout", "linear1_dropout"),
    }


def test_a_cnn_needs_images() -> None:
    with pytest.raises(LabError, match="needs images"):
        layers(ModelConfig(kind="cnn"), RegularisationConfig(), (30,), 2)


def test_pooling_that_leaves_nothing_names_the_stage() -> None:
    model = ModelConfig(kind="cnn", stages=(ConvStage(channels=1, pool=4), ConvStage(channels=1, pool=3)))
    with pytest.raises(LabError, match=r"pooling 3 after stage 2 leaves nothing of an image 2 pixels wide"):
        layers(model, RegularisationConfig(), (1, 8, 9), 2)


def test_without_activation_the_layers_are_only_linear() -> None:
    config = TrainConfig(model=ModelConfig(activation="none"))
    assert not [m for m in build(config, (4,), 2) if not isinstance(m, nn.Linear)]
