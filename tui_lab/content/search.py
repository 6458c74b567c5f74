"""Search in the whole text of all lessons: titles, prose, code, quizzes and exercises, accents or not.

The index grows while it is read (in a thread of whoever asks), so that there are results from the first lesson on.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from tui_lab.config.errors import LabError
from tui_lab.content.course import in_use
from tui_lab.content.lesson import (
    Block,
    Bullets,
    Cell,
    Display,
    Exercise,
    Explorable,
    Heading,
    Lesson,
    Listing,
    Paragraph,
    Preset,
    Quiz,
    Quote,
    Spans,
    Table,
)
from tui_lab.content.maths import inline
from tui_lab.content.packs import LessonRef
from tui_lab.messages import LANGUAGES

Kind = Literal["title", "heading", "prose", "code", "quiz", "exercise"]
MOST = 200
"""Results given at once: more are refined by another word, not read."""


@dataclass(frozen=True)
class Hit:
    """A block in which all words were found."""

    ref: LessonRef
    block: str
    """The block's key; empty for the lesson's title, which leads to its beginning."""
    heading: str
    kind: Kind
    text: str
    marks: tuple[tuple[int, int], ...]
    """Where the words stand in `text`: from and to."""


@dataclass(frozen=True)
class _Piece:
    block: str
    heading: str
    kind: Kind
    text: str
    folded: str
    whole: str
    """Folded too, with the titles above it: all words but one may stand there."""


@dataclass
class Index:
    """The text of lessons, by lesson and language. `read` fills it, `find` may be called meanwhile."""

    total: int = 0
    """How many lessons there are to read."""
    ready: int = 0
    """How many of them were read."""
    problems: list[str] = field(default_factory=list)
    """A sentence for each lesson that can't be read."""
    _refs: dict[str, LessonRef] = field(default_factory=dict)
    _pieces: dict[tuple[str, str], list[_Piece]] = field(default_factory=dict)
    _stamps: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    _lists: dict[tuple[str, str], list[_Piece]] = field(default_factory=dict)
    """What is searched of a lesson in a language."""

    @property
    def complete(self) -> bool:
        """Whether all lessons were read."""
        return self.total > 0 and self.ready >= self.total

    def read(self, refs: Sequence[LessonRef], language: str, over: threading.Event | None = None) -> None:
        """Take in these lessons in this language and in English; what did not change since is not read again.

        Args:
            refs: the lessons; of one that is only planned there is the title.
            language: the language in use.
            over: set by whoever no longer needs the index.
        """
        self.total, self.ready, self.problems = len(refs), 0, []
        self._refs = {ref.key: ref for ref in refs}
        for ref in refs:  # titles at once: many a search ends there
            self._pieces[ref.key, "title"] = [_title(ref)]
        self._lists = {}
        for ref in refs:
            if over is not None and over.is_set():
                return
            try:
                self._read_lesson(ref, language)
            except LabError as error:
                self.problems.append(str(error))
            self.ready += 1

    def _read_lesson(self, ref: LessonRef, language: str) -> None:
        if not ref.written:
            return
        stamp = _stamp(ref)
        if self._stamps.get((ref.key, language)) == stamp:
            return
        from tui_lab.content import parser  # markdown-it and its plugins: 60 ms

        english = parser.read(ref.folder, "en")
        self._pieces[ref.key, "en"] = list(_pieces(english))
        if language != "en" and parser.file_of(ref.folder, language).is_file():
            self._pieces[ref.key, language] = list(_pieces(parser.translated(ref.folder, language, english)))
        self._stamps[ref.key, language] = stamp
        for one in LANGUAGES:
            self._lists.pop((ref.key, one), None)

    def find(self, query: str, language: str, most: int = MOST) -> list[Hit]:
        """The blocks that hold all words of the query, the best first; each block once, in the language in use.

        Args:
            query: words, with or without their accents; what has them as they were typed comes first.
            language: the language in use; English stands in for what is missing in it.
            most: how many to give.
        """
        words = fold(query).split()
        if not words:
            return []
        exact = unicodedata.normalize("NFC", query).casefold().strip()
        found: list[tuple[int, int, LessonRef, _Piece]] = []
        first, *others = sorted(words, key=len, reverse=True)  # the longest word leaves the fewest
        for number, (ref, piece) in enumerate(self._shown(language)):
            if first not in piece.whole or any(word not in piece.whole for word in others):
                continue
            own = sum(word in piece.folded for word in words)
            if own:
                found.append((-_score(piece, words, exact, own == len(words)), number, ref, piece))
        found.sort(key=lambda one: one[:2])
        return [
            Hit(ref, piece.block, piece.heading, piece.kind, piece.text, _marks(piece.folded, words))
            for _, _, ref, piece in found[:most]
        ]

    def _shown(self, language: str) -> Iterator[tuple[LessonRef, _Piece]]:
        """Every piece, lesson by lesson."""
        for ref in list(self._refs.values()):
            pieces = self._lists.get((ref.key, language))
            if pieces is None:
                pieces = self._lists[ref.key, language] = self._list(ref.key, language)
            for piece in pieces:
                yield ref, piece

    def _list(self, key: str, language: str) -> list[_Piece]:
        """The pieces of a lesson; of a block that is the same in both languages one."""
        seen: set[tuple[str, str]] = set()
        found = []
        for one in dict.fromkeys(("title", language, "en")):
            for piece in self._pieces.get((key, one), ()):
                if (piece.block, piece.text) not in seen:
                    seen.add((piece.block, piece.text))
                    found.append(piece)
        return found


