"""Painted lines: what is sent again, and how inks look with and without colours."""

from __future__ import annotations

import pytest
from piloting import until
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.geometry import Region

from tui_lab.app.app import DlLabApp
from tui_lab.app.lines import Line, changed_columns
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.widgets.page import Page
from tui_lab.app.widgets.painted import Painted


class Numbers(Page):
    number = 1
    on = ""

    def draw(self, width: int, height: int) -> list[Line]:
        return [(("number ", "dim"), (str(self.number), f"plain{self.on}")), (("", "plain"), ("below", "dim@"))]


class Both(BaseScreen):
    def compose(self) -> ComposeResult:
        yield Painted()
        yield Numbers()


def watch(widget: Painted, monkeypatch: pytest.MonkeyPatch) -> list[Region]:
    regions: list[Region] = []
    refresh = widget.refresh
    monkeypatch.setattr(widget, "refresh", lambda *asked, **more: (regions.extend(asked), refresh(*asked, **more))[1])
    return regions


async def test_both_kinds_send_only_the_columns_that_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = DlLabApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await app.push_screen(Both())
        await pilot.pause()
        painted, page = app.screen.query(Painted)
        assert isinstance(page, Numbers)
        painted.update_lines(page.draw(60, 20))
        await pilot.pause()
        pushed, drawn = watch(painted, monkeypatch), watch(page, monkeypatch)
        page.redraw()
        painted.update_lines(page.draw(60, 20))
        assert pushed == drawn == []
        page.number = 2
        page.redraw()
        painted.update_lines(page.draw(60, 20))
        assert pushed == drawn == [Region(7, 0, 1, 1)]
        drawn.clear()
        page.on = "@"
        page.redraw()
        assert drawn == [Region(7, 0, 53, 1)]  # the highlight goes on to the edge


class Untold(Numbers):
    drawn: list[int]

    def draw(self, width: int, height: int) -> list[Line]:
        self.drawn = [*getattr(self, "drawn", ()), width]
        return super().draw(width, height)

    def on_resize(self, event: events.Resize) -> None:
        event.prevent_default()


async def test_a_page_is_painted_in_a_new_size_before_it_is_told_of_it() -> None:
    app = DlLabApp()
    async with app.run_test(size=(60, 20)) as pilot:
        page = Untold()
        await app.screen.mount(page)
        await pilot.resize_terminal(50, 20)
        await until(pilot, lambda: page.drawn[-1] == 50)
        assert page.render_line(1).text.startswith("below")
        drawn = len(page.drawn)
        Numbers.on_resize(page, events.Resize(page.size, page.size))
        assert len(page.drawn) == drawn  # told of what it has done


@pytest.mark.parametrize("kind", [Painted, Numbers])
async def test_without_colours_weights_tell_and_the_highlight_is_reversed(
    kind: type[Painted], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = DlLabApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await app.push_screen(Both())
        await pilot.pause()
        inks = app.screen.query_one(kind).inks
        assert all(style.color is None and style.bgcolor is None for style in inks.values())
        assert inks["dim"] == inks["rule"] == Style(dim=True) and inks["bad"] == inks["bold"] == Style(bold=True)
        assert all(style.reverse and not style.dim for name, style in inks.items() if name.endswith("@"))


async def test_both_kinds_know_the_same_inks() -> None:
    app = DlLabApp()
    async with app.run_test(size=(60, 20)) as pilot:
        await app.push_screen(Both())
        await pilot.pause()
        painted, page = app.screen.query(Painted)
        assert painted.inks.keys() == page.inks.keys()
        before = painted.inks["plain"]
        app.action_theme()
        await pilot.pause()
        assert painted.inks["plain"] != before


def test_a_letter_of_two_columns_is_sent_with_its_whole_line() -> None:
    assert changed_columns((("漢a", "plain"),), (("漢b", "plain"),), 10) == (0, 10)
    assert changed_columns((("ô a", "plain"),), (("ô b", "plain"),), 10) == (2, 3)
