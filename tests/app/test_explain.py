"""What the curves say, in the lab: the pane, the bands in the charts, the twin at one key."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lab_made_runs as made
import pytest
from msgspec.structs import replace
from piloting import settled, text_of, until
from textual.pilot import Pilot

from tui_lab.app import explained
from tui_lab.app.app import DlLabApp
from tui_lab.app.explained import Explained
from tui_lab.app.lab_session import LabSession
from tui_lab.app.screens.compare import CompareScreen
from tui_lab.app.screens.lab import LabScreen
from tui_lab.app.widgets.chart_bands import Band
from tui_lab.app.widgets.chart_figure import ChartFigure, Trace
from tui_lab.app.widgets.metric_chart import MetricChart
from tui_lab.app.widgets.status_panel import StatusPanel
from tui_lab.config import fields, settings
from tui_lab.config import file as config_file
from tui_lab.config.train import TrainConfig
from tui_lab.content import course
from tui_lab.messages import set_language
from tui_lab.reading import read
from tui_lab.runs import launch, store
from tui_lab.runs.branching import read_origin
from tui_lab.runs.events import Epoch, Event
from tui_lab.runs.history import History

PER_EPOCH = 157


@pytest.fixture(autouse=True)
def launched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    monkeypatch.setenv("DL_LAB_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    found: list[Path] = []

    def pretend(folder: Path, **more: object) -> int:
        found.append(folder)
        return 2**22 + 1

    monkeypatch.setattr(launch, "launch", pretend)
    planned = {lesson.id: dataclasses.replace(lesson, written=False) for lesson in course.read().lessons}
    monkeypatch.setattr(explained, "_lessons", lambda: planned)
    yield found
    set_language("en")


def overfitting(epochs: int = 12) -> list[Event]:
    """Events of a run whose validation loss rises from epoch 4 on."""
    found: list[Event] = []
    for event in made.until(PER_EPOCH * epochs):
        if isinstance(event, Epoch):
            n = event.epoch
            event = replace(
                event,
                train_loss=1.2 / n**1.5,
                val_loss=0.40 + 0.05 * abs(n - 4),
                train_metric=min(0.999, 0.8 + 0.03 * n),
                val_metric=0.85,
            )
        found.append(event)
    return found


def overfitted(*, ended: bool = True) -> Path:
    folder = store.create(fields.apply_text(TrainConfig(), ["data.name=mnist", "model.hidden=128"]))
    end = [made.finish(PER_EPOCH * 12)] if ended else []
    made.write(folder, [made.started(epochs=12), *overfitting(), *end])
    (made.dead if ended else made.alive)(folder)
    return folder


def small() -> Path:
    """A linear network that stays where it is: its finding is in the metric's chart, its remedy a list of sizes."""
    folder = store.create(fields.apply_text(TrainConfig(), ["data.name=mnist", "model.hidden="]))
    events: list[Event] = []
    for event in made.until(PER_EPOCH * 12):
        if isinstance(event, Epoch):
            loss = 1.2 + 0.3 / event.epoch
            event = replace(event, train_loss=loss, val_loss=loss, train_metric=0.6, val_metric=0.6)
        events.append(event)
    made.write(folder, [made.started(epochs=12), *events, made.finish(PER_EPOCH * 12)])
    made.dead(folder)
    return folder


async def opened(pilot: Pilot[None], folder: Path) -> LabScreen:
    await pilot.pause()
    screen = LabScreen(folder)
    pilot.app.push_screen(screen)
    await settled(pilot, 0.1)
    return screen


@pytest.mark.parametrize(
    ("width", "height", "language", "theme", "ascii"),
    [
        (80, 24, "en", "dark", False),
        (80, 24, "vi", "light", True),
        (120, 40, "en", "dark", False),
        (200, 60, "vi", "light", False),
        (200, 60, "en", "dark", False),
    ],
)
def test_looks(snap_compare: Any, width: int, height: int, language: Any, theme: Any, ascii: bool) -> None:
    settings.write(settings.Settings(language=language, theme=theme, ascii=ascii))
    folder = overfitted()

    async def before(pilot: Pilot[None]) -> None:
        await opened(pilot, folder)
        await pilot.press("e")
        await settled(pilot, 0.3)

    assert snap_compare(DlLabApp(), terminal_size=(width, height), run_before=before)


