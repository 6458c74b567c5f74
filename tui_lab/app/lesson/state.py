"""What a learner has done with a lesson so far, block by block: what is painted besides the lesson's own words.

Plain data that `LessonSession` changes and `paint` reads. A block without an entry is as the lesson has it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tui_lab.kernel.events import CheckReport
    from tui_lab.kernel.outputs import CellOutput

CellStatus = Literal["", "queued", "running", "ok", "error", "interrupted", "aborted"]


@dataclass
class CellState:
    """A cell: its code as the learner has it and how its last run went."""

    code: str
    edited: bool = False
    number: int | None = None
    """Which run of the session this was, as in `In [3]`."""
    status: CellStatus = ""
    seconds: float = 0.0
    output: CellOutput | None = None
    prompt: str | None = None
    """What the running code asks by `input()`; None while it asks nothing."""
    open: bool = False
    """Whether all of a long output is shown."""
    restored: bool = False
    """Whether the output is from a session that has ended, so that its names are gone."""


@dataclass
class QuizState:
    """A quiz: what is chosen or typed, and whether it was given as the answer."""

    chosen: frozenset[int] = frozenset()
    typed: str = ""
    answered: bool = False
    right: bool = False
    cursor: int = 0
    answering: bool = False
    """Whether the keys go into this quiz, so that its cursor is shown."""
    once: bool = False
    """Whether it isn't asked again here, since the right answer is shown after a wrong one."""
    before: tuple[frozenset[int], str, bool] | None = None
    """While it is answered again: what was chosen or typed before, and whether that was right."""


@dataclass
class ExerciseState:
    """An exercise: the learner's code, the last check and the help that was opened."""

    code: str
    edited: bool = False
    attempts: int = 0
    passed: bool = False
    status: Literal["", "checking"] = ""
    report: CheckReport | None = None
    check_texts: dict[str, str] = field(default_factory=dict)
    """What each check looks at, by its name, in the lesson's language."""
    hint_texts: tuple[str, ...] = ()
    """The hints that were opened, in order."""
    hints: int = 0
    """How many hints there are in all."""
    fitting_hint: str = ""
    """The hint for the mistake that the last check recognised."""
    solution: str = ""
    """The solution's code; empty while it isn't to be shown."""
    solution_open: bool = False
    solution_seen: bool = False
    """Whether it was ever opened."""
    output: CellOutput | None = None
    open: bool = False
    """Whether all of a long output is shown."""


@dataclass
class Marks:
    """What the learner put on a block."""

    bookmark: bool = False
    note: str = ""
    seen: bool = False


@dataclass
class BlockStates:
    """The states of a lesson's blocks by `Block.key`."""

    cells: dict[str, CellState] = field(default_factory=dict)
    quizzes: dict[str, QuizState] = field(default_factory=dict)
    exercises: dict[str, ExerciseState] = field(default_factory=dict)
    marks: dict[str, Marks] = field(default_factory=dict)
    files: Path | None = None
    """The folder with the session's pictures; None before there is one."""
