"""The lab's screen: its keys, and its looks at three sizes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import lab_made_runs as made
import pytest
from piloting import settled, text_of
from textual.actions import parse
from textual.binding import Binding
from textual.pilot import Pilot
from textual.widgets import Input

from tui_lab.app import lab_keys
from tui_lab.app.app import DlLabApp
from tui_lab.app.screens.lab import LabScreen
from tui_lab.config import settings
from tui_lab.config.train import TrainConfig
from tui_lab.messages import set_language, t
from tui_lab.runs import commands, launch

RUNS: dict[str, Callable[[], Path] | None] = {
    "form": None,
    "training": made.training,
    "failed": made.failed,
    "finished": made.finished,
    "plane": made.plane_run,
    "regression": made.regression,
}
SIZES = ((80, 24), (120, 40), (200, 60))


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("DL_LAB_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    started: list[Path] = []

    def pretend(folder: Path, **more: object) -> int:
        started.append(folder)
        return 2**22 + 1

    monkeypatch.setattr(launch, "launch", pretend)
    yield started
    set_language("en")


def lab_of(app: DlLabApp) -> LabScreen:
    assert isinstance(app.screen, LabScreen)
    return app.screen


async def opened(pilot: Pilot[None], folder: Path | None = None, config: TrainConfig | None = None) -> LabScreen:
    await pilot.pause()
    screen = LabScreen(folder, config)
    pilot.app.push_screen(screen)
    await settled(pilot, 0.1)
    return screen


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("kind", RUNS)
def test_looks(snap_compare: Any, kind: str, width: int, height: int) -> None:
    dark = kind != "finished"
    look(snap_compare, kind, width, height, settings.Settings(theme="dark" if dark else "light"))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_looks_in_vietnamese(snap_compare: Any, width: int, height: int) -> None:
    look(snap_compare, "training", width, height, settings.Settings(theme="light", language="vi"))


def test_looks_in_ascii(snap_compare: Any) -> None:
    look(snap_compare, "training", 120, 40, settings.Settings(ascii=True))


def look(snap_compare: Any, kind: str, width: int, height: int, chosen: settings.Settings) -> None:
    settings.write(chosen)
    make = RUNS[kind]
    folder = make() if make else None
    app = DlLabApp()

    async def before(pilot: Pilot[None]) -> None:
        await opened(pilot, folder)
        await settled(pilot, 0.2)

    assert snap_compare(app, terminal_size=(width, height), run_before=before)


async def test_two_keys_from_the_map_to_a_training(own_home: list[Path]) -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("l")
        await settled(pilot, 0.1)
        assert "space start" in text_of(app)
        await pilot.press("space")
        await settled(pilot, 0.1)
        assert len(own_home) == 1 and lab_of(app).session.folder == own_home[0]
        assert lab_of(app).has_class("tab-charts") and "PyTorch" in text_of(app)


async def test_enter_starts_only_while_no_row_is_highlighted(own_home: list[Path]) -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("j", "enter")
        await pilot.pause()
        assert screen.form.choosing and not own_home
        await pilot.press("escape", "escape", "enter")
        await settled(pilot, 0.1)
        assert len(own_home) == 1


async def test_letters_are_typed_inside_an_editor() -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, config=TrainConfig())
        await pilot.press("j", "j", "enter")
        await pilot.pause()
        await pilot.press("backspace", "b", "d")
        await pilot.pause()
        assert screen.query_one(Input).value == "bd" and not screen.session.config.regularisation.batch_norm
        await pilot.press("enter")
        await pilot.pause()
        assert "data.batch_size" in screen.form._error and screen.form.entered
        await pilot.press("backspace")
        await pilot.pause()
        await pilot.press("backspace")
        await pilot.pause()
        await pilot.press("3", "2", "enter")
        await pilot.pause()
        assert screen.session.config.data.batch_size == 32 and not screen.query(Input)
        await pilot.press("escape")
        await pilot.pause()
        assert screen.form.cursor is None


async def test_a_choice_is_taken_from_its_list_and_by_arrows() -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, config=TrainConfig())
        await pilot.press("j", "enter")
        await pilot.pause()
        assert "fashion_mnist" in text_of(app)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert screen.session.config.data.name == "fashion_mnist"
        await pilot.press("left")
        await pilot.pause()
        assert screen.session.config.data.name == "mnist"


async def test_live_keys_send_commands_and_show_that_they_wait() -> None:
    app = DlLabApp()
    folder = made.training()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, folder)
        await pilot.press("d", "b", "o", "plus", "minus", "space", "full_stop", "s")
        await pilot.pause()
        found = [(c.action, *c.changes) for c in commands.pending(folder)]
        assert found == [
            ("set", "regularisation.dropout"), ("set", "regularisation.batch_norm"), ("set", "optimizer.name"),
            ("set", "optimizer.lr"), ("set", "optimizer.lr"), ("pause",), ("batch",), ("stop",),
        ]  # fmt: skip
        text = text_of(app)
        assert "d… dropout" in text and "b… batch norm" in text and "o… optimizer" in text


async def test_new_events_are_shown_and_nothing_is_read_while_covered() -> None:
    app = DlLabApp()
    folder = made.training()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, folder)
        await pilot.press("m")
        await settled(pilot, 0.1)
        assert "conv1" in text_of(app)
        made.write(folder, [made.change(483, "optimizer.name", "adamw", "sgd")])
        await settled(pilot, 0.5)
        assert screen.session.config.optimizer.name == "adamw"
        await pilot.press("escape")
        await settled(pilot, 0.5)
        assert screen.session.config.optimizer.name == "sgd" and "o adamw→sgd" in text_of(app)


async def test_the_timer_rests_when_the_run_has_ended() -> None:
    app = DlLabApp()
    folder = made.training()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, folder)
        made.write(folder, [made.finish(500)])
        made.dead(folder)
        await settled(pilot, 0.6)
        assert screen.session.state == "finished" and "97.8 %" in text_of(app)
        assert screen._timer is not None and not screen._timer._active.is_set()
        assert (folder / "seen").exists()


async def test_the_language_changes_in_place() -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, made.training())
        await pilot.press("j", "j", "L")
        await settled(pilot, 0.1)
        assert "Mất mát" in text_of(app) and screen.form.cursor == "data.batch_size"


async def test_leaving_says_that_the_training_goes_on() -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, made.training())
        await pilot.press("escape")
        await settled(pilot, 0.1)
        assert not isinstance(app.screen, LabScreen)
        assert any("goes on" in n.message for n in app._notifications)


async def test_each_key_belongs_to_one_part_and_has_its_text() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, config=TrainConfig())
        for binding in Binding.make_bindings(lab_keys.BINDINGS):
            _, action, parameters = parse(binding.action)
            assert action == "do" and t(binding.description)
            assert sum(hasattr(part, f"action_{parameters[0]}") for part in screen._parts) == 1, binding
