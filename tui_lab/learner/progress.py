"""How much of a lesson is done: what the learner's file says, held against the lesson as it is now."""

from __future__ import annotations

from dataclasses import dataclass

from tui_lab.content.lesson import Lesson
from tui_lab.learner.states import LessonState


@dataclass(frozen=True)
class Done:
    """Numbers done, each followed by how many there are. What a newer lesson no longer has doesn't count."""

    seen: int
    blocks: int
    ran: int
    cells: int
    passed: int
    exercises: int
    right: int
    quizzes: int


def done(lesson: Lesson, state: LessonState) -> Done:
    """What of this lesson is done."""
    blocks = {block.key for block in lesson.blocks}
    return Done(
        seen=len(state.seen & blocks),
        blocks=len(blocks),
        ran=sum(cell.key in state.ran for cell in lesson.cells),
        cells=len(lesson.cells),
        passed=sum(e.key in state.exercises and state.exercises[e.key].passed for e in lesson.exercises),
        exercises=len(lesson.exercises),
        right=sum(q.key in state.quizzes and state.quizzes[q.key].right for q in lesson.quizzes),
        quizzes=len(lesson.quizzes),
    )
