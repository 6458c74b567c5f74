"""Choosing the Python that runs the cells, of those that are there and have what it takes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tui_lab.app.screens.choice import Choice, ChoiceScreen
from tui_lab.config.errors import LabError
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.screens.lesson import LessonScreen
    from tui_lab.kernel.interpreters import Interpreter


def choose(screen: LessonScreen) -> None:
    """Show the list; the chosen one is looked at, kept in the settings, and a kernel of it started."""
    from tui_lab.kernel import interpreters

    app = screen.lab_app
    found = interpreters.find(app.settings.interpreter)
    now = app.settings.interpreter
    in_use = next((n for n, one in enumerate(found) if str(one.path) == now or (not now and one.origin == "own")), 0)
    choices = [
        Choice(str(one.path), t("lesson.interpreter_now") if n == in_use else t(f"lesson.interpreter_{one.origin}"))
        for n, one in enumerate(found)
    ]
    choices.append(Choice(t("lesson.interpreter_other")))

    def take(chosen: int | None) -> None:
        if chosen == len(found):
            screen.line.ask(t("lesson.interpreter_path"), typed, value=now)
        elif chosen is not None and chosen != in_use:
            screen.attempt(lambda: change(screen, found[chosen]))

    def typed(path: str) -> None:
        if path.strip():
            other = interpreters.Interpreter(interpreters.python_of(path.strip()), "settings")
            screen.attempt(lambda: take_typed(other, path))

    async def take_typed(other: Interpreter, path: str) -> None:
        try:
            await change(screen, other)
        except LabError:
            screen.line.ask(t("lesson.interpreter_path"), typed, value=path)  # to be mended
            raise

    app.push_screen(ChoiceScreen(t("lesson.interpreters"), choices, in_use, t("lesson.interpreters_about")), take)


async def change(screen: LessonScreen, chosen: Interpreter) -> None:
    """Take another interpreter.

    Raises:
        LabError: it lacks something that cells need, or can't be run.
    """
    from tui_lab.kernel import interpreters

    screen.lab_app.say(t("lesson.interpreters_looking"))
    versions = await asyncio.to_thread(interpreters.check, chosen.path)
    path = "" if chosen.origin == "own" else str(chosen.path)
    screen.lab_app.change_settings(interpreter=path)
    await screen.session.kernel.renew()
    screen.lab_app.say(t("lesson.interpreter_taken", path=chosen.path))
    if versions.lacks:
        install = f"{chosen.path} -m pip install {' '.join(versions.lacks)}"
        screen.lab_app.say(t("lesson.interpreter_lacks", install=install), bad=True)