def fold(text: str) -> str:
    """The text in small letters, without accents and indices (w₁ is w1), one for one: places in it are places there."""
    return text.lower() if text.isascii() else "".join(map(_letter, text))


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    if letter in "đĐ":
        return "d"
    return unicodedata.normalize("NFKD", letter)[0].lower()[0]


def _score(piece: _Piece, words: Sequence[str], exact: str, all_own: bool) -> int:
    """Titles before headings before text; the phrase as typed, whole words and accents count."""
    score = {"title": 40, "heading": 20}.get(piece.kind, 0)
    score += 8 * all_own
    phrase = " ".join(words)
    if phrase in piece.folded:
        score += 12 if phrase == exact or exact in piece.text.casefold() else 6
    for word in words:
        at = piece.folded.find(word)
        score += 2 * (at >= 0 and (at == 0 or not piece.folded[at - 1].isalnum()))
    return score


def _marks(folded: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where the words stand, in order and apart."""
    found: list[tuple[int, int]] = []
    for word in words:
        at = folded.find(word)
        while at >= 0 and len(found) < MOST:
            found.append((at, at + len(word)))
            at = folded.find(word, at + len(word))
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return tuple(apart)


def _stamp(ref: LessonRef) -> tuple[int, ...]:
    """Changes with the lesson's files."""
    found = []
    for name in ("lesson.md", "lesson.vi.md"):
        try:
            found.append((ref.folder / name).stat().st_mtime_ns)
        except OSError:
            found.append(0)
    return tuple(found)


def _piece(block: str, heading: str, kind: Kind, text: str, around: str = "") -> _Piece:
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    folded = fold(text)
    return _Piece(block, heading, kind, text, folded, f"{folded}\n{around}")


def _title(ref: LessonRef) -> _Piece:
    """The lesson's title and what one does in it, as the course's list has them."""
    title = in_use(ref.title)
    other = [text for text in ref.title.values() if text != title]
    return _piece("", title, "title", " · ".join([title, *other, in_use(ref.doing)]))


def _pieces(lesson: Lesson) -> Iterator[_Piece]:
    heading = ""
    for block in lesson.blocks:
        around = fold(f"{lesson.title} {heading}")
        if isinstance(block, Heading):
            heading = said(block.spans)
            if block.level > 1:
                yield _piece(block.key, heading, "heading", heading, fold(lesson.title))
            continue
        text = text_of(block)
        if text.strip():
            yield _piece(block.key, heading or lesson.title, _kind(block), text, around)


def _kind(block: Block) -> Kind:
    if isinstance(block, (Cell, Listing)):
        return "code"
    if isinstance(block, Quiz):
        return "quiz"
    return "exercise" if isinstance(block, Exercise) else "prose"


def said(spans: Spans) -> str:
    """Running text without its marks, formulas as the lesson shows them."""
    return "".join(inline(span.text) if span.kind == "math" else span.text for span in spans)


def text_of(block: Block) -> str:
    """All that can be read in a block, the answers of a quiz without what is said to them."""
    match block:
        case Heading() | Paragraph():
            return said(block.spans)
        case Bullets():
            return _joined(inner for item in block.items for inner in item)
        case Quote():
            return _joined(block.blocks)
        case Listing():
            return block.text
        case Display():
            return inline(block.latex)
        case Table():
            return " ".join(said(cell) for row in (block.header, *block.rows) for cell in row)
        case Cell():
            return block.code
        case Exercise():
            return _joined(block.task)
        case Quiz():
            return " ".join([_joined(block.question), *(said(choice.spans) for choice in block.choices)])
        case Preset():
            return " ".join(f"{name} {value}" for name, value in (*block.settings, *block.twin))
        case Explorable():
            return f"{block.name} {said(block.predict)}"
    return ""


def _joined(blocks: Iterable[Block]) -> str:
    return " ".join(map(text_of, blocks))
