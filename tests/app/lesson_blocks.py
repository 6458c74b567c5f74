"""Blocks of a lesson made by hand, and what is painted of them as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tui_lab.app.lesson.paint import paint
from tui_lab.app.lesson.state import BlockStates
from tui_lab.app.lines import Line, width_of
from tui_lab.content.lesson import Block, Cell, Choice, Exercise, Heading, Paragraph, Quiz, Span, Spans
from tui_lab.kernel import events
from tui_lab.kernel.outputs import CellOutput

PROSE = (
    "Two linear layers in a row can be multiplied out. That is one matrix and one bias, so depth bought nothing. "
    "Run the cell: the two networks agree to the last digit."
)
CODE = "two = nn.Sequential(nn.Linear(2, 8), nn.Linear(8, 1))\none = fold(two)  # one Linear(2, 1)\n"


def spans(*parts: str) -> Spans:
    """Spans of text; `$…$` is a formula, `` `…` `` code, `*…*` strong."""
    kinds = {"$": "math", "`": "code", "*": "strong"}
    return tuple(
        Span(part[1:-1], kinds[part[0]]) if part[0] in kinds else Span(part)  # type: ignore[arg-type]
        for part in parts
    )


def said(*parts: str) -> tuple[Paragraph, ...]:
    return (Paragraph(spans=spans(*parts)),)


def paragraph(key: str, text: str = PROSE) -> Paragraph:
    return Paragraph(key=key, spans=(Span(text),))


def heading(key: str, text: str, level: int = 2) -> Heading:
    return Heading(key=key, level=level, spans=(Span(text),))


def cell(key: str = "cell", code: str = CODE) -> Cell:
    return Cell(key=key, id=key, code=code, code_line=1)


def exercise(key: str = "task") -> Exercise:
    return Exercise(
        key=key, id=key, level="real", folder=Path("exercises"), task=said("Put one ", "`ReLU`", " between.")
    )


def choice(text: str, why: str, right: bool = False) -> Choice:
    return Choice(right=right, spans=(Span(text),), why=(Span(why),), line=1)


def quiz(key: str = "quiz", kind: str = "one", **more: object) -> Quiz:
    given: dict[str, object] = {
        "question": said("Which one learns?"),
        "choices": (choice("zeros", "A special place."), choice("random", "Yes: neurons differ.", True)),
    }
    return Quiz(key=key, id=key, kind=kind, **(given | more))  # type: ignore[arg-type]


def output(*those: events.Event) -> CellOutput:
    folded = CellOutput(1)
    for event in those:
        folded.take(event)
    return folded


def printed(text: str) -> events.Stream:
    return events.Stream(run=1, name="stdout", text=text)


def text_of(lines: Sequence[Line]) -> list[str]:
    return ["".join(text for text, _ in line) for line in lines]


def shown(block: Block, states: BlockStates | None = None, width: int = 80, **how: object) -> list[str]:
    """The text of a painted block, of which no line may be wider than it was asked for."""
    lines = paint(block, states or BlockStates(), width, **how)  # type: ignore[arg-type]
    assert all(width_of(line) <= width for line in lines)
    return text_of(lines)
