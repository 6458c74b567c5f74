"""Answering the quizzes of a lesson. Knows no Textual."""

from __future__ import annotations

import contextlib
import math
import re
from typing import TYPE_CHECKING

from tui_lab.app.lesson.state import QuizState
from tui_lab.config.errors import LabError
from tui_lab.content.lesson import Quiz
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.lesson.session import LessonSession


class Quizzes:
    """What a learner does with the quizzes."""

    def __init__(self, session: LessonSession) -> None:
        self._session = session

    def restore(self) -> None:
        """Show the answers that were given before."""
        known = self._session.known.quizzes
        for quiz in self._session.lesson.quizzes:
            if quiz.id not in known or quiz.key in self._session.states.quizzes:
                continue
            state = self.state(quiz)
            answer = known[quiz.id].answer
            state.answered = True
            if quiz.kind == "number":
                state.typed = answer
                with contextlib.suppress(LabError):  # damaged: no number, and so not right
                    state.right = is_right_number(quiz, answer)
            else:
                state.chosen = _choices(answer, len(quiz.choices))
                state.answered = bool(state.chosen) or quiz.kind == "many"
                state.right = state.chosen == _right(quiz)

    def state(self, quiz: Quiz) -> QuizState:
        """Its state, made at the first asking."""
        return self._session.states.quizzes.setdefault(quiz.key, QuizState())

    def enter(self, quiz: Quiz) -> None:
        """Begin to answer, or to answer again."""
        if self.state(quiz).answered:
            self.again(quiz)
        self.state(quiz).answering = True
        self._session.touch(quiz.key)

    def leave(self, quiz: Quiz) -> None:
        """Out of the quiz; what is chosen stays, and an answer that was given before comes back."""
        state = self.state(quiz)
        state.answering = False
        if state.before is not None:
            (state.chosen, state.typed, state.right), state.before = state.before, None
            state.answered = True
        self._session.touch(quiz.key)

    def again(self, quiz: Quiz) -> None:
        """Put the answer back, to try again; of several choices what is right need not be found anew."""
        state = self.state(quiz)
        if state.answered:
            state.before = (state.chosen, state.typed, state.right)
        state.answered = state.right = False
        if quiz.kind != "many":
            state.chosen = frozenset()
        state.typed = ""
        self._session.touch(quiz.key)

    def move(self, quiz: Quiz, by: int) -> None:
        """The next choice."""
        state = self.state(quiz)
        state.cursor = max(0, min(state.cursor + by, len(quiz.choices) - 1))
        self._session.touch(quiz.key)

    def choose(self, quiz: Quiz, number: int | None = None) -> None:
        """Choose the choice at the cursor, or the one of this number from 0; one of several may be put back."""
        state = self.state(quiz)
        if state.answered:
            self.again(quiz)
        at = state.cursor if number is None else number
        if not 0 <= at < len(quiz.choices):
            return
        state.cursor, state.answering = at, True
        state.chosen = state.chosen ^ {at} if quiz.kind == "many" else frozenset({at})
        self._session.touch(quiz.key)

    def submit(self, quiz: Quiz) -> None:
        """Give what is chosen as the answer.

        Raises:
            LabError: nothing is chosen.
        """
        state = self.state(quiz)
        if quiz.kind == "one" and not state.chosen:
            state.chosen = frozenset({state.cursor})
        if not state.chosen:
            raise LabError(t("lesson.nothing_chosen"))
        self._given(quiz, ",".join(map(str, sorted(state.chosen))), state.chosen == _right(quiz))

    def submit_number(self, quiz: Quiz, text: str) -> None:
        """Give a number as the answer.

        Raises:
            LabError: it is no number.
        """
        right = is_right_number(quiz, text)
        state = self.state(quiz)
        state.typed = text.strip()
        self._given(quiz, state.typed, right)

    def _given(self, quiz: Quiz, answer: str, right: bool) -> None:
        session, state = self._session, self.state(quiz)
        state.answered, state.right, state.answering, state.before = True, right, False, None
        session.touch(quiz.key)
        session.save(
            ("quiz", quiz.id), lambda: session.learner.answered(session.ref.key, quiz.id, answer, right or quiz.before)
        )
        session.marking.finish()


def is_right_number(quiz: Quiz, text: str) -> bool:
    """Whether the number that was typed answers the quiz.

    Raises:
        LabError: it is no number.
    """
    # A number typed with as many figures as the answer has must not fail by the last bit
    room = quiz.tolerance + 1e-9 * max(1.0, abs(quiz.answer))
    return any(abs(number - quiz.answer) <= room for number in read_number(text))


def read_number(text: str) -> tuple[float, ...]:
    """What a person may mean by a number.

    A comma may stand for the point, or either may group thousands (`7,850` may be both); with `%` both 12 and 0.12
    are meant.

    Raises:
        LabError: it is no number.
    """
    plain = text.strip().replace(" ", "").replace("−", "-")
    figures = plain.removesuffix("%")
    found = [figures.replace(",", ".")]
    for group, point in ((",", "."), (".", ",")):
        if re.fullmatch(rf"[-+]?[1-9]\d{{0,2}}(\{group}\d{{3}})+(\{point}\d*)?", figures):
            found.append(figures.replace(group, "").replace(point, "."))
    numbers = []
    for one in found:
        with contextlib.suppress(ValueError):
            numbers.append(float(one))
    if not numbers or not all(map(math.isfinite, numbers)):
        raise LabError(t("lesson.no_number", text=text.strip()))
    return (*numbers, *(number / 100 for number in numbers)) if plain.endswith("%") else tuple(numbers)


def _right(quiz: Quiz) -> set[int]:
    return {n for n, choice in enumerate(quiz.choices) if choice.right}


def _choices(answer: str, count: int) -> frozenset[int]:
    """The choices of a stored answer; those that the lesson no longer has are left out."""
    found = (int(part) for part in answer.split(",") if part.strip().isdigit())
    return frozenset(n for n in found if n < count)
