"""Pictures as sixel data: bands of six rows, in each of them one layer of characters for each colour.

Bands are kept, so that a picture that is scrolled is not coded again.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

BAND = 6
_NOTHING = 0x3F
"""The character of six pixels of which none is drawn; bit n stands for the pixel n rows below the first."""
_RUN = re.compile(rb"(.)\1{3,}", re.DOTALL)


def reduced(image: Image, colours: int) -> Image:
    """The picture in so many colours of its own."""
    from PIL import Image  # 30 ms

    return image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)


class Sixels:
    """A picture of few colours, coded in pieces when they are asked for."""

    def __init__(self, image: Image) -> None:
        """Take a picture with a palette."""
        self.width, self.height = image.size
        self._pixels = image.tobytes()
        palette = image.getpalette() or []
        self._colours = [tuple(round(v / 2.55) for v in palette[n : n + 3]) for n in range(0, len(palette), 3)]
        self._bands: dict[tuple[int, int], bytes] = {}
        self._tables: dict[tuple[int, int], bytes] = {}

    def rows(self, top: int, bottom: int) -> str:
        """The sequence that draws the pixel rows from `top` to before `bottom` at the cursor."""
        starts = range(top, bottom, BAND)
        bands = b"-".join(self._band(y, min(BAND, bottom - y)) for y in starts)
        used = sorted(set(self._pixels[top * self.width : bottom * self.width]))
        palette = "".join("#{};2;{};{};{}".format(colour, *self._colours[colour]) for colour in used)
        return f'\x1bP0;1;0q"1;1;{self.width};{bottom - top}{palette}{bands.decode("ascii")}\x1b\\'

    def _band(self, y: int, count: int) -> bytes:
        """The band of `count` pixel rows from `y` on."""
        known = self._bands.get((y, count))
        if known is not None:
            return known
        width = self.width
        rows = [self._pixels[n * width : (n + 1) * width] for n in range(y, y + count)]
        blank = int.from_bytes(bytes([_NOTHING]) * width, "big")
        layers = []
        for colour in sorted(set(b"".join(rows))):
            bits = 0
            for n, row in enumerate(rows):
                bits |= int.from_bytes(row.translate(self._table(colour, n)), "big")
            characters = (bits + blank).to_bytes(width, "big").rstrip(bytes([_NOTHING]))
            layers.append(b"#%d%s" % (colour, _RUN.sub(_shortened, characters)))
        found = self._bands[(y, count)] = b"$".join(layers)
        return found

    def _table(self, colour: int, n: int) -> bytes:
        """Turns the pixels of one colour into bit `n`, all others into nothing."""
        if (colour, n) not in self._tables:
            table = bytearray(256)
            table[colour] = 1 << n
            self._tables[colour, n] = bytes(table)
        return self._tables[colour, n]


def _shortened(run: re.Match[bytes]) -> bytes:
    return b"!%d%s" % (len(run.group()), run.group(1))


def at(x: int, y: int, sequence: str) -> str:
    """A sequence carried out at a column and a row of the screen, both from 0, with the cursor put back."""
    return f"\x1b7\x1b[{y + 1};{x + 1}H{sequence}\x1b8"
