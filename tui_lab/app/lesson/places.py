"""Places in a lesson: its outline, what a block says as plain text, and where a text stands. Knows no Textual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui_lab.content.lesson import Block, Heading, Span
from tui_lab.content.maths import inline

if TYPE_CHECKING:
    from tui_lab.app.lesson.session import LessonSession


@dataclass(frozen=True)
class Row:
    """A heading in the outline, with how far one is in its section: `done`, `begun` or nothing."""

    index: int
    level: int
    text: str
    far: str


def outline(session: LessonSession) -> list[Row]:
    """The headings of a lesson."""
    headings = session.headings()
    ends = [n for n, _ in headings[1:]] + [len(session.blocks)]
    return [
        Row(n, heading.level, words(heading), session.marking.section(n, end))
        for (n, heading), end in zip(headings, ends, strict=True)
    ]


def section_of(rows: Sequence[Row], index: int) -> int:
    """In which section of the outline a block stands."""
    return max((n for n, row in enumerate(rows) if row.index <= index), default=0)


def words(heading: Heading) -> str:
    """A heading as plain text, its mathematics as it is read."""
    return "".join(_words(span) for span in heading.spans)


def _words(span: Span) -> str:
    return inline(span.text) if span.kind == "math" else span.text


def search(blocks: Sequence[Block], text: str) -> list[int]:
    """The indexes of the blocks that hold a text, accents and capitals or not."""
    from tui_lab.content.search import fold, text_of

    sought = fold(text.strip())
    return [n for n, block in enumerate(blocks) if sought in fold(text_of(block))] if sought else []


def title_of(block: Block) -> str:
    """The first words of a block, for a list."""
    from tui_lab.content.search import text_of

    return " ".join(text_of(block).split())[:200]
