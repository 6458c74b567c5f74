"""Questions and short exercises that come back when they are about to be forgotten (FSRS, the `fsrs` package).

A card is made when a question is answered (`Learner.answered`) or a short exercise is passed. Days are the smallest
step: no card comes back within minutes, and a day has a budget, so that a week away doesn't end in an hour of cards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from tui_lab.learner.database import Row
from tui_lab.learner.store import Learner

if TYPE_CHECKING:
    import fsrs

MINUTES_A_DAY = 5
SECONDS_A_CARD = {"quiz": 30, "exercise": 120}
"""What a card is taken to cost of the day's minutes."""

LONGEST_DAYS = 365
"""No card stays away for longer."""

Rating = Literal["again", "hard", "good", "easy"]
RATINGS: tuple[Rating, ...] = ("again", "hard", "good", "easy")
"""How well it was known; `again` is a wrong answer."""


@dataclass(frozen=True)
class Card:
    """A question (`quiz`) or a short exercise (`exercise`) that comes back."""

    lesson: str
    block: str
    kind: str
    due: float
    """When, in seconds since 1970."""


def due(learner: Learner, now: float, keep: Callable[[Card], bool] | None = None) -> list[Card]:
    """The cards for today, those that have waited longest first, as many as fit into what is left of the day's minutes.

    Args:
        learner: whose cards.
        now: in seconds since 1970; the day is that of the machine's time zone.
        keep: says which cards can be asked at all (all, where it is none): a lesson may be gone.

    Raises:
        LabError: the learner's file can't be read.
    """
    left = MINUTES_A_DAY * 60 - _spent(learner, now)
    found = []
    for card in _cards(learner):
        if card.due > now:
            break
        if keep is None or keep(card):
            left -= SECONDS_A_CARD[card.kind]
            if left < 0:
                break
            found.append(card)
    return found


def next_due(learner: Learner, now: float, keep: Callable[[Card], bool] | None = None) -> float | None:
    """When there will be something to review after today's cards: the next day where some wait already.

    Raises:
        LabError: the learner's file can't be read.
    """
    for card in _cards(learner):
        if keep is None or keep(card):
            return card.due if card.due > now else (_day(now) + timedelta(days=1)).timestamp()
    return None


def grade(learner: Learner, card: Card, rating: Rating, now: float) -> float:
    """Keep how well a card was known; gives when it comes back.

    Raises:
        LabError: the learner's file can't be written.
    """
    import fsrs  # 35 ms, and a quiz must not wait for it

    # No steps of minutes, and no chance: the day's budget spreads what would come at once.
    scheduler = fsrs.Scheduler(
        learning_steps=(), relearning_steps=(), maximum_interval=LONGEST_DAYS, enable_fuzzing=False
    )
    moment = datetime.fromtimestamp(now, UTC)
    columns = "first, added, due, reviewed, stability, difficulty"
    with learner.database.writing() as db:
        query = f"SELECT {columns} FROM cards WHERE lesson = ? AND block = ?"
        row = db.execute(query, (card.lesson, card.block)).fetchone()
        if row is None:  # its file was put back from a copy meanwhile
            return card.due
        before = _first_review(scheduler, row) if row[4] is None else _known(row)
        after, _ = scheduler.review_card(before, fsrs.Rating[rating.capitalize()], moment)
        if rating == "again":  # tomorrow, in place of the steps of minutes that were left out
            after.due = moment + timedelta(days=1)
        db.execute(
            "UPDATE cards SET due = ?, reviewed = ?, stability = ?, difficulty = ? WHERE lesson = ? AND block = ?",
            (_ms(after.due.timestamp()), _ms(now), after.stability, after.difficulty, card.lesson, card.block),
        )
    return after.due.timestamp()


def _first_review(scheduler: fsrs.Scheduler, row: Row) -> fsrs.Card:
    """The card after the answer that made it."""
    import fsrs

    first, added, *_ = row
    card, _ = scheduler.review_card(fsrs.Card(card_id=0, due=_time(added)), fsrs.Rating(first), _time(added))
    return card


def _known(row: Row) -> fsrs.Card:
    import fsrs

    _, _, due, reviewed, stability, difficulty = row
    return fsrs.Card(
        card_id=0,
        state=fsrs.State.Review,
        stability=stability,
        difficulty=difficulty,
        due=_time(due),
        last_review=_time(reviewed),
    )


def _cards(learner: Learner) -> list[Card]:
    """All cards, those first that are due first."""
    rows = learner.database.rows("SELECT lesson, block, kind, due FROM cards ORDER BY due, lesson, block")
    return [Card(lesson, block, kind, due / 1000) for lesson, block, kind, due in rows]


def _spent(learner: Learner, now: float) -> int:
    """Seconds of today's budget that are used up."""
    rows = learner.database.rows(
        "SELECT kind, count(*) FROM cards WHERE reviewed >= ? AND reviewed <= ? GROUP BY kind",
        _ms(_day(now).timestamp()),
        _ms(now),
    )
    return sum(SECONDS_A_CARD[kind] * n for kind, n in rows)


def _day(now: float) -> datetime:
    """The midnight before, here."""
    return datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0, microsecond=0)


def _ms(seconds: float) -> int:
    return round(seconds * 1000)


def _time(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
