"""Runs laid over each other: curves, the table of the difference, and its looks at three sizes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lab_made_runs as made
import pytest
from msgspec import structs
from piloting import settled, text_of
from textual.pilot import Pilot

from tui_lab.app import compare_view
from tui_lab.app.app import DlLabApp
from tui_lab.app.followed_run import FollowedRun
from tui_lab.app.screens.compare import CompareScreen
from tui_lab.app.screens.lab import LabScreen
from tui_lab.app.screens.run_list import RunListScreen
from tui_lab.config import fields, settings
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.messages import set_language
from tui_lab.runs import status as run_status
from tui_lab.runs import store
from tui_lab.runs.branching import Value, create_twin
from tui_lab.runs.compare_words import noise
from tui_lab.runs.events import Epoch, Event

SIZES = ((80, 24), (120, 40), (200, 60))


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    yield
    set_language("en")


def pair() -> list[Path]:
    """A finished run and its twin, which is in its fifth epoch."""
    original = made.finished()
    twin = create_twin(original, {"regularisation.dropout": 0.3})
    made.write(twin, [made.started(), *shifted(made.until(700, seed=3), -0.3)])
    made.alive(twin)
    return [original, twin]


def shifted(events: list[Event], by: float) -> list[Event]:
    """The same events with another course of validation."""
    return [
        structs.replace(e, val_loss=(e.val_loss or 0) * (1 + by), val_metric=(e.val_metric or 0) - by / 20)
        if isinstance(e, Epoch)
        else e
        for e in events
    ]


def six() -> list[Path]:
    """Six rates, the last two with batch norm as well."""
    found = [made.finished()]
    for index in range(5):
        changes: dict[str, Value] = {"optimizer.lr": 0.003 + index / 1000, "regularisation.batch_norm": index > 2}
        found.append(create_twin(found[0], changes))
        last = 157 * (index + 5)
        events = shifted(made.until(last, seed=index), (0.3, -0.2, 0.7, 1.1, 1.6)[index])
        made.write(found[-1], [made.started(), *events, made.finish(last)])
        made.dead(found[-1])
    return found


async def opened(pilot: Pilot[None], folders: list[Path]) -> CompareScreen:
    await pilot.pause()
    screen = CompareScreen(folders)
    pilot.app.push_screen(screen)
    await settled(pilot, 0.5)
    return screen


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("kind", ["pair", "six"])
def test_looks(snap_compare: Any, kind: str, width: int, height: int) -> None:
    look(snap_compare, pair() if kind == "pair" else six(), width, height, settings.Settings())


def test_looks_in_vietnamese(snap_compare: Any) -> None:
    look(snap_compare, pair(), 80, 24, settings.Settings(language="vi", theme="light"))


def test_looks_in_ascii(snap_compare: Any) -> None:
    look(snap_compare, six(), 80, 24, settings.Settings(ascii=True))


def look(snap_compare: Any, folders: list[Path], width: int, height: int, chosen: settings.Settings) -> None:
    settings.write(chosen)

    async def before(pilot: Pilot[None]) -> None:
        await opened(pilot, folders)

    assert snap_compare(DlLabApp(), terminal_size=(width, height), run_before=before)


def test_two_runs_show_training_and_validation_more_only_validation() -> None:
    two = [FollowedRun.open(folder) for folder in pair()]
    roles = [trace.role for trace in compare_view.traces(two, "loss", "smoothed")]
    assert roles == ["train", "validation", "twin_train", "twin_validation"]
    three = [*two, FollowedRun.open(made.finished())]
    assert [trace.role for trace in compare_view.traces(three, "metric", "smoothed")] == ["run1", "run2", "run3"]


async def test_a_twin_is_followed_until_its_end() -> None:
    original, twin = pair()
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, [original, twin])
        assert "So far: Run " in text_of(app) and "dropout p 0.3" in text_of(app)
        assert "● training" in text_of(app)
        made.write(twin, [made.epoch(10, 1570), made.finish(1570)])
        made.dead(twin)
        await settled(pilot, 0.5)
        shown = text_of(app)
        assert shown.count("✓ finished") == 2 and "10/10" in shown and "So far" not in shown
        assert (twin / "seen").exists()


async def test_a_run_that_waits_names_the_one_it_waits_for() -> None:
    original = made.training()
    twin = create_twin(original, {"regularisation.batch_norm": True})
    run_status.write(twin, running=True, launched=made.T0 * 2, waits_for=original.name)
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, [original, twin])
        assert "waits for run 1" in text_of(app)


async def test_on_a_low_terminal_tab_shows_the_other_chart_and_enter_opens_a_run() -> None:
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, pair())
        assert "─ Loss" in text_of(app) and "Accuracy" not in text_of(app)
        await pilot.press("tab")
        await settled(pilot, 0.1)
        assert "─ Accuracy" in text_of(app) and "─ Loss" not in text_of(app)
        await pilot.press("j", "enter")
        await settled(pilot, 0.1)
        assert isinstance(app.screen, LabScreen) and app.screen.folder == screen.runs[1].folder


async def test_the_language_changes_in_place() -> None:
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, pair())
        await pilot.press("L")
        await settled(pilot, 0.2)
        assert "Khác biệt" in text_of(app) and "The difference" not in text_of(app)


def test_runs_that_cannot_be_laid_over_each_other_are_told() -> None:
    digits, cars = made.finished(), made.regression()
    with pytest.raises(LabError, match="different tasks"):
        CompareScreen([digits, cars])
    with pytest.raises(LabError, match="2 to 6"):
        CompareScreen([digits])
    (digits / "config.json").write_text("{")
    with pytest.raises(LabError, match=r"config\.json"):
        CompareScreen([digits, cars])


def test_a_branch_is_marked_where_it_began_and_what_it_changed() -> None:
    from tui_lab.runs.branching import create_branch
    from tui_lab.runs.compare import compare
    from tui_lab.runs.events import Checkpoint

    parent = store.create(made.CNN)
    events = [e for e in made.until(314) if not isinstance(e, Checkpoint)]
    events.append(Checkpoint(time=made.T0, step=314, file="epoch-000002.pt", epoch=2))
    made.write(parent, [made.started(), *events])
    (parent / "checkpoints" / "epoch-000002.pt").write_bytes(b"weights")
    branch = create_branch(parent, 2, {"optimizer.lr": 0.01})
    made.write(
        branch, [made.change(314, "optimizer.lr", 0.001, 0.01), made.change(400, "regularisation.dropout", 0.0, 0.3)]
    )
    runs = [FollowedRun.open(folder) for folder in (parent, branch)]
    sides = compare([parent, branch]).sides
    assert [(m.x, m.label) for m in compare_view.marks(runs, sides)] == [
        (2.0, "2: rate 0.01"),
        (400 / 157, "2: d dropout 0→0.3"),
    ]


@pytest.mark.parametrize(
    ("share", "samples", "expected"), [(0.5, 100, 0.1), (0.97, 2000, 0.00763), (1.0, 200, 0.00706)]
)
def test_two_standard_errors_of_an_accuracy(share: float, samples: int, expected: float) -> None:
    assert noise(share, samples) == pytest.approx(expected, rel=0.01)


async def test_several_runs_of_the_list_are_laid_over_each_other() -> None:
    made.finished(), made.finished(), made.regression()
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.open_runs()
        await settled(pilot, 0.5)
        await pilot.press("v", "space")
        await settled(pilot, 0.1)
        assert "2 marked" in text_of(app) and "= overlay" in text_of(app)
        await pilot.press("equals_sign")
        await settled(pilot, 0.2)
        assert isinstance(app.screen, RunListScreen)
        assert any("different tasks" in notice.message for notice in app._notifications)
        await pilot.press("k", "k", "space", "j", "space", "equals_sign")
        await settled(pilot, 0.3)
        assert isinstance(app.screen, CompareScreen)
        assert [run.number for run in app.screen.runs] == [1, 2]
        await pilot.press("escape", "escape")
        await settled(pilot, 0.1)
        assert isinstance(app.screen, RunListScreen) and " marked" not in text_of(app)


async def test_at_most_six_runs_can_be_marked() -> None:
    config = fields.apply_text(TrainConfig(), ["data.name=moons"])
    for _ in range(7):
        store.create(config)
    app = DlLabApp()
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.pause()
        app.open_runs()
        await settled(pilot, 0.5)
        await pilot.press(*["v"] * 8)
        await settled(pilot, 0.1)
        assert "6 marked" in text_of(app)
        await pilot.press("home", "enter")
        await settled(pilot, 0.3)
        assert isinstance(app.screen, CompareScreen) and len(app.screen.runs) == 6


async def test_a_branch_is_not_judged_by_the_epochs_of_its_parent() -> None:
    from tui_lab.runs.branching import create_branch
    from tui_lab.runs.compare import compare
    from tui_lab.runs.compare_words import sentence
    from tui_lab.runs.events import Checkpoint

    parent = store.create(made.CNN)
    events = [e for e in made.until(471) if not isinstance(e, Checkpoint)]
    events.append(Checkpoint(time=made.T0, step=471, file="epoch-000003.pt", epoch=3))
    made.write(parent, [made.started(), *events])
    (parent / "checkpoints" / "epoch-000003.pt").write_bytes(b"weights")
    branch = create_branch(parent, 3, {"optimizer.lr": 0.01})
    comparison = compare([parent, branch])
    assert [side.has_own_epochs for side in comparison.sides] == [True, False]
    assert "Which is better can be said when two of them" in sentence(comparison)
    made.write(branch, [made.epoch(4, 628)])
    comparison = compare([parent, branch])
    assert "Which is better" not in sentence(comparison)
    assert comparison.sides[1].best_epoch == 4, "whatever the parent reached before"
