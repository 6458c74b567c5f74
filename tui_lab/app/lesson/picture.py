"""A picture file as lines: half blocks of two colours, or shades where there are no colours; where the terminal has
graphics, cells for a picture that it draws itself. Pure: no Textual.

The one seam for pictures. What goes to the terminal beside the lines is in `app.graphics` and `widgets.picture_page`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from tui_lab.app.graphics import kitty, pixels
from tui_lab.app.graphics.placed import Placed, ink_of, number_of
from tui_lab.app.lines import PICTURE_INK, Line, Span

if TYPE_CHECKING:
    from PIL.Image import Image

    from tui_lab.app.graphics.means import Graphics

WIDEST = 80
HIGHEST = 24
_STEP = 0xF8
"""Colours that differ by less are one, so that a plain ground is one span."""
_SHADES = " ░▒▓█"
_SHADES_ASCII = " .:-=+*#%@"
_FIRM = "\N{NO-BREAK SPACE}"
"""What stands in the cells of a sixel picture."""


def size_in_cells(width: int, height: int, room: int, aspect: float = 2.0) -> tuple[int, int]:
    """Columns and rows of a picture of so many pixels; a cell is `aspect` times higher than wide."""
    columns = max(1, min(width, room, WIDEST))
    rows = max(1, round(columns * height / max(1, width) / aspect))
    if rows > HIGHEST:
        rows, columns = HIGHEST, max(1, min(columns, round(aspect * HIGHEST * width / max(1, height))))
    return columns, rows


def lines(
    path: Path, room: int, *, ascii: bool = False, colour: bool = True, graphics: Graphics | None = None
) -> list[Line]:
    """The picture in at most `room` columns; no lines for a file that is none, or is gone or too large."""
    try:
        changed = path.stat().st_mtime_ns
    except OSError:
        return []
    if graphics is not None and colour and not ascii:
        return list(_cells(path, changed, room, graphics))
    return list(_drawn(path, changed, room, ascii, colour))


def is_part(text: str, ink: str) -> bool:
    """Whether a span belongs to a coloured picture."""
    return ink.startswith(PICTURE_INK) or (ink.startswith("#") and not text.strip("▀█"))


@lru_cache(maxsize=64)
def _cells(path: Path, changed: int, room: int, graphics: Graphics) -> tuple[Line, ...]:
    """The cells that the terminal's own picture lies in."""
    size = (0, 0)

    def fit(width: int, height: int) -> tuple[int, int]:
        nonlocal size
        size = size_in_cells(width, height, room, graphics.aspect)
        return size

    if pixels.decoded(path, fit, smooth=False) is None:  # small: only to know that it can be
        return ()
    columns, rows = size
    number = number_of(Placed(path, changed, columns, rows))
    return tuple(
        ((kitty.cells(row, columns) if graphics.protocol == "kitty" else _FIRM * columns, ink_of(number, row)),)
        for row in range(rows)
    )


@lru_cache(maxsize=64)
def _drawn(path: Path, _changed: int, room: int, ascii: bool, colour: bool) -> tuple[Line, ...]:
    def fit(width: int, height: int) -> tuple[int, int]:
        columns, rows = size_in_cells(width, height, room)
        return columns, 2 * rows

    image = pixels.decoded(path, fit, smooth=False)
    if image is None:
        return ()
    return _half_blocks(image) if colour and not ascii else _shaded(image, ascii)


def _half_blocks(image: Image) -> tuple[Line, ...]:
    pixels = image.tobytes()
    found: list[Line] = []
    stride = 3 * image.width
    for y in range(0, image.height, 2):
        spans: list[Span] = []
        for x in range(0, stride, 3):
            above, below = _hex(pixels, y * stride + x), _hex(pixels, (y + 1) * stride + x)
            sign, ink = ("▀", f"{above}/{below}") if above != below else ("█", above)
            if spans and spans[-1][1] == ink:
                spans[-1] = (spans[-1][0] + sign, ink)
            else:
                spans.append((sign, ink))
        found.append(tuple(spans))
    return tuple(found)


def _hex(pixels: bytes, at: int) -> str:
    red, green, blue = (min(255, (value & _STEP) * 255 // _STEP) for value in pixels[at : at + 3])
    return f"#{red:02x}{green:02x}{blue:02x}"


def _shaded(image: Image, ascii: bool) -> tuple[Line, ...]:
    """Dark is dense, as ink on paper."""
    shades = _SHADES_ASCII if ascii else _SHADES
    grey = image.convert("L").resize((image.width, image.height // 2)).tobytes()
    darkest, lightest = min(grey), max(grey)
    span = max(1, lightest - darkest)
    found: list[Line] = []
    for y in range(image.height // 2):
        row = grey[y * image.width : (y + 1) * image.width]
        text = "".join(shades[(lightest - value) * (len(shades) - 1) // span] for value in row).rstrip()
        found.append(((text, "plain"),) if text else ())
    return tuple(found)
