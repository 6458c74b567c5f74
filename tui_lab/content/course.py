"""The course's list: `lessons/course.yaml`, read strictly.

Plain dataclasses, not msgspec: the first screen is made from this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tui_lab.config import strict_yaml
from tui_lab.config.errors import LabError
from tui_lab.config.places import shipped
from tui_lab.content.source import ContentError, Source
from tui_lab.messages import LANGUAGES, language, t

FILE = "course.yaml"

_ID = re.compile(r"[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*")
_LESSON_ID = re.compile(rf"{_ID.pattern}/{_ID.pattern}")

Texts = dict[str, str]
"""A text by language."""


def is_lesson_id(text: str) -> bool:
    """Whether a text looks like a lesson's folder in a pack: `01-foundations/04-activations`."""
    return _LESSON_ID.fullmatch(text) is not None


def in_use(texts: Texts) -> str:
    """The text in the language in use; in English where someone else's pack has none."""
    return texts.get(language()) or texts["en"]


@dataclass(frozen=True)
class Lesson:
    """One lesson of the course."""

    id: str
    """Its folder under `lessons/`, for instance `01-foundations/04-activations`."""
    number: int
    """Counted through the whole course, from 1."""
    minutes: int
    title: Texts
    doing: Texts
    """What the learner will do in it, in one sentence."""
    written: bool
    """Whether its `lesson.md` is there; else it is planned."""

    @property
    def short(self) -> str:
        """The short id that `needs` and links use: its folder's name without the number."""
        return self.id.rpartition("/")[2].partition("-")[2]


@dataclass(frozen=True)
class Module:
    """A part of the course."""

    id: str
    number: int
    hours: int
    title: Texts
    lessons: tuple[Lesson, ...]


