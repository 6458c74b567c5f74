"""How weights start. Each parameter has a random stream of its own, by its name.

So a twin with one layer more starts with equal weights everywhere else.
"""

from __future__ import annotations

import zlib

import torch
from torch import nn

from tui_lab.config.train import Initialisation

NORMAL_STD = 0.01
"""Standard deviation of `normal` (Krizhevsky, Sutskever and Hinton, 2012)."""


def generator(seed: int, name: str) -> torch.Generator:
    """The random stream of the parameter `name`."""
    return torch.Generator().manual_seed(seed + zlib.crc32(name.encode()))


@torch.no_grad()
def initialise(model: nn.Module, init: Initialisation, seed: int) -> None:
    """Set the weights of all linear and convolution layers; biases start at zero.

    Args:
        model: on the CPU, so that all devices start from the same weights.
        init: `kaiming` (He et al., 2015: normal, standard deviation sqrt(2 / fan_in)), `xavier` (Glorot and
            Bengio, 2010: normal, sqrt(2 / (fan_in + fan_out))), `normal` (standard deviation 0.01) or `zeros`.
        seed: of the run.
    """
    for name, module in model.named_modules():
        if not isinstance(module, nn.Linear | nn.Conv2d):
            continue
        stream = generator(seed, f"{name}.weight")
        match init:
            case "kaiming":
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu", generator=stream)
            case "xavier":
                nn.init.xavier_normal_(module.weight, generator=stream)
            case "normal":
                nn.init.normal_(module.weight, std=NORMAL_STD, generator=stream)
            case "zeros":
                nn.init.zeros_(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)
