"""A lesson as pages to hand in or to carry on elsewhere: text and code in order, with the learner's own answers.

What only works in the app (quizzes, the lab, explorables) becomes text that can be read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from tui_lab.content.lesson import Block, Cell, Exercise, Explorable, Lesson, Preset, Quiz, Spans
from tui_lab.messages import t

DIRECTIVES = (Cell, Exercise, Explorable, Preset, Quiz)


@dataclass(frozen=True)
class Piece:
    """A stretch of Markdown, or code that may be run; code has the id of its cell or exercise."""

    kind: Literal["markdown", "code"]
    text: str
    id: str = ""


@dataclass(frozen=True)
class Answers:
    """What the learner made of a lesson: code by block key, answers by quiz id as the learner's file keeps them."""

    code: Mapping[str, str]
    quizzes: Mapping[str, tuple[str, bool]]


def pieces(lesson: Lesson, answers: Answers, source: str) -> list[Piece]:
    """The lesson in pieces; `source` is the text of `lesson.path`, from which prose is taken as it stands."""
    lines = source.splitlines()
    found: list[Piece] = []
    prose_from: int | None = None
    for block in lesson.blocks:
        if isinstance(block, DIRECTIVES):
            if prose_from is not None:
                found += _prose(lines, prose_from, block.line)
                prose_from = None
            found += _directive(block, answers, lines)
        elif prose_from is None:
            prose_from = block.line
    if prose_from is not None:
        found += _prose(lines, prose_from, len(lines) + 1)
    return found


def _prose(lines: list[str], begin: int, end: int) -> list[Piece]:
    text = "\n".join(lines[begin - 1 : end - 1]).strip()
    return [Piece("markdown", text)] if text else []


def _directive(block: Block, answers: Answers, lines: list[str]) -> list[Piece]:
    match block:
        case Cell():
            return [Piece("code", answers.code.get(block.key, block.code).rstrip(), block.id)]
        case Exercise():
            title = t("handout.exercise", id=block.id, level=t(f"handout.level_{block.level}"))
            task = Piece("markdown", f"**{title}**\n\n{_body(lines, block.line)}")
            code = answers.code.get(block.key)
            if code is None:
                return [task, Piece("markdown", f"*{t('handout.not_tried')}*")]
            return [task, Piece("code", code.rstrip(), block.id)]
        case Quiz():
            return [Piece("markdown", _quiz(block, answers, lines))]
        case Preset():
            settings = ", ".join(f"`{path}` = {value}" for path, value in block.settings)
            return [Piece("markdown", f"*{t('handout.lab')}* {settings}")]
        case Explorable():
            return [
                Piece("markdown", f"*{t('handout.explorable', name=block.name)}* {_markdown(block.predict)}".strip())
            ]
    return []


def _body(lines: list[str], line: int) -> str:
    """What stands between a directive's fence and its end, without its options."""
    fence = lines[line - 1].lstrip()
    ticks = fence[: len(fence) - len(fence.lstrip("`:"))]
    body: list[str] = []
    for text in lines[line:]:
        if text.strip() == ticks:
            break
        body.append(text)
    while body and body[0].startswith(":"):
        del body[0]
    return "\n".join(body).strip()


def _quiz(quiz: Quiz, answers: Answers, lines: list[str]) -> str:
    title = f"**{t('handout.question')}**"
    given = answers.quizzes.get(quiz.id)
    choices = [f"{i}. {_markdown(choice.spans)}" for i, choice in enumerate(quiz.choices, 1) if choice.spans]
    question = "\n".join(
        text for text in _body(lines, quiz.line).splitlines() if not text.startswith(("- ", "+ ", "+  ::"))
    ).strip()
    parts = [f"{title} {question}"]
    if quiz.kind != "number":
        parts.append("\n".join(choices))
    if given is None:
        parts.append(f"*{t('handout.not_answered')}*")
    else:
        answer, right = given
        if quiz.kind != "number":  # the learner's file counts choices from 0
            answer = ", ".join(str(int(n) + 1) for n in answer.split(",") if n.isdigit())
        parts.append(t("handout.answered_right" if right else "handout.answered_wrong", answer=answer))
    return "\n\n".join(parts)


def _markdown(spans: Spans) -> str:
    marks = {"strong": "**", "em": "*", "code": "`", "math": "$"}
    return "".join(
        f"[{span.text}]({span.target})" if span.kind == "link" else f"{(m := marks.get(span.kind, ''))}{span.text}{m}"
        for span in spans
    )
