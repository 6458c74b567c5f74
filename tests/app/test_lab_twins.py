"""Twins and branches made in the lab, and the cursor along the epochs; workers are only pretended."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lab_made_runs as made
import pytest
from piloting import settled, text_of, until
from textual.pilot import Pilot

from tui_lab.app.app import DlLabApp
from tui_lab.app.moment import pictures
from tui_lab.app.screens.compare import CompareScreen
from tui_lab.app.screens.lab import LabScreen
from tui_lab.app.screens.twin import TwinScreen
from tui_lab.app.switches import Switches
from tui_lab.app.widgets.metric_chart import MetricChart
from tui_lab.config import fields, settings
from tui_lab.config import file as config_file
from tui_lab.config.train import TrainConfig
from tui_lab.messages import set_language
from tui_lab.runs import launch, store
from tui_lab.runs.branching import read_origin
from tui_lab.runs.events import Checkpoint, Event

SIZES = ((80, 24), (120, 40), (200, 60))
Launched = list[tuple[Path, dict[str, Any]]]


@pytest.fixture(autouse=True)
def launched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Launched]:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    found: Launched = []

    def pretend(folder: Path, **more: Any) -> int:
        found.append((folder, more))
        return 2**22 + 1

    monkeypatch.setattr(launch, "launch", pretend)
    yield found
    set_language("en")


def kept(folder: Path, *epochs: int) -> None:
    for number in epochs:
        (folder / "checkpoints" / f"epoch-{number:06d}.pt").write_bytes(b"weights")


def run_of_epochs(*checkpoints: int, last: int = 5) -> Path:
    """A finished run whose checkpoints are named as the worker names them, of which some are left."""
    folder = store.create(made.CNN)
    found: list[Event] = [made.started()]
    for event in made.until(last * 157):
        if isinstance(event, Checkpoint):
            event = Checkpoint(time=made.T0, step=event.step, file=f"epoch-{event.epoch:06d}.pt", epoch=event.epoch)
        found.append(event)
    made.write(folder, [*found, made.finish(last * 157)])
    made.dead(folder)
    kept(folder, *checkpoints)
    return folder


async def opened(pilot: Pilot[None], folder: Path | None = None, config: TrainConfig | None = None) -> LabScreen:
    await pilot.pause()
    screen = LabScreen(folder, config)
    pilot.app.push_screen(screen)
    await settled(pilot, 0.2)
    return screen


def look(snap_compare: Any, keys: tuple[str, ...], width: int, height: int, chosen: settings.Settings) -> None:
    settings.write(chosen)
    folder = run_of_epochs(2, 3, 4, 5)

    async def before(pilot: Pilot[None]) -> None:
        await opened(pilot, folder)
        for key in keys:
            await pilot.press(key)
            await settled(pilot, 0.1)
        await settled(pilot, 0.2)

    assert snap_compare(DlLabApp(), terminal_size=(width, height), run_before=before)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_looks_of_the_switches(snap_compare: Any, width: int, height: int) -> None:
    look(snap_compare, ("t", "d", "plus"), width, height, settings.Settings())


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_looks_at_an_earlier_epoch(snap_compare: Any, width: int, height: int) -> None:
    look(snap_compare, ("less_than_sign",) * 3, width, height, settings.Settings())


def test_looks_of_the_switches_in_vietnamese(snap_compare: Any) -> None:
    look(snap_compare, ("less_than_sign", "B", "w"), 80, 24, settings.Settings(language="vi", theme="light"))


async def test_a_twin_of_a_run_in_training_waits_for_it_and_is_compared(launched: Launched, monkeypatch: Any) -> None:
    original = made.training()
    monkeypatch.setattr(launch, "after_whom", lambda config: original)
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, original)
        await pilot.press("t")
        await settled(pilot, 0.1)
        assert isinstance(app.screen, TwinScreen) and "changed live is not in it" in text_of(app)
        await pilot.press("enter")
        await settled(pilot, 0.1)
        assert "Turn at least one switch" in text_of(app) and not launched
        await pilot.press("b", "w", "o", "enter")
        await settled(pilot, 0.3)
        [(twin, more)] = launched
        assert more == {"resume": False, "epochs": None, "after": original}
        assert isinstance(app.screen, CompareScreen) and [r.folder for r in app.screen.runs] == [original, twin]
        await pilot.press("escape")
        await settled(pilot, 0.1)
        assert isinstance(app.screen, LabScreen) and app.screen.folder == original
    config = config_file.read(twin / "config.json")
    assert (config.regularisation.batch_norm, config.optimizer.name, config.optimizer.weight_decay) == (
        True,
        "sgd",
        0.01,
    )
    assert config.regularisation.dropout == 0  # the live change of the original is not in it


async def test_without_a_run_both_are_started(launched: Launched) -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        lab = await opened(pilot, config=fields.apply_text(TrainConfig(), ["data.name=moons"]))
        await pilot.press("t")
        await settled(pilot, 0.1)
        assert "A run and its twin" in text_of(app)
        await pilot.press("r", "enter")
        await settled(pilot, 0.3)
        assert [folder for folder, _ in launched] == store.folders() and len(launched) == 2
        assert isinstance(app.screen, CompareScreen) and lab.folder == store.folders()[0]
    assert config_file.read(store.folders()[1] / "config.json").run.seed == 1


async def test_escape_closes_the_switches_and_starts_nothing(launched: Launched) -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, made.finished())
        await pilot.press("t", "d", "escape")
        await settled(pilot, 0.1)
        assert isinstance(app.screen, LabScreen) and not launched and len(store.folders()) == 1


async def test_a_twin_that_cannot_be_started_is_told(monkeypatch: Any) -> None:
    from tui_lab.config.errors import LabError

    def refuse(folder: Path, **more: Any) -> int:
        raise LabError("no process left")

    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, made.finished())
        monkeypatch.setattr(launch, "launch", refuse)
        await pilot.press("t", "d", "enter")
        await settled(pilot, 0.2)
        assert isinstance(app.screen, LabScreen)
        assert any(notice.message == "no process left" for notice in app._notifications)


async def test_the_cursor_shows_an_epoch_as_it_was_and_escape_leaves_it() -> None:
    app = DlLabApp()
    async with app.run_test(size=(200, 60)) as pilot:
        lab = await opened(pilot, run_of_epochs(1, 2, 3, 4, 5))
        assert "branch" not in text_of(app)
        await pilot.press("less_than_sign", "shift+left", "shift+left")
        await settled(pilot, 0.2)
        shown = text_of(app)
        assert "at epoch 3: val 95.4 %, loss 0.212" in shown and "validation, epoch 3" in shown
        for name in ("#lab-loss", "#lab-metric"):
            [mark] = [m for m in lab.query_one(name, MetricChart)._shown.marks if m.kind == "cursor"]
            assert mark.x == 3.0
        assert lab.session.moment is not None and lab.session.moment.confusion is not None
        assert lab.session.moment.confusion.step == 3 * 157
        await pilot.press("greater_than_sign", "shift+right", "shift+right")
        await settled(pilot, 0.2)
        assert "at epoch 5" in text_of(app)
        await pilot.press("escape")
        await settled(pilot, 0.1)
        assert lab.session.moment is None and "at epoch" not in text_of(app) and isinstance(app.screen, LabScreen)


async def test_where_no_branch_starts_that_is_said_and_enter_begins_nothing(launched: Launched) -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, run_of_epochs(3, last=10))
        await pilot.press("less_than_sign")
        await until(pilot, lambda: "the last epoch: nothing is left to train" in text_of(app))
        await pilot.press("B")
        await until(pilot, lambda: any("epoch 10 is the last one of run 1" in n.message for n in app._notifications))
        await pilot.press("less_than_sign")
        await until(pilot, lambda: "its checkpoint is gone: no branch from here" in text_of(app))
        await pilot.press("B", "enter", "space")  # meant for the switches, which did not open
        await settled(pilot, 0.1)
        assert any("a branch can start from epoch 3" in n.message for n in app._notifications)
        assert not launched and len(store.folders()) == 1 and isinstance(app.screen, LabScreen)


async def test_the_header_shows_what_was_in_force_at_the_cursor() -> None:
    folder = run_of_epochs(1, 2, 3)
    made.write(folder, [made.change(3 * 157 + 1, "optimizer.lr", 0.001, 0.03)])
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        lab = await opened(pilot, folder)
        present = text_of(app).splitlines()[0]
        await pilot.press(*["less_than_sign"] * 4)
        await settled(pilot, 0.1)
        assert lab.session.moment is not None and lab.session.moment.epoch.epoch == 2
        assert "adamw 0.03" in present and "adamw 1e-3" in text_of(app).splitlines()[0]


async def test_a_branch_starts_from_the_epoch_at_the_cursor(launched: Launched) -> None:
    parent = run_of_epochs(3, 4, 5)
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, parent)
        await pilot.press("less_than_sign", "less_than_sign", "less_than_sign", "B")
        await settled(pilot, 0.1)
        shown = text_of(app)
        assert "Branch of run 1 after epoch 3" in shown and "another seed" not in shown
        await pilot.press("minus", "enter")
        await settled(pilot, 0.3)
        [(branch, more)] = launched
        assert more["resume"] is True and isinstance(app.screen, CompareScreen)
        assert "from run 1 at epoch 3: rate" in text_of(app)
    origin = read_origin(branch)
    assert origin is not None and (origin.kind, origin.epoch, origin.changes) == (
        "branch",
        3,
        {"optimizer.lr": 0.000333},
    )


async def test_an_epoch_without_its_checkpoint_is_marked_and_refused(launched: Launched) -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, run_of_epochs(4))
        await pilot.press("less_than_sign")
        await settled(pilot, 0.1)
        assert "its checkpoint is gone" in text_of(app)
        await pilot.press("B")
        await settled(pilot, 0.1)
        assert isinstance(app.screen, LabScreen) and not launched
        assert any("no checkpoint after epoch 5" in notice.message for notice in app._notifications)


async def test_a_new_run_takes_the_cursor_away(launched: Launched) -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        lab = await opened(pilot, run_of_epochs(5))
        await pilot.press("less_than_sign", "n")
        await settled(pilot, 0.2)
        assert len(launched) == 1 and lab.session.moment is None


def test_switches_turn_back_to_nothing() -> None:
    switches = Switches(made.CNN)
    for path in ("regularisation.dropout", "regularisation.batch_norm", "optimizer.weight_decay"):
        switches.turn(path)
    assert switches.changes == {
        "regularisation.dropout": 0.3,
        "regularisation.batch_norm": True,
        "optimizer.weight_decay": 0.01,
    }
    for path in list(switches.changes):
        switches.turn(path)
    for step in (1, 1, -1, -1, -1, 1):
        switches.turn("optimizer.lr", step)
    switches.turn("optimizer.name", 1)
    switches.turn("optimizer.name", -1)
    assert switches.changes == {}
    switches.turn("optimizer.lr", 1)
    switches.turn("run.seed")
    assert switches.changes == {"optimizer.lr": 0.003, "run.seed": 1}
    live = Switches(made.CNN, live_only=True)
    live.turn("run.seed")
    assert live.changes == {} and all(row.path != "run.seed" for row in live.rows())


def test_pictures_of_an_epoch_are_the_last_up_to_its_step(tmp_path: Path) -> None:
    folder = made.plane_run()
    made.write(folder, [made.boundary(90, shift=1.0)])
    confusion, boundary, _ = pictures(folder / "events.jsonl", 85)
    assert confusion is not None and confusion.step == 80
    assert boundary is not None and boundary.step == 80 and boundary.points
    assert pictures(tmp_path / "gone.jsonl", 5) == (None, None, None)
