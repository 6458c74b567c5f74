"""Exercises: check an answer, open a hint, the solution, look at the difference, put the starter back."""

from __future__ import annotations

from tui_lab.app.lesson_parts.part import LessonPart
from tui_lab.content.lesson import Cell, Exercise
from tui_lab.messages import t


class ExercisesPart(LessonPart):
    """What is done with an exercise, and with code that the learner has changed."""

    @property
    def exercise(self) -> Exercise | None:
        """The current block, where it is an exercise."""
        return self.session.block if isinstance(self.session.block, Exercise) else None

    def can(self, action: str) -> bool:
        """Of an exercise alone; the difference and the way back of cells too."""
        if self.inside:
            return False
        block = self.session.editable
        state = self.session.states.exercises.get(block.key) if isinstance(block, Exercise) else None
        match action:
            case "diff":
                return isinstance(block, Exercise) or (
                    block is not None and (self._edited(block) or self.session.edited_before(block))
                )
            case "put_back":
                return block is not None and self._edited(block)
            case "hint":
                return state is not None and len(state.hint_texts) < state.hints
            case "solution":
                return state is not None and state.attempts > 0
            case _:
                return state is not None

    def _edited(self, block: Cell | Exercise) -> bool:
        states = self.session.states
        state = states.cells.get(block.key) if isinstance(block, Cell) else states.exercises.get(block.key)
        return state is not None and state.edited

    def action_check(self) -> None:
        """Check the answer."""
        if (exercise := self.exercise) is not None:
            self.screen.running.run_edited(exercise)

    def action_hint(self) -> None:
        """The next hint."""
        if (exercise := self.exercise) is not None:
            self.screen.follow(exercise.key)
            self.screen.do(lambda: self.session.exercises.next_hint(exercise))

    def action_solution(self) -> None:
        """The solution, once something was tried."""
        if (exercise := self.exercise) is not None:
            self.screen.follow(exercise.key)
            self.screen.do(lambda: self.session.exercises.open_solution(exercise))

    def action_diff(self) -> None:
        """The learner's code beside the original, the solution once that is open, and its own older texts."""
        block = self.session.editable
        if block is not None:
            self.screen.do(lambda: self._show_difference(block))

    def _show_difference(self, block: Cell | Exercise) -> None:
        from tui_lab.app.screens.difference import DifferenceScreen, Text, earlier_texts

        mine = Text(t("lesson.diff_mine"), self.session.code(block))
        original = t("lesson.diff_starter" if isinstance(block, Exercise) else "lesson.diff_original")
        others = [Text(original, self.session.original(block))]
        if isinstance(block, Exercise) and self.session.exercises.state(block).solution_seen:
            others.append(Text(t("lesson.diff_solution"), self.session.exercises.files(block).solution))
        # Of code that is as it was given, an older text is what one looks for.
        first = len(others) - (1 if self._edited(block) else 0)
        others += earlier_texts(self.session.earlier(block))

        def take(text: str) -> None:
            self.screen.do(lambda: self.session.take_back(block, text))

        self.app.push_screen(DifferenceScreen(mine, others, min(first, len(others) - 1), take))

    def action_put_back(self) -> None:
        """The code as the lesson has it, after a question."""
        from tui_lab.app.screens.choice import Choice, ChoiceScreen

        block = self.session.editable
        if block is None:
            return
        choices = [
            Choice(t("lesson.put_back_yes"), key="u"),
            Choice(t("lesson.put_back_no"), key="n"),
        ]

        def take(chosen: int | None) -> None:
            if chosen == 0:
                self.screen.do(lambda: self.session.put_back(block))

        self.app.push_screen(ChoiceScreen(t("lesson.put_back"), choices, 1, about=t("lesson.put_back_about")), take)