def test_looks_of_a_finding_in_the_other_chart(snap_compare: Any) -> None:
    settings.write(settings.Settings(theme="dark"))
    folder = small()

    async def before(pilot: Pilot[None]) -> None:
        await opened(pilot, folder)
        await pilot.press("e")
        await settled(pilot, 0.3)

    assert snap_compare(DlLabApp(), terminal_size=(80, 24), run_before=before)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_e_says_it_draws_it_and_goes_again(size: tuple[int, int]) -> None:
    app = DlLabApp()
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot, overfitted())
        before = text_of(app)
        await pilot.press("e")
        await settled(pilot, 0.2)
        text = text_of(app)
        assert "Overfitting" in text and "1━Overfitting" in text and "epochs 4 to 12" in text
        assert "Lesson 19" in text and "planned" in text and "dropout p 0 → 0.5" in text
        assert screen.query_one("#lab-loss", MetricChart).display
        assert screen.query_one("#lab-status", StatusPanel).display == (size[0] == 200)
        await pilot.press("e")
        await settled(pilot, 0.2)
        assert text_of(app) == before
        await pilot.press("e", "escape")
        await settled(pilot, 0.2)
        assert app.screen is screen and text_of(app) == before


async def test_the_cursor_says_its_epoch_above_the_findings() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, overfitted())
        await pilot.press("e", "less_than_sign", "less_than_sign")
        await until(pilot, lambda: "at epoch 11: val" in text_of(app) and "no branch from here" in text_of(app))
        assert "Overfitting" in text_of(app)


async def test_l_opens_the_layers_in_the_place_of_the_findings() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, overfitted())
        await pilot.press("e")
        await until(pilot, lambda: "Overfitting" in text_of(app))
        await pilot.press("l")
        await until(pilot, lambda: "Nothing was measured while this run trained" in text_of(app))
        assert screen.session.explained is None and "Overfitting" not in text_of(app)
        await pilot.press("e")
        await until(pilot, lambda: "Overfitting" in text_of(app))
        await pilot.press("e")
        await until(pilot, lambda: "Nothing was measured while this run trained" in text_of(app))


async def test_a_digit_makes_the_twin_and_lays_both_over_each_other(launched: list[Path]) -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        run = overfitted()
        await opened(pilot, run)
        await pilot.press("1")
        await pilot.pause()
        assert not launched  # not while nothing is said
        await pilot.press("e", "2")
        await pilot.pause()
        assert not launched
        await pilot.press("1")
        await settled(pilot, 0.2)
        (twin,) = launched
        assert isinstance(app.screen, CompareScreen) and [r.folder for r in app.screen.runs] == [run, twin]
    config = config_file.read(twin / "config.json")
    assert config == fields.replace(config_file.read(run / "config.json"), {"regularisation.dropout": 0.5})
    origin = read_origin(twin)
    assert origin is not None and origin.kind == "twin" and origin.changes == {"regularisation.dropout": 0.5}


async def test_a_remedy_may_be_a_list_of_sizes(launched: list[Path]) -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, small())
        await pilot.press("e")
        await settled(pilot, 0.2)
        assert "network is too small" in text_of(app)
        assert screen.query_one("#lab-metric").display and not screen.query_one("#lab-loss").display
        await pilot.press("1")
        await settled(pilot, 0.2)
        (twin,) = launched
    assert config_file.read(twin / "config.json").model.hidden == (32,)
    origin = read_origin(twin)
    assert origin is not None and origin.changes == {"model.hidden": "32"}


def test_a_twin_has_what_is_in_force_from_its_start(launched: list[Path]) -> None:
    folder = store.create(fields.apply_text(TrainConfig(), ["data.name=mnist", "model.hidden=128"]))
    made.write(folder, [made.started(epochs=12), made.change(1, "optimizer.lr", 0.001, 0.003), *overfitting()])
    made.dead(folder)
    session = LabSession(folder)
    assert session.run is not None
    finding = next(f for f in read(session.history, session.run.at_start) if f.id == "overfitting")
    original, twin = explained.start_remedy(session, finding)
    config = config_file.read(twin / "config.json")
    assert original == folder and launched == [twin]
    assert config.optimizer.lr == 0.003 and config.regularisation.dropout == 0.5


