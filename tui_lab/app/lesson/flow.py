"""Running text in lines: words with inks, broken where a reader wouldn't mind. Pure: no Textual."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from tui_lab.app.lines import Line, Span, joined, width_of
from tui_lab.content import lesson, maths

MEASURE = 88
"""Columns beyond which a line of prose is hard to follow."""

_INKS = {"text": "plain", "strong": "bold", "em": "em", "code": "code", "math": "math", "link": "link"}
_BLANKS = re.compile(r"[ \t\r\n]+")
_LONGEST_WHOLE = 0.6
"""Part of a line up to which a formula or a piece of code isn't broken."""
_GAP = re.compile(r" {3,}")
_CLINGS = re.compile(r"^(%|°C|[–—:;!?…](?=\s|$))")
"""What must not begin a line, though a blank stands before it."""

Word = tuple[Span, ...]
"""Pieces that stay together."""


def inked(spans: lesson.Spans, *, ascii: bool, ink: str = "plain") -> list[tuple[str, str, bool]]:
    """The spans of a lesson as text, ink and whether it stays whole; `ink` is that of plain text."""
    found: list[tuple[str, str, bool]] = []
    for span in spans:
        if span.kind == "math":
            found.append((maths.inline(span.text, ascii=ascii), ink if ink != "plain" else "math", True))
        else:
            found.append((span.text, ink if span.kind == "text" else _INKS[span.kind], span.kind == "code"))
    return found


def plain_text(spans: lesson.Spans, *, ascii: bool = False) -> str:
    """The spans on one line without inks."""
    return _BLANKS.sub(" ", "".join(text for text, _, _ in inked(spans, ascii=ascii))).strip()


def line_of(spans: lesson.Spans, *, ascii: bool, ink: str = "plain") -> Line:
    """The spans on one line, however long."""
    return joined((_BLANKS.sub(" ", text), ink_of) for text, ink_of, _ in inked(spans, ascii=ascii, ink=ink))


def prose(spans: lesson.Spans, width: int, *, ascii: bool, ink: str = "plain") -> list[Line]:
    """The spans in lines of at most `width` columns."""
    return wrapped(words(inked(spans, ascii=ascii, ink=ink), width), width)


def sentence(text: str, width: int, ink: str = "plain") -> list[Line]:
    """A plain text of ours in lines of one ink."""
    return wrapped(words([(text, ink, False)], width), width)


def words(pieces: Sequence[tuple[str, str, bool]], width: int) -> list[Word]:
    """The words of a text. Formulas and code stay whole while they are short enough for it."""
    found: list[list[Span]] = []
    open_word = False
    for text, ink, whole in pieces:
        short = whole and cell_len(text) <= width * _LONGEST_WHOLE
        parts = [_BLANKS.sub(" ", text)] if short else _BLANKS.split(text)
        for n, part in enumerate(parts):
            if n:
                open_word = False
            if not part:
                continue
            if open_word or (found and _CLINGS.match(part) and not open_word and n):
                if not open_word:
                    found[-1].append((" ", ink))
                found[-1].append((part, ink))
            else:
                found.append([(part, ink)])
            open_word = True
    return [tuple(word) for word in found]


def wrapped(words: Sequence[Word], width: int) -> list[Line]:
    """The words in as few lines as hold them."""
    lines: list[Line] = []
    row: list[Span] = []
    used = 0
    width = max(8, width)
    for word in (piece for whole in words for piece in chopped(whole, width)):
        size = width_of(word)
        if row and used + 1 + size > width:
            lines.append(joined(row))
            row, used = [], 0
        if row:
            between = word[0][1] if row[-1][1] == word[0][1] else "plain"
            row.append((" ", between))
            used += 1
        row += word
        used += size
    return [*lines, joined(row)] if row else lines


def chopped(word: Word, width: int) -> list[Word]:
    """A word or a printed line that is longer than `width` columns in pieces of at most so many."""
    if width_of(word) <= width:
        return [word]
    pieces: list[list[Span]] = [[]]
    used = 0
    for text, ink in word:
        for letter in text:
            size = cell_len(letter)
            if used + size > width:
                pieces.append([])
                used = 0
            pieces[-1].append((letter, ink))
            used += size
    return [joined(piece) for piece in pieces if piece]


def clipped(line: Line, width: int) -> Line:
    """The line in at most `width` columns, with an ellipsis where it goes on."""
    if width_of(line) <= width:
        return line
    found: list[Span] = []
    room = width - 1
    for text, ink in line:
        kept = ""
        for letter in text:
            size = cell_len(letter)
            if size > room:
                return joined([*found, (kept, ink), ("…", "dim")])
            kept += letter
            room -= size
        found.append((kept, ink))
    return joined(found)


def trimmed(line: Line) -> Line:
    """The line without blanks at its end."""
    while line:
        text = line[-1][0].rstrip(" ")
        if text:
            return (*line[:-1], (text, line[-1][1]))
        line = line[:-1]
    return line


def ends(left: Line, right: Line, width: int) -> Line:
    """Two texts at the ends of a line; the left one gives way."""
    if not right:
        return clipped(left, width)
    left = clipped(left, max(1, width - width_of(right) - 2))
    return joined([*left, (" " * max(1, width - width_of(left) - width_of(right)), "plain"), *right])


def tightened(line: Line, width: int) -> Line:
    """The line made as narrow as this by taking blanks out of its widest gap, as long as two are left there."""
    over = width_of(line) - width
    gaps = [(len(gap[0]), n, gap.start()) for n, (text, _) in enumerate(line) for gap in _GAP.finditer(text)]
    if over <= 0 or not gaps:
        return line
    size, at, start = max(gaps)
    text, ink = line[at]
    return (*line[:at], (text[:start] + text[start + min(over, size - 2) :], ink), *line[at + 1 :])


def indented(lines: Iterable[Line], by: int, *, first: Line = ()) -> list[Line]:
    """The lines further right; `first` stands in the space before the first of them."""
    found: list[Line] = []
    for line in lines:
        lead = joined([*first, (" " * (by - width_of(first)), "plain")]) if not found else ((" " * by, "plain"),)
        found.append(joined([*lead, *line]) if line or not found else ())
    return found
