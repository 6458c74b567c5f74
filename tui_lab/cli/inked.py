"""Lines of the app's lessons on the command line: weights, and no colours."""

from __future__ import annotations

from collections.abc import Iterable

from tui_lab.app.lines import Line
from tui_lab.cli.output import console
from tui_lab.runs.words import clean

WIDEST = 100
"""A lesson isn't read well in wider lines."""

_STYLES = {"title": "bold", "bold": "bold", "keyword": "bold", "dim": "dim", "rule": "dim", "em": "italic"}


def width() -> int:
    """The columns to paint in."""
    return min(WIDEST, console().width)


def print_lines(lines: Iterable[Line]) -> None:
    """Print lines as they are, without the blanks at their ends."""
    from rich.text import Text

    for line in lines:
        text = Text()
        for part, ink in line:
            text.append(clean(part), style=_STYLES.get(ink, ""))
        text.rstrip()
        console().print(text, soft_wrap=True)
