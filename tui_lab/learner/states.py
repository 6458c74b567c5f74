"""What the learner's file says of a lesson."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class QuizState:
    """The latest answer to a quiz, in the words of whoever saved it."""

    answer: str
    right: bool
    tries: int


@dataclass(frozen=True)
class ExerciseState:
    """How far an exercise is: `hints` is how many were opened; once passed it stays passed."""

    attempts: int = 0
    passed: bool = False
    hints: int = 0
    solution_opened: bool = False


@dataclass(frozen=True)
class LessonState:
    """All that is known of one lesson; blocks by their key."""

    seen: frozenset[str] = frozenset()
    ran: dict[str, bool] = field(default_factory=dict)
    """Cells that were run, and whether the last time went without an error."""
    quizzes: dict[str, QuizState] = field(default_factory=dict)
    exercises: dict[str, ExerciseState] = field(default_factory=dict)
    seconds: float = 0.0
    finished: bool = False


@dataclass
class LessonSummary:
    """The same in numbers, for lists: how many blocks seen, cells run, quizzes and exercises done."""

    seen: int = 0
    ran: int = 0
    answered: int = 0
    right: int = 0
    attempted: int = 0
    passed: int = 0
    seconds: float = 0.0
    finished: bool = False


@dataclass(frozen=True)
class Note:
    """What the learner wrote at a block."""

    lesson: str
    block: str
    text: str
    at: float
    """When, in seconds since 1970."""


@dataclass(frozen=True)
class Earlier:
    """An older text of a cell, which something newer took the place of."""

    code: str
    at: float
    """When it was written, in seconds since 1970."""
