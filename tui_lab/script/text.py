"""Writing Python as text: numbers, names, lists that fit a line."""

from __future__ import annotations

import json
from collections.abc import Iterable

WIDTH = 120
"""Columns of a line at most, as in the lab's own code."""


def number(value: float) -> str:
    """A number as one would type it."""
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def quoted(text: str) -> str:
    """A text in double quotes. What JSON escapes, Python reads the same."""
    return json.dumps(text, ensure_ascii=False)


def call(start: str, arguments: Iterable[str], indent: int = 0) -> list[str]:
    """`start(arguments)` on one line, on three, or with an argument a line: what fits first.

    Args:
        start: what is called, with what stands before it.
        arguments: as text.
        indent: how far to the right the lines will be moved.
    """
    parts = list(arguments)
    if len(f"{start}({', '.join(parts)})") + indent <= WIDTH:
        return [f"{start}({', '.join(parts)})"]
    if len(", ".join(parts)) + 4 + indent <= WIDTH:
        return [f"{start}(", f"    {', '.join(parts)}", ")"]
    return [f"{start}(", *(f"    {part}," for part in parts), ")"]


def indented(lines: Iterable[str], by: int = 4) -> list[str]:
    """The lines further to the right; empty ones stay empty."""
    return [" " * by + line if line else line for line in lines]
