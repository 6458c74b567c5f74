"""A small network that learns a set of points in the plane, a slice of training at a time.

The bench keeps the one network that is looked at; a slice for another recipe begins a new one.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from tui_lab.data.synthetic import make
from tui_lab.engine.explorables.activations import FUNCTIONS

LEVELS = 8
RECIPES = {
    "moons": {"points": 200, "noise": 0.15},
    "circles": {"points": 200, "noise": 0.08, "factor": 0.5},
    "xor": {"points": 200, "noise": 0.05},
    "spirals": {"points": 200, "noise": 0.03, "turns": 1.25},
}
MARGIN = 0.15
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8
SHOWN = 60
"""So many of the points are drawn."""


class Activation(nn.Module):
    """One of the functions of `activations` as a layer."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.function = FUNCTIONS[name]

    def forward(self, x: Tensor) -> Tensor:
        """F of each element."""
        return self.function(x)


def network(layers: int, width: int, activation: str, seed: int) -> nn.Sequential:
    """Two inputs, `layers` hidden layers of `width` units, one logit."""
    torch.manual_seed(seed)
    modules: list[nn.Module] = []
    inputs = 2
    for _ in range(layers):
        modules += [nn.Linear(inputs, width), Activation(activation)]
        inputs = width
    return nn.Sequential(*modules, nn.Linear(inputs, 1))


def points(name: str) -> tuple[Tensor, Tensor]:
    """The points `(N, 2)`, each axis with mean 0 and deviation 1, and their classes `(N,)`, 0 or 1."""
    xs, ys = make(name, RECIPES[name], seed=0)
    xs = (xs - xs.mean(axis=0)) / xs.std(axis=0)
    return torch.tensor(xs, dtype=torch.float32), torch.tensor(ys, dtype=torch.float32)


@dataclass
class Training:
    """A network in training on all points at once, with Adam."""

    data: str
    layers: int
    width: int
    activation: str
    seed: int
    step: int = 0
    model: nn.Sequential = field(init=False)
    x: Tensor = field(init=False)
    y: Tensor = field(init=False)
    m: list[Tensor] = field(init=False)
    v: list[Tensor] = field(init=False)

    def __post_init__(self) -> None:
        self.model = network(self.layers, self.width, self.activation, self.seed)
        self.x, self.y = points(self.data)
        self.m = [torch.zeros_like(p) for p in self.model.parameters()]
        self.v = [torch.zeros_like(p) for p in self.model.parameters()]

    @property
    def recipe(self) -> tuple[str, int, int, str, int]:
        """What it was begun with."""
        return (self.data, self.layers, self.width, self.activation, self.seed)

    def one_step(self, lr: float) -> None:
        """A step of Adam on all points (D. Kingma, J. Ba, Adam, 2015), written out.

        `torch.optim` would load its compiler with the first step: 1.5 s and 100 MiB, for the same numbers.
        """
        loss = nn.functional.binary_cross_entropy_with_logits(self.model(self.x).squeeze(1), self.y)
        parameters = list(self.model.parameters())
        gradients = torch.autograd.grad(loss, parameters)
        self.step += 1
        with torch.no_grad():
            for p, g, m, v in zip(parameters, gradients, self.m, self.v, strict=True):
                m.mul_(BETA1).add_(g, alpha=1 - BETA1)
                v.mul_(BETA2).addcmul_(g, g, value=1 - BETA2)
                m_hat, v_hat = m / (1 - BETA1**self.step), v / (1 - BETA2**self.step)
                p.sub_(lr * m_hat / (v_hat.sqrt() + EPS))


_now: list[Training] = []


def train(
    data: str,
    layers: int,
    width: int,
    activation: str,
    seed: int,
    lr: float,
    *,
    fresh: bool,
    steps: int,
    seconds: float,
    columns: int,
    rows: int,
) -> dict[str, object]:
    """Train for so many steps or seconds, whichever ends first, and look at the plane.

    Args:
        data: of `RECIPES`.
        layers: hidden layers.
        width: units in each of them.
        activation: of `activations.FUNCTIONS`.
        seed: of the weights at the start.
        lr: learning rate of Adam from now on.
        fresh: begin again with the weights of the start.
        steps: at most so many steps now; 0 only looks.
        seconds: at most so long.
        columns: of the picture of the plane.
        rows: of the picture of the plane.

    Returns:
        `step`, `loss`, `accuracy`, `parameters`, `rows` of digits (0 sure of class 0 … 7 sure of class 1), the
        `points` that are drawn as `[x, y, class]`, and the ranges.
    """
    recipe = (data, layers, width, activation, seed)
    if fresh or not _now or _now[0].recipe != recipe:
        _now[:] = [Training(*recipe)]
    training = _now[0]
    until = time.monotonic() + seconds
    for _ in range(steps):
        training.one_step(lr)
        if time.monotonic() > until:
            break
    return _look(training, columns, rows)


@torch.no_grad()
def _look(training: Training, columns: int, rows: int) -> dict[str, object]:
    logits = training.model(training.x).squeeze(1)
    loss = nn.functional.binary_cross_entropy_with_logits(logits, training.y).item()
    accuracy = ((logits > 0) == (training.y > 0.5)).float().mean().item()
    low, high = training.x.min(dim=0).values, training.x.max(dim=0).values
    pad = MARGIN * (high - low)
    (x0, y0), (x1, y1) = (low - pad).tolist(), (high + pad).tolist()
    xs = x0 + (torch.arange(columns) + 0.5) / columns * (x1 - x0)
    ys = y1 - (torch.arange(rows) + 0.5) / rows * (y1 - y0)
    plane = torch.stack(torch.meshgrid(xs, ys, indexing="xy"), dim=-1).reshape(-1, 2)
    probability = torch.sigmoid(training.model(plane)).reshape(rows, columns)
    # NaN, after a rate that was far too large, is drawn as unsure
    cells = (probability.nan_to_num(0.5) * LEVELS).long().clamp(0, LEVELS - 1)
    shown = [(*x, int(y)) for x, y in zip(training.x[:SHOWN].tolist(), training.y[:SHOWN].tolist(), strict=True)]
    return {
        "step": training.step,
        "loss": loss if np.isfinite(loss) else None,
        "accuracy": accuracy,
        "parameters": sum(p.numel() for p in training.model.parameters()),
        "rows": ["".join(map(str, row)) for row in cells.tolist()],
        "points": shown,
        "x_range": (x0, x1),
        "y_range": (y0, y1),
    }
