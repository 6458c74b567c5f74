"""Shape arithmetic: the layers of a model, their output shapes and parameter counts, without torch.

The engine builds its modules from the same list (`layers`), so what a form says of a model and what is
trained cannot differ.
"""

from __future__ import annotations

from math import prod
from typing import Literal, Protocol

from msgspec import Struct

from tui_lab.config.errors import LabError
from tui_lab.config.train import ModelConfig, RegularisationConfig
from tui_lab.messages import t

LayerKind = Literal["flatten", "linear", "conv", "batch_norm", "activation", "pool", "dropout"]


class Layer(Struct, frozen=True, kw_only=True):
    """One layer of a model. Shapes are those of one sample: `(C, H, W)` or `(features,)`."""

    name: str
    """Stays the same when other layers come or go, so that weights and twins can be matched by name."""
    kind: LayerKind
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    kernel: int = 1
    """Side of a convolution's kernel or of a pooling window."""

    @property
    def parameters(self) -> int:
        """Number of learned values."""
        match self.kind:
            case "linear":
                return (self.inputs[0] + 1) * self.outputs[0]
            case "conv":
                return (self.inputs[0] * self.kernel**2 + 1) * self.outputs[0]
            case "batch_norm":
                return 2 * self.outputs[0]
            case _:
                return 0

    @property
    def multiplications(self) -> int:
        """Multiplications for one sample on the way forward."""
        match self.kind:
            case "linear":
                return self.inputs[0] * self.outputs[0]
            case "conv":
                return self.inputs[0] * self.kernel**2 * prod(self.outputs)
            case _:
                return 0


def layers(
    model: ModelConfig, regularisation: RegularisationConfig, inputs: tuple[int, ...], outputs: int
) -> list[Layer]:
    """The layers from the input to the logits.

    Args:
        model: the network.
        regularisation: whether batch norm and dropout layers are put in.
        inputs: shape of one sample, `(C, H, W)` or `(features,)`.
        outputs: number of logits.

    Raises:
        LabError: a CNN is asked for without images, or pooling leaves nothing of them.
    """
    found: list[Layer] = []
    shape = inputs

    def add(name: str, kind: LayerKind, out: tuple[int, ...], kernel: int = 1) -> None:
        nonlocal shape
        found.append(Layer(name=name, kind=kind, inputs=shape, outputs=out, kernel=kernel))
        shape = out

    if model.kind == "cnn":
        if len(inputs) != 3:
            raise LabError(t("config.cnn_needs_images"))
        for i, stage in enumerate(model.stages, 1):
            add(f"conv{i}", "conv", (stage.channels, *shape[1:]), stage.kernel)
            _finish_hidden(add, f"conv{i}", model, regularisation, shape)
            if stage.pool > 1:
                side = tuple(n // stage.pool for n in shape[1:])
                if min(side) < 1:
                    raise LabError(t("config.pooled_away", stage=i, pool=stage.pool, side=min(shape[1:])))
                add(f"conv{i}_pool", "pool", (shape[0], *side), stage.pool)
    if len(shape) > 1:
        add("flatten", "flatten", (prod(shape),))
    sizes = model.head if model.kind == "cnn" else model.hidden
    # A CNN without a hidden layer in its head drops flattened features; an MLP drops hidden values only.
    if model.kind == "cnn" and regularisation.dropout > 0:
        add("flatten_dropout", "dropout", shape)
    for i, size in enumerate(sizes, 1):
        add(f"linear{i}", "linear", (size,))
        _finish_hidden(add, f"linear{i}", model, regularisation, shape)
        if regularisation.dropout > 0:
            add(f"linear{i}_dropout", "dropout", shape)
    add("output", "linear", (outputs,))
    return found


class _Add(Protocol):
    def __call__(self, name: str, kind: LayerKind, out: tuple[int, ...], kernel: int = 1) -> None: ...


def _finish_hidden(
    add: _Add, name: str, model: ModelConfig, regularisation: RegularisationConfig, shape: tuple[int, ...]
) -> None:
    if regularisation.batch_norm:
        add(f"{name}_norm", "batch_norm", shape)
    if model.activation != "none":
        add(f"{name}_act", "activation", shape)


def parameters(found: list[Layer]) -> int:
    """Number of learned values of all layers."""
    return sum(layer.parameters for layer in found)


def multiplications(found: list[Layer]) -> int:
    """Multiplications for one sample on the way forward."""
    return sum(layer.multiplications for layer in found)
