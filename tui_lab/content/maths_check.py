"""What is wrong in a formula. It is shown all the same, as well as it can be read: here its author is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tui_lab.content import latex
from tui_lab.content.lesson import Block
from tui_lab.content.walk import displays, line_of, texts_of
from tui_lab.messages import t

_BRACKET = re.compile(
    r"\\(?P<begin>begin|end)\s*\{(?P<name>[^{}]*)\}|\\(?P<side>left|right)(?![A-Za-z])|\\(?:[A-Za-z]+|.)|(?P<brace>[{}])",
    re.DOTALL,
)


class Wrong(NamedTuple):
    """Something wrong in a formula, and how many of its characters stand before it."""

    at: int
    what: str


def wrong_in(formula: str) -> list[Wrong]:
    """The commands that aren't known, and the first bracket or environment that isn't closed or opened."""
    found = [
        Wrong(max(formula.find(f"\\{name}"), 0), t("content.maths_unknown", name=name))
        for name in dict.fromkeys(latex.unknown(formula))
    ]
    unbalanced = next(_unbalanced(formula), None)
    return [*found, unbalanced] if unbalanced else found


def faulty(blocks: tuple[Block, ...], lines: list[str]) -> Iterator[tuple[int, str]]:
    """What is wrong in all formulas of some blocks, by line.

    Args:
        blocks: what was read.
        lines: the file that they stand in. A block tells only its own first line, a formula is looked for from there.
    """
    told: set[tuple[int, str]] = set()
    for line, formula in _formulas(blocks):
        for wrong in wrong_in(formula):
            first = line_of(lines, line, formula.partition("\n")[0])
            one = (first + formula.count("\n", 0, wrong.at), wrong.what)
            if one not in told:  # the same may stand in a line twice
                told.add(one)
                yield one


def _formulas(blocks: tuple[Block, ...]) -> Iterator[tuple[int, str]]:
    for line, spans in texts_of(blocks):
        yield from ((line, span.text) for span in spans if span.kind == "math")
    yield from ((display.line, display.latex) for display in displays(blocks))


def _unbalanced(formula: str) -> Iterator[Wrong]:
    """What is closed without being open, in order, and then what is still open at the end."""
    opened: list[Wrong] = []  # what opened, and what must close it
    for found in _BRACKET.finditer(formula):
        sign = found["brace"] or found["side"] or found["begin"]
        if sign in ("{", "left", "begin"):
            closing = {"{": "}", "left": "\\right", "begin": f"\\end{{{found['name']}}}"}[sign]
            opened.append(Wrong(found.start(), closing))
        elif sign and not opened:
            yield Wrong(found.start(), t("content.maths_closed", what=found[0]))
        elif sign:
            last = opened.pop()
            if re.sub(r"\s", "", found[0]) != last.what:
                yield _open(formula, last)
    yield from (_open(formula, each) for each in reversed(opened))


def _open(formula: str, opened: Wrong) -> Wrong:
    found = _BRACKET.match(formula, opened.at)
    what = found[0] if found else ""
    return Wrong(opened.at, t("content.maths_open", what=what, closing=opened.what))
