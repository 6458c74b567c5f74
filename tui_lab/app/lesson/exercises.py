"""Working on the exercises of a lesson: checks, hints, the solution. Knows no Textual."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_lab.app.lesson.state import ExerciseState
from tui_lab.config.errors import LabError
from tui_lab.content.lesson import Exercise
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.lesson.session import LessonSession
    from tui_lab.content.exercise import ExerciseFiles
    from tui_lab.kernel.events import CheckReport


class Exercises:
    """What a learner does with the exercises."""

    def __init__(self, session: LessonSession) -> None:
        self._session = session
        self._files: dict[str, ExerciseFiles] = {}

    def restore(self) -> None:
        """Show each with the learner's own code and what was reached before."""
        for exercise in self._session.lesson.exercises:
            try:
                self.state(exercise)
            except LabError as error:  # the lesson stays readable without its exercise
                self._session.problems.append(str(error))

    def files(self, exercise: Exercise) -> ExerciseFiles:
        """Its folder, read once.

        Raises:
            LabError: the folder can't be read.
        """
        from tui_lab.content.exercise import ExerciseFiles

        if exercise.key not in self._files:
            self._files[exercise.key] = ExerciseFiles.read(exercise.folder)
        return self._files[exercise.key]

    def state(self, exercise: Exercise) -> ExerciseState:
        """Its state, made at the first asking.

        Raises:
            LabError: its folder can't be read.
        """
        states, session = self._session.states.exercises, self._session
        if exercise.key not in states:
            files = self.files(exercise)
            mine = session.edits.get(exercise.key)
            states[exercise.key] = state = ExerciseState(mine if mine is not None else files.starter)
            state.edited = state.code != files.starter
            hints = self._hints(exercise)
            state.hints = len(hints)
            state.check_texts = self._check_texts(files)
            if known := session.known.exercises.get(exercise.id):
                state.attempts, state.passed = known.attempts, known.passed
                state.solution_seen = known.solution_opened
                state.hint_texts = hints[: known.hints]
        return states[exercise.key]

    def original(self, exercise: Exercise) -> str:
        """What the learner begins with."""
        return self.files(exercise).starter

    def change(self, exercise: Exercise, code: str) -> None:
        """Take the learner's code; what the last check said belongs to other code now and stays until the next."""
        state = self.state(exercise)
        state.code, state.edited = code, code != self.original(exercise)
        if not state.edited and not state.passed:  # put back: begun anew
            state.report, state.fitting_hint = None, ""
        self._session.touch(exercise.key)

    # Checking

    def begin(self, exercise: Exercise) -> None:
        """A check of this exercise was asked for."""
        state = self.state(exercise)
        state.status = "checking"
        self._session.touch(exercise.key)

    def broken_off(self) -> None:
        """The kernel can't answer any more."""
        for key, state in self._session.states.exercises.items():
            if state.status:
                state.status = ""
                self._session.touch(key)

    def checked(self, id: str, report: CheckReport) -> None:
        """The kernel has checked an exercise."""
        session = self._session
        exercise = next((one for one in session.lesson.exercises if one.id == id), None)
        if exercise is None:
            return
        state = self.state(exercise)
        state.status, state.report = "", report
        state.attempts += 1
        state.passed = state.passed or report.passed
        state.fitting_hint = self._fitting(exercise, report)
        session.touch(exercise.key)
        short = exercise.level == "easy"
        # Each attempt counts: none takes the place of one that waits
        session.save(
            ("attempt", exercise.id, state.attempts),
            lambda: session.learner.attempted(session.ref.key, exercise.id, report.passed, short=short),
        )
        session.marking.finish()

    def recall(self, key: str, code: str, report: CheckReport) -> None:
        """Show what the last check said, from before the app was closed, if it was of this code."""
        exercise = next((one for one in self._session.lesson.exercises if one.key == key), None)
        if exercise is None:
            return
        state = self.state(exercise)
        if state.report is None and state.code == code:
            state.report, state.fitting_hint = report, self._fitting(exercise, report)

    def _fitting(self, exercise: Exercise, report: CheckReport) -> str:
        """The hint for the first mistake that was recognised."""
        from tui_lab.content.exercise import describe

        errors = [report.error, *(result.error for result in report.results)]
        for error in errors:
            missing = error.plain.get("name") if error is not None and error.ename == "NameError" else None
            if missing and (why := self._why_missing(exercise, str(missing))):
                return why
        for result in report.results:
            if not result.passed and result.hint:
                return describe(self.files(exercise), result.hint, result.numbers, self._session.lesson.language)
        return ""

    def _why_missing(self, exercise: Exercise, name: str) -> str:
        """What to do about a name that the kernel doesn't know; empty where it is a slip of the answer."""
        session, word = self._session, re.compile(rf"\b{re.escape(name)}\b")
        cells = (session.cells.state(cell).code for cell in session.cells.not_run_before(exercise))
        if any(map(word.search, cells)):
            return t("lesson.cells_above_first", name=f"`{name}`")
        others = (state.code for key, state in session.states.exercises.items() if key != exercise.key)
        if any(re.search(rf"(def|class) {re.escape(name)}\b", code) for code in others):
            return t("lesson.answers_apart", name=f"`{name}`")
        return ""

    # Help

    def _check_texts(self, files: ExerciseFiles) -> dict[str, str]:
        from tui_lab.content.exercise import describe_check

        return {name: describe_check(files, name, self._session.lesson.language) for name in files.checks}

    def _hints(self, exercise: Exercise) -> tuple[str, ...]:
        from tui_lab.content.exercise import hints

        return hints(self.files(exercise), self._session.lesson.language)

    def next_hint(self, exercise: Exercise) -> None:
        """Open the next hint.

        Raises:
            LabError: all are open.
        """
        session, state, hints = self._session, self.state(exercise), self._hints(exercise)
        opened = len(state.hint_texts)
        if opened >= len(hints):
            raise LabError(t("lesson.no_more_hints"))
        state.hint_texts = hints[: opened + 1]
        session.touch(exercise.key)
        session.save(
            ("hint", exercise.id), lambda: session.learner.opened_hint(session.ref.key, exercise.id, opened + 1)
        )

    def open_solution(self, exercise: Exercise) -> None:
        """Open the solution, or close it again.

        Raises:
            LabError: nothing was tried yet.
        """
        session, state = self._session, self.state(exercise)
        if not state.attempts:
            raise LabError(t("lesson.solution_later"))
        state.solution_open = not state.solution_open
        state.solution = self.files(exercise).solution if state.solution_open else ""
        session.touch(exercise.key)
        if state.solution_open:
            state.solution_seen = True
            session.save(
                ("solution", exercise.id), lambda: session.learner.opened_solution(session.ref.key, exercise.id)
            )

    def relabel(self) -> None:
        """Put hints in the language of the lesson."""
        for exercise in self._session.lesson.exercises:
            state = self._session.states.exercises.get(exercise.key)
            if state is None:
                continue
            state.check_texts = self._check_texts(self.files(exercise))
            state.hint_texts = self._hints(exercise)[: len(state.hint_texts)]
            if state.report is not None:
                state.fitting_hint = self._fitting(exercise, state.report)
