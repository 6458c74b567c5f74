"""Python code as lines with inks. Pure: no Textual. pygments takes 30 ms to import, so it is imported when asked."""

from __future__ import annotations

from typing import Any

from tui_lab.app.lines import Line, Span, joined, width_of

_HANGING = 4
"""Columns by which what goes on in a second line stands further right."""


def highlighted(code: str) -> list[Line]:
    """The lines of a Python text, each as spans whose inks say what they are."""
    from pygments import lex
    from pygments.lexers.python import PythonLexer
    from pygments.token import Comment, Keyword, Literal, Name, Operator

    inks: tuple[tuple[Any, str], ...] = (
        (Comment, "dim"),
        (Literal.String.Doc, "dim"),
        (Literal.String, "good"),
        (Literal.Number, "validation"),
        (Keyword, "train"),
        (Operator.Word, "train"),
        (Name.Function, "bold"),
        (Name.Class, "bold"),
    )
    lines: list[Line] = []
    spans: list[Span] = []
    for kind, text in lex(code, PythonLexer(stripnl=False)):
        ink = next((ink for token, ink in inks if kind in token), "plain")
        first, *others = text.split("\n")
        spans.append((first, ink))
        for part in others:
            lines.append(joined(spans))
            spans = [(part, ink)]
    return lines if not joined(spans) else [*lines, joined(spans)]


def load() -> None:
    """Load what colours code, and let it make its tables: the first line costs as much as a lesson's cells."""
    highlighted("import torch")


def folded(line: Line, width: int) -> list[Line]:
    """The line in rows of at most `width` columns, broken at a blank where there is one; the others hang."""
    text = "".join(part for part, _ in line)
    if width_of(line) <= width or width < 2 * _HANGING:
        return [line]
    indent = min(len(text) - len(text.lstrip()) + _HANGING, width // 2)
    rows: list[Line] = []
    begin, room = 0, width
    while len(text) - begin > room:
        cut = text.rfind(" ", begin + room // 2, begin + room) + 1 or begin + room
        rows.append(_hung(line, begin, cut, indent))
        begin, room = cut, width - indent
    return [*rows, _hung(line, begin, len(text), indent)]


def _hung(line: Line, begin: int, end: int, indent: int) -> Line:
    found: list[Span] = [(" " * indent, "plain")] if begin else []
    at = 0
    for text, ink in line:
        part = text[max(0, begin - at) : max(0, end - at)]
        if part:
            found.append((part, ink))
        at += len(text)
    return tuple(found)
