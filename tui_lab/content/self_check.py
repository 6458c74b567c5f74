"""The self-check: `lessons/self-check.md`, a file in the format of lessons with one question under each heading.

`##` begins an area, `###` a question (what is to be looked at, then the quiz), `####` its refresher.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tui_lab.config.errors import LabError
from tui_lab.config.places import shipped
from tui_lab.content import parser
from tui_lab.content.lesson import Block, Heading, Lesson, Quiz
from tui_lab.content.spans import plain
from tui_lab.messages import t

AREA, QUESTION, REFRESHER = 2, 3, 4
"""Levels of headings."""


@dataclass(frozen=True)
class Question:
    """A question with what stands above it, and the refresher for those who missed it."""

    area: int
    title: str
    above: tuple[Block, ...]
    quiz: Quiz
    refresher: tuple[Block, ...]


@dataclass(frozen=True)
class SelfCheck:
    """All questions, by area."""

    title: str
    areas: tuple[str, ...]
    questions: tuple[Question, ...]


def read(language: str, folder: Path | None = None) -> SelfCheck:
    """The self-check in a language; English where there is no translation.

    Raises:
        LabError: it can't be read; the sentence names file and line.
    """
    try:
        folder = folder or shipped("lessons")
        english = folder / "self-check.md"
        lesson = parser.parse(english.read_text(encoding="utf-8"), english, folder=folder)
        translation = folder / f"self-check.{language}.md"
        if language != "en" and translation.is_file():
            text = translation.read_text(encoding="utf-8")
            lesson = parser.parse(text, translation, folder=folder, base=lesson)
    except (OSError, UnicodeDecodeError) as error:
        raise LabError(t("selfcheck.unreadable", where=folder or "lessons", error=error)) from error
    return _of(lesson)


def _of(lesson: Lesson) -> SelfCheck:
    areas: list[str] = []
    questions: list[Question] = []
    title, above, quiz, refresher = "", list[Block](), None, list[Block]()
    in_refresher = False

    def close() -> None:
        if quiz is not None:
            questions.append(Question(len(areas) - 1, title, tuple(above), quiz, tuple(refresher)))

    for block in lesson.blocks:
        if isinstance(block, Heading) and block.level <= QUESTION:
            close()
            above, quiz, refresher, in_refresher = [], None, [], False
            if block.level == AREA:
                areas.append(plain(block.spans))
            title = plain(block.spans)
        elif isinstance(block, Heading) and block.level == REFRESHER:
            in_refresher = True
        elif isinstance(block, Quiz):
            quiz = block
        elif in_refresher:
            refresher.append(block)
        else:
            above.append(block)
    close()
    return SelfCheck(lesson.title, tuple(areas), tuple(questions))
