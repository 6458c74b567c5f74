"""With which graphics pictures are drawn, if with any. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tui_lab.config import terminals

_USUAL_CELL = (10, 20)
"""Pixels of a cell where the terminal doesn't tell: kitty scales pictures to their cells itself."""


@dataclass(frozen=True)
class Graphics:
    """The protocol, the pixels of a cell (width, height), and for sixel how many colours a picture has."""

    protocol: Literal["kitty", "sixel"]
    cell: tuple[int, int]
    colours: int = 64

    @property
    def aspect(self) -> float:
        """How many times higher than wide a cell is."""
        return self.cell[1] / self.cell[0]


def graphics(
    setting: str, env: Mapping[str, str], *, true_colour: bool, new: bool, cell: tuple[int, int] | None
) -> Graphics | None:
    """The graphics to draw with; None: in half blocks. For the arguments see `terminals.pictures` and `lack`."""
    chosen = terminals.pictures(setting, env)
    if chosen.protocol == "blocks" or terminals.lack(chosen, true_colour=true_colour, new=new, cell=cell):
        return None
    if chosen.protocol == "kitty":
        return Graphics("kitty", cell or _USUAL_CELL)
    return Graphics("sixel", cell or _USUAL_CELL, terminals.sixel_colours(env))
