"""Images and points drawn with characters, for the command line."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rich.color import Color
from rich.console import Console
from rich.style import Style
from rich.text import Text

Pixels = npt.NDArray[np.uint8]

CLASS_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442")
"""Okabe and Ito's palette: colour-blind readers can tell them apart."""

CLASS_MARKS = "ox+*#%@"
"""One a class, so that colour is never the only sign."""

_SHADES = " .:-=+*#%@"


def has_colours(console: Console) -> bool:
    """Whether pixels can be shown in colours; 16 of them are too few for a picture."""
    return not console.no_color and console.color_system in ("256", "truecolor")


def fits_unicode(console: Console) -> bool:
    """Whether block characters can be written."""
    return not console.options.ascii_only


def _resized(pixels: Pixels, side: int) -> Pixels:
    """Square pictures `(H, W, 3)` made larger or smaller by a whole factor (mean of what falls together)."""
    height = pixels.shape[0]
    if side >= height:
        return pixels.repeat(side // height, axis=0).repeat(side // height, axis=1)
    factor = height // side
    blocks = pixels.reshape(side, factor, side, factor, 3)
    return np.asarray(blocks.mean(axis=(1, 3)), dtype=np.uint8)


def _side(height: int, room: int) -> int:
    """The side to draw with: a multiple of the height that fits (at most 32), else its half."""
    return next((height * factor for factor in (4, 3, 2, 1) if height * factor <= min(room, 32)), height // 2)


def half_blocks(pixels: Pixels) -> list[Text]:
    """A picture `(H, W, 3)` as `H / 2` lines: a cell's upper half in one colour, its lower half in another."""
    lines = []
    for upper, lower in zip(pixels[0::2], pixels[1::2], strict=True):
        line = Text()
        for top, bottom in zip(upper.tolist(), lower.tolist(), strict=True):
            line.append("▀", Style(color=Color.from_rgb(*top), bgcolor=Color.from_rgb(*bottom)))
        lines.append(line)
    return lines


def shades(pixels: Pixels) -> list[Text]:
    """A picture `(H, W, 3)` as `H / 2` lines of characters that cover more of their cell the brighter it is."""
    grey = pixels.mean(axis=2)
    grey = (grey[0::2] + grey[1::2]) / 2
    levels = np.minimum((grey / 256 * len(_SHADES)).astype(int), len(_SHADES) - 1)
    return [Text("".join(_SHADES[level] for level in row)) for row in levels]


def image_grid(console: Console, images: Pixels, titles: Sequence[str]) -> list[Text]:
    """Images `(N, C, H, W)` side by side under their titles, as many in a row as fit, five where there is room."""
    count, channels, height, _ = images.shape
    across = min(count, 5)
    side = _side(height, (console.width + 2) // across - 2)
    across = max(1, min(across, (console.width + 2) // (side + 2)))
    draw = half_blocks if has_colours(console) and fits_unicode(console) else shades
    lines: list[Text] = []
    for first in range(0, count, across):
        row = range(first, min(first + across, count))
        heads = [Text(titles[i]) for i in row]
        drawn = [draw(_resized(_coloured(images[i], channels), side)) for i in row]
        for head in heads:
            head.truncate(side, overflow="ellipsis" if fits_unicode(console) else "crop", pad=True)
        for cells in (heads, *zip(*drawn, strict=True)):
            lines.append(Text("  ").join(cells))
        lines.append(Text())
    return lines[:-1]


def _coloured(image: Pixels, channels: int) -> Pixels:
    """`(C, H, W)` as `(H, W, 3)`."""
    return (image if channels == 3 else image.repeat(3, axis=0)).transpose(1, 2, 0)


def scatter(console: Console, points: npt.NDArray[np.floating], labels: npt.NDArray[np.integer]) -> list[Text]:
    """Points `(N, 2)` of the plane; a cell shows the mark of the class that most of its points have."""
    width = max(10, min(console.width, 64))
    height = max(5, width * 5 // 16)
    low, high = points.min(axis=0), points.max(axis=0)
    place = (points - low) / np.where(high > low, high - low, 1.0)
    columns = np.minimum((place[:, 0] * width).astype(int), width - 1)
    rows = np.minimum(((1 - place[:, 1]) * height).astype(int), height - 1)
    classes = int(labels.max()) + 1
    counts = np.zeros((height, width, classes), dtype=int)
    np.add.at(counts, (rows, columns, labels.astype(int)), 1)
    lines = []
    for row in counts:
        line = Text()
        for cell in row:
            line.append_text(class_mark(int(cell.argmax())) if cell.any() else Text(" "))
        lines.append(line)
    return lines


def class_mark(label: int) -> Text:
    """The mark of a class in its colour."""
    return Text(CLASS_MARKS[label % len(CLASS_MARKS)], style=CLASS_COLOURS[label % len(CLASS_COLOURS)])


def histogram(values: npt.NDArray[np.floating], bins: int = 10) -> tuple[list[int], list[float]]:
    """How many values are in each of `bins` equal intervals, and the `bins + 1` edges of these."""
    counts, edges = np.histogram(values, bins=bins)
    return counts.tolist(), edges.tolist()
