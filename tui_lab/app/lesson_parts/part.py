"""What every part of the lesson screen is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui_lab.app.app import DlLabApp
    from tui_lab.app.lesson.session import LessonSession
    from tui_lab.app.screens.lesson import LessonScreen
    from tui_lab.app.widgets.lesson_view import LessonView


class LessonPart:
    """Some keys of a lesson: what `lesson_keys` calls `x` is the method `action_x` of one part, and of one alone."""

    def __init__(self, screen: LessonScreen) -> None:
        self.screen = screen

    @property
    def app(self) -> DlLabApp:
        """The app."""
        return self.screen.lab_app

    @property
    def session(self) -> LessonSession:
        """What is known of the lesson."""
        return self.screen.session

    @property
    def view(self) -> LessonView:
        """The painted lesson."""
        return self.screen.view

    @property
    def inside(self) -> bool:
        """Whether the keys go into a quiz."""
        quiz = self.session.quiz
        return quiz is not None and self.session.quizzes.state(quiz).answering

    def can(self, action: str) -> bool:  # noqa: ARG002
        """Whether one of this part's actions does something now; asked only while nothing is typed."""
        return not self.inside

    def close(self) -> None:
        """The lesson is left."""
