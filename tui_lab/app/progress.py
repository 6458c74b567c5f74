"""Reads a learner's progress for the course map. Knows no Textual; may run in a thread."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tui_lab.app.shelves import Standing

if TYPE_CHECKING:
    from tui_lab.content.packs import LessonRef

TOUR, SELF_CHECK = "tour", "self-check"
"""Flags: whether the tour was seen, whether the self-check was done or put off."""
SEEN = "seen"


@dataclass(frozen=True)
class Progress:
    """What the map shows of a learner. Without a file of progress all is empty: the learner is new."""

    standings: Mapping[str, Standing] = field(default_factory=dict)
    begun: tuple[str, ...] = ()
    """The lessons that are begun and not done."""
    place: tuple[str, str] | None = None
    """The lesson and block where the learner was last."""
    tour: bool = False
    self_check: bool = False

    @property
    def new(self) -> bool:
        """Whether nothing was begun yet and there is something to be introduced to."""
        begun = any(standing.begun or standing.done for standing in self.standings.values())
        return not begun and not (self.tour and self.self_check)

    def with_shares(self, shares: Mapping[str, float]) -> Progress:
        """The same with what is done of lessons whose text was read."""
        standings = dict(self.standings)
        for key, share in shares.items():
            standings[key] = replace(standings[key], share=share)
        return replace(self, standings=standings)


def is_new() -> bool:
    """Whether there is no file of progress: a look at the disk, and no database is loaded."""
    from tui_lab.learner import profiles

    return not profiles.file().exists()


def read() -> Progress:
    """Progress as the learner's file has it; makes no file.

    Raises:
        LabError: the file can't be read; the sentence says what to do.
    """
    if is_new():
        return Progress()
    from tui_lab.learner.review import due
    from tui_lab.learner.store import Learner

    with Learner.open() as learner:
        waiting: dict[str, int] = {}
        for card in due(learner, time.time()):
            waiting[card.lesson] = waiting.get(card.lesson, 0) + 1
        overview = learner.overview()
        standings = {
            key: Standing(
                begun=bool(summary.seen or summary.ran or summary.answered or summary.attempted),
                done=summary.finished,
                due=waiting.pop(key, 0),
            )
            for key, summary in overview.items()
        }
        standings |= {key: Standing(due=due) for key, due in waiting.items()}
        return Progress(
            standings=standings,
            begun=tuple(key for key, standing in standings.items() if standing.begun and not standing.done),
            place=learner.place(),
            tour=learner.flag(TOUR) is not None,
            self_check=learner.flag(SELF_CHECK) is not None,
        )


def flags(start: str) -> dict[str, str]:
    """The flags whose names begin so, by the rest of their names; makes no file.

    Raises:
        LabError: the learner's file can't be read.
    """
    from tui_lab.learner import profiles

    if not profiles.file().exists():
        return {}
    from tui_lab.learner.store import Learner

    with Learner.open() as learner:
        return {name.removeprefix(start): value for name, value in learner.flags(start).items()}


def remember(name: str, value: str = SEEN) -> None:
    """Keep a flag in the learner's file.

    Raises:
        LabError: it can't be written.
    """
    from tui_lab.learner.store import Learner

    with Learner.open() as learner:
        learner.set_flag(name, value)


def shares(refs: Iterable[LessonRef]) -> dict[str, float]:
    """From 0 to 1: how much of the work of these lessons is done, by the same rule as in the lesson itself.

    One that can't be read is left out: opening it says why.

    Raises:
        LabError: the learner's file can't be read.
    """
    from tui_lab.app.lesson.marking import Known, is_behind
    from tui_lab.app.lesson.reading import Reading
    from tui_lab.config.errors import LabError
    from tui_lab.content import parser  # markdown-it and its plugins: 65 ms
    from tui_lab.learner.store import Learner

    found = {}
    with Learner.open() as learner:
        for ref in refs:
            try:
                blocks = parser.read(ref.folder, "en").blocks
            except LabError:
                continue
            known = Known(learner.state(ref.key))
            found[ref.key] = 1 - Reading(blocks).left([is_behind(block, known) for block in blocks])
    return found
