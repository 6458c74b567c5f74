"""How figures of cells are drawn in this terminal, and what would be better."""

from __future__ import annotations

import os
import re
import select
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from tui_lab.config import settings, terminals
from tui_lab.config.errors import LabError
from tui_lab.doctor.findings import Finding
from tui_lab.messages import t

_QUESTIONS = b"\x1b[>q\x1b[?2048$p\x1b[c"
"""Name and version, whether the size is told in band, and the attributes, which every terminal answers."""
_WAIT_S = 0.5
_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]+)c")
_IN_BAND = re.compile(rb"\x1b\[\?2048;([1-3])\$y")
_KITTY = re.compile(rb"\x1bP>\|kitty\((\d+)\.(\d+)")
_SIXEL = b"4"
_WITH_PLACEHOLDERS = (0, 28)


@dataclass(frozen=True)
class Answers:
    """What the terminal says of itself."""

    sixel: bool = False
    new: bool = False
    kitty: tuple[int, int] | None = None


def read_answers(data: bytes) -> Answers:
    """The answers in what came from the terminal."""
    attributes, kitty = _ATTRIBUTES.search(data), _KITTY.search(data)
    return Answers(
        sixel=attributes is not None and _SIXEL in attributes.group(1).split(b";"),
        new=_IN_BAND.search(data) is not None,
        kitty=(int(kitty.group(1)), int(kitty.group(2))) if kitty is not None else None,
    )


def ask() -> Answers | None:
    """Ask the terminal; None where there is none, or it says nothing in time."""
    import termios
    import tty

    if not sys.stdin.isatty() or not sys.stdout.isatty() or os.environ.get("TERM", "") in ("", "dumb", "linux"):
        return None
    stream, data = sys.stdin.fileno(), b""
    try:
        before = termios.tcgetattr(stream)
        tty.setcbreak(stream)
        try:
            os.write(sys.stdout.fileno(), _QUESTIONS)
            until = time.monotonic() + _WAIT_S
            while not _ATTRIBUTES.search(data) and (left := until - time.monotonic()) > 0:
                if select.select([stream], [], [], left)[0]:
                    data += os.read(stream, 1024)
        finally:
            termios.tcsetattr(stream, termios.TCSAFLUSH, before)
    except (OSError, termios.error):
        return None
    return read_answers(data) if _ATTRIBUTES.search(data) else None


def check(
    env: Mapping[str, str] | None = None,
    answers: Answers | None = None,
    cell: tuple[int, int] | None = None,
    setting: str | None = None,
) -> list[Finding]:
    """With what figures are drawn, why, and how to change it; what isn't given is found out."""
    if env is None:
        env, answers, cell = os.environ, ask(), terminals.cell_pixels()
    chosen = terminals.pictures(_setting() if setting is None else setting, env)
    by = t("doctor.pictures_by_setting", value=chosen.protocol) if chosen.why == "setting" else chosen.by
    if chosen.protocol == "blocks":
        better = answers is not None and answers.sixel and chosen.why == "unknown"
        remedy = t("doctor.pictures_sixel_do") if better else ""
        return [_finding(t(f"doctor.pictures_blocks_{chosen.why}", by=by), remedy)]
    new = answers is None or answers.new
    match terminals.lack(chosen, true_colour=terminals.has_true_colour(env), new=new, cell=cell):
        case "colours":
            return [_finding(t("doctor.pictures_no_colours", by=by), "export COLORTERM=truecolor")]
        case "version":
            can = answers is not None and answers.kitty is not None and answers.kitty >= _WITH_PLACEHOLDERS
            return [_finding(t("doctor.pictures_old", by=by), t("doctor.pictures_kitty_do") if can else "")]
        case "pixels":
            return [_finding(t("doctor.pictures_no_pixels", by=by))]
    return [_finding(t(f"doctor.pictures_{chosen.protocol}", by=by))]


def _finding(text: str, remedy: str = "") -> Finding:
    return Finding(id="terminal.pictures", level="ok", text=text, remedy=remedy)


def _setting() -> str:
    try:
        return settings.read().pictures
    except LabError:  # the app says what is wrong with it, and goes on with the usual ones
        return settings.Settings().pictures
