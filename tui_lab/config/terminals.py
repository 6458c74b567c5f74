"""What a terminal can do, as far as its environment and the kernel say. Nothing is asked of the terminal itself.

A terminal that is asked answers on standard input, which the app reads as keys; and over SSH the answer takes as long
as a key. So pictures are drawn with graphics only where the environment names a terminal that has them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, cast

Protocol = Literal["kitty", "sixel", "blocks"]
Why = Literal["setting", "multiplexer", "known", "unknown"]
Lack = Literal["", "colours", "version", "pixels"]

_MULTIPLEXER_TERMS = ("tmux", "screen")
_KITTY_TERMS = ("xterm-kitty", "xterm-ghostty")
_SIXEL_TERMS = ("foot", "mlterm", "contour", "yaft")
_SIXEL_PROGRAMS = ("WezTerm", "iTerm.app", "mintty", "rio")
_KONSOLE_WITH_SIXEL = 220400
_TRUE_COLOUR_TERMS = ("xterm-kitty", "xterm-ghostty", "foot", "alacritty", "wezterm", "contour")
_MANY_REGISTERS = ("TERM_PROGRAM", "KONSOLE_VERSION", "WT_SESSION")


@dataclass(frozen=True)
class Pictures:
    """How pictures are drawn, and what decided it: the setting, or a variable with its value.

    `if_new`: old versions of the terminal lack it and show signs instead. kitty has placeholders from 0.28 on.
    """

    protocol: Protocol
    why: Why
    by: str = ""
    if_new: bool = False


def pictures(setting: str, env: Mapping[str, str]) -> Pictures:
    """How pictures are drawn: as the setting says; with `auto` by the terminal that the environment names."""
    if setting in ("kitty", "sixel", "blocks"):
        return Pictures(cast("Protocol", setting), "setting")
    term, program = env.get("TERM", ""), env.get("TERM_PROGRAM", "")
    between = "TMUX" if env.get("TMUX") else "STY" if env.get("STY") else ""
    if term.startswith(_MULTIPLEXER_TERMS):
        between = "TERM"
    if between:
        return Pictures("blocks", "multiplexer", _said(between, env))
    if term in _KITTY_TERMS:
        return Pictures("kitty", "known", _said("TERM", env), if_new=term == "xterm-kitty")
    if env.get("KITTY_WINDOW_ID"):
        return Pictures("kitty", "known", _said("KITTY_WINDOW_ID", env), if_new=True)
    if program == "ghostty":
        return Pictures("kitty", "known", _said("TERM_PROGRAM", env))
    if term.startswith(_SIXEL_TERMS):
        return Pictures("sixel", "known", _said("TERM", env))
    if program in _SIXEL_PROGRAMS:
        return Pictures("sixel", "known", _said("TERM_PROGRAM", env))
    konsole = env.get("KONSOLE_VERSION", "")
    if konsole.isdecimal() and int(konsole) >= _KONSOLE_WITH_SIXEL:
        return Pictures("sixel", "known", _said("KONSOLE_VERSION", env))
    return Pictures("blocks", "unknown", _said("TERM", env))


def _said(variable: str, env: Mapping[str, str]) -> str:
    return f"{variable}={env.get(variable, '')}"


def lack(chosen: Pictures, *, true_colour: bool, new: bool, cell: tuple[int, int] | None) -> Lack:
    """What is missing for the graphics that were chosen, so that half blocks stand in; empty where nothing is.

    Args:
        chosen: what `pictures` gave.
        true_colour: whether colours reach the terminal as they are; the number of a kitty picture is one.
        new: whether the terminal tells of its size in band (mode 2048), as versions of the last years do.
        cell: pixels of a cell, where they are known; sixel pictures have to fill cells exactly.
    """
    if chosen.protocol == "kitty" and not true_colour:
        return "colours"
    if chosen.protocol == "kitty" and chosen.if_new and not new:
        return "version"
    return "pixels" if chosen.protocol == "sixel" and cell is None else ""


def cell_pixels() -> tuple[int, int] | None:
    """Width and height of a cell in pixels; None where the terminal doesn't tell."""
    import fcntl
    import struct
    import termios

    try:
        assert sys.__stderr__ is not None  # the stream on which Textual draws
        answer = fcntl.ioctl(sys.__stderr__.fileno(), termios.TIOCGWINSZ, b"\0" * 8)
    except (AssertionError, OSError, ValueError):
        return None
    rows, columns, width, height = struct.unpack("HHHH", answer)
    if not rows or not columns or width < columns or height < rows:
        return None
    return width // columns, height // rows


def has_true_colour(env: Mapping[str, str]) -> bool:
    """Whether all colours are promised: by COLORTERM, which SSH doesn't hand on, or by the terminal's name."""
    term = env.get("TERM", "")
    promised = env.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")
    return promised or term.endswith("-direct") or term.startswith(_TRUE_COLOUR_TERMS)


def sixel_colours(env: Mapping[str, str]) -> int:
    """Colours of a sixel picture: xterm as a VT340 has 16 registers, and a colour beyond them replaces another."""
    if env.get("TERM", "").startswith("xterm") and not any(env.get(name) for name in _MANY_REGISTERS):
        return 16
    return 64
