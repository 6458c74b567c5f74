"""`dl-lab review`: today's questions one after the other, as plain text."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from tui_lab.app.lesson.flow import indented, plain_text, prose
from tui_lab.app.lesson.paint_text import Frame, flow
from tui_lab.app.lesson.quizzes import is_right_number
from tui_lab.cli.inked import print_lines, width
from tui_lab.cli.output import complain, print_json, say
from tui_lab.cli.unreadable import complain_of
from tui_lab.config import settings
from tui_lab.config.errors import LabError
from tui_lab.content import packs, parser
from tui_lab.content.course import in_use
from tui_lab.content.lesson import Choice, Lesson, Quiz
from tui_lab.content.packs import LessonRef
from tui_lab.learner import review
from tui_lab.learner.review import Card, Rating
from tui_lab.learner.store import Learner
from tui_lab.messages import language, t

_LEAVE = "q"


class _Ended(Exception):
    """The learner has had enough."""


class Questions:
    """What cards ask; a lesson is read when a card of it is first looked at."""

    def __init__(self) -> None:
        found, self.problems = packs.all_packs()
        self._refs = {ref.key: ref for pack in found for ref in pack.lessons if ref.written}
        self._lessons: dict[str, Lesson | None] = {}
        self.unreadable: list[LessonRef] = []
        """The lessons of cards that can't be read."""

    def ref(self, card: Card) -> LessonRef:
        """The lesson of a card."""
        return self._refs[card.lesson]

    def there(self, card: Card) -> bool:
        """Whether its lesson still has what the card asks."""
        lesson = self._lesson(card.lesson)
        return lesson is not None and any(block.key == card.block for block in (*lesson.quizzes, *lesson.exercises))

    def quiz(self, card: Card) -> Quiz | None:
        """The question of a card; None where it is an exercise."""
        lesson = self._lesson(card.lesson)
        return next((quiz for quiz in lesson.quizzes if quiz.key == card.block), None) if lesson else None

    def _lesson(self, key: str) -> Lesson | None:
        if key not in self._lessons:
            self._lessons[key] = None
            if key in self._refs:
                try:
                    self._lessons[key] = parser.read(self._refs[key].folder, language())
                except LabError:
                    self.unreadable.append(self._refs[key])
        return self._lessons[key]


def run(args: argparse.Namespace) -> int:
    """Ask what is due today, or list it; gives the exit code.

    Raises:
        LabError: the learner's file can't be used, or nobody is there to be asked.
    """
    questions = Questions()
    with Learner.open() as learner:
        cards = review.due(learner, learner.now(), questions.there)
        for problem in questions.problems:
            complain(problem)
        complain_of(questions.unreadable)
        if args.json:
            _list(learner, questions, cards)
        elif not cards:
            say(_nothing(learner, questions))
        elif not sys.stdin.isatty():
            raise LabError(t("cli.review_no_terminal", n=len(cards)))
        else:
            _ask_all(learner, questions, cards)
    return 0


def _list(learner: Learner, questions: Questions, cards: list[Card]) -> None:
    print_json(
        {
            "due": [
                {
                    "lesson": card.lesson,
                    "title": in_use(questions.ref(card).title),
                    "block": card.block,
                    "kind": card.kind,
                    "due": card.due,
                }
                for card in cards
            ],
            "next": review.next_due(learner, learner.now(), questions.there),
        }
    )


def _nothing(learner: Learner, questions: Questions) -> str:
    back = review.next_due(learner, learner.now(), questions.there)
    if back is None:
        return t("cli.review_none_yet")
    return t("cli.review_none_due", day=f"{datetime.fromtimestamp(back):%Y-%m-%d}")