@dataclass(frozen=True)
class Course:
    """All modules in order."""

    modules: tuple[Module, ...]

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """All lessons in order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)


def read(path: Path | None = None, *, ours: bool = True) -> Course:
    """The course in this file; by default in the one that ships with dl-lab.

    Args:
        path: the `course.yaml`.
        ours: whether each text must stand in every language; someone else's pack needs only English.

    Raises:
        LabError: the file is missing, isn't YAML, or a field is missing, unknown or refused.
    """
    try:
        path = path or shipped("lessons") / FILE
    except FileNotFoundError as error:
        raise LabError(t("course.unreadable", where=f"lessons/{FILE}", error=error)) from error
    try:
        text = Source.read(path).text
    except ContentError as error:
        if not ours:
            raise CourseError(path, error.line, error.what) from error
        raise CourseError(
            path, error.line, t("course.unreadable", where=path, error=error.what), placed=True
        ) from error
    try:
        value, lines = _parsed(text)
    except strict_yaml.StrictYamlError as error:
        raise CourseError(path, error.line, error.what) from error
    return _Reader(path, lines, LANGUAGES if ours else LANGUAGES[:1]).course(value)


@lru_cache(maxsize=8)
def _parsed(text: str) -> tuple[Any, dict[strict_yaml.Path, int]]:
    """Kept, since the list is asked for whenever a lesson is opened; which lessons are written is looked up anew."""
    return strict_yaml.parse(text)


class CourseError(LabError):
    """Something wrong in a `course.yaml`, with its line for `dl-lab check`."""

    def __init__(self, path: Path, line: int, what: str, *, placed: bool = False) -> None:
        """Keep place and sentence apart; `placed` says that the sentence names the file itself."""
        super().__init__(what if placed else t("course.wrong", where=path, line=line, what=what))
        self.path = path
        self.line = line
        self.what = what


class _Reader:
    """Turns the parsed file into a `Course`, or says by line what is wrong."""

    def __init__(self, path: Path, lines: dict[strict_yaml.Path, int], needed: tuple[str, ...]) -> None:
        self.path = path
        self.lines = lines
        self.needed = needed
        """The languages that each text must be in."""
        self.number = 0
        self.seen: set[str] = set()

    def course(self, value: Any) -> Course:
        (modules,) = self._fields(value, (), "modules")
        found = self._list(modules, ("modules",))
        return Course(tuple(self._module(m, ("modules", i)) for i, m in enumerate(found)))

    def _module(self, value: Any, at: strict_yaml.Path) -> Module:
        id, hours, title, lessons = self._fields(value, at, "id", "hours", "title", "lessons")
        module = Module(
            id=self._id(id, (*at, "id"), _ID),
            number=int(at[-1]) + 1,
            hours=self._count(hours, (*at, "hours")),
            title=self._texts(title, (*at, "title")),
            lessons=tuple(
                self._lesson(lesson, (*at, "lessons", i))
                for i, lesson in enumerate(self._list(lessons, (*at, "lessons")))
            ),
        )
        for i, lesson in enumerate(module.lessons):
            if not lesson.id.startswith(f"{module.id}/"):
                raise self._wrong((*at, "lessons", i, "id"), "course.other_module", id=lesson.id, module=module.id)
        return module

    def _lesson(self, value: Any, at: strict_yaml.Path) -> Lesson:
        id, minutes, title, doing = self._fields(value, at, "id", "minutes", "title", "doing")
        self.number += 1
        folder = self._id(id, (*at, "id"), _LESSON_ID)
        lesson = Lesson(
            id=folder,
            number=self.number,
            minutes=self._count(minutes, (*at, "minutes")),
            title=self._texts(title, (*at, "title")),
            doing=self._texts(doing, (*at, "doing")),
            written=(self.path.parent / folder / "lesson.md").is_file(),
        )
        if lesson.short in self.seen:
            raise self._wrong((*at, "id"), "course.short_twice", short=lesson.short)
        self.seen.add(lesson.short)
        return lesson

    def _fields(self, value: Any, at: strict_yaml.Path, *names: str) -> list[Any]:
        """The values of exactly these fields."""
        if not isinstance(value, dict):
            raise self._wrong(at, "course.not_fields", names=", ".join(names))
        for key in value:
            if key not in names:
                raise self._wrong((*at, key), "course.unknown_field", key=key, names=", ".join(names))
        for name in names:
            if name not in value:
                raise self._wrong(at, "course.missing_field", key=name)
        return [value[name] for name in names]

    def _list(self, value: Any, at: strict_yaml.Path) -> list[Any]:
        if not isinstance(value, list) or not value:
            raise self._wrong(at, "course.not_list", key=at[-1])
        return value

    def _id(self, value: Any, at: strict_yaml.Path, shape: re.Pattern[str]) -> str:
        if not isinstance(value, str) or not shape.fullmatch(value):
            raise self._wrong(at, "course.not_id", value=value)
        if value in self.seen:
            raise self._wrong(at, "course.id_twice", value=value)
        self.seen.add(value)
        return value

    def _count(self, value: Any, at: strict_yaml.Path) -> int:
        if type(value) is not int or not 0 < value < 1000:
            raise self._wrong(at, "course.not_count", key=at[-1], value=value)
        return value

    def _texts(self, value: Any, at: strict_yaml.Path) -> Texts:
        given = value if isinstance(value, dict) else {}
        names = [name for name in LANGUAGES if name in self.needed or name in given]
        texts = self._fields(value, at, *names)
        for name, text in zip(names, texts, strict=True):
            # Escape sequences never reach the terminal, from a lesson pack either.
            if not isinstance(text, str) or not text.strip() or not text.isprintable():
                raise self._wrong((*at, name), "course.not_text", key=at[-1], name=name)
        return dict(zip(names, texts, strict=True))

    def _wrong(self, at: strict_yaml.Path, text_id: str, **values: object) -> CourseError:
        while at not in self.lines and at:
            at = at[:-1]
        return CourseError(self.path, self.lines.get(at, 1), t(text_id, **values))
