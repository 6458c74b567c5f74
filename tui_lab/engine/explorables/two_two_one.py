"""A network of two inputs, two sigmoid neurons and one sigmoid output: forward, backward and one step of descent.

    z₁ = w₁₁x₁ + w₁₂x₂ + b₁     a₁ = σ(z₁)
    z₂ = w₂₁x₁ + w₂₂x₂ + b₂     a₂ = σ(z₂)
    z  = v₁a₁ + v₂a₂ + c        ŷ  = σ(z)        L = ½(ŷ - y)²

Every gradient comes from torch's autograd; `local` holds the derivatives along each arrow, whose products they are.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

INPUTS = ("x1", "x2", "y")
WEIGHTS = ("w11", "w12", "b1", "w21", "w22", "b2", "v1", "v2", "c")
VALUES = ("z1", "a1", "z2", "a2", "z", "yhat", "loss")


def forward(p: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """All values in between, and the loss, as scalars.

    Args:
        p: the inputs `x1`, `x2`, the target `y` and the nine weights.
    """
    z1 = p["w11"] * p["x1"] + p["w12"] * p["x2"] + p["b1"]
    a1 = torch.sigmoid(z1)
    z2 = p["w21"] * p["x1"] + p["w22"] * p["x2"] + p["b2"]
    a2 = torch.sigmoid(z2)
    z = p["v1"] * a1 + p["v2"] * a2 + p["c"]
    yhat = torch.sigmoid(z)
    loss = 0.5 * (yhat - p["y"]) ** 2
    return {"z1": z1, "a1": a1, "z2": z2, "a2": a2, "z": z, "yhat": yhat, "loss": loss}


def passes(numbers: Mapping[str, float], lr: float) -> dict[str, object]:
    """What the picture shows of one forward pass, one backward pass and the step that follows.

    Args:
        numbers: a value for each name of `INPUTS` and `WEIGHTS`.
        lr: the learning rate of the step w ← w - lr·g.

    Returns:
        `values`, `gradients` (of the loss, by each value and weight), `local` (∂ŷ/∂z and so on), `updated` (the
        weights after the step) and `loss_after`.
    """
    p = {name: torch.tensor(float(numbers[name]), dtype=torch.float64) for name in (*INPUTS, *WEIGHTS)}
    for name in WEIGHTS:
        p[name].requires_grad_(True)
    values = forward(p)
    for value in values.values():
        value.retain_grad()
    values["loss"].backward()
    every = {**values, **{name: p[name] for name in WEIGHTS}}
    gradients = {name: tensor.grad.item() for name, tensor in every.items() if tensor.grad is not None}
    with torch.no_grad():
        updated = {name: p[name] - lr * p[name].grad for name in WEIGHTS}  # type: ignore[operator]
        after = forward({**p, **updated})["loss"].item()
        local = {
            "yhat": (values["yhat"] - p["y"]).item(),  # ∂L/∂ŷ
            "z": (values["yhat"] * (1 - values["yhat"])).item(),  # ∂ŷ/∂z
            "z1": (values["a1"] * (1 - values["a1"])).item(),  # ∂a₁/∂z₁
            "z2": (values["a2"] * (1 - values["a2"])).item(),
        }
    return {
        "values": {name: value.item() for name, value in values.items()},
        "gradients": gradients,
        "local": local,
        "updated": {name: value.item() for name, value in updated.items()},
        "loss_after": after,
    }
