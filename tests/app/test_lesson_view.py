"""Reading through a lesson: what is current, what is in sight, and how little is painted for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from lesson_blocks import cell, exercise, heading, output, paragraph, printed, quiz
from textual import on
from textual.app import App, ComposeResult

from tui_lab.app.app import DlLabApp
from tui_lab.app.lesson.paint import paint
from tui_lab.app.lesson.state import BlockStates, CellState
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.widgets import lesson_view
from tui_lab.app.widgets.lesson_view import LessonView
from tui_lab.content.lesson import Block


def lesson(sections: int = 50) -> list[Block]:
    blocks: list[Block] = [heading("title", "A lesson", 1)]
    for n in range(sections):
        blocks += [heading(f"h{n}", f"Part {n}"), paragraph(f"p{n}"), cell(f"c{n}", f"x = {n}\n"), paragraph(f"q{n}")]
        blocks += [quiz(f"z{n}"), exercise(f"e{n}")]
    return blocks


class Reader(BaseScreen):
    def __init__(self) -> None:
        super().__init__()
        self.view = LessonView()
        self.seen: list[int] = []

    def compose(self) -> ComposeResult:
        yield self.view

    @on(LessonView.CurrentChanged)
    def note(self, message: LessonView.CurrentChanged) -> None:
        self.seen.append(message.index)


@asynccontextmanager
async def reading(
    blocks: list[Block], states: BlockStates | None = None, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[LessonView, Callable[[], object], Reader]]:
    app: App[object] = DlLabApp()
    async with app.run_test(size=size) as pilot:
        screen = Reader()
        await app.push_screen(screen)
        await pilot.pause()
        screen.view.show(blocks, states or BlockStates())
        await pilot.pause()
        yield screen.view, pilot.pause, screen


def text(view: LessonView) -> list[str]:
    return [view.render_line(y).text.rstrip() for y in range(view.size.height)]


async def test_the_first_frame_paints_only_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[str] = []
    monkeypatch.setattr(lesson_view, "paint", lambda block, *a, **k: painted.append(block.key) or paint(block, *a, **k))
    async with reading(lesson()) as (view, _, _screen):
        assert len(view.blocks) == 301 and len(set(painted)) < 15
        painted.clear()
        view.move_pages(1)
        assert 0 < len(painted) < 15
        painted.clear()
        view.scroll_lines(1)
        assert len(painted) < 4
        view.go(250, at_top=True)
        assert len(painted) < 25 and view.current == 250


async def test_down_goes_block_by_block_and_keeps_it_in_sight() -> None:
    async with reading(lesson(6)) as (view, pause, screen):
        for n in range(1, len(view.blocks)):
            view.move(1)
            assert view.current == n
            first, count = view.rows_of(n) or (-1, 0)
            assert first >= 0 and first + count <= view.size.height
        await pause()  # type: ignore[misc]
        assert screen.seen == list(range(1, len(view.blocks)))
        assert text(view)[-1] != ""  # the end of the lesson stands at the end of the screen
        for n in reversed(range(len(view.blocks) - 1)):
            view.move(-1)
            assert view.current == n and view.rows_of(n) is not None
        assert text(view)[0].strip(" ▌") == "A lesson"


async def test_a_block_higher_than_the_screen_is_scrolled_through_first() -> None:
    code = "".join(f"x{n} = {n}\n" for n in range(60))
    async with reading([paragraph("a"), cell("long", code), paragraph("b")]) as (view, _, _screen):
        view.move(1)
        assert view.current == 1 and view.rows_of(1) == (0, 61)
        view.move(1)
        assert view.current == 1 and view.rows_of(1) == (-22, 61)
        view.move(1)
        assert view.current == 1 and "x59 = 59" in text(view)[-1]
        view.move(1)
        assert view.current == 2
        view.move(-1)
        view.move(-1)
        assert view.current == 1


async def test_pages_take_the_current_block_along() -> None:
    async with reading(lesson()) as (view, _, _screen):
        before = text(view)
        view.move_pages(1)
        assert text(view)[:2] == before[-2:]
        assert view.current > 0 and view.rows_of(view.current) is not None
        view.move_pages(1000)
        view.move_pages(1)
        assert view.current == len(view.blocks) - 1
        view.move_pages(-1000)
        view.move_pages(-1)
        assert view.current == 0


async def test_the_wheel_scrolls_and_a_click_chooses() -> None:
    blocks = lesson()
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = Reader()
        await app.push_screen(screen)
        await pilot.pause()
        view = screen.view
        view.show(blocks, BlockStates())
        view.scroll_lines(3)
        assert view.place() != ("title", 0)
        row, _ = view.rows_of(3) or (0, 0)
        await pilot.click(LessonView, offset=(5, row))
        assert view.current == 3


async def test_a_place_is_come_back_to_at_another_width_and_in_other_words() -> None:
    blocks = lesson()
    async with reading(blocks) as (view, pause, _screen):
        view.go(100, at_top=True)
        place, current = view.place(), view.current
        view.show(
            [paragraph(block.key, "Ngắn.") if block.key.startswith("p") else block for block in blocks], view.states
        )
        await pause()  # type: ignore[misc]
        assert view.place() == place and view.current == current
    async with reading(blocks, size=(120, 40)) as (view, _, _screen):
        view.restore(place)
        assert view.place()[0] == place[0]
        view.restore(("gone", 3))
        assert view.place()[0] == place[0]


async def test_what_streams_in_is_painted_and_followed() -> None:
    states = BlockStates(cells={"c0": CellState("x = 0", status="running")})
    blocks = [paragraph("a"), paragraph("b"), paragraph("c"), paragraph("d"), cell("c0"), paragraph("e")]
    async with reading(blocks, states) as (view, _, _screen):
        view.go(4)
        for n in range(30):
            states.cells["c0"].output = output(printed("".join(f"line {k}\n" for k in range(n + 1))))
            view.changed("c0")
            assert f"    line {n}" in text(view)
        view.changed("no such block")


async def test_output_out_of_sight_moves_nothing() -> None:
    states = BlockStates()
    async with reading(lesson(), states) as (view, _, _screen):
        view.go(60, at_top=True)
        before = text(view)
        states.cells["c0"] = CellState("x", output=output(printed("many\n" * 9)))
        view.changed("c0")
        assert text(view) == before


async def test_states_changed_all_at_once() -> None:
    states = BlockStates()
    async with reading([cell("c0")], states) as (view, _, _screen):
        states.cells["c0"] = CellState("y = 2")
        view.changed_all()
        assert any("y = 2" in line for line in text(view))


async def test_how_far_one_has_read() -> None:
    async with reading(lesson()) as (view, _, _screen):
        shares = [view.reading.share(n) for n in range(len(view.blocks))]
        assert shares == sorted(shares) and 0 < shares[0] < 0.01 and shares[-1] == 1.0
        count = len(view.blocks)
        assert view.reading.minutes_left([True] * count, 20) == 0
        assert view.reading.minutes_left([False] * count, 20) == 20
        assert view.reading.minutes_left([False] * (count // 2) + [True] * (count - count // 2), 20) == 10
        assert view.reading.minutes_left([False] + [True] * (count - 1), 20) == 1
        assert 3 < view.last_in_sight < 10


async def test_an_empty_lesson_and_a_short_one() -> None:
    async with reading([]) as (view, _, _screen):
        view.move(1)
        view.move_pages(1)
        view.go(3)
        assert view.place() == ("", 0) and not any(text(view))
        view.show([paragraph("a", "Short.")], BlockStates())
        view.move(1)
        view.move_pages(-1)
        assert text(view)[0] == "▌ Short." and view.current == 0


async def test_without_colours_the_bar_still_says_where_one_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reading(lesson(2)) as (view, _, _screen):
        assert text(view)[0].startswith("▌")
        assert view.inks["#102030/#405060"].color is None
