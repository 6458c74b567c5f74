"""Inside the network, in the lab: the panel, the commands to the worker, what is said of a bad layer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lab_made_runs as made
import pytest
from msgspec.structs import replace
from piloting import settled, text_of
from rich.cells import cell_len
from textual.pilot import Pilot

from tui_lab.app.app import DlLabApp
from tui_lab.app.layers_view import GAUGE, PAST, explanations, fitting, gauge, legend, past, power, said, size, table
from tui_lab.app.moment import pictures
from tui_lab.app.screens.lab import LabScreen
from tui_lab.config import settings
from tui_lab.content import course
from tui_lab.messages import set_language, t
from tui_lab.runs import commands
from tui_lab.runs.events import LayerRow, Layers, Paused


@pytest.fixture(autouse=True)
def usual_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def row(name: str, **more: Any) -> LayerRow:
    values: dict[str, Any] = {
        "name": name, "kind": "linear", "activation": "relu", "shape": [128], "weight_rms": 0.0521,
        "activation_rms": 0.81, "idle": 0.12, "weight_gradient_rms": 1.2e-4, "output_gradient_rms": 2e-4,
        "update": 1.3e-3,
    }  # fmt: skip
    return LayerRow(**{**values, **more})


LAYERS = Layers(
    time=made.T0,
    step=480,
    samples=64,
    rows=[
        row("conv1", kind="conv", shape=[16, 28, 28], weight_rms=0.47),
        row("conv1_norm", kind="batch_norm", shape=[16, 28, 28], activation="", idle=None),
        row("conv2", kind="conv", shape=[32, 14, 14], idle=0.75, word="dead", why="silent_units"),
        row("linear1", update=0.31, word="exploding", why="update_large"),
        row("output", activation="", idle=None, shape=[10], update=4e-4),
    ],
)


def measured() -> Path:
    """A run in training that was looked into for a while: its updates fell."""
    folder = made.training()
    for i in range(20):
        rows = [replace(one, update=(one.update or 0) * 10 ** ((19 - i) / 10)) for one in LAYERS.rows]
        made.write(folder, [replace(LAYERS, step=461 + i, rows=rows)])
    return folder


async def opened(pilot: Pilot[None], folder: Path) -> LabScreen:
    await pilot.pause()
    screen = LabScreen(folder)
    pilot.app.push_screen(screen)
    await settled(pilot, 0.1)
    return screen


def asked(folder: Path) -> list[str]:
    return [command.action for command in commands.pending(folder)]


@pytest.mark.parametrize(
    ("width", "height", "language", "theme"),
    [(80, 24, "en", "dark"), (80, 24, "vi", "light"), (120, 40, "en", "dark"), (200, 60, "en", "light")],
)
def test_looks(snap_compare: Any, width: int, height: int, language: Any, theme: Any) -> None:
    settings.write(settings.Settings(language=language, theme=theme))
    folder = measured()

    async def before(pilot: Pilot[None]) -> None:
        await opened(pilot, folder)
        await pilot.press("l")
        await settled(pilot, 0.3)

    assert snap_compare(DlLabApp(), terminal_size=(width, height), run_before=before)


async def test_the_worker_measures_only_while_somebody_looks() -> None:
    folder = measured()
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, folder)
        assert asked(folder) == []
        await pilot.press("l")
        await settled(pilot, 0.3)
        assert asked(folder) == ["inspect-on"]
        text = text_of(app)
        assert "conv2" in text and "! dead" in text and "leaky-relu helps" in text
        await pilot.press("l")
        await settled(pilot, 0.3)
        assert asked(folder) == ["inspect-on", "inspect-off"]
        assert "! dead" not in text_of(app)


async def test_a_worker_that_goes_on_is_told_again() -> None:
    folder = measured()
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, folder)
        await pilot.press("l")
        await settled(pilot, 0.3)
        commands.discard(folder)  # as the start of a worker does
        made.write(folder, [replace(made.started(), time=made.T0 + 99, step=471, resumed=True)])
        await settled(pilot, 0.5)
        assert asked(folder) == ["inspect-on"]


async def test_leaving_the_lab_ends_it() -> None:
    folder = measured()
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, folder)
        await pilot.press("l")
        await settled(pilot, 0.3)
        await pilot.press("escape")
        await settled(pilot, 0.3)
        assert not isinstance(app.screen, LabScreen)
        assert asked(folder) == ["inspect-on", "inspect-off"]


async def test_a_paused_run_says_how_the_next_batch_is_measured() -> None:
    folder = made.training()
    made.write(folder, [Paused(time=made.T0, step=483)])
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, folder)
        await pilot.press("l")
        await settled(pilot, 0.3)
        assert ". does one batch and measures it" in text_of(app)
        assert asked(folder) == ["inspect-on"]


async def test_of_an_ended_run_the_last_measurement_stays() -> None:
    folder = measured()
    made.dead(folder)
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, folder)
        await pilot.press("l")
        await settled(pilot, 0.3)
        assert "last measured at step 480" in text_of(app)
        assert asked(folder) == []


async def test_a_tall_network_keeps_its_bad_layers() -> None:
    folder = made.training()
    rows = [row(f"linear{i}") for i in range(1, 31)]
    rows[16] = row("linear17", word="dead", why="silent_units")
    made.write(folder, [Layers(time=made.T0, step=480, samples=64, rows=rows)])
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, folder)
        await pilot.press("l")
        await settled(pilot, 0.3)
        text = text_of(app)
        assert all(name in text for name in ("linear1 ", "linear17", "linear30", "more layers", "get no gradient"))


async def test_what_was_never_measured_says_how_it_comes() -> None:
    app = DlLabApp()
    async with app.run_test(size=(200, 60)) as pilot:
        await opened(pilot, made.finished())
        await pilot.press("l")
        await settled(pilot, 0.3)
        assert "Nothing was measured while this run trained" in text_of(app) and "space goes on" not in text_of(app)


def test_an_earlier_epoch_shows_its_own_measurement(tmp_path: Path) -> None:
    folder = measured()
    assert pictures(folder / "events.jsonl", 460)[2] is None
    found = pictures(folder / "events.jsonl", 480)[2]
    assert found is not None and found.rows == LAYERS.rows


def test_the_gravest_layer_is_explained_first() -> None:
    assert [names for names, _ in explanations(LAYERS)] == ["linear1", "conv2"]


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("width", [58, 76, 100])
@pytest.mark.parametrize("ascii", [False, True])
def test_rows_fit_the_width(language: Any, width: int, ascii: bool) -> None:
    set_language(language)
    updates = {one.name: [one.update] * 30 for one in LAYERS.rows}
    for line in table(LAYERS, fitting(LAYERS, width, past=not ascii), updates=updates, ascii=ascii):
        assert cell_len("".join(text for text, _ in line)) <= width


def cells(line: tuple[tuple[str, str], ...]) -> list[str]:
    return "".join(text for text, _ in line).replace("! ", "!").replace(" %", "%").split()


@pytest.mark.parametrize("language", ["en", "vi"])
def test_no_column_touches_the_next_one(language: Any) -> None:
    set_language(language)
    wide = {"weight_rms": 0.00123456, "activation_rms": 12345.6, "weight_gradient_rms": 1.234e-12, "idle": 1.0,
            "update": 1e-12, "output_gradient_rms": 1e-13}  # fmt: skip
    layers = replace(LAYERS, rows=[replace(one, **wide) for one in LAYERS.rows[:-1]] + LAYERS.rows[-1:])
    shape_from = 80 if language == "en" else 76
    for width in (50, 58, 76, 80, 84, 92, 130):
        found = cells(table(layers, fitting(layers, width))[1])
        assert {"conv1", "1.2e4", "1e-12", "100%", "-12", "✓"} <= set(found), width
        assert ("1.2e-3" in found, "16×28×28" in found) == (width >= 58, width >= shape_from)
    found = cells(table(layers, fitting(layers, 92))[1])
    assert found[1:8] == ["16×28×28", "1.2e-3", "1.2e4", "1e-12", "-7.8", "100%", "-12"]


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_legend_tells_of_the_columns_that_are_there(language: Any) -> None:
    set_language(language)
    for width in (50, 58, 84, 130):
        columns = fitting(LAYERS, width)
        for short in (False, True):
            told = legend(columns, short=short)
            head = t("layers.head.arriving") + ":"
            assert (head in told) == ("arriving" in columns.widths)
            assert t("layers.head.update") + ":" in told


def test_the_legend_names_lessons_that_teach_it() -> None:
    lessons = {lesson.number: lesson.id for lesson in course.read().lessons}
    taught = {4: "04-activations", 5: "05-forward", 6: "06-backward", 7: "07-gradient-descent"}
    told = legend(fitting(LAYERS, 130))
    for number, id in taught.items():
        assert f"(lesson {number})" in told and lessons[number].endswith(id)


def test_the_past_stands_there_where_there_is_room() -> None:
    updates = {one.name: [1e-6, None, 1e-3, 1.0] for one in LAYERS.rows}
    assert "▁ ▅█" in "".join(text for text, _ in table(LAYERS, fitting(LAYERS, 130, past=True), updates=updates)[1])
    assert "▁" not in "".join(text for text, _ in table(LAYERS, fitting(LAYERS, 80, past=True), updates=updates)[1])
    assert len(past([1e-3] * 60)) == PAST


def test_the_command_line_says_the_same() -> None:
    lines = list(said(LAYERS, 80))
    assert "conv2" in lines[3] and "! dead" in lines[3]
    assert len(said(replace(LAYERS, rows=[]), 80)) == 1
    assert lines[-1].startswith("conv2: half of the units")


def test_numbers_and_gauge() -> None:
    assert [size(x) for x in (None, 0.0, 0.0521, 0.712, 8.17, 123.4, 4.8e-3, 3.1e-5, 2.6e-12, 12345.0)] == [
        "–", "0", "0.0521", "0.712", "8.17", "123", "4.8e-3", "3.1e-5", "3e-12", "1.2e4",
    ]  # fmt: skip
    assert power(1e-3) == pytest.approx(-3)
    assert power(0.0) is None
    marks = [gauge(update).find("●") for update in (1e-9, 1e-6, 1e-3, 1.0, 50.0)]
    assert marks == [0, 0, GAUGE // 2, GAUGE - 1, GAUGE - 1]
    assert gauge(None)[GAUGE // 2] == "┊"
