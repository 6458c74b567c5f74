"""The cards of a review, one after the other, each with its lesson's block. Knows no Textual."""

from __future__ import annotations

from dataclasses import dataclass

from tui_lab.config.errors import LabError
from tui_lab.content import packs, parser
from tui_lab.content.lesson import Exercise, Lesson, Quiz
from tui_lab.content.packs import LessonRef
from tui_lab.learner import review
from tui_lab.learner.review import Card, Rating
from tui_lab.learner.store import Learner


@dataclass(frozen=True)
class Asked:
    """A card that can be asked: its question or exercise, and the lesson it is from."""

    card: Card
    ref: LessonRef
    block: Quiz | Exercise


class ReviewQueue:
    """What is due today.

    Attributes:
        asked: the cards in the order in which they are asked.
        at: the place of the current one.
        graded: the ratings given so far.
    """

    def __init__(self, learner: Learner, language: str, now: float) -> None:
        """Take up what is due.

        Raises:
            LabError: the learner's file can't be read.
        """
        self._learner = learner
        self._language = language
        self._refs = {ref.key: ref for pack in packs.all_packs()[0] for ref in pack.lessons if ref.written}
        self._lessons: dict[str, Lesson | None] = {}
        self.asked: list[Asked] = []
        self.at = 0
        self.graded: list[Rating] = []
        review.due(learner, now, keep=self._take)

    def _take(self, card: Card) -> bool:
        block = self._block(card)
        if block is None:  # the lesson or the question is gone, or can't be read: opening the lesson says why
            return False
        self.asked.append(Asked(card, self._refs[card.lesson], block))
        return True

    def _block(self, card: Card) -> Quiz | Exercise | None:
        if card.lesson not in self._lessons:
            self._lessons[card.lesson] = self._read(card.lesson)
        lesson = self._lessons[card.lesson]
        blocks = lesson.blocks if lesson else ()
        return next((b for b in blocks if isinstance(b, (Quiz, Exercise)) and card.block in (b.id, b.key)), None)

    def _read(self, key: str) -> Lesson | None:
        try:
            return parser.read(self._refs[key].folder, self._language) if key in self._refs else None
        except LabError:
            return None

    @property
    def current(self) -> Asked | None:
        """The card that is asked now; None at the end."""
        return self.asked[self.at] if self.at < len(self.asked) else None

    def use_language(self, language: str) -> None:
        """The same cards in another language."""
        self._language, self._lessons = language, {}
        self.asked = [Asked(one.card, one.ref, self._block(one.card) or one.block) for one in self.asked]

    def keep_answer(self, answer: str, right: bool) -> None:
        """Keep the answer to the current question in progress.

        Raises:
            LabError: it can't be written.
        """
        one = self.current
        if one is not None and isinstance(one.block, Quiz):
            self._learner.answered(one.ref.key, one.block.id, answer, right or one.block.before)

    def grade(self, rating: Rating, now: float) -> float | None:
        """Say how well the current card was known, and go on; gives when it comes back.

        Raises:
            LabError: it can't be written; one stays at the card.
        """
        one = self.current
        if one is None:
            return None
        again = review.grade(self._learner, one.card, rating, now)
        self.graded.append(rating)
        self.at += 1
        return again

    def next_due(self, now: float) -> float | None:
        """When there is something to review again.

        Raises:
            LabError: the learner's file can't be read.
        """
        return review.next_due(self._learner, now)
