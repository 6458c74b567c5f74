"""Two texts laid beside each other or into one, with what differs marked. Knows no Textual."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from tui_lab.app.code_lines import folded
from tui_lab.app.lines import BLANK, Line, width_of

SIGN_COLUMNS = 2


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[str | None, str | None, bool]]:
    """Rows of both texts that belong together, None where one has nothing, and whether they are equal."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from ((line, line, True) for line in old[a:b])
            continue
        for n in range(max(b - a, d - c)):
            yield (old[a + n] if a + n < b else None, new[c + n] if c + n < d else None, False)


def side_by_side(left: str, right: str, width: int) -> list[Line]:
    """The left text and the right one in two columns; what only one of them has is marked with `-` and `+`."""
    half = (width - 3) // 2
    free: Line = ((" " * half, "plain"),)
    lines: list[Line] = []
    for old, new, equal in _pairs(left.splitlines(), right.splitlines()):
        ours, theirs = _rows(old, "-", "bad", half, equal), _rows(new, "+", "good", half, equal)
        for one, other in zip_longest(ours, theirs, fillvalue=free):
            lines.append((*one, (" │ ", "rule"), *other))
    return lines


def _rows(text: str | None, sign: str, ink: str, width: int, equal: bool) -> list[Line]:
    """A line of code in as many rows as it needs."""
    if text is None:
        return []
    rows: list[Line] = []
    for row in folded(((text, "dim" if equal else "plain"),), width - SIGN_COLUMNS):
        lead = sign if not rows and not equal else " "
        blank = " " * max(0, width - SIGN_COLUMNS - width_of(row))
        rows.append(((f"{lead} ", ink), *row, (blank, "plain")))
    return rows


def unified(left: str, right: str, width: int) -> list[Line]:
    """Both in one column: lines that only the left one has with `-`, then those of the right one with `+`."""
    lines: list[Line] = []
    waiting: list[Line] = []
    for old, new, equal in _pairs(left.splitlines(), right.splitlines()):
        if equal:
            lines += waiting
            waiting = []
            lines += _rows(old, " ", "plain", width, equal)
            continue
        lines += _rows(old, "-", "bad", width, equal)
        waiting += _rows(new, "+", "good", width, equal)
    return [*lines, *waiting] or [BLANK]
