"""The chart as a widget: what it sends, and when it builds nothing."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.color import Color
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import TabbedContent, TabPane

from tui_lab.app.colours import DARK, LIGHT
from tui_lab.app.widgets.chart_canvas import Row
from tui_lab.app.widgets.metric_chart import Mark, MetricChart, Trace, changed_regions


class ChartApp(App[None]):
    def compose(self) -> ComposeResult:
        yield MetricChart()

    @property
    def chart(self) -> MetricChart:
        return self.query_one(MetricChart)


def traces(points: int) -> list[Trace]:
    xs = [index / 50 for index in range(points)]
    return [
        Trace("train", "train", xs, [1 / (1 + x) for x in xs]),
        Trace("validation", "val", [1, 2], [0.6, 0.4], style="dots"),
    ]


def watch(chart: MetricChart, monkeypatch: pytest.MonkeyPatch) -> tuple[list[int], list[Region]]:
    """Records how often the chart is built, and which regions it asks to be painted again."""
    built: list[int] = []
    regions: list[Region] = []
    build, refresh = chart._build, chart.refresh

    def counted_refresh(*asked: Region, **options: bool) -> MetricChart:
        regions.extend(asked or [Region(0, 0, *chart.size)])
        return refresh(*asked, **options)

    def counted_build() -> None:
        built.append(1)
        build()

    monkeypatch.setattr(chart, "_build", counted_build)
    monkeypatch.setattr(chart, "refresh", counted_refresh)
    return built, regions


def screen_text(app: App[None]) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def test_shows_and_follows_the_data() -> None:
    app = ChartApp()
    async with app.run_test(size=(85, 13)) as pilot:
        app.chart.show([], x_max=3, empty_text="No run yet")
        await pilot.pause()
        assert "No run yet" in screen_text(app)
        app.chart.show(traces(100), [Mark(1.5, "d dropout")], x_max=3)
        await pilot.pause()
        text = screen_text(app)
        assert "─ train 0.336" in text and "● val   0.400" in text and "d dropout" in text


async def test_equal_data_build_and_send_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ChartApp()
    async with app.run_test(size=(85, 13)) as pilot:
        app.chart.show(traces(100), x_max=3)
        await pilot.pause()
        built, regions = watch(app.chart, monkeypatch)
        app.chart.show(traces(100), x_max=3)
        await pilot.pause()
        assert built == [] and regions == []


async def test_one_more_point_repaints_a_few_spans(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ChartApp()
    async with app.run_test(size=(85, 13)) as pilot:
        app.chart.show(traces(120), x_max=3)
        await pilot.pause()
        built, regions = watch(app.chart, monkeypatch)
        app.chart.show(traces(122), x_max=3)
        await pilot.pause()
        assert len(built) == 1
        assert regions and all(region.height == 1 for region in regions)
        assert sum(region.width for region in regions) < 30


async def test_a_list_that_grew_in_place_is_seen() -> None:
    app = ChartApp()
    xs, ys = [0.0, 1.0], [0.9, 0.5]
    async with app.run_test(size=(85, 13)) as pilot:
        app.chart.show([Trace("train", "train", xs, ys)], x_max=3)
        xs.append(2.0)
        ys.append(0.25)
        app.chart.show([Trace("train", "train", xs, ys)], x_max=3)
        await pilot.pause()
        assert "0.250" in screen_text(app)


class TabsApp(ChartApp):
    def compose(self) -> ComposeResult:
        with TabbedContent(initial="other"):
            with TabPane("other", id="other"):
                pass
            with TabPane("chart", id="chart"):
                yield MetricChart()


async def test_a_hidden_chart_is_built_when_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    app = TabsApp()
    async with app.run_test(size=(85, 20)) as pilot:
        built, _ = watch(app.chart, monkeypatch)
        app.chart.show(traces(100), x_max=3)
        await pilot.pause()
        assert built == []
        app.query_one(TabbedContent).active = "chart"
        await pilot.pause()
        await pilot.pause()
        assert built and "0.336" in screen_text(app)
        app.query_one(TabbedContent).active = "other"
        await pilot.pause()
        built.clear()
        app.chart.show(traces(120), x_max=3)
        await pilot.pause()
        assert built == []
        app.query_one(TabbedContent).active = "chart"
        await pilot.pause()
        await pilot.pause()
        assert "0.296" in screen_text(app)


async def test_a_covered_chart_is_built_when_it_is_uncovered(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ChartApp()
    async with app.run_test(size=(85, 13)) as pilot:
        chart = app.chart
        chart.show(traces(100), x_max=3)
        await pilot.pause()
        await app.push_screen(Screen())
        await pilot.pause()
        built, regions = watch(chart, monkeypatch)
        for points in (110, 115, 120):
            chart.show(traces(points), x_max=3)
            await pilot.pause()
        assert built == [] and len(regions) == 1
        app.pop_screen()
        await pilot.pause()
        assert "0.296" in screen_text(app)


async def test_follows_the_size_and_the_theme() -> None:
    app = ChartApp()
    async with app.run_test(size=(85, 13)) as pilot:
        app.chart.show(traces(100), x_max=3)
        for size, theme in (((120, 20), "textual-light"), ((60, 9), "textual-dark"), ((45, 9), "nord")):
            await pilot.resize_terminal(*size)
            app.theme = theme
            await pilot.pause()
            strips = app.screen._compositor.render_strips()
            assert "".join(strip.text for strip in strips).count("0.336") == 1
            used = {
                tuple(segment.style.color.get_truecolor())
                for strip in strips
                for segment in strip
                if segment.style and segment.style.color and segment.text.strip()
            }
            roles = DARK if app.current_theme.dark else LIGHT
            assert Color.parse(next(iter(roles.values()))).rgb in used


def contrast(one: Color, other: Color) -> float:
    def luminance(colour: Color) -> float:
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("colours", "ground"), [(DARK, "#1E1E1E"), (LIGHT, "#E0E0E0")])
def test_curves_stand_out_from_the_ground(colours: dict[int, str], ground: str) -> None:
    for name in colours.values():
        assert contrast(Color.parse(name), Color.parse(ground)) >= 3, name


def test_one_region_a_line_since_textual_sends_it_from_its_left_edge() -> None:
    old = [Row("a" * 40, bytes(40)), Row("b" * 40, bytes(40))]
    text = "a" * 3 + "x" + "a" * 5 + "x" + "a" * 25 + "x" + "a" * 4
    inks = bytes(39) + b"\x01"
    assert changed_regions(old, old) == []
    assert changed_regions(old, [Row(text, bytes(40)), Row("b" * 40, inks)]) == [
        Region(3, 0, 33, 1),
        Region(39, 1, 1, 1),
    ]
    assert changed_regions(old, [Row("abc", bytes(3))]) == [Region(0, 0, 3, 1)]