async def test_nothing_to_say_and_too_early() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        early = store.create(made.CNN)
        made.write(early, [made.started(), *made.until(100)])
        made.alive(early)
        await opened(pilot, early)
        await pilot.press("e")
        await settled(pilot, 0.2)
        assert "too early" in text_of(app)
        app.pop_screen()
        await opened(pilot, made.finished())
        await pilot.press("e")
        await settled(pilot, 0.2)
        assert "Nothing wrong" in text_of(app)


async def test_before_a_run_there_is_nothing_to_read() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen = LabScreen(config=TrainConfig())
        app.push_screen(screen)
        await settled(pilot, 0.1)
        await pilot.press("e")
        assert screen.session.explained is None


async def test_it_follows_the_run_and_reads_only_at_new_epochs(monkeypatch: pytest.MonkeyPatch) -> None:
    times = 0

    def counted(history: History, config: TrainConfig) -> Any:
        nonlocal times
        times += 1
        return read(history, config)

    monkeypatch.setattr(explained, "read", counted)
    events = overfitting()
    folder = store.create(fields.apply_text(TrainConfig(), ["data.name=mnist", "model.hidden=128"]))
    first = [event for event in events if event.step <= PER_EPOCH * 4]
    made.write(folder, [made.started(epochs=12), *first])
    made.alive(folder)
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, folder)
        await pilot.press("e")
        await settled(pilot, 0.3)
        assert "Overfitting" not in text_of(app) and times == 1
        made.write(folder, [e for e in events if PER_EPOCH * 4 < e.step < PER_EPOCH * 5 and not isinstance(e, Epoch)])
        await settled(pilot, 0.6)
        assert times == 1
        made.write(folder, [e for e in events if e.step >= PER_EPOCH * 5])
        await settled(pilot, 0.6)
        assert times == 2 and "1━Overfitting" in text_of(app)


async def test_what_does_not_fit_is_counted_and_scrolled_to() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, overfitted())
        await pilot.press("e")
        await settled(pilot, 0.2)
        told = screen.session.explained
        assert told is not None
        one = told.findings[0]
        told.findings = [one, one, one]
        screen.show()
        await settled(pilot, 0.2)
        assert "more lines" in text_of(app) and told.top == 0
        await pilot.press("pagedown")
        await settled(pilot, 0.1)
        assert told.top == 5
        await pilot.press(*["pagedown"] * 9)
        await settled(pilot, 0.1)
        assert "more lines: " not in text_of(app) or "0 more" in text_of(app)
        await pilot.press(*["pageup"] * 9)
        assert told.top == 0


def test_a_lesson_that_is_not_in_the_course_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explained, "_lessons", dict)
    told = Explained()
    told.update(LabSession(overfitted()))
    assert "The lesson on this is planned." in "\n".join("".join(t for t, _ in line) for line in told.lines(76))


def test_bands_that_meet_stand_above_each_other_and_never_over_curves() -> None:
    trace = Trace(role="train", label="train", xs=[0, 10], ys=[0.0, 1.0])
    bands = [Band(2, 8, "1", "One"), Band(4, 10, "2", "Two"), Band(9, 10, "3", "A label without room")]
    plain = ChartFigure().paint([trace], [], 80, 12, x_max=10, ascii=True)
    rows = ChartFigure().paint([trace], [], 80, 12, x_max=10, ascii=True, bands=bands)
    axis, above = rows[-2].text, rows[-3].text
    assert "1=One=" in axis and "3=" in axis and "A label" not in axis and "2=Two=" in above
    for before, after in zip(plain[:-2], rows[:-2], strict=True):
        assert all(a == b for a, b in zip(before.text, after.text, strict=True) if a != " ")


@pytest.mark.parametrize("height", range(4, 9))
def test_bands_fit_any_chart(height: int) -> None:
    trace = Trace(role="train", label="train", xs=[0, 1], ys=[0.0, 1.0])
    bands = [Band(0, 1, str(n), "Label") for n in range(1, 10)]
    rows = ChartFigure().paint([trace], [], 40, height, x_max=1, bands=bands)
    assert len(rows) == height and all(len(row.text) == 40 for row in rows)
