"""A quiz that is asked on its own, outside its lesson: in the review and in the self-check. Knows no Textual."""

from __future__ import annotations

from tui_lab.app.lesson.quizzes import is_right_number
from tui_lab.app.lesson.state import BlockStates, QuizState
from tui_lab.config.errors import LabError
from tui_lab.content.lesson import Quiz
from tui_lab.messages import t

LONGEST = 20
"""Characters of the longest number that can be typed."""


class Asking:
    """One question and the answer in the making.

    Attributes:
        quiz: the question.
        states: its state as `app.lesson.paint` takes it.
    """

    def __init__(self, quiz: Quiz) -> None:
        self.quiz = quiz
        self.states = BlockStates()
        self.states.quizzes[quiz.key] = QuizState(answering=True, once=True)

    @property
    def state(self) -> QuizState:
        """What is chosen or typed, and whether it was given as the answer."""
        return self.states.quizzes[self.quiz.key]

    @property
    def answer(self) -> str:
        """The answer as progress keeps it."""
        return self.state.typed.strip() if self.quiz.kind == "number" else ",".join(map(str, sorted(self.state.chosen)))

    def translated(self, quiz: Quiz) -> None:
        """The same question in another language; what is chosen stays."""
        state = self.state
        self.quiz, self.states = quiz, BlockStates()
        self.states.quizzes[quiz.key] = state

    def move(self, by: int) -> None:
        """The next choice."""
        if not self.state.answered:
            self.state.cursor = max(0, min(self.state.cursor + by, len(self.quiz.choices) - 1))

    def choose(self, number: int | None = None) -> None:
        """Choose the choice at the cursor, or the one of this number from 0; one of several may be put back."""
        state, quiz = self.state, self.quiz
        at = state.cursor if number is None else number
        if state.answered or quiz.kind == "number" or not 0 <= at < len(quiz.choices):
            return
        state.cursor = at
        state.chosen = state.chosen ^ {at} if quiz.kind == "many" else frozenset({at})

    def type(self, character: str) -> None:
        """Another character of a number."""
        if not self.state.answered and self.quiz.kind == "number" and len(self.state.typed) < LONGEST:
            self.state.typed += character

    def erase(self) -> None:
        """Take the last character back."""
        if not self.state.answered:
            self.state.typed = self.state.typed[:-1]

    def submit(self) -> None:
        """Give what is chosen or typed as the answer.

        Raises:
            LabError: nothing is chosen, or what is typed is no number.
        """
        state, quiz = self.state, self.quiz
        if quiz.kind == "number":
            right = is_right_number(quiz, state.typed)
        else:
            if quiz.kind == "one" and not state.chosen:
                state.chosen = frozenset({state.cursor})
            if not state.chosen:
                raise LabError(t("lesson.nothing_chosen"))
            right = state.chosen == {n for n, choice in enumerate(quiz.choices) if choice.right}
        state.answered, state.right, state.answering = True, right, False

    def give_up(self) -> None:
        """Not known: counts as a wrong answer, and nothing needs to be chosen."""
        self.state.answered, self.state.right, self.state.answering = True, False, False
