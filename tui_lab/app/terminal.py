"""What the app must know of its terminal, and an end without noise when the terminal goes away."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from tui_lab.config import terminals

HUNG_UP = 129
"""The exit status of a process that SIGHUP ended, as shells count it."""


def is_plain() -> bool:
    """Whether the terminal draws little more than ASCII: the Linux console, a dumb one."""
    return os.environ.get("TERM", "") in ("linux", "dumb", "vt100", "vt220")


def promise_colours() -> None:
    """Tell Rich and Textual of colours that they wouldn't know of: SSH hands TERM on, but not COLORTERM."""
    if terminals.has_true_colour(os.environ):
        os.environ.setdefault("COLORTERM", "truecolor")


def accept_any_text() -> None:
    """A terminal whose encoding lacks a character gets a question mark, not the end of the app."""
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def end_quietly_on_hangup() -> None:
    """The terminal is closed, or the SSH line dropped: end at once, with nothing left to restore or to say.

    All that matters is on disk already, and trainings run in sessions of their own.
    """
    with contextlib.suppress(ValueError):  # not the main thread: a test drives the app
        signal.signal(signal.SIGHUP, lambda _signal, _frame: os._exit(HUNG_UP))


def end_if_gone() -> None:
    """End where the terminal went away without SIGHUP (nohup, a container): reading it would spin.

    To be asked only by an app that began on a terminal.
    """
    try:
        there = sys.__stdin__ is not None and sys.__stdin__.isatty()
    except ValueError:
        there = False
    if not there:
        os._exit(HUNG_UP)
