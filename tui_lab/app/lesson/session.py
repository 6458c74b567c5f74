"""A lesson that is open: its text, what the learner did in it, and its kernel. Knows no Textual.

The screen shows a session and asks it; `cells`, `exercises`, `quizzes`, `kernel` and `marks` hold what concerns one
kind of thing alone. What changed since it was last painted is in `changed`, what waits for the disk in `saving`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui_lab.app.lesson.cells import Cells
from tui_lab.app.lesson.exercises import Exercises
from tui_lab.app.lesson.kernel import LessonKernel, Opener
from tui_lab.app.lesson.marking import Marking
from tui_lab.app.lesson.quizzes import Quizzes
from tui_lab.app.lesson.saving import Saving
from tui_lab.app.lesson.state import BlockStates
from tui_lab.app.lesson.time_spent import TimeSpent
from tui_lab.content import parser
from tui_lab.content.lesson import Block, Cell, Exercise, Heading, Lesson, Quiz

if TYPE_CHECKING:
    from tui_lab.content.packs import LessonRef
    from tui_lab.learner.states import Earlier, LessonState
    from tui_lab.learner.store import Learner


class LessonSession:
    """What is known of an open lesson, and what can be done with it.

    Attributes:
        ref: which lesson it is.
        lesson: its text in the language in use.
        states: what the learner did with its blocks, as it is painted.
        known: what the learner's file held when the lesson was opened.
        edits: the learner's own codes, as they were then.
        current: the index of the block one is at.
        changed: keys of blocks that look different since they were painted.
        problems: sentences on what could not be read, to be told once.
        overwrote: whether a text took the place of one that was written in another window, to be told once.
    """

    def __init__(self, ref: LessonRef, learner: Learner, language: str, opener: Opener | None = None) -> None:
        """Open a lesson where the learner left it; no kernel is started yet.

        Args:
            ref: the lesson.
            learner: the file of progress, edits and notes.
            language: the language to read it in.
            opener: how a kernel is opened; the real one if not given.

        Raises:
            LabError: the lesson can't be read.
        """
        self.ref, self.learner = ref, learner
        self.lesson: Lesson = parser.read(ref.folder, language)
        self.states = BlockStates()
        self.known: LessonState = learner.state(ref.key)
        self.edits = learner.edits(ref.key)
        self.changed: set[str] = set()
        self.problems: list[str] = []
        self.overwrote = False
        self._filed = dict(self.edits)
        """The texts that this session knows to be in the learner's file."""
        self._edited_before = learner.edited_before(ref.key)
        self.saving = Saving()
        self.cells, self.exercises, self.quizzes = Cells(self), Exercises(self), Quizzes(self)
        self.marking = Marking(self)
        self.kernel = LessonKernel(self, opener)
        self._time = TimeSpent()
        self.current = self.index_of(learner.place_in(ref.key) or "")
        self._restore()

    def _restore(self) -> None:
        self.cells.restore()
        self.exercises.restore()
        self.quizzes.restore()
        self.marking.restore()

    def relabel(self, language: str) -> None:
        """Read the lesson in another language; one stays at the same block.

        Raises:
            LabError: it can't be read in that language; all stays as it was.
        """
        before = self.block
        self.lesson = parser.read(self.ref.folder, language)
        self.current = self.index_of(before.key if before else "", self.current)
        self._restore()
        self.exercises.relabel()

    # Places

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the lesson."""
        return self.lesson.blocks

    @property
    def block(self) -> Block | None:
        """The block one is at; None in a lesson without any."""
        return self.blocks[self.current] if self.current < len(self.blocks) else None

    def index_of(self, key: str, otherwise: int = 0) -> int:
        """The index of the block of this key."""
        found = (n for n, block in enumerate(self.blocks) if block.key == key)
        return next(found, max(0, min(otherwise, len(self.blocks) - 1)))

    def at(self, index: int) -> None:
        """One is at this block now: remember the place, and that it was seen."""
        self.current = index
        self.keep_place()
        if self.block is not None:
            self.marking.saw(self.block)

    def keep_place(self) -> None:
        """Remember the lesson and the block one is at: the next start opens there."""
        if self.block is not None:
            place = self.block.key
            self.save("place", lambda: self.learner.save_place(self.ref.key, place))

    def headings(self) -> list[tuple[int, Heading]]:
        """The headings with the indexes of their blocks; the title is the first."""
        return [(n, block) for n, block in enumerate(self.blocks) if isinstance(block, Heading)]

    def heading_from(self, step: int) -> int:
        """The index of the next heading, or the one before; the current block where there is none."""
        places = [n for n, _ in self.headings()]
        if step > 0:
            return next((n for n in places if n > self.current), self.current)
        return next((n for n in reversed(places) if n < self.current), 0)

    # Editing

    @property
    def editable(self) -> Cell | Exercise | None:
        """The current block, where it has code."""
        return self.block if isinstance(self.block, (Cell, Exercise)) else None

    @property
    def quiz(self) -> Quiz | None:
        """The current block, where it is a quiz."""
        return self.block if isinstance(self.block, Quiz) else None

    def code(self, block: Cell | Exercise) -> str:
        """The learner's code of a block.

        Raises:
            LabError: the exercise can't be read.
        """
        return self.cells.state(block).code if isinstance(block, Cell) else self.exercises.state(block).code

    def original(self, block: Cell | Exercise) -> str:
        """The code as the lesson has it.

        Raises:
            LabError: the exercise can't be read.
        """
        return block.code if isinstance(block, Cell) else self.exercises.original(block)

    def edit(self, block: Cell | Exercise, code: str) -> None:
        """Take the learner's code, and keep it.

        Raises:
            LabError: the exercise can't be read.
        """
        if isinstance(block, Cell):
            self.cells.change(block, code)
        else:
            self.exercises.change(block, code)
        self.save(("edit", block.key), lambda: self._file(block.key, code))

    def _file(self, key: str, code: str) -> None:
        replaced = self.learner.save_edit(self.ref.key, key, code)
        if replaced is not None and replaced not in (self._filed.get(key), code):
            self.overwrote = True
            self._edited_before.add(key)
        self._filed[key] = code

    def put_back(self, block: Cell | Exercise) -> None:
        """Back to the code of the lesson.

        Raises:
            LabError: the exercise can't be read.
        """
        original = self.original(block)
        self.saving.flush()  # the learner's last version first: it stays in the history of edits
        if isinstance(block, Cell):
            self.cells.change(block, original)
        else:
            self.exercises.change(block, original)
        self._edited_before.add(block.key)
        self._filed.pop(block.key, None)
        self.save(("edit", block.key), lambda: self.learner.drop_edit(self.ref.key, block.key))

    def ran(self, block: Cell | Exercise) -> None:
        """A text of the learner's was run or checked: keep it, whatever it is changed to then."""
        state = self.cells.state(block) if isinstance(block, Cell) else self.exercises.state(block)
        if state.edited:
            code = state.code
            self._edited_before.add(block.key)
            self.save(("ran", block.key, code), lambda: self.learner.keep_edit(self.ref.key, block.key, code))

    def edited_before(self, block: Cell | Exercise) -> bool:
        """Whether there may be older texts of a block."""
        return block.key in self._edited_before

    def earlier(self, block: Cell | Exercise) -> list[Earlier]:
        """Older texts of a block that differ from the one it has, the newest first.

        Raises:
            LabError: the exercise or the learner's file can't be read, or what waits can't be written.
        """
        self.saving.flush()
        code = self.code(block)
        return [old for old in self.learner.edit_history(self.ref.key, block.key) if old.code != code]

    def take_back(self, block: Cell | Exercise, text: str) -> None:
        """Take an older text; the one of now goes into the history, however young it is.

        Raises:
            LabError: the exercise can't be read, or what waits can't be written.
        """
        self.saving.flush()
        self._edited_before.add(block.key)
        self.learner.drop_edit(self.ref.key, block.key)
        self._filed.pop(block.key, None)
        self.edit(block, text)

    # Keeping

    def touch(self, key: str) -> None:
        """This block looks different now."""
        self.changed.add(key)

    def take_changed(self) -> set[str]:
        """What looks different since this was last asked."""
        changed, self.changed = self.changed, set()
        return changed

    def save(self, thing: object, write: Callable[[], object]) -> None:
        """Write something to the learner's file soon."""
        self.saving.later(thing, write)

    def key_pressed(self, now: float | None = None) -> None:
        """Count the time."""
        self._time.key(time.monotonic() if now is None else now)

    def flush(self) -> None:
        """Write all that waits.

        Raises:
            LabError: it can't be written; it waits on.
        """
        self.saving.flush()

    def keep_time(self) -> None:
        """Let the time so far be written with the next `flush`."""
        seconds = self._time.take()
        if seconds >= 1:
            self.save(("time", time.monotonic()), lambda: self.learner.add_time(self.ref.key, seconds))

    def close(self) -> None:
        """Write what waits and let the kernel live on.

        Raises:
            LabError: it can't be written.
        """
        self.kernel.close()
        self.keep_time()
        self.flush()
