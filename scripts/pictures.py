"""Makes the pictures of the README: real trainings, drawn and exported by the app itself.

python scripts/pictures.py [docs/pictures]
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from tui_lab.app.app import DlLabApp
from tui_lab.config import settings
from tui_lab.config.fields import apply_text
from tui_lab.config.train import TrainConfig
from tui_lab.runs import commands, store
from tui_lab.runs.branching import create_twin
from tui_lab.runs.follow import open_history
from tui_lab.runs.launch import launch

DIGITS = ["data.name=mnist", "model.kind=cnn", "run.epochs=6", "optimizer.name=adamw", "schedule.name=one-cycle"]
SPIRALS = ["data.name=spirals", "model.hidden=32, 32", "model.activation=tanh", "run.epochs=80", "optimizer.lr=0.01"]
SMALL = ["data.name=mnist", "data.train_samples=300", "model.hidden=256", "run.epochs=40", "data.batch_size=32"]
CHANGES: list[tuple[float, dict[str, bool | int | float | str]]] = [
    (1.5, {"regularisation.batch_norm": True}),
    (3.0, {"regularisation.dropout": 0.3}),
]
WAIT_S = 300


def train(settings_: list[str], changes: list[tuple[float, dict[str, bool | int | float | str]]]) -> Path:
    """Train a run to its end, with live changes at these epochs."""
    return follow(store.create(apply_text(TrainConfig(), settings_)), changes)


def follow(folder: Path, changes: list[tuple[float, dict[str, bool | int | float | str]]]) -> Path:
    """Train a run folder to its end."""
    launch(folder)
    coming, until = list(changes), time.monotonic() + WAIT_S
    while (history := open_history(folder)).phase not in ("finished", "failed"):
        if time.monotonic() > until:
            raise TimeoutError(folder)
        if coming and history.epoch >= coming[0][0]:
            commands.send(folder, "set", coming.pop(0)[1])
        time.sleep(0.1)
    store.mark_seen(folder)
    return folder


async def picture(target: Path, size: tuple[int, int], runs: list[Path], *keys: str) -> None:
    """Open the app on the map, on a run, or on several laid over each other; press keys, and export what it shows."""
    app = DlLabApp(runs[0] if len(runs) == 1 else "map")
    async with app.run_test(size=size) as pilot:
        await pilot.pause(1.0)
        if len(runs) > 1:
            app.open_comparison(runs)
            await pilot.pause(1.0)
        for key in keys:
            await pilot.press(key)
            await pilot.pause(0.3)
        target.write_text(app.export_screenshot(), encoding="utf-8")
    print(target)


def main() -> None:
    """Train, then take the pictures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["DL_LAB_HOME"] = home
        digits, spirals = train(DIGITS, CHANGES), train(SPIRALS, [])
        small = train(SMALL, [])
        twin = follow(create_twin(small, {"regularisation.dropout": 0.5}), [])
        shots: list[tuple[str, tuple[int, int], list[Path], str, str, tuple[str, ...]]] = [
            ("lab-80x24", (80, 24), [digits], "dark", "en", ()),
            ("lab-120x40", (120, 40), [digits], "dark", "en", ()),
            ("lab-200x60", (200, 60), [digits], "dark", "en", ()),
            ("boundary-200x60", (200, 60), [spirals], "light", "en", ()),
            ("lab-120x40-vi", (120, 40), [digits], "light", "vi", ()),
            ("twins-120x40", (120, 40), [small, twin], "dark", "en", ()),
            ("curves-120x40", (120, 40), [small], "dark", "en", ("e",)),
        ]
        for name, size, runs, theme, language, keys in shots:
            settings.write(settings.Settings(theme=theme, language=language))
            asyncio.run(picture(folder / f"{name}.svg", size, runs, *keys))


if __name__ == "__main__":
    main()
