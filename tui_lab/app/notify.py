"""What reaches the learner's own machine through the terminal: bell, desktop notice, clipboard, the `scp` line."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable

from tui_lab.runs.words import clean

Write = Callable[[str], object]

BELL = "\x07"


def announce(text: str, how: str, write: Write) -> None:
    """Say that something ended: by the bell, or by a desktop notice (OSC 9) that carries the text.

    Args:
        text: what ended.
        how: the setting `notify`: none, bell or desktop.
        write: sends to the terminal.
    """
    if how == "none":
        return
    if how == "bell" or not _knows_osc():
        write(BELL)
        return
    write(_through_multiplexer(f"\x1b]9;{clean(text)}\x07"))
    if _multiplexer():
        write(BELL)  # tmux drops what it may not pass through (allow-passthrough), the bell it keeps


def copy(text: str, write: Write) -> bool:
    """Put the text on the clipboard of the learner's own machine (OSC 52); says whether this terminal may know how."""
    if not _knows_osc():
        return False
    sequence = f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"
    write(sequence)
    if _multiplexer():
        write(_through_multiplexer(sequence))
    return True


def _knows_osc() -> bool:
    return os.environ.get("TERM", "") not in ("linux", "dumb", "")


def _multiplexer() -> str:
    if os.environ.get("TMUX"):
        return "tmux"
    return "screen" if os.environ.get("STY") else ""


def _through_multiplexer(sequence: str) -> str:
    """Wrapped so that tmux or screen hands it on to the terminal outside."""
    match _multiplexer():
        case "tmux":
            return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"
        case "screen":
            return f"\x1bP{sequence}\x1b\\"
    return sequence
