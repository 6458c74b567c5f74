"""Packs of lessons: the course, and folders of someone else's lessons that the learner has added.

A pack that was added is remembered by its path, not copied. Reading it runs none of its code.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path

from tui_lab.config.errors import LabError
from tui_lab.config.places import home, private_folder, shipped
from tui_lab.content import course
from tui_lab.content.course import Course, Texts
from tui_lab.content.source import UNSAFE, inside
from tui_lab.messages import t

OURS = "course"
"""The name of our own pack."""
MOST_BYTES = 200_000_000
MOST_FILES = 5_000
"""A pack is text; what is larger is a data set, or the wrong folder."""

_LESSON_FILE = re.compile(r"lesson(\.[a-z]+)?\.md")


@dataclass(frozen=True)
class LessonRef:
    """A lesson as a pack lists it, whether it is written or only planned."""

    pack: str
    id: str
    """The short id: its folder's name without the number."""
    number: int
    title: Texts
    doing: Texts
    minutes: int
    folder: Path
    written: bool
    ours: bool
    module: str

    @property
    def key(self) -> str:
        """What names it in progress, edits and sessions: `course/activations`."""
        return f"{self.pack}/{self.id}"


@dataclass(frozen=True)
class Pack:
    """A course with the folder that it was read from."""

    name: str
    path: Path
    ours: bool
    course: Course

    @cached_property
    def lessons(self) -> tuple[LessonRef, ...]:
        """All lessons in order."""
        return tuple(
            LessonRef(
                pack=self.name,
                id=lesson.short,
                number=lesson.number,
                title=lesson.title,
                doing=lesson.doing,
                minutes=lesson.minutes,
                folder=self.path / lesson.id,
                written=lesson.written,
                ours=self.ours,
                module=module.id,
            )
            for module in self.course.modules
            for lesson in module.lessons
        )


def our_pack() -> Pack:
    """The course that ships with dl-lab.

    Raises:
        LabError: its list can't be read.
    """
    read = course.read()
    return Pack(OURS, shipped("lessons"), True, read)


def read_pack(path: Path, name: str) -> Pack:
    """The pack in a folder, as someone else's.

    Raises:
        LabError: its `course.yaml` can't be read, or something in it is wrong.
    """
    return Pack(name, path, False, course.read(path / course.FILE, ours=False))


def all_packs() -> tuple[list[Pack], list[str]]:
    """Our pack first, then those that were added; and a sentence for each that can't be read.

    Raises:
        LabError: our own pack can't be read.
    """
    packs, problems = [our_pack()], []
    try:
        added = _added()
    except LabError as error:
        return packs, [str(error)]
    for name, path in added.items():
        try:
            packs.append(read_pack(path, name))
        except LabError as error:
            problems.append(t("packs.unusable", name=name, why=error))
    return packs, problems


def added() -> dict[str, Path]:
    """The packs that were added, by name, whether they can be read or not.

    Raises:
        LabError: the list of them can't be read.
    """
    return _added()


def find(key: str) -> LessonRef:
    """The lesson with this key (`course/activations`) or short id (`activations`: ours before those that were added).

    Raises:
        LabError: there is none; the sentence names the nearest.
    """
    refs = [ref for pack in all_packs()[0] for ref in pack.lessons]
    for ref in refs:
        if key in (ref.key, ref.id):
            return ref
    names = [ref.id for ref in refs] + [ref.key for ref in refs]
    near = get_close_matches(key, names, n=3, cutoff=0.5)
    name = UNSAFE.sub("", key)[:60]
    if near:
        raise LabError(t("packs.no_lesson_near", name=name, near=", ".join(near)))
    raise LabError(t("packs.no_lesson", name=name))


def find_written(key: str) -> LessonRef:
    """The lesson with this key or short id, as `find` takes it, where there is a text of it.

    Raises:
        LabError: there is none, or it is only planned.
    """
    ref = find(key)
    if not ref.written:
        raise LabError(t("packs.only_planned", name=ref.id if ref.ours else ref.key))
    return ref


def add(path: Path) -> Pack:
    """Remember a folder of lessons, named after the folder.

    Raises:
        LabError: it is no pack, too large, leads out of itself, or there is one with its name.
    """
    path = path.expanduser().absolute()
    if not (path / course.FILE).is_file():
        raise LabError(t("packs.no_pack", where=path))
    name = re.sub(r"[^a-z0-9]+", "-", path.resolve().name.lower()).strip("-")[:40].strip("-")
    packs = _added()
    if not name or name == OURS or packs.get(name, path) != path:
        raise LabError(t("packs.name_taken", name=name or path.name))
    # A lesson whose own file leads out can't be read (`parser`), which is no reason to refuse the others.
    outside = [link for link in measure(path) if not _is_lesson(link.relative_to(path))]
    if outside:
        raise LabError(t("packs.link_outside", where=outside[0]))
    pack = read_pack(path, name)
    _write({**packs, name: path})
    return pack


def remove(name: str) -> Path:
    """Forget a pack; its files stay. Gives the folder where they are.

    Raises:
        LabError: no pack with this name was added.
    """
    packs = _added()
    if name not in packs:
        if not packs:
            raise LabError(t("packs.none_added", name=name))
        raise LabError(t("packs.unknown", name=name, known=", ".join(packs)))
    path = packs.pop(name)
    _write(packs)
    return path


def measure(path: Path) -> list[Path]:
    """Refuse a folder that no pack can be; gives the links in it that lead out of it, in order.

    Raises:
        LabError: it has too many files or too many bytes, or a folder in it can't be read.
    """
    size = 0
    outside: list[Path] = []
    for files, entry in enumerate(_entries(path), 1):
        if entry.is_symlink() and not inside(path, Path(entry.path)):
            outside.append(Path(entry.path))
        size += entry.stat(follow_symlinks=False).st_size
        if files > MOST_FILES or size > MOST_BYTES:
            raise LabError(t("packs.too_large", where=path, files=MOST_FILES, size=MOST_BYTES // 1_000_000))
    return sorted(outside)


def _is_lesson(file: Path) -> bool:
    return len(file.parts) == 3 and _LESSON_FILE.fullmatch(file.name) is not None


def _entries(path: Path) -> Iterator[os.DirEntry[str]]:
    """Everything in a folder but folders; links are not followed, and version control's own files don't count."""
    waiting = [str(path)]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name != ".git":
                            waiting.append(entry.path)
                    else:
                        yield entry
        except OSError as error:
            raise LabError(t("packs.unreadable", where=folder, why=error.strerror)) from error


def _file() -> Path:
    return home() / "packs.json"


def _added() -> dict[str, Path]:
    path = _file()
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise LabError(t("packs.list_unreadable", where=path)) from error
    if not isinstance(value, dict) or not all(isinstance(folder, str) for folder in value.values()):
        raise LabError(t("packs.list_unreadable", where=path))
    return {name: Path(folder) for name, folder in value.items()}


def _write(packs: dict[str, Path]) -> None:
    """Write the list beside the old one and put it in its place: a full disk leaves the old one."""
    path = _file()
    private_folder(path.parent)
    aside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        aside.write_text(json.dumps({name: str(folder) for name, folder in packs.items()}, indent=2), encoding="utf-8")
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise LabError(t("packs.unwritable", where=path, why=error.strerror)) from error