def _ask_all(learner: Learner, questions: Questions, cards: list[Card]) -> None:
    asked = [(card, quiz) for card in cards if (quiz := questions.quiz(card)) is not None]
    if asked:
        say(t("cli.review_begin", n=len(asked)), style="dim")
    right = graded = 0
    try:
        for number, (card, quiz) in enumerate(asked, 1):
            title = f"{number}/{len(asked)}  {in_use(questions.ref(card).title)}"
            rating = _ask(quiz, title)
            if rating is not None:
                review.grade(learner, card, rating, learner.now())
                graded += 1
                right += rating != "again"
    except (_Ended, EOFError):
        say()
    if graded:
        say(t("cli.review_end", n=graded, right=right))
    if len(cards) > len(asked):
        say(t("cli.review_exercises", n=len(cards) - len(asked)), style="dim")
    back = review.next_due(learner, learner.now(), questions.there)
    if back is not None and graded == len(cards):
        say(t("cli.review_next", day=f"{datetime.fromtimestamp(back):%Y-%m-%d}"), style="dim")


def _ask(quiz: Quiz, title: str) -> Rating | None:
    """Ask one question; gives how well it was known, or None where it was left out."""
    plain = settings.read().ascii
    say()
    say(title, style="bold")
    print_lines(flow(quiz.question, Frame(width(), plain)))
    if quiz.kind != "number":
        for number, choice in enumerate(quiz.choices, 1):
            print_lines(indented(prose(choice.spans, width() - 5, ascii=plain), 5, first=((f"  {number}  ", "plain"),)))
    answered = _answer(quiz)
    if answered is None:
        return None
    right, said = answered
    say(t("cli.review_right") if right else t("cli.review_wrong"), style="green" if right else "red")
    for choice in said:
        print_lines(indented(prose(choice.why, width() - 2, ascii=plain), 2))
    if not right:
        for line in _solution(quiz, plain):
            say(f"  {line}")
        return "again"
    return _rating()


def _answer(quiz: Quiz) -> tuple[bool, list[Choice]] | None:
    """Whether it was right, and the choices of which something is said; None where nothing was answered."""
    prompt = t(f"cli.review_answer_{quiz.kind}", n=len(quiz.choices))
    while text := _input(prompt):
        try:
            if quiz.kind == "number":
                return _number(quiz, text)
            chosen = _chosen(quiz, text)
        except LabError as error:
            say(str(error))
            continue
        right = chosen == {n for n, choice in enumerate(quiz.choices) if choice.right}
        return right, [quiz.choices[n] for n in sorted(chosen) if quiz.choices[n].why]
    return None


def _chosen(quiz: Quiz, text: str) -> set[int]:
    """The choices that were typed, from 0.

    Raises:
        LabError: it is something else.
    """
    words = text.replace(",", " ").split()
    most = len(quiz.choices)
    if any(not (word.isascii() and word.isdecimal() and 1 <= int(word) <= most) for word in words) or (
        quiz.kind == "one" and len(words) != 1
    ):
        raise LabError(t(f"cli.review_not_{quiz.kind}", n=most))
    return {int(word) - 1 for word in words}


def _number(quiz: Quiz, text: str) -> tuple[bool, list[Choice]]:
    """The same for a number: what is said of the right one, or of a usual wrong one.

    Raises:
        LabError: it is no number.
    """
    right = is_right_number(quiz, text)
    for choice, value in zip(quiz.choices, quiz.numbers, strict=True):
        if choice.why and choice.right == right and is_right_number(replace(quiz, answer=value), text):
            return right, [choice]
    return right, []


def _solution(quiz: Quiz, ascii: bool) -> Iterable[str]:
    """What would have been right."""
    if quiz.kind == "number":
        yield t("cli.review_solution", answer=f"{quiz.answer:.10g}")
        return
    for number, choice in enumerate(quiz.choices, 1):
        if choice.right:
            yield t("cli.review_solution", answer=f"{number}  {plain_text(choice.spans, ascii=ascii)}")


def _rating() -> Rating:
    """How well a right answer was known; good, unless something else is said."""
    letters: dict[str, Rating] = dict(zip(t("cli.review_letters"), ("hard", "easy", "again"), strict=True))
    return letters.get(_input(t("cli.review_rating")).lower()[:1], "good")


def _input(prompt: str) -> str:
    """What is typed, without blanks around it.

    Raises:
        _Ended: the learner ends the review.
        EOFError: there is no more input.
    """
    text = input(prompt + " ").strip()
    if text.lower() == _LEAVE:
        raise _Ended
    return text
