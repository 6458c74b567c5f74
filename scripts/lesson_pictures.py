"""Makes the README's pictures of lessons: real cells in a real kernel, a failed exercise, an explorable, the map.

python scripts/lesson_pictures.py [docs/pictures]
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from textual.pilot import Pilot

from tui_lab.app.app import DlLabApp
from tui_lab.app.screens.lesson import LessonScreen
from tui_lab.config import settings
from tui_lab.content import packs
from tui_lab.kernel import sessions
from tui_lab.learner.store import Learner

WAIT_S = 120
WRONG = "def layer(X, W, b):\n    return sigmoid(X @ W + b)\n"


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Let the app run until something is true."""
    end = time.monotonic() + WAIT_S
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        await pilot.pause(0.1)
    await pilot.pause(0.5)


async def take(target: Path, size: tuple[int, int], lesson: str, block: str, *keys: str) -> None:
    """Open a lesson at a block, press keys (`run` waits for the kernel to be idle again), and export what it shows."""
    app = DlLabApp("map")
    async with app.run_test(size=size) as pilot:
        await pilot.pause(0.5)
        if lesson:
            app.open_lesson(packs.find(lesson), block)
            await until(pilot, lambda: isinstance(app.screen, LessonScreen))
        for key in keys:
            screen = app.screen
            if key == "run" and isinstance(screen, LessonScreen):
                await pilot.press("r")
                await pilot.pause(1.0)
                await until(pilot, lambda screen=screen: screen.session.kernel.state == "idle")  # type: ignore[misc]
            else:
                await pilot.press(key)
                await pilot.pause(0.6)
        target.write_text(app.export_screenshot(), encoding="utf-8")
    print(target)


def end_keeper(lesson: str) -> None:
    """End the lesson's kernel, and wait for it."""
    session = sessions.session_for(packs.find(lesson).key)
    keeper = sessions.keeper_of(session)
    if keeper is not None:
        os.kill(keeper.pid, 15)
        end = time.monotonic() + 20
        while sessions.keeper_of(session) is not None and time.monotonic() < end:
            time.sleep(0.1)


def main() -> None:
    """Take the pictures."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["DL_LAB_HOME"] = home
        with Learner.open() as learner:
            learner.save_edit("course/forward", "one-layer", WRONG)
        shots: list[tuple[str, tuple[int, int], str, str, tuple[str, ...], str]] = [
            ("lesson-120x40", (120, 40), "gradient", "setup", ("run", "j", "j", "2", "enter"), "en"),
            ("exercise-80x24", (80, 24), "forward", "setup", ("run",), "en"),
            ("exercise-80x24", (80, 24), "forward", "one-layer", ("run",), "en"),
            ("lesson-80x24-vi", (80, 24), "activations", "top+1", (), "vi"),
            ("explorable-120x40", (120, 40), "forward", "step-forward", ("enter", "1", "enter", "n", "n", "n"), "en"),
            ("map", (120, 40), "", "", (), "en"),
        ]
        try:
            for name, size, lesson, block, keys, language in shots:
                settings.write(settings.Settings(language=language))
                asyncio.run(take(folder / f"{name}.svg", size, lesson, block, *keys))
        finally:
            for lesson in ("gradient", "forward", "activations"):
                end_keeper(lesson)


if __name__ == "__main__":
    main()
