"""Activation functions with their derivatives, and what each does to gradients on their way through a deep network."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

FUNCTIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky-relu": lambda x: nn.functional.leaky_relu(x, 0.01),
    "gelu": nn.functional.gelu,
}
INITS = ("xavier", "kaiming", "small")
LIMIT = 6.0
STEP = 0.05
SAMPLES = 128
IDLE_SLOPE = 0.05
"""Of sigmoid and tanh: a unit counts as saturated where its slope is under this share of the largest one."""
SLOPES = {"sigmoid": 0.25, "tanh": 1.0}


def curves() -> dict[str, object]:
    """Each function at x = -6, -5.95 … 6: its values `f` and, by autograd, its derivatives `d`."""
    count = round(2 * LIMIT / STEP) + 1
    found: dict[str, object] = {}
    for name, function in FUNCTIONS.items():
        x = torch.linspace(-LIMIT, LIMIT, count, dtype=torch.float64, requires_grad=True)
        f = function(x)
        (d,) = torch.autograd.grad(f.sum(), x)
        found[name] = {"f": f.tolist(), "d": d.tolist()}
    return {"limit": LIMIT, "step": STEP, "curves": found}


def initialise(weight: Tensor, init: str, generator: torch.Generator) -> None:
    """Fill the weights `(out, in)` of a layer: Xavier (1/n), Kaiming (2/n), or a deviation of 0.01."""
    inputs = weight.shape[1]
    deviation = {"xavier": inputs**-0.5, "kaiming": (2 / inputs) ** 0.5, "small": 0.01}[init]
    with torch.no_grad():
        weight.normal_(0.0, deviation, generator=generator)


def gradients(activation: str, init: str, depth: int, width: int, seed: int) -> dict[str, object]:
    """The gradient that arrives at each layer of a deep network, first layer first.

    A batch of standard normal inputs goes through `depth` layers `(width, width)` without bias; the loss is the sum
    of what the last one hands on, each element times a standard normal number, so the gradient begins at size 1.

    Returns:
        `sizes`: root mean square of ∂L/∂a of each layer's output; `values`: that of the output itself; `idle`: the
        share of values that are zero (ReLU), or at the flat ends (sigmoid, tanh); else None.
    """
    generator = torch.Generator().manual_seed(seed)
    function = FUNCTIONS[activation]
    # float64: float32 ends at 1e-38, and gradients of deep networks go below
    a = torch.randn(SAMPLES, width, generator=generator, dtype=torch.float64).requires_grad_()
    outputs: list[Tensor] = []
    for _ in range(depth):
        weight = torch.empty(width, width, dtype=torch.float64)
        initialise(weight, init, generator)
        a = function(a @ weight.T)
        a.retain_grad()
        outputs.append(a)
    a.backward(torch.randn(a.shape, generator=generator, dtype=torch.float64))
    sizes, values, idle = [], [], []
    for output in outputs:
        assert output.grad is not None
        sizes.append(output.grad.square().mean().sqrt().item())
        values.append(output.detach().square().mean().sqrt().item())
        idle.append(_idle(activation, output.detach()))
    return {"sizes": sizes, "values": values, "idle": idle}


def _idle(activation: str, output: Tensor) -> float | None:
    if activation == "relu":
        return (output == 0).float().mean().item()
    if activation in SLOPES:
        slope = output * (1 - output) if activation == "sigmoid" else 1 - output**2
        return (slope < IDLE_SLOPE * SLOPES[activation]).float().mean().item()
    return None
