"""Pictures of the shell's screens: three sizes, dark and light, English and Vietnamese, NO_COLOR, ASCII."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from made_course import make_course, use_course
from piloting import until
from shell_runs import make_run
from textual.command import CommandList
from textual.pilot import Pilot

from tui_lab.app.app import DlLabApp
from tui_lab.app.run_watch import Overview, RunWatch
from tui_lab.config import settings

SIZES = [(80, 24), (120, 40), (200, 60)]
LONG_AGO = 1_600_000_000.0


@pytest.fixture(autouse=True)
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What a picture shows of its surroundings is the same everywhere: paths, times, the terminal."""
    monkeypatch.chdir(tmp_path)
    use_course(monkeypatch, make_course(tmp_path / "lessons"))  # none of them written, whatever has been since
    monkeypatch.setattr("tui_lab.config.places.home", lambda: Path("home"))
    monkeypatch.setattr("tui_lab.runs.store.home", lambda: Path("home"))
    monkeypatch.setattr("tui_lab.learner.profiles.home", lambda: Path("home"))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("TZ", "UTC")
    for name in ("NO_COLOR", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def made_runs() -> None:
    """One of each kind; the last one trains, in this very process."""
    folders = [
        make_run("finished"),
        make_run("failed", data="telco_churn", kind="mlp"),
        make_run("lost", data="moons", kind="mlp"),
        make_run(worker=os.getpid()),
    ]
    for folder in folders:
        os.utime(folder / "events.jsonl", (LONG_AGO, LONG_AGO))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("theme", "lang"), [("dark", "en"), ("light", "vi")])
def test_map(snap_compare, size: tuple[int, int], theme: str, lang: str) -> None:
    settings.write(settings.Settings(theme=theme, language=lang))
    assert snap_compare(DlLabApp(), terminal_size=size, press=["j", "j", "j"])


@pytest.mark.parametrize(("lang", "size"), [("en", (80, 24)), ("vi", (120, 40))])
def test_map_with_runs(snap_compare, lang: str, size: tuple[int, int]) -> None:
    settings.write(settings.Settings(language=lang))
    made_runs()

    async def loaded(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: pilot.app.overview.running)

    assert snap_compare(DlLabApp(), terminal_size=size, run_before=loaded)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("theme", "lang"), [("dark", "en"), ("light", "vi")])
def test_run_list(snap_compare, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], theme: str, lang: str) -> None:
    settings.write(settings.Settings(theme=theme, language=lang))
    monkeypatch.setattr(RunWatch, "look", lambda _watch, _shown=None: Overview())
    made_runs()

    async def loaded(pilot: Pilot[None]) -> None:
        await pilot.press("R")
        await until(pilot, lambda: len(pilot.app.screen._table.rows or ()) == 4)
        await pilot.press("j")

    assert snap_compare(DlLabApp(), terminal_size=size, run_before=loaded)


def test_run_list_without_runs(snap_compare) -> None:
    async def loaded(pilot: Pilot[None]) -> None:
        await pilot.press("R")
        await until(pilot, lambda: pilot.app.screen._table.rows is not None)

    assert snap_compare(DlLabApp(), terminal_size=(80, 24), run_before=loaded)


def test_run_list_asks_before_it_deletes(snap_compare, monkeypatch: pytest.MonkeyPatch) -> None:
    # Whether a notice tells of the ended runs depends on whether the map was still there when they were seen
    monkeypatch.setattr(RunWatch, "look", lambda _watch, _shown=None: Overview())
    made_runs()

    async def loaded(pilot: Pilot[None]) -> None:
        await pilot.press("R")
        await until(pilot, lambda: len(pilot.app.screen._table.rows or ()) == 4)
        await pilot.press("j", "x")

    assert snap_compare(DlLabApp(), terminal_size=(80, 24), run_before=loaded)


@pytest.mark.parametrize(
    ("size", "theme", "lang"),
    [((80, 24), "dark", "en"), ((120, 40), "light", "vi"), ((200, 60), "dark", "en")],
)
@pytest.mark.parametrize("key", ["question_mark", "comma", "colon"])
def test_help_settings_palette(snap_compare, size: tuple[int, int], theme: str, lang: str, key: str) -> None:
    settings.write(settings.Settings(theme=theme, language=lang))

    async def opened(pilot: Pilot[None]) -> None:
        await pilot.press(key)
        if key == "colon":
            await until(pilot, lambda: pilot.app.screen.query_one(CommandList).option_count > 10)

    assert snap_compare(DlLabApp(), terminal_size=size, run_before=opened)


def test_too_small(snap_compare) -> None:
    assert snap_compare(DlLabApp(), terminal_size=(50, 12))


def test_ascii(snap_compare) -> None:
    settings.write(settings.Settings(ascii=True))
    assert snap_compare(DlLabApp(), terminal_size=(80, 24))


def test_no_color(snap_compare, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert snap_compare(DlLabApp(), terminal_size=(80, 24))
