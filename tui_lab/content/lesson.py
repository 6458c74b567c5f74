"""What a lesson is once it is read: typed blocks, each with the line it stands on.

Plain dataclasses, not msgspec: the lesson screen's first frame is made from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

SpanKind = Literal["text", "strong", "em", "code", "math", "link"]


@dataclass(frozen=True)
class Span:
    """A piece of running text of one kind. `math` holds LaTeX, `link` leads to `target`."""

    text: str
    kind: SpanKind = "text"
    target: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Block:
    """Anything that stands on a line of its own; `line` counts from 1 in the file of its language.

    `key` names the block in notes, bookmarks and progress: the id of the block where it has one, else the last id
    before it and how many blocks further it stands (`only-the-bias+2`), so that it is the same in each language.
    """

    line: int = 1
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Heading(Block):
    """`#` is level 1 and stands once, as the title."""

    level: int
    spans: Spans


@dataclass(frozen=True, kw_only=True)
class Paragraph(Block):
    """Running text."""

    spans: Spans


@dataclass(frozen=True, kw_only=True)
class Bullets(Block):
    """A list; an item is a tuple of blocks. `start` is the first number of an ordered one, else None."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True, kw_only=True)
class Quote(Block):
    """Quoted text, or a MyST admonition (`{note}`, `{tip}`, `{warning}`), whose name is `kind`."""

    blocks: tuple[Block, ...]
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Listing(Block):
    """Text to look at and not to run: a figure drawn in text (`language` empty or `text`), or code."""

    text: str
    language: str = ""


@dataclass(frozen=True, kw_only=True)
class Display(Block):
    """Mathematics on lines of its own."""

    latex: str


@dataclass(frozen=True, kw_only=True)
class Table(Block):
    """A table of spans; `align` has `left`, `right` or `center` for each column."""

    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    align: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Cell(Block):
    """Code that the learner runs and changes. `code_line` is the line of its first line of code."""

    id: str
    code: str
    code_line: int
    seconds: float = 10.0
    """How long it may take on two cores before `dl-lab check` warns."""
    fails: bool = False
    """Whether it stops with an error on purpose: `:tags: [raises-exception]`, as in Jupyter Book."""


@dataclass(frozen=True, kw_only=True)
class Exercise(Block):
    """A task with its folder `exercises/<id>/`."""

    id: str
    level: Literal["easy", "real", "stretch"]
    task: tuple[Block, ...]
    folder: Path


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One answer of a quiz, and what is said when it is chosen."""

    right: bool
    spans: Spans
    why: Spans
    line: int


@dataclass(frozen=True, kw_only=True)
class Quiz(Block):
    """A question: one answer, several, or a number within `tolerance` of `answer`.

    With a number `choices` are the usual wrong numbers: `value` in `numbers` at the same place, with what is said then.
    """

    id: str
    kind: Literal["one", "many", "number"]
    question: tuple[Block, ...]
    choices: tuple[Choice, ...] = ()
    numbers: tuple[float, ...] = ()
    answer: float = 0.0
    tolerance: float = 0.0
    before: bool = False
    """Asked before the text that answers it: a guess, which counts as answered and never as failed."""


@dataclass(frozen=True, kw_only=True)
class Preset(Block):
    """A config that opens in the lab: `settings` as `path: value` (`optimizer.lr: 0.05`), `twin` what differs."""

    id: str
    settings: tuple[tuple[str, str], ...]
    twin: tuple[tuple[str, str], ...] = ()


EXPLORABLES = ("two-two-one", "neuron", "surface", "boundary", "activations")
"""The explorables that a lesson can name."""


@dataclass(frozen=True, kw_only=True)
class Explorable(Block):
    """An interactive picture of the engine by its name, with options, and what to predict before playing."""

    id: str
    name: str
    options: tuple[tuple[str, str], ...] = ()
    predict: Spans = ()


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """A lesson in one language."""

    id: str
    """The short name in front matter, for instance `activations`; `needs` and links use it."""
    title: str
    minutes: int
    needs: tuple[str, ...]
    objectives: tuple[str, ...]
    language: str
    """The language it is in, which is English where the one asked for is missing."""
    missing: bool = False
    """Whether the language asked for is missing or partial, so that English stands in."""
    path: Path = field(default_factory=Path)
    """The `lesson.md` (or `lesson.vi.md`) that was read."""
    blocks: tuple[Block, ...] = ()

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Its code cells in order."""
        return tuple(block for block in self.blocks if isinstance(block, Cell))

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Its exercises in order."""
        return tuple(block for block in self.blocks if isinstance(block, Exercise))

    @property
    def quizzes(self) -> tuple[Quiz, ...]:
        """Its quizzes in order."""
        return tuple(block for block in self.blocks if isinstance(block, Quiz))
