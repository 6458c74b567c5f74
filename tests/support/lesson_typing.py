"""What a person does in a lesson at a terminal, for the end-to-end tests: go to a block, write code, and the like."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
from terminal import Terminal

APP = [sys.executable, "-m", "tui_lab"]
MAP = "Deep learning, hands on"
END = "\x1b[F"
F5 = "\x1b[15~"
DELETE_ALL = ("\x1b[18~", "\x1b[3~")
"""F7 marks all, delete takes it away."""
OUTLINE = 34
"""Columns of the outline on a wide screen."""
SLOW_S = 120
"""A kernel that loads torch on a busy machine."""


def start(home: Path, size: tuple[int, int] = (120, 40), **environment: str) -> Terminal:
    return Terminal(APP, size=size, environment={"DL_LAB_HOME": str(home), **environment})


def press_until(
    terminal: Terminal, key: str, true: Callable[[str], bool], seen: Callable[[str], str] = str, most: int = 60
) -> None:
    """Press a key, as often as it takes; each time wait for what the key changes (`seen` of the screen)."""
    for _ in range(most):
        if true(terminal.text):
            return
        before = seen(terminal.text)
        terminal.type(key)
        with contextlib.suppress(TimeoutError):  # at the end nothing changes
            terminal.wait(lambda text, before=before: seen(text) != before, 3)  # type: ignore[misc]
        terminal.run(0.1)
    raise AssertionError(f"{key!r} never brought it on\n{terminal.text}")


def marked(text: str) -> str:
    """The lines of the marked block; the outline has a mark of its own."""
    begin = OUTLINE if "─ Outline" in text else 0
    return "\n".join(line[begin:] for line in text.splitlines() if line[begin:].startswith("▌"))


def current(text: str, what: str) -> bool:
    """Whether the marked block holds this text."""
    return what in marked(text)


def to_block(terminal: Terminal, what: str, key: str = "j") -> None:
    press_until(terminal, key, lambda text: current(text, what), marked)


def write(terminal: Terminal, code: str) -> None:
    """Type a program: the editor indents it."""
    terminal.type(*DELETE_ALL)
    for letter in code:
        terminal.type("enter" if letter == "\n" else letter)
        terminal.run(0.01)


def end_keepers(home: Path) -> None:
    """End the keepers that live in a learner's folder."""
    keepers = []
    for process in psutil.process_iter(["cmdline"]):
        line = process.info["cmdline"] or []
        if "tui_lab.kernel.keeper" in line and any(str(home) in part for part in line):
            with contextlib.suppress(psutil.Error):
                process.send_signal(signal.SIGTERM)
                keepers.append(process)
    _, left = psutil.wait_procs(keepers, 15)
    for process in left:
        process.kill()
