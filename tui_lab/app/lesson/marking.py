"""Bookmarks, notes and what was seen: what a learner puts on blocks. Knows no Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui_lab.app.lesson.state import Marks
from tui_lab.content.lesson import Block, Cell, Exercise, Quiz

if TYPE_CHECKING:
    from tui_lab.app.lesson.session import LessonSession
    from tui_lab.learner.states import LessonState


class Reached(Protocol):
    """Who knows what a learner has reached in a lesson."""

    def passed(self, exercise: Exercise) -> bool:
        """Whether an exercise was passed."""

    def answered(self, quiz: Quiz) -> bool:
        """Whether a quiz was answered."""

    def ran(self, cell: Cell) -> bool:
        """Whether a cell ran without an error."""

    def seen(self, block: Block) -> bool:
        """Whether a block was looked at."""


def is_done(block: Block, reached: Reached) -> bool:
    """Whether there is nothing left to do with a block."""
    if isinstance(block, Exercise):
        return reached.passed(block)
    if isinstance(block, Quiz):
        return reached.answered(block)
    return reached.ran(block) if isinstance(block, Cell) else reached.seen(block)


def is_behind(block: Block, reached: Reached) -> bool:
    """Whether it takes no more time: it is done, or it is for those who want more and was seen."""
    return is_done(block, reached) or (not _expected(block) and reached.seen(block))


class Known:
    """What the learner's file says of a lesson that isn't open."""

    def __init__(self, state: LessonState) -> None:
        self._state = state

    def passed(self, exercise: Exercise) -> bool:
        """Whether an exercise was passed."""
        known = self._state.exercises.get(exercise.id)
        return known is not None and known.passed

    def answered(self, quiz: Quiz) -> bool:
        """Whether a quiz was answered."""
        return quiz.id in self._state.quizzes

    def ran(self, cell: Cell) -> bool:
        """Whether a cell ran without an error."""
        return bool(self._state.ran.get(cell.id))

    def seen(self, block: Block) -> bool:
        """Whether a block was looked at."""
        return block.key in self._state.seen


class Marking:
    """The marks of a lesson's blocks, and how far the learner is."""

    def __init__(self, session: LessonSession) -> None:
        self._session = session

    def restore(self) -> None:
        """Show the marks of before."""
        session = self._session
        keys = {block.key for block in session.blocks}
        for key in session.known.seen & keys:
            self.marks(key).seen = True
        for _, key in session.learner.bookmarks(session.ref.key):
            if key in keys:
                self.marks(key).bookmark = True
        for note in session.learner.notes(session.ref.key):
            if note.block in keys:
                self.marks(note.block).note = note.text

    def marks(self, key: str) -> Marks:
        """The marks of a block, made at the first asking."""
        return self._session.states.marks.setdefault(key, Marks())

    def saw(self, *blocks: Block) -> None:
        """Blocks were looked at."""
        session = self._session
        new = [block.key for block in blocks if not self.marks(block.key).seen]
        for key in new:
            self.marks(key).seen = True
        if new:
            # Their keys, since more may be seen before these are written
            session.save(("seen", *new), lambda: session.learner.saw(session.ref.key, *new))
            self.finish()

    def toggle_bookmark(self, block: Block) -> bool:
        """Put a bookmark on a block, or take it away; says whether it has one now."""
        session, marks = self._session, self.marks(block.key)
        marks.bookmark = not marks.bookmark
        session.touch(block.key)
        session.learner.toggle_bookmark(session.ref.key, block.key)
        return marks.bookmark

    def note(self, block: Block, text: str) -> None:
        """Keep a note on a block; an empty one takes it away."""
        session = self._session
        text = text.strip()
        self.marks(block.key).note = text
        session.touch(block.key)
        session.save(("note", block.key), lambda: session.learner.save_note(session.ref.key, block.key, text))

    # How far one is

    def finish(self) -> None:
        """Tell the learner's file once all is done that everyone should do."""
        session = self._session
        if not session.known.finished and all(map(self.done, filter(_expected, session.blocks))):
            session.save("finished", lambda: session.learner.finish(session.ref.key))

    def done(self, block: Block) -> bool:
        """Whether there is nothing left to do with a block."""
        return is_done(block, self)

    def behind(self, block: Block) -> bool:
        """Whether it takes no more time."""
        return is_behind(block, self)

    def passed(self, exercise: Exercise) -> bool:
        """Whether an exercise was passed."""
        state = self._session.states.exercises.get(exercise.key)
        return state is not None and state.passed

    def answered(self, quiz: Quiz) -> bool:
        """Whether a quiz is answered, and not being answered again."""
        state = self._session.states.quizzes.get(quiz.key)
        return state is not None and state.answered

    def ran(self, cell: Cell) -> bool:
        """Whether a cell ran without an error, now or before."""
        state = self._session.states.cells.get(cell.key)
        return (state is not None and state.status == "ok") or Known(self._session.known).ran(cell)

    def seen(self, block: Block) -> bool:
        """Whether a block was looked at."""
        marks = self._session.states.marks.get(block.key)
        return marks is not None and marks.seen

    def section(self, first: int, last: int) -> str:
        """How far one is from one block up to another (not with it): `done`, `begun` or nothing."""
        blocks = self._session.blocks[first:last]
        done = [self.done(block) for block in blocks]
        if all(done) and done:
            return "done"
        return "begun" if any(done) else ""


def _expected(block: Block) -> bool:
    """Whether everyone should do it: a stretch is for those who want more."""
    return not (isinstance(block, Exercise) and block.level == "stretch")
