"""A run as it was after one of its epochs: the epoch, and what validation looked like then. Knows no Textual."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from tui_lab.runs.events import Boundary, Confusion, Epoch, Layers, decode

_PICTURES = (b'{"event":"confusion"', b'{"event":"boundary"', b'{"event":"layers"')


Branches = Literal["here", "gone", "last"]


@dataclass(frozen=True)
class Moment:
    """Where the cursor stands in a run.

    Attributes:
        epoch: what was recorded after it.
        branches: whether a branch can start from it: its checkpoint may be gone, or it may be the last epoch.
        read: whether `confusion` and `boundary` were looked up yet.
        confusion: the matrix as it was then.
        boundary: the plane as it was then.
        layers: the inside of the network as it was measured last by then, where somebody looked.
    """

    epoch: Epoch
    branches: Branches
    read: bool = False
    confusion: Confusion | None = None
    boundary: Boundary | None = None
    layers: Layers | None = None


def pictures(events: Path, step: int) -> tuple[Confusion | None, Boundary | None, Layers | None]:
    """The last confusion matrix, boundary and measured layers that were recorded up to a step.

    Reads the whole file: 40 ms for 10 MB, since only the lines that matter are decoded. What a worker
    recorded after a checkpoint that was gone back to stands before what replaced it, and so counts less.
    """
    confusion: Confusion | None = None
    boundary: Boundary | None = None
    layers: Layers | None = None
    points: list[tuple[float, float, int]] = []
    try:
        with events.open("rb") as file:
            for line in file:
                if not line.startswith(_PICTURES):
                    continue
                event = decode(line)
                if isinstance(event, Boundary):
                    points = event.points or points
                if event is None or event.step > step:
                    continue
                if isinstance(event, Confusion):
                    confusion = event
                elif isinstance(event, Boundary):
                    boundary = event
                elif isinstance(event, Layers):
                    layers = event
    except OSError:  # deleted meanwhile
        return None, None, None
    if boundary is not None and not boundary.points:
        boundary = replace(boundary, points=points)
    return confusion, boundary, layers
