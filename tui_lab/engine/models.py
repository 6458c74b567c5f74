"""An MLP or a CNN from its layers (`config.shapes.layers`), and the same network with a layer more or less."""

from __future__ import annotations

from collections import OrderedDict

import torch
from torch import nn

from tui_lab.config.shapes import Layer, layers
from tui_lab.config.train import Activation, TrainConfig

_ACTIVATIONS: dict[Activation, type[nn.Module]] = {
    "relu": nn.ReLU,
    "leaky-relu": nn.LeakyReLU,
    "gelu": nn.GELU,
    "tanh": nn.Tanh,
    "sigmoid": nn.Sigmoid,
    "none": nn.Identity,
}


def build(config: TrainConfig, inputs: tuple[int, ...], outputs: int) -> nn.Sequential:
    """The network of a config, its weights not yet initialised.

    Args:
        config: model and regularisation.
        inputs: shape of one sample, `(C, H, W)` or `(features,)`.
        outputs: number of logits C; the model maps `(N, *inputs)` to `(N, C)`.

    Raises:
        LabError: the layers don't fit the input.
    """
    found = layers(config.model, config.regularisation, inputs, outputs)
    return nn.Sequential(OrderedDict((layer.name, _module(layer, config)) for layer in found))


def rebuild(old: nn.Sequential, config: TrainConfig, inputs: tuple[int, ...], outputs: int) -> nn.Sequential:
    """The network of a changed config with every layer of the old one that has the same name, weights and all.

    Batch norm that comes in starts from fresh statistics; dropout takes its new p.
    """
    with torch.random.fork_rng(devices=[]):  # making layers draws numbers, and dropout's must go on as they would
        new = build(config, inputs, outputs)
    kept = dict(old.named_children())
    for name, module in new.named_children():
        if name in kept and not isinstance(module, nn.Dropout):
            setattr(new, name, kept[name])
    return new.train(old.training)


def _module(layer: Layer, config: TrainConfig) -> nn.Module:
    match layer.kind:
        case "flatten":
            return nn.Flatten()
        case "linear":
            return nn.Linear(layer.inputs[0], layer.outputs[0])
        case "conv":
            return nn.Conv2d(layer.inputs[0], layer.outputs[0], layer.kernel, padding="same")
        case "batch_norm":
            return nn.BatchNorm2d(layer.outputs[0]) if len(layer.outputs) == 3 else nn.BatchNorm1d(layer.outputs[0])
        case "activation":
            return _ACTIVATIONS[config.model.activation]()
        case "pool":
            return nn.MaxPool2d(layer.kernel) if config.model.pooling == "max" else nn.AvgPool2d(layer.kernel)
        case "dropout":
            return nn.Dropout(config.regularisation.dropout)
