"""Lines of text with inks, as the painted widgets show them. Pure: no Textual."""

from __future__ import annotations

import textwrap

from rich.cells import cell_len, set_cell_size

Span = tuple[str, str]
"""A text and its ink: a name in the style table of `widgets.painted`."""
Line = tuple[Span, ...]

BLANK: Line = ()


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
