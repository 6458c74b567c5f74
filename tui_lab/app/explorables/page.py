"""Pages with planes on them, and the pace at which they may be sent."""

from __future__ import annotations

import time
from collections.abc import Callable

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color

from tui_lab.app.colours import BLUE, ORANGE
from tui_lab.app.inks import LEVELS, ground_and_text, text_inks
from tui_lab.app.lines import BLANK, Line, changed_columns
from tui_lab.app.widgets.page import Page

FRAME_S = 0.05
"""So long at least from one frame to the next: a held key makes 30 a second."""
BYTES_A_SECOND = 30_000
"""Of all pages together; the keys at the bottom come on top."""
STYLE_BYTES = 24
"""What a change of colour costs on the line."""


class PlaneInks(dict[str, Style]):
    """Inks of text, and those of a plane, made when they are first asked for.

    `area:<palette><upper><lower>` is a half block of two levels; `on:<palette><level>:<ink>` is a sign of an ink on
    the colour of a level. Palettes: `h` heights, from the ground up; `c` classes, which meet in the ground's colour.
    """

    def __init__(self, page: Page) -> None:
        super().__init__(text_inks(page, soft=False))
        self._colourless = page.app.no_color
        ground, text = ground_and_text(page)
        dark = page.app.current_theme.dark
        self._front = text
        train = Color.parse(BLUE if dark else "#56B4E9")
        self._levels = {"h": [ground.blend(train, 0.75 * level / (LEVELS - 1)) for level in range(LEVELS)], "c": []}
        low, high = Color.parse(BLUE), Color.parse(ORANGE)
        for level in range(LEVELS):
            part = level / (LEVELS - 1)
            # Through the ground in the middle: where the model is unsure, there is little colour.
            self._levels["c"].append(ground.blend(low if part < 0.5 else high, 0.10 + 0.50 * abs(2 * part - 1)))

    def __missing__(self, name: str) -> Style:
        kind, _, rest = name.partition(":")
        if kind == "area":
            style = Style(color=self._rich(rest[0], rest[1]), bgcolor=self._rich(rest[0], rest[2]))
        else:
            where, _, ink = rest.partition(":")
            style = self[ink]
            if not self._colourless:
                style += Style(bgcolor=self._rich(where[0], where[1]))
                if ink == "bold":
                    style += Style(color=self._front.rich_color)
        self[name] = style
        return style

    def _rich(self, palette: str, level: str) -> RichColor:
        return self._levels[palette][int(level)].rich_color


class PlanePage(Page):
    """Draws what `source` gives for its size, and says what that costs on the line."""

    def __init__(self, source: Callable[[int, int], list[Line]], spent: Callable[[int], None], *, id: str) -> None:
        super().__init__(id=id)
        self._source = source
        self._spent = spent

    def make_inks(self) -> dict[str, Style]:
        """The inks of text and of planes."""
        return PlaneInks(self)

    def draw(self, width: int, height: int) -> list[Line]:
        """What stands here now."""
        return self._source(width, height)

    def _replace(self, lines: list[Line]) -> None:
        before = self._lines + [BLANK] * len(lines)
        changed = [(old, new) for old, new in zip(before, lines, strict=False) if old != new]
        self._spent(sum(_cost(old, new, self.size.width) for old, new in changed))
        super()._replace(lines)


class Pace:
    """When the next frame may be sent: a first one at once, held keys as fast as an SSH line carries them."""

    def __init__(self) -> None:
        self._free_at = 0.0

    def spent(self, bytes: int) -> None:
        """Count what was sent."""
        now = time.monotonic()
        self._free_at = max(self._free_at, now) + bytes / BYTES_A_SECOND

    def wait(self) -> float:
        """Seconds until the next frame."""
        return self._free_at - time.monotonic()

    def began(self) -> None:
        """A frame begins: the next one waits at least for its turn."""
        self._free_at = time.monotonic() + FRAME_S


def _cost(old: Line, new: Line, width: int) -> int:
    """About how many bytes it takes to turn one line into another."""
    changed = changed_columns(old, new, width)
    if changed is None:
        return 0
    bytes, at = 8, 0
    for text, _ink in new:
        part = text[max(0, changed[0] - at) : max(0, changed[1] - at)]
        if part:
            bytes += STYLE_BYTES + len(part.encode())
        at += len(text)
    return bytes
