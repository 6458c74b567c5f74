"""What a lesson sends to the terminal for its pictures, and when."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from lesson_blocks import cell, output, paragraph
from PIL import Image
from textual.app import ComposeResult
from textual.pilot import Pilot

from tui_lab.app.app import DlLabApp
from tui_lab.app.graphics.means import Graphics
from tui_lab.app.lesson.state import BlockStates, CellState
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.widgets import picture_page
from tui_lab.app.widgets.lesson_view import LessonView
from tui_lab.kernel import events

KITTY, SIXEL = Graphics("kitty", (8, 16)), Graphics("sixel", (8, 16))
RASTER = re.compile(r'\x1b7\x1b\[(\d+);(\d+)H\x1bP0;1;0q"1;1;(\d+);(\d+)')


class Reader(BaseScreen):
    def compose(self) -> ComposeResult:
        yield LessonView()


class ReaderApp(DlLabApp):
    """Without the course map, which would have itself painted beneath."""

    CSS_PATH = Path(sys.modules[DlLabApp.__module__].__file__ or "").parent / "styles" / "app.tcss"

    def get_default_screen(self) -> Reader:
        return Reader()


class Page:
    """A lesson with a figure between paragraphs, and what was sent to the terminal for it."""

    def __init__(self, app: DlLabApp, view: LessonView, pilot: Pilot[None]) -> None:
        self.app, self.view, self.pilot = app, view, pilot
        self.written: list[str] = []
        assert app._driver is not None
        app._driver.write = self.written.append  # type: ignore[method-assign]

    async def sent(self) -> list[str]:
        """What was sent since the last time, when all is done."""
        quiet = 0
        for _ in range(120):
            await self.pilot.pause()
            await asyncio.sleep(0.02)
            workers = [one for one in self.app.workers if one.group == "pictures"]
            quiet = 0 if workers or self.view._soon is not None else quiet + 1
            if quiet == 10:
                break
        else:
            raise AssertionError(f"still busy: {self.view._soon}, {workers}")
        found = [one for one in self.written if "\x1bP" in one or "\x1b_G" in one]
        self.written.clear()
        return found

    async def drawn(self) -> list[tuple[int, ...]]:
        """Row, column, width and height in pixels of the sixel pictures that were sent last."""
        return [tuple(map(int, found)) for one in (await self.sent())[-1:] for found in RASTER.findall(one)]


@asynccontextmanager
async def opened(
    files: Path, monkeypatch: pytest.MonkeyPatch, means: Graphics | None, size: tuple[int, int] = (80, 40)
) -> AsyncIterator[Page]:
    Image.linear_gradient("L").resize((640, 480)).save(files / "figure-1.png")
    monkeypatch.setattr(picture_page, "graphics_of", lambda _app: means)
    app = ReaderApp()
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        view = app.screen.query_one(LessonView)
        page = Page(app, view, pilot)
        state = CellState("x")
        state.output = output(events.Display(run=1, data={}, files={"image/png": "figure-1.png"}))
        states = BlockStates(cells={"cell": state}, files=files)
        view.show([paragraph("p0"), cell(), *(paragraph(f"p{n}") for n in range(1, 30))], states)
        yield page


async def test_kitty_gets_a_picture_once_and_forgets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, monkeypatch, KITTY) as page:
        (sent,) = await page.sent()
        keys = re.search(r"\x1b_Ga=T,U=1,q=2,f=100,t=d,i=(\d+),c=64,r=24,", sent)
        assert keys is not None
        number = int(keys[1])
        colours = {style.color.name for _, style, _ in page.view.render_line(12) if style and style.color}
        assert f"#{number:06x}" in colours
        for _ in range(3):
            page.view.scroll_lines(3)
            await page.pilot.pause()
        page.view.scroll_lines(-20)
        assert await page.sent() == []
        await page.view.remove()
        assert await page.sent() == [f"\x1b_Ga=d,d=I,q=2,i={number};\x1b\\"]


async def test_kitty_gets_it_again_after_a_pause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, monkeypatch, KITTY) as page:
        (first,) = await page.sent()
        page.app.app_resume_signal.publish(page.app)
        assert await page.sent() == [first]


async def test_sixel_follows_what_is_painted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, monkeypatch, SIXEL) as page:
        ((row, column, width, height),) = await page.drawn()
        assert (column, width, height) == (5, 64 * 8, 24 * 16)
        lines = [page.view.render_line(y).text for y in range(40)]
        assert "\xa0" in lines[row - 1] and "\xa0" not in lines[row - 2]
        page.view.scroll_lines(row + 3)  # four of its rows are above the top
        assert await page.drawn() == [(1, 5, 512, 20 * 16)]
        page.view.scroll_lines(-100)
        assert await page.drawn() == [(row, 5, 512, 24 * 16)]
        page.view.scroll_lines(100)
        assert await page.drawn() == []


async def test_sixel_is_cut_at_the_bottom_and_never_on_the_last_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(tmp_path, monkeypatch, SIXEL, (80, 24)) as page:
        ((row, _, _, height),) = await page.drawn()
        assert row - 1 + height // 16 == 23


async def test_what_changes_elsewhere_draws_nothing_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, monkeypatch, SIXEL) as page:
        ((row, *_),) = await page.drawn()
        page.view.go(2)  # only the bars of two paragraphs
        assert page.view.rows_of(1) is not None and row > 1
        assert await page.drawn() == []
        page.view.refresh()
        assert len(await page.drawn()) == 1


async def test_nothing_is_drawn_under_another_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, monkeypatch, SIXEL) as page:
        first = await page.drawn()
        assert len(first) == 1
        page.app.action_help()
        page.view.scroll_lines(1)
        assert await page.drawn() == []
        page.view.scroll_lines(-1)
        page.app.pop_screen()
        assert await page.drawn() == first


async def test_a_notice_is_drawn_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, monkeypatch, SIXEL, (80, 30)) as page:
        ((row, _, _, height),) = await page.drawn()
        page.app.say("a notice over the picture", seconds=60)
        drawn = await page.drawn()
        assert sum(part[3] for part in drawn) < height and drawn[0][0] == row
        page.app.clear_notifications()
        assert await page.drawn() == [(row, 5, 512, height)]


async def test_half_blocks_need_nothing_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened(tmp_path, monkeypatch, None) as page:
        page.view.scroll_lines(2)
        assert await page.sent() == []
        assert any("▀" in page.view.render_line(y).text or "█" in page.view.render_line(y).text for y in range(40))


async def test_a_test_or_a_picture_of_the_screen_is_no_terminal() -> None:
    app = DlLabApp()
    async with app.run_test():
        assert picture_page.graphics_of(app) is None
