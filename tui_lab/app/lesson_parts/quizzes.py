"""Answering a quiz: into it with enter or a digit, out of it with escape."""

from __future__ import annotations

from tui_lab.app.lesson_parts.part import LessonPart
from tui_lab.config.errors import LabError
from tui_lab.messages import t


class QuizzesPart(LessonPart):
    """What is done with a quiz."""

    def can(self, action: str) -> bool:
        """Outside a quiz only the way in."""
        quiz = self.session.quiz
        if quiz is None:
            return False
        if action == "number":
            return quiz.kind == "number"
        if quiz.kind == "number":
            return False
        if action in ("submit", "choice", "choose", "leave_quiz"):
            return self.inside
        return action == "pick" or not self.inside

    def action_enter_quiz(self) -> None:
        """Into the quiz; an answered one is answered again."""
        if (quiz := self.session.quiz) is not None:
            self.screen.do(lambda: self.session.quizzes.enter(quiz))

    def action_leave_quiz(self) -> None:
        """Out of it."""
        if (quiz := self.session.quiz) is not None:
            self.screen.do(lambda: self.session.quizzes.leave(quiz))

    def action_choice(self, by: int) -> None:
        """The next choice."""
        if (quiz := self.session.quiz) is not None:
            self.screen.do(lambda: self.session.quizzes.move(quiz, by))

    def action_choose(self) -> None:
        """Choose the one at the cursor."""
        if (quiz := self.session.quiz) is not None:
            self.screen.do(lambda: self.session.quizzes.choose(quiz))

    def action_pick(self, number: int) -> None:
        """Choose the one of this number."""
        if (quiz := self.session.quiz) is not None:
            self.screen.do(lambda: self.session.quizzes.choose(quiz, number - 1))

    def action_submit(self) -> None:
        """Give what is chosen as the answer."""
        if (quiz := self.session.quiz) is not None:
            self.screen.follow(quiz.key)
            self.screen.do(lambda: self.session.quizzes.submit(quiz))

    def action_number(self) -> None:
        """A line to type a number into."""
        quiz = self.session.quiz
        if quiz is None:
            return

        def entered(text: str) -> None:
            if not text.strip():
                return
            self.screen.follow(quiz.key)
            try:
                self.session.quizzes.submit_number(quiz, text)
            except LabError as error:
                self.app.say(str(error), bad=True)
                ask(text)
            self.screen.show()

        def ask(text: str) -> None:
            self.screen.line.ask(t("lesson.number"), entered, value=text)

        ask("")
