"""Lines of text with inks, as the painted widgets show them. Pure: no Textual."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size

Span = tuple[str, str]
"""A text and its ink: a name in the table of `app.inks`."""
Line = tuple[Span, ...]

BLANK: Line = ()

PICTURE_INK = "picture:"
"""With this begins the ink of a row of a picture that is drawn with the terminal's graphics; `#rrggbb` without the sign
and the row follow (`app.graphics.placed`)."""


def width_of(line: Line) -> int:
    """Columns that a line takes."""
    return sum(cell_len(text) for text, _ in line)


def joined(spans: Iterable[Span]) -> Line:
    """Neighbours of one ink as one span; empty ones are left out."""
    found: list[Span] = []
    for text, ink in spans:
        if text and found and found[-1][1] == ink:
            found[-1] = (found[-1][0] + text, ink)
        elif text:
            found.append((text, ink))
    return tuple(found)


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


def beside(columns: Sequence[Sequence[Line]], widths: Sequence[int], gap: int) -> list[Line]:
    """Columns of lines put side by side."""
    lines: list[Line] = []
    for y in range(max(len(column) for column in columns)):
        line: list[Span] = []
        for column, width in zip(columns, widths, strict=True):
            part = column[y] if y < len(column) else BLANK
            line += [*part, (" " * (width - width_of(part) + gap), "plain")]
        lines.append(tuple(line[:-1]) if line and not line[-1][0].strip() else tuple(line))
    return lines


def filling(line: Line) -> str:
    """The ink of what is blank behind a line: a highlight goes on to the edge."""
    return "plain@" if line and line[-1][1].endswith("@") else "plain"


def changed_columns(old: Line, new: Line, width: int) -> tuple[int, int] | None:
    """From where to where two lines of a width differ; None where they don't."""
    before, after = _cells(old, width), _cells(new, width)
    if len(before) != width or len(after) != width:  # a letter of two columns: the whole line
        return (0, width)
    return changed_span(before, after)


def changed_span(old: Sequence[object], new: Sequence[object]) -> tuple[int, int] | None:
    """From where to where two equally long rows of cells differ; None where they don't.

    One stretch and not several: Textual sends a line from its widget's left edge for each of them.
    """
    differing = [x for x, (before, after) in enumerate(zip(old, new, strict=True)) if before != after]
    return (differing[0], differing[-1] + 1) if differing else None


def _cells(line: Line, width: int) -> list[Span]:
    cells = [(character, ink) for text, ink in line for character in text][:width]
    if any(cell_len(text) != len(text) for text, _ in line):
        return []
    return cells + [(" ", filling(line))] * (width - len(cells))
