"""A lesson's file, read: Markdown with directives of MyST, made into the blocks of `lesson.py`.

Markdown itself is read by markdown-it (`prose`, `spans`); what stands in a directive by `directives`, `quizzes` and
`presets`. The speed is markdown-it's: a lesson of 300 blocks (75 kB) takes 40 ms, after an import of 65.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from tui_lab.config.places import shipped
from tui_lab.content import translation
from tui_lab.content.directives import START, Directives
from tui_lab.content.front import UNKNOWN, front
from tui_lab.content.lesson import Block, Heading, Lesson
from tui_lab.content.prose import Prose, markdown
from tui_lab.content.source import AllFaults, ContentError, Source, Stamp, inside, stamp
from tui_lab.content.spans import plain
from tui_lab.messages import t

ENGLISH = "en"


def file_of(folder: Path, language: str) -> Path:
    """The file of a lesson in a language: `lesson.md` in English, `lesson.vi.md` in Vietnamese."""
    return folder / ("lesson.md" if language == ENGLISH else f"lesson.{language}.md")


def read(folder: Path, language: str) -> Lesson:
    """The lesson of a folder in a language, with English wherever that has no words of its own.

    Raises:
        ContentError: the English file or the translation can't be read, or something in it is wrong.
    """
    return _read(folder, language, tuple(stamp(file_of(folder, each)) for each in (ENGLISH, language)))


@lru_cache(maxsize=16)
def _read(folder: Path, language: str, _stamps: tuple[Stamp, ...]) -> Lesson:
    """A lesson is never changed itself: what was read once may be shared."""
    english = _of(_source(folder, ENGLISH), folder, None)
    if language == ENGLISH:
        return english
    if not file_of(folder, language).is_file():
        return replace(english, missing=True)
    return _of(_source(folder, language), folder, english)


def _source(folder: Path, language: str) -> Source:
    """The file of a lesson in a language, which must not lead out of its pack, two folders above.

    Of ours it may: some installers link files from a place of their own.
    """
    path = file_of(folder, language)
    if not inside(folder.absolute().parent.parent, path) and not inside(shipped("lessons"), folder):
        raise ContentError(path, 1, t("content.lesson_outside"))
    return Source.read(path)


def parse(text: str, path: Path, *, folder: Path, base: Lesson | None = None) -> Lesson:
    """The lesson that a text holds.

    Args:
        text: what stands in the file.
        path: the file, for what is said of it; its name tells the language.
        folder: the lesson's folder, out of which nothing leads.
        base: the English lesson where the text is its translation, which is laid over it.

    Raises:
        ContentError: something in it is wrong; the sentence begins with the file and the line.
    """
    return _of(Source.of(text, path), folder, base)


def translated(folder: Path, language: str, english: Lesson) -> Lesson:
    """A translation as it stands in its file, without English in its gaps: what `structure` compares.

    Raises:
        ContentError: the file can't be read, or something in it is wrong.
    """
    return _alone(_source(folder, language), folder, english)


def inspect(folder: Path, language: str, english: Lesson | None = None) -> tuple[Lesson | None, list[ContentError]]:
    """A lesson's file as far as it can be read, and all that is wrong in it: what `dl-lab check` tells.

    Args:
        folder: the lesson's folder.
        language: the language of the file.
        english: the English lesson where the file is its translation, which then stands alone, as in `translated`.

    Returns:
        The lesson, without the blocks that can't be read; None where the rest of the file can't be told from them.
    """
    faults = AllFaults()

    def read() -> Lesson:
        return _alone(replace(_source(folder, language), faults=faults), folder, english)

    lesson = faults.attempt(read)
    return lesson, faults.kept


def _of(source: Source, folder: Path, base: Lesson | None) -> Lesson:
    own = _alone(source, folder, base)
    return own if base is None else translation.merge(base, own)


def _alone(source: Source, folder: Path, base: Lesson | None) -> Lesson:
    tokens = markdown().parse(source.text)
    first = tokens[0] if tokens else None
    head = first.content if first is not None and first.type == "front_matter" else None
    translated = base is not None
    if head is None:
        fields = front(source, head, translation=translated)
    else:
        fields = source.faults.attempt(lambda: front(source, head, translation=translated)) or UNKNOWN
    prose = Prose(source, folder)
    directives = Directives(source, prose, folder, base)
    title, blocks = _title(source, prose.of_tokens(tokens, source.lines, 1, directives.block))
    return Lesson(
        id=base.id if base else fields.id,
        title=title,
        minutes=base.minutes if base else fields.minutes,
        needs=base.needs if base else fields.needs,
        objectives=fields.objectives,
        language=_language(source.path),
        path=source.path,
        blocks=tuple(_with_keys(blocks)),
    )


def _language(path: Path) -> str:
    """The language that a file's name tells: the part before `.md`."""
    suffixes = path.suffixes
    return suffixes[-2][1:] if len(suffixes) > 1 else ENGLISH


def _title(source: Source, blocks: tuple[Block, ...]) -> tuple[str, tuple[Block, ...]]:
    """The title, which must be the first block and the only heading of its level, and all blocks."""
    first = blocks[0] if blocks else None
    if not isinstance(first, Heading) or first.level != 1 or not first.spans:
        source.tell(first.line if first else len(source.lines), "content.no_title")
        return "", blocks
    for block in blocks[1:]:
        if isinstance(block, Heading) and block.level == 1:
            source.tell(block.line, "content.two_titles")
    return plain(first.spans), blocks


def _with_keys(blocks: Iterable[Block]) -> Iterable[Block]:
    """The blocks, those without an id named after the last id and how many blocks further they stand."""
    last, further = START, 0
    for block in blocks:
        if block.key:
            last, further = block.key, 0
            yield block
        else:
            further += 1
            yield replace(block, key=f"{last}+{further}")
