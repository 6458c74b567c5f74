"""Lines of text with inks, as the painted widgets show them. Pure: no Textual."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size

Span = tuple[str, str]
"""A text and its ink: a name in the table of `app.inks`."""
Line = tuple[Span, ...]

BLANK: Line = ()
GAP = 12
"""Unchanged columns that cost less to send again than a move of the cursor."""


def width_of(line: Line) -> int:
    """Columns that a line takes."""
    return sum(cell_len(text) for text, _ in line)


def fit(text: str, width: int) -> str:
    """The text in exactly `width` columns: padded, or cut with an ellipsis."""
    if cell_len(text) <= width:
        return text + " " * (width - cell_len(text))
    if width < 1:
        return ""
    return set_cell_size(text, width - 1) + "…"


def rule(title: str, width: int, note: str = "", *, ascii: bool = False, ink: str = "bold") -> Line:
    """A title on a rule, with a note at its right end: `─ Loss ─────── 20,490 parameters ─`."""
    dash = "-" if ascii else "─"
    if cell_len(title) + 5 > width:
        return ((fit(title, width), ink),)
    if cell_len(title) + cell_len(note) + 8 > width:
        note = ""
    end = f" {note} {dash}" if note else ""
    middle = dash * (width - cell_len(title) - 3 - cell_len(end))
    return ((f"{dash} ", "rule"), (title, ink), (f" {middle}", "rule"), (end, "dim"))


def wrap(text: str, width: int, ink: str = "plain") -> list[Line]:
    """The text in lines of at most `width` columns; Vietnamese letters are one column each."""
    return [((part, ink),) for part in textwrap.wrap(text, max(8, width))]


def inset(line: Line) -> Line:
    """The line two columns further right, where the text of a whole screen begins."""
    return (("  ", "plain"), *line)


def filling(line: Line) -> str:
    """The ink of what is blank behind a line: a highlight goes on to the edge."""
    return "plain@" if line and line[-1][1].endswith("@") else "plain"


def changed_columns(old: Line, new: Line, width: int) -> list[tuple[int, int]]:
    """The stretches of columns, start and end, in which two lines of a width differ."""
    before, after = _cells(old, width), _cells(new, width)
    if len(before) != width or len(after) != width:  # a letter of two columns: the whole line
        return [(0, width)]
    return changed_spans(before, after)


def changed_spans(old: Sequence[object], new: Sequence[object]) -> list[tuple[int, int]]:
    """The stretches, start and end, in which two equally long rows of cells differ; near ones are joined."""
    found: list[tuple[int, int]] = []
    for x, (before, after) in enumerate(zip(old, new, strict=True)):
        if before == after:
            continue
        if found and x - found[-1][1] <= GAP:
            found[-1] = (found[-1][0], x + 1)
        else:
            found.append((x, x + 1))
    return found


def _cells(line: Line, width: int) -> list[Span]:
    cells = [(character, ink) for text, ink in line for character in text][:width]
    if any(cell_len(text) != len(text) for text, _ in line):
        return []
    return cells + [(" ", filling(line))] * (width - len(cells))
