"""How training images are changed a little each time they are seen."""

from __future__ import annotations

from typing import Annotated

import msgspec

Share = Annotated[float, msgspec.Meta(ge=0.0, le=0.5)]
Degrees = Annotated[float, msgspec.Meta(ge=0.0, le=180.0)]


class Augmentation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The size of each random change to a training image. All zero: images are left as they are.

    Attributes:
        shift: farthest move along each axis, as a share of the side.
        turn: largest rotation to either side, in degrees.
        scale: largest change of size; 0.1 draws between 0.9 and 1.1 times.
        flip: whether every second image (at random) is mirrored left to right.
        erase: largest side of the square set to black in every second image, as a share of the image's side.
    """

    shift: Share = 0.0
    turn: Degrees = 0.0
    scale: Share = 0.0
    flip: bool = False
    erase: Share = 0.0

    @property
    def is_none(self) -> bool:
        """Whether images stay as they are."""
        return not (self.shift or self.turn or self.scale or self.flip or self.erase)
