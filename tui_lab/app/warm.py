"""Imports what the next screens need while nobody types, one module at a time, in a thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from importlib import import_module

# Small pieces first: a key pressed meanwhile waits for one of them at most. Lessons first: that is what most come for.
MODULES = (
    "sqlite3",
    "msgspec.json",
    "textual.containers",
    "tui_lab.content.lesson",
    "tui_lab.content.maths",
    "markdown_it.token",
    "markdown_it",
    "mdit_py_plugins.dollarmath",
    "tui_lab.content.parser",
    "tui_lab.content.prose:markdown",
    "pygments.lexers.python",
    "tui_lab.app.code_lines:load",
    "tui_lab.app.lesson.paint",
    "tui_lab.learner.store",
    "tui_lab.app.lesson.session",
    "tui_lab.content.exercise",
    "tui_lab.app.screens.lesson",
    "tui_lab.kernel.link",
    "textual.widgets._input",
    "tui_lab.app.screens.run_list",
    "tui_lab.app.screens.help",
    "tui_lab.config.fields",
    "textual.widgets._select",
    "textual.widgets._switch",
    "tui_lab.app.screens.search",
    "tui_lab.app.screens.review",
    "plotext",
    "tui_lab.app.widgets.metric_chart",
    "tui_lab.app.screens.lab",
)
QUIET_S = 0.4
"""So long nobody must have typed."""
PAUSE_S = 0.05


def start(quiet_for: Callable[[], float], over: threading.Event) -> threading.Thread:
    """Begin in the background.

    Args:
        quiet_for: seconds since the last key.
        over: set when the app ends.
    """
    thread = threading.Thread(target=_run, args=(quiet_for, over), name="warm", daemon=True)
    thread.start()
    return thread


def _run(quiet_for: Callable[[], float], over: threading.Event) -> None:
    for name in MODULES:
        while quiet_for() < QUIET_S and not over.is_set():
            time.sleep(0.05)
        if over.wait(PAUSE_S):
            return
        module, _, function = name.partition(":")
        try:
            found = import_module(module)
            if function:  # what it makes once and keeps
                getattr(found, function)()
        except ImportError:  # whoever opens that screen gets the reason
            continue
