"""Surfaces z = f(x, y) to walk on: height, gradient by formula and by central differences, contour levels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

LEVELS = 8


@dataclass(frozen=True)
class Surface:
    """A surface and the square of the plane that is looked at.

    `f` works on floats, on NumPy arrays and on tensors alike; `gradient` is the pair of partial derivatives, written
    out by hand.
    """

    f: Callable[[Any, Any], Any]
    gradient: Callable[[float, float], tuple[float, float]]
    half: float
    start: tuple[float, float]
    centre: tuple[float, float] = (0.0, 0.0)


def _hills(x: Any, y: Any) -> Any:
    exp = torch.exp if isinstance(x, torch.Tensor) else np.exp
    return (
        1.5
        - 1.5 * exp(-((x - 1) ** 2) - (y - 1) ** 2)
        - exp(-((x + 1) ** 2) - (y + 1) ** 2)
        + 0.8 * exp(-2 * (x**2 + y**2))
    )


def _hills_gradient(x: float, y: float) -> tuple[float, float]:
    deep = np.exp(-((x - 1) ** 2) - (y - 1) ** 2)
    flat = np.exp(-((x + 1) ** 2) - (y + 1) ** 2)
    top = np.exp(-2 * (x**2 + y**2))
    return (
        float(3 * (x - 1) * deep + 2 * (x + 1) * flat - 3.2 * x * top),
        float(3 * (y - 1) * deep + 2 * (y + 1) * flat - 3.2 * y * top),
    )


SURFACES = {
    "bowl": Surface(lambda x, y: x**2 + y**2, lambda x, y: (2 * x, 2 * y), 2.0, (-1.5, 1.2)),
    "ravine": Surface(lambda x, y: 0.1 * x**2 + 2 * y**2, lambda x, y: (0.2 * x, 4 * y), 2.0, (-1.6, 1.0)),
    "saddle": Surface(lambda x, y: x**2 - y**2, lambda x, y: (2 * x, -2 * y), 2.0, (-1.4, 0.1)),
    "rosenbrock": Surface(
        lambda x, y: (1 - x) ** 2 + 5 * (y - x**2) ** 2,
        lambda x, y: (-2 * (1 - x) - 20 * x * (y - x**2), 10 * (y - x**2)),
        1.75,
        (-1.0, 1.8),
        (0.0, 0.75),
    ),
    "hills": Surface(_hills, _hills_gradient, 2.25, (-0.2, -0.3)),
}


def central(f: Callable[[float, float], float], x: float, y: float, h: float) -> tuple[float, float]:
    """Both partial derivatives by central differences, (f(x + h) - f(x - h)) / 2h."""
    by_x = (f(x + h, y) - f(x - h, y)) / (2 * h)
    by_y = (f(x, y + h) - f(x, y - h)) / (2 * h)
    return float(by_x), float(by_y)


def at(name: str, x: float, y: float, h: float, lr: float) -> dict[str, object]:
    """All that is shown of one place.

    Args:
        name: of `SURFACES`.
        x: the place.
        y: the place.
        h: how far the central difference looks to each side.
        lr: the size of the step downhill, p ← p - lr·∇f.

    Returns:
        `z`, `gradient` (by formula), `autograd` (by torch), `numeric`, `error` (the larger difference of the two),
        `next` (where the step leads) and its height `next_z`.
    """
    surface = SURFACES[name]
    gradient = surface.gradient(x, y)
    numeric = central(surface.f, x, y, h)
    point = torch.tensor([x, y], dtype=torch.float64, requires_grad=True)
    (by_torch,) = torch.autograd.grad(surface.f(point[0], point[1]), point)
    after = (x - lr * gradient[0], y - lr * gradient[1])
    return {
        "z": float(surface.f(x, y)),
        "gradient": gradient,
        "autograd": by_torch.tolist(),
        "numeric": numeric,
        "error": max(abs(a - b) for a, b in zip(gradient, numeric, strict=True)),
        "next": after,
        "next_z": float(surface.f(*after)),
    }


def levels(name: str, columns: int, rows: int) -> dict[str, object]:
    """The height of each cell of a picture in `LEVELS` levels of equal area, top row first, a digit a cell.

    Equal areas and not equal heights: else Rosenbrock's valley would be one level.
    """
    surface = SURFACES[name]
    (cx, cy), half = surface.centre, surface.half
    xs = cx + half * ((np.arange(columns) + 0.5) / columns * 2 - 1)
    ys = cy + half * (1 - (np.arange(rows) + 0.5) / rows * 2)
    heights = surface.f(xs[None, :], ys[:, None])
    bounds = np.quantile(heights, np.arange(1, LEVELS) / LEVELS)
    cells = np.searchsorted(bounds, heights)
    return {
        "rows": ["".join(map(str, row)) for row in cells],
        "x_range": (cx - half, cx + half),
        "y_range": (cy - half, cy + half),
        "start": surface.start,
    }
