"""Imports what the next screens need while nobody types, one module at a time, in a thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from importlib import import_module

# Small pieces first: a key pressed meanwhile waits for one of them at most.
MODULES = (
    "textual.widgets._input",
    "tui_lab.app.screens.run_list",
    "tui_lab.app.screens.help",
    "tui_lab.config.fields",
    "textual.widgets._select",
    "textual.widgets._switch",
    "plotext",
    "tui_lab.app.widgets.metric_chart",
    "tui_lab.app.screens.lab",
)
QUIET_S = 0.4
"""So long nobody must have typed."""
PAUSE_S = 0.15


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
        try:
            import_module(name)
        except ImportError:  # whoever opens that screen gets the reason
            continue
