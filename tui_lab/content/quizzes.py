"""Quizzes: a question, then its answers, one a line, each with what is said when it is chosen."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal, cast

from tui_lab.content.lesson import Choice, Quiz
from tui_lab.content.options import Options
from tui_lab.content.prose import Prose

KINDS = ("one", "many", "number")
MOST_CHOICES = 9
"""An answer is chosen with a digit."""

_HUGE = 1e15


@dataclass(frozen=True)
class _Line:
    """`- answer :: explanation` as it stands in the file."""

    right: bool
    answer: str
    why: str
    line: int


def quiz(id: str, options: Options, prose: Prose, base: Quiz | None) -> Quiz:
    """The quiz of a directive; with `base` it is the translation of that one, whose kind and numbers hold.

    Raises:
        ContentError: a field is wrong, there are too few answers, or none is right.
    """
    options.only("kind", "before", "answer", "tolerance")
    source, fence = options.source, options.fence
    question, lines = _split(options)
    blocks = prose.blocks(question, options.body_line)
    if not blocks:
        source.tell(fence.line, "content.no_question", id=id)
    if len(lines) > MOST_CHOICES:
        source.tell(lines[MOST_CHOICES].line, "content.too_many_choices", id=id, most=MOST_CHOICES)
    choices = tuple(
        Choice(
            right=line.right,
            spans=prose.spans(line.answer, line.line),
            why=prose.spans(line.why, line.line),
            line=line.line,
        )
        for line in lines
    )
    before = (
        base.before if base and "before" not in options else source.faults.attempt(lambda: options.switch("before"))
    )
    # From here on one fault would lead to others that are none: without the kind, what is right can't be told.
    kind = base.kind if base and "kind" not in options else options.one_of("kind", KINDS)
    answer, tolerance = (base.answer, base.tolerance) if base else (0.0, 0.0)
    numbers: tuple[float, ...] = ()
    if kind == "number":
        if base is None and "answer" not in options:
            raise source.wrong(fence.line, "content.missing_option", name="answer", directive=fence.title)
        answer = options.number("answer", answer, least=-_HUGE, most=_HUGE)
        tolerance = options.number("tolerance", tolerance, least=0, most=_HUGE)
        numbers = tuple(_number(options, line, answer, tolerance) for line in lines)
    else:
        for name in ("answer", "tolerance"):
            if name in options:
                source.tell(options.line(name), "content.only_number", name=name)
        _count_right(options, id, kind, lines)
    return Quiz(
        line=fence.line,
        key=id,
        id=id,
        kind=cast(Literal["one", "many", "number"], kind),
        question=blocks,
        choices=choices,
        numbers=numbers,
        answer=answer,
        tolerance=tolerance,
        before=before or False,
    )


def left_over(id: str, options: Options, prose: Prose) -> Quiz:
    """The quiz of a translation whose English is gone: it is shown nowhere, and needn't be whole."""
    question, _ = _split(options)
    return Quiz(line=options.fence.line, key=id, id=id, kind="one", question=prose.blocks(question, options.body_line))


def _split(options: Options) -> tuple[str, list[_Line]]:
    """The question, and the lines of answers below it. An answer may go on in indented lines."""
    lines = options.body.split("\n")
    begin = next((i for i, line in enumerate(lines) if line[:2] in ("- ", "+ ")), len(lines))
    found: list[tuple[int, str]] = []
    for i, line in enumerate(lines[begin:], options.body_line + begin):
        if line[:2] in ("- ", "+ "):
            found.append((i, line))
        elif line.startswith("  ") and line.strip():
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        elif line.strip():
            options.source.tell(i, "content.not_choice_line", text=line[:40])
    return "\n".join(lines[:begin]), [_line(at, text) for at, text in found]


def _line(at: int, text: str) -> _Line:
    answer, _, why = f" {text[2:]} ".partition(" :: ")
    return _Line(right=text[0] == "+", answer=answer.strip(), why=why.strip(), line=at)


def _count_right(options: Options, id: str, kind: str, lines: list[_Line]) -> None:
    source, fence = options.source, options.fence
    right = [line for line in lines if line.right]
    if len(lines) < 2:
        source.tell(fence.line, "content.too_few_choices", id=id)
    elif not right:
        source.tell(fence.line, "content.none_right", id=id)
    elif kind == "one" and len(right) > 1:
        source.tell(right[1].line, "content.two_right", id=id)
    for line in lines:
        if not line.answer:
            source.tell(line.line, "content.empty_choice", id=id)


def _number(options: Options, line: _Line, answer: float, tolerance: float) -> float:
    """The number of an answer's line: what is usually got wrong; a line of `+` stands for the right one."""
    if line.right and not line.answer:
        return answer
    value = number(line.answer)
    if value is None:
        options.source.tell(line.line, "content.choice_no_number", text=line.answer[:40])
        return answer
    if line.right != (abs(value - answer) <= tolerance):
        options.source.tell(line.line, "content.choice_misplaced", value=line.answer[:40])
    return value


_NUMBER = re.compile(r"[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]{1,3})?")


def number(text: str) -> float | None:
    """The number that somebody wrote, with a point or a comma before its decimals; None where it is none."""
    text = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(text) or len(text) > 40:
        return None
    value = float(text.replace(",", "."))
    return value if math.isfinite(value) else None
