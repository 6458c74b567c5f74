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
from tui_lab.runs.follow import open_history
from tui_lab.runs.launch import launch

DIGITS = ["data.name=mnist", "model.kind=cnn", "run.epochs=6", "optimizer.name=adamw", "schedule.name=one-cycle"]
SPIRALS = ["data.name=spirals", "model.hidden=32, 32", "model.activation=tanh", "run.epochs=80", "optimizer.lr=0.01"]
CHANGES: list[tuple[float, dict[str, bool | int | float | str]]] = [
    (1.5, {"regularisation.batch_norm": True}),
    (3.0, {"regularisation.dropout": 0.3}),
]
WAIT_S = 300


def train(settings_: list[str], changes: list[tuple[float, dict[str, bool | int | float | str]]]) -> Path:
    """Train a run to its end, with live changes at these epochs."""
    folder = store.create(apply_text(TrainConfig(), settings_))
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


async def picture(target: Path, size: tuple[int, int], run: Path | None, *keys: str) -> None:
    """Open the app on the map or on a run, press keys, and export what it shows."""
    app = DlLabApp(run or "map")
    async with app.run_test(size=size) as pilot:
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
        shots: list[tuple[str, tuple[int, int], Path | None, str, str]] = [
            ("map", (120, 40), None, "dark", "en"),
            ("lab-80x24", (80, 24), digits, "dark", "en"),
            ("lab-120x40", (120, 40), digits, "dark", "en"),
            ("lab-200x60", (200, 60), digits, "dark", "en"),
            ("boundary-200x60", (200, 60), spirals, "light", "en"),
            ("lab-120x40-vi", (120, 40), digits, "light", "vi"),
        ]
        for name, size, run, theme, language in shots:
            settings.write(settings.Settings(theme=theme, language=language))
            asyncio.run(picture(folder / f"{name}.svg", size, run))


if __name__ == "__main__":
    main()
