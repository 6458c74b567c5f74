"""A page on which the terminal's own graphics draw pictures.

A picture's cells are lines like all others. Kitty needs nothing more than the picture itself, once. Sixel data has to
follow each frame in which cells of the picture were painted: text replaces the pixels in its cells.
"""

from __future__ import annotations

import asyncio
import os
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Self, cast

from textual.app import App
from textual.dom import NoScreen
from textual.errors import NoWidget
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer

from tui_lab.app.graphics import kitty, pixels, placed, sixel
from tui_lab.app.graphics.means import Graphics, graphics
from tui_lab.app.graphics.placed import Part, Placed
from tui_lab.app.widgets.page import ListPage
from tui_lab.config import terminals

if TYPE_CHECKING:
    from tui_lab.app.app import DlLabApp

QUIET_S = 0.05
"""So long after the last frame that painted a picture's cells its pixels are sent: not while one scrolls on."""
_STEP = 4
"""Columns between the cells that are looked at for what may lie on a picture; all that can is wider."""


def graphics_of(app: App[object]) -> Graphics | None:
    """The graphics of the terminal that the app is on; none where there is no terminal."""
    if app.is_headless:
        return None
    setting = cast("DlLabApp", app).settings.pictures
    true_colour = app.console.color_system == "truecolor"
    # Textual asks at its start whether the terminal tells of its size in band: old versions of kitty don't
    new = app.supports_smooth_scrolling
    return graphics(setting, os.environ, true_colour=true_colour, new=new, cell=terminals.cell_pixels())


class PicturePage(ListPage):
    """Sends to the terminal what the pictures among its lines need beside their cells."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.graphics: Graphics | None = None
        """What the lines were made for."""
        self._sent: set[int] = set()
        self._own_rows: set[int] | None = None
        self._paints = 0
        self._soon: Timer | None = None

    def find_graphics(self) -> Graphics | None:
        """Find out with which graphics pictures are drawn now."""
        self.graphics = graphics_of(self.app)
        return self.graphics

    def on_mount(self) -> None:
        """Notice what lays widgets over the pictures or takes them away, and a terminal that forgot them."""
        self.screen.screen_layout_refresh_signal.subscribe(self, lambda _: self._painted_anew())
        self.app.app_resume_signal.subscribe(self, lambda _: self._forgotten())

    def on_unmount(self) -> None:
        """Let the terminal forget the pictures."""
        self._write("".join(map(kitty.deleted, sorted(self._sent))))
        self._sent.clear()

    def _forgotten(self) -> None:
        self._sent.clear()
        self.refresh()

    def _write(self, sequence: str) -> None:
        """Send it through Textual's queue: it must not land inside another sequence."""
        driver = self.app._driver
        if driver is not None and sequence:
            driver.write(sequence)
            driver.flush()

    # What is painted

    def refresh(self, *regions: Region, **how: Any) -> Self:
        """Paint again, and note which rows of our own that concerns."""
        if regions and self._own_rows is not None:
            self._own_rows.update(*(region.line_range for region in regions))
        elif regions:
            self._own_rows = {y for region in regions for y in region.line_range}
        return super().refresh(*regions, **how)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines for a frame; when it is on the screen, what its pictures need follows."""
        strips = super().render_lines(crop)
        rows, self._own_rows = self._own_rows, None
        seen = placed.parts(self._lines) if self.graphics is not None else []
        if not seen or self.graphics is None:
            return strips
        if self.graphics.protocol == "kitty":
            for number in {part.number for part in seen} - self._sent:
                self._sent.add(number)
                self.run_worker(self._send(number, self.graphics), group="pictures")
        elif rows is None or any(part.y <= y < part.y + part.rows for part in seen for y in rows):
            self._painted_anew()
        return strips

    # Kitty

    async def _send(self, number: int, means: Graphics) -> None:
        """Send a picture, once."""
        picture = placed.picture_of(number)
        png = await asyncio.to_thread(_png, picture, means.cell)
        if png is not None and number in self._sent:
            self._write(kitty.sent(number, picture.columns, picture.rows, png))
            self.refresh()  # cells that were there before their picture

    # Sixel

    def _painted_anew(self) -> None:
        """Draw the pictures in sight soon, since frames may have painted their cells."""
        self._paints += 1
        if self.graphics is None or self.graphics.protocol != "sixel":
            return
        if self._soon is None:
            self._soon = self.set_timer(QUIET_S, self._begin_drawing)
        else:
            self._soon.reset()

    def _begin_drawing(self) -> None:
        self._soon = None
        if self.graphics is not None and self.graphics.protocol == "sixel":
            self.run_worker(self._draw(self.graphics), group="pictures", exclusive=True)

    async def _draw(self, means: Graphics) -> None:
        """Draw what is in sight; what is painted meanwhile draws anew itself."""
        paints, seen = self._paints, self._free_parts()
        drawn = [await asyncio.to_thread(_coded, placed.picture_of(part.number), means, part) for part in seen]
        if paints == self._paints and seen == self._free_parts():
            corner = self.content_region.offset
            moves = zip(seen, drawn, strict=True)
            self._write("".join(sixel.at(corner.x + part.x, corner.y + part.y, data) for part, data in moves if data))

    def _free_parts(self) -> list[Part]:
        """What is in sight of the pictures and has nothing over it; nothing while another screen is shown."""
        try:
            screen = self.screen
        except NoScreen:
            return []
        if not self.is_attached or screen is not self.app.screen:
            return []
        region = self.content_region

        def is_free(part: Part, y: int) -> bool:
            # Data that ends on the last row of all would scroll the screen
            if y >= region.height or region.y + y >= screen.size.height - 1 or part.x + part.columns > region.width:
                return False
            ends = range(part.x, part.x + part.columns, _STEP)
            try:
                return all(
                    screen.get_widget_at(region.x + x, region.y + y)[0] is self
                    for x in (*ends, part.x + part.columns - 1)
                )
            except NoWidget:
                return False

        seen = placed.parts(self._lines)
        return [free for part in seen for free in placed.free_of(part, partial(is_free, part))]


def _png(picture: Placed, cell: tuple[int, int]) -> bytes | None:
    image = pixels.decoded(picture.path, lambda _width, _height: _size(picture, cell))
    return None if image is None else pixels.png(image)


@lru_cache(maxsize=8)
def _sixels(picture: Placed, cell: tuple[int, int], colours: int) -> sixel.Sixels | None:
    image = pixels.decoded(picture.path, lambda _width, _height: _size(picture, cell))
    return None if image is None else sixel.Sixels(sixel.reduced(image, colours))


def _coded(picture: Placed, means: Graphics, part: Part) -> str:
    """The data of the rows in sight; empty where the file is gone."""
    sixels = _sixels(picture, means.cell, means.colours)
    height = means.cell[1]
    return "" if sixels is None else sixels.rows(part.row * height, (part.row + part.rows) * height)


def _size(picture: Placed, cell: tuple[int, int]) -> tuple[int, int]:
    return picture.columns * cell[0], picture.rows * cell[1]
