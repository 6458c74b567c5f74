"""The course's list: `lessons/course.yaml`, read strictly.

Plain dataclasses, not msgspec: the first screen is made from this file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui_lab.config import strict_yaml
from tui_lab.config.errors import LabError
from tui_lab.config.places import shipped
from tui_lab.messages import LANGUAGES, language, t

_ID = re.compile(r"[0-9]{2}-[a-z0-9]+(-[a-z0-9]+)*")
_LESSON_ID = re.compile(rf"{_ID.pattern}/{_ID.pattern}")

Texts = dict[str, str]
"""A text by language."""


def in_use(texts: Texts) -> str:
    """The text in the language in use."""
    return texts[language()]


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


def read(path: Path | None = None) -> Course:
    """The course in this file; by default in the one that ships with dl-lab.

    Raises:
        LabError: the file is missing, isn't YAML, or a field is missing, unknown or refused.
    """
    try:
        path = path or shipped("lessons") / "course.yaml"
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LabError(t("course.unreadable", where=path or "lessons/course.yaml", error=error)) from error
    try:
        value, lines = strict_yaml.parse(text)
    except strict_yaml.StrictYamlError as error:
        raise LabError(t("course.wrong", where=path, line=error.line, what=error.what)) from error
    return _Reader(path, lines).course(value)


class _Reader:
    """Turns the parsed file into a `Course`, or says by line what is wrong."""

    def __init__(self, path: Path, lines: dict[strict_yaml.Path, int]) -> None:
        self.path = path
        self.lines = lines
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
        return Lesson(
            id=folder,
            number=self.number,
            minutes=self._count(minutes, (*at, "minutes")),
            title=self._texts(title, (*at, "title")),
            doing=self._texts(doing, (*at, "doing")),
            written=(self.path.parent / folder / "lesson.md").is_file(),
        )

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
        texts = self._fields(value, at, *LANGUAGES)
        for name, text in zip(LANGUAGES, texts, strict=True):
            # Escape sequences never reach the terminal, from a lesson pack either.
            if not isinstance(text, str) or not text.strip() or not text.isprintable():
                raise self._wrong((*at, name), "course.not_text", key=at[-1], name=name)
        return dict(zip(LANGUAGES, texts, strict=True))

    def _wrong(self, at: strict_yaml.Path, text_id: str, **values: object) -> LabError:
        while at not in self.lines and at:
            at = at[:-1]
        return LabError(t("course.wrong", where=self.path, line=self.lines.get(at, 1), what=t(text_id, **values)))
