"""What the course map shows, as plain objects: our modules and other people's packs, and how far each lesson is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tui_lab.content.course import Course, Lesson, Module

OURS = "course"
"""The name of our own pack in the keys of its lessons."""


@dataclass(frozen=True)
class Standing:
    """How far a learner is in a lesson."""

    share: float = 0.0
    """How much of it was seen, from 0 to 1."""
    begun: bool = False
    done: bool = False
    due: int = 0
    """Questions and exercises of it that are to be reviewed now."""

    @property
    def percent(self) -> int:
        """The share as it is said: what is begun has at least 1 %, what isn't done has at most 99 %."""
        return 100 if self.done else max(1, min(99, round(100 * self.share)))


NOT_BEGUN = Standing()


@dataclass(frozen=True)
class Entry:
    """A lesson on the map."""

    key: str
    """Its key in progress: the pack and the lesson's short name."""
    lesson: Lesson
    shelf: int

    @property
    def ours(self) -> bool:
        """Whether it belongs to the course that ships with dl-lab."""
        return self.key.startswith(f"{OURS}/")


@dataclass(frozen=True)
class Shelf:
    """A module; `pack` is the name of someone else's pack that it comes from, else empty."""

    module: Module
    pack: str = ""


@dataclass
class Shelves:
    """All modules in the order of the map, and the learner's progress in them."""

    shelves: list[Shelf] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    standings: Mapping[str, Standing] = field(default_factory=dict)

    def add(self, course: Course, pack: str = "") -> None:
        """Add the modules of a course behind those that are there."""
        for module in course.modules:
            shelf = len(self.shelves)
            self.shelves.append(Shelf(module, pack))
            self.entries += [Entry(key_of(lesson, pack), lesson, shelf) for lesson in module.lessons]

    def of_shelf(self, shelf: int) -> Sequence[Entry]:
        """The lessons of a module."""
        return [entry for entry in self.entries if entry.shelf == shelf]

    def standing(self, entry: Entry) -> Standing:
        """How far the learner is in this lesson."""
        return self.standings.get(entry.key, NOT_BEGUN)

    @property
    def ours(self) -> list[Entry]:
        """The lessons of the course that ships with dl-lab."""
        return [entry for entry in self.entries if entry.ours]

    @property
    def done(self) -> int:
        """How many of our lessons are done."""
        return sum(self.standing(entry).done for entry in self.ours)

    @property
    def due(self) -> int:
        """How much is to be reviewed now, in all lessons that can be read."""
        return sum(self.standing(entry).due for entry in self.entries if entry.lesson.written)

    def minutes_left(self, entry: Entry) -> int:
        """Minutes of work left in a lesson, by what of it was seen."""
        standing = self.standing(entry)
        return 0 if standing.done else round(entry.lesson.minutes * (1 - standing.share))

    @property
    def hours_left(self) -> int:
        """Hours left in our course: its modules' hours, less what is done, so that it begins with their sum."""
        total, left = 0.0, 0.0
        for number, shelf in enumerate(self.shelves):
            if shelf.pack:
                continue
            entries = self.of_shelf(number)
            whole = sum(entry.lesson.minutes for entry in entries)
            total += shelf.module.hours
            left += shelf.module.hours * sum(map(self.minutes_left, entries)) / whole
        return min(round(total), -(-round(left * 10) // 10))

    def next(self, place: str = "") -> Entry | None:
        """The lesson to go on with: the one where the learner was, else the first begun, else the first to begin.

        Args:
            place: the key of the lesson where the learner was last.
        """
        open_ones = list(filter(self._is_open, self.entries))
        here = [e for e in open_ones if e.key == place]
        begun = [e for e in open_ones if self.standing(e).begun]
        later = list(filter(self._is_open, self._after(place)))
        return next(iter([*here, *begun, *later, *[e for e in open_ones if e.ours]]), None)

    def _is_open(self, entry: Entry) -> bool:
        return entry.lesson.written and not self.standing(entry).done

    def _after(self, place: str) -> list[Entry]:
        """The lessons of the same pack that come after the one where the learner was."""
        start = self.index(place)
        pack = place.partition("/")[0]
        return [] if start is None else [e for e in self.entries[start + 1 :] if e.key.startswith(f"{pack}/")]

    def index(self, key: str) -> int | None:
        """Where the lesson with this key stands, from 0."""
        return next((i for i, entry in enumerate(self.entries) if entry.key == key), None)


def key_of(lesson: Lesson, pack: str = "") -> str:
    """The key of a lesson in progress."""
    return f"{pack or OURS}/{lesson.short}"
