"""The sets of points in the plane, made from a seed.

numpy's legacy generator is used on purpose: its streams are frozen, those of the newer one may change.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]


def make(name: str, recipe: Mapping[str, float], seed: int) -> tuple[Points, Labels]:
    """Points `(N, 2)` and their classes `(N,)`.

    Args:
        name: moons, circles, spirals, blobs or xor.
        recipe: `points` (how many) and `noise` (standard deviation), and what else the set's card names.
        seed: the same seed gives the same points.
    """
    n, noise = int(recipe["points"]), recipe["noise"]
    if name == "spirals":
        return _spirals(n, noise, recipe["turns"], seed)
    if name == "xor":
        return _xor(n, noise, seed)
    from sklearn.datasets import make_blobs, make_circles, make_moons  # 1 s

    if name == "moons":
        points, labels = make_moons(n, noise=noise, random_state=seed)
    elif name == "circles":
        points, labels = make_circles(n, noise=noise, factor=recipe["factor"], random_state=seed)
    else:
        angles = 2 * np.pi * np.arange(int(recipe["classes"])) / recipe["classes"] + np.pi / 2
        centres = recipe["radius"] * np.stack([np.cos(angles), np.sin(angles)], axis=1)
        points, labels = make_blobs(n, centers=centres, cluster_std=noise, random_state=seed)
    return points.astype(np.float64), labels.astype(np.int64)


def _spirals(n: int, noise: float, turns: float, seed: int) -> tuple[Points, Labels]:
    """Two arms, the second one turned by half a turn; the square root spreads the points evenly along them."""
    random = np.random.RandomState(seed)
    labels = np.arange(n, dtype=np.int64) % 2
    along = np.sqrt(random.uniform(0.01, 1.0, n))
    angle = along * turns * 2 * np.pi + labels * np.pi
    points = np.stack([along * np.cos(angle), along * np.sin(angle)], axis=1)
    return points + random.normal(0.0, noise, (n, 2)), labels


def _xor(n: int, noise: float, seed: int) -> tuple[Points, Labels]:
    """Four squares; class 1 where exactly one coordinate is positive. Noise comes after the classes were told."""
    random = np.random.RandomState(seed)
    points = random.uniform(-1.0, 1.0, (n, 2))
    labels = ((points[:, 0] > 0) ^ (points[:, 1] > 0)).astype(np.int64)
    return points + random.normal(0.0, noise, (n, 2)), labels
