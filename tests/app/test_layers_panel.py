"""Inside the network, in the lab: the panel, the commands to the worker, what is said of a bad layer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lab_made_runs as made
import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from tui_lab.app.app import DlLabApp
from tui_lab.app.layers_view import GAUGE, explanations, gauge, power, said, size, table
from tui_lab.app.moment import pictures
from tui_lab.app.screens.lab import LabScreen
from tui_lab.config import settings
from tui_lab.messages import set_language
from tui_lab.runs import commands
from tui_lab.runs.events import LayerRow, Layers


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
    folder = made.training()
    made.write(folder, [LAYERS])
    return folder


async def opened(pilot: Pilot[None], folder: Path) -> LabScreen:
    await pilot.pause()
    screen = LabScreen(folder)
    pilot.app.push_screen(screen)
    await pilot.pause(0.1)
    return screen


def asked(folder: Path) -> list[str]:
    return [command.action for command in commands.pending(folder)]


def shown(app: DlLabApp) -> str:
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


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
        await pilot.pause(0.3)

    assert snap_compare(DlLabApp(), terminal_size=(width, height), run_before=before)


async def test_the_worker_measures_only_while_somebody_looks() -> None:
    folder = measured()
    app = DlLabApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, folder)
        assert asked(folder) == []
        await pilot.press("l")
        await pilot.pause(0.3)
        assert asked(folder) == ["inspect-on"]
        text = shown(app)
        assert "conv2" in text and "! dead" in text and "leaky-relu helps" in text
        await pilot.press("l")
        await pilot.pause(0.3)
        assert asked(folder) == ["inspect-on", "inspect-off"]
        assert "! dead" not in shown(app)


async def test_a_tall_network_keeps_its_bad_layers() -> None:
    folder = made.training()
    rows = [row(f"linear{i}") for i in range(1, 31)]
    rows[16] = row("linear17", word="dead", why="silent_units")
    made.write(folder, [Layers(time=made.T0, step=480, samples=64, rows=rows)])
    app = DlLabApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, folder)
        await pilot.press("l")
        await pilot.pause(0.3)
        text = shown(app)
        assert all(name in text for name in ("linear1 ", "linear17", "linear30", "more layers", "get no gradient"))


async def test_what_was_never_measured_says_how_it_comes() -> None:
    app = DlLabApp()
    async with app.run_test(size=(200, 60)) as pilot:
        await opened(pilot, made.finished())
        await pilot.press("l")
        await pilot.pause(0.3)
        assert "Nothing was measured yet" in shown(app)


def test_an_earlier_epoch_shows_its_own_measurement(tmp_path: Path) -> None:
    folder = measured()
    assert pictures(folder / "events.jsonl", 479)[2] is None
    found = pictures(folder / "events.jsonl", 480)[2]
    assert found is not None and found.rows == LAYERS.rows


def test_the_gravest_layer_is_explained_first() -> None:
    assert [names for names, _ in explanations(LAYERS)] == ["linear1", "conv2"]


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("width", [58, 76, 100])
@pytest.mark.parametrize("ascii", [False, True])
def test_rows_fit_the_width(language: Any, width: int, ascii: bool) -> None:
    set_language(language)
    for line in table(LAYERS, width, ascii=ascii):
        assert cell_len("".join(text for text, _ in line)) <= width


def test_the_command_line_says_the_same() -> None:
    lines = list(said(LAYERS, 80))
    assert "conv2" in lines[3] and "! dead" in lines[3]
    assert lines[-1].startswith("conv2: half of the units")


def test_numbers_and_gauge() -> None:
    assert [size(x) for x in (None, 0.0, 0.0521, 3.1e-5, 12345.0, float("nan"))] == [
        "–", "0", "0.0521", "3.1e-5", "1.2e4", "NaN",
    ]  # fmt: skip
    assert power(1e-3) == pytest.approx(-3)
    assert power(0.0) is None
    marks = [gauge(update).find("●") for update in (1e-9, 1e-6, 1e-3, 1.0, 50.0)]
    assert marks == [0, 0, GAUGE // 2, GAUGE - 1, GAUGE - 1]
    assert gauge(None)[GAUGE // 2] == "┊"
