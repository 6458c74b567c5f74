"""Picture files as pixels."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_PIXELS = 40_000_000
"""A picture of more isn't decoded: it would take seconds and gigabytes."""
_WHITE = (255, 255, 255, 255)
_ENLARGED = 2
"""From so many times its size on a picture's own pixels stay seen, as those of a digit."""


def decoded(path: Path, fit: Callable[[int, int], tuple[int, int]], *, smooth: bool = True) -> Image | None:
    """The picture on a white ground; None for a file that is none, or is gone or too large.

    Args:
        path: a PNG, JPEG or GIF file.
        fit: gives the size for one in which the picture is stored.
        smooth: resample with a filter that keeps thin lines sharp; else take the mean of the pixels.
    """
    from PIL import Image  # 30 ms

    try:
        with Image.open(path) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                return None
            size = fit(opened.width, opened.height)
            opened.draft("RGB", (size[0] * 2, size[1] * 2))
            picture = opened.convert("RGBA")
        ground = Image.new("RGBA", picture.size, _WHITE)
        ground.alpha_composite(picture)
        how = Image.Resampling.LANCZOS if smooth else Image.Resampling.BOX
        if smooth and size[0] >= _ENLARGED * picture.width:
            how = Image.Resampling.NEAREST
        return ground.convert("RGB").resize(size, how)
    except Exception:  # Pillow raises whatever a damaged file leads its decoders to
        return None


def png(image: Image) -> bytes:
    """The picture as a PNG file."""
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
