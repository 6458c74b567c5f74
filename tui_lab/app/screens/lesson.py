"""A lesson: read, run, edit, be checked.

The screen only lays out and routes. What a key does stands in a part (`app.lesson_parts`), one file a feature; what is
known and done, without a screen, in `app.lesson.session`; how a block looks in `app.lesson.paint`. A new feature adds a
part with `action_x` for each of its keys, its keys in `lesson_keys`, their texts in `messages` (`lesson.key.x`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from tui_lab.app import lesson_keys
from tui_lab.app.explorables import prepare_when_idle
from tui_lab.app.lesson import places, words
from tui_lab.app.lesson.kernel import Opener
from tui_lab.app.lesson.session import LessonSession
from tui_lab.app.lesson_parts.editing import EditingPart
from tui_lab.app.lesson_parts.exercises import ExercisesPart
from tui_lab.app.lesson_parts.labs import LabsPart
from tui_lab.app.lesson_parts.marks import MarksPart
from tui_lab.app.lesson_parts.moving import MovingPart
from tui_lab.app.lesson_parts.part import LessonPart
from tui_lab.app.lesson_parts.quizzes import QuizzesPart
from tui_lab.app.lesson_parts.running import RunningPart
from tui_lab.app.lesson_parts.status import StatusPart
from tui_lab.app.screens.base import BaseScreen
from tui_lab.app.widgets.key_footer import KeyFooter
from tui_lab.app.widgets.lesson_header import LessonHeader
from tui_lab.app.widgets.lesson_outline import LessonOutline
from tui_lab.app.widgets.lesson_view import LessonView
from tui_lab.app.widgets.typed_line import TypedLine
from tui_lab.config.errors import LabError
from tui_lab.content.lesson import Explorable
from tui_lab.messages import language, t

if TYPE_CHECKING:
    from tui_lab.app.widgets.code_editor import CodeEditor
    from tui_lab.app.widgets.editor_pane import EditorPane
    from tui_lab.content.packs import LessonRef
    from tui_lab.learner.store import Learner

OUTLINE_FROM = 110
"""Columns from which the outline has a place at the left."""
SAVE_S = 0.4
"""What was typed is on disk after so long: within a second of the key, however slow that disk is."""
SAVE_AGAIN_S = 5.0
"""So long after a disk refused it is tried again."""
TIME_S = 30.0
"""How often the time spent is written."""


class LessonScreen(BaseScreen):
    """Shows one `LessonSession`."""

    HELP = "lesson.help"
    CSS_PATH = "../styles/lesson.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [*lesson_keys.BINDINGS]

    def __init__(
        self,
        ref: LessonRef,
        block: str | None = None,
        *,
        learner: Learner | None = None,
        opener: Opener | None = None,
    ) -> None:
        """Open a lesson where the learner left it, or at a block.

        Raises:
            LabError: the lesson or the learner's file can't be read.
        """
        super().__init__()
        if learner is None:
            from tui_lab.learner.store import Learner

            learner = Learner.open()
            self._own_learner: Learner | None = learner
        else:
            self._own_learner = None
        self.session = LessonSession(ref, learner, language(), opener)
        if block is not None:
            self.session.current = self.session.index_of(block)
        self._shown_language = language()
        self._frame: Timer | None = None
        self._saver: Timer | None = None
        self._keys: tuple[object, ...] = ()
        self._kernel_seen = (0, 0)
        self._followed = ""
        self._told_missing = False
        self._saving = False
        self._save_again = 0.0
        self._editor_pane: EditorPane | None = None
        self.running, self.editing, self.status = (
            RunningPart(self, waits=opener is None),
            EditingPart(self),
            StatusPart(self),
        )
        self._parts: tuple[LessonPart, ...] = (
            MovingPart(self),
            QuizzesPart(self),
            ExercisesPart(self),
            self.running,
            self.editing,
            LabsPart(self),
            MarksPart(self),
        )

    def compose(self) -> ComposeResult:
        """Header, outline, lesson, a line to type in, keys."""
        self._choose_layout()  # here and not after the first layout, which would be made twice
        yield LessonHeader(id="lesson-header")
        with Horizontal(id="lesson-body"):
            yield LessonOutline(id="lesson-outline")
            yield LessonView(id="lesson-view")
        yield TypedLine(id="lesson-line")
        yield KeyFooter()

    # -- opening and leaving

    def on_mount(self) -> None:
        """Show the lesson; its kernel waits for the first frame."""
        self._frame = self.set_interval(1 / self.lab_app.settings.frames_per_second, self._tick)
        self._saver = self.set_interval(SAVE_S, self._save)
        self.set_interval(TIME_S, self.session.keep_time)
        self.view.show(self.session.blocks, self.session.states)
        self.view.go(self.session.current)
        self.session.keep_place()  # also of who only looks in
        self.show()
        self.call_after_refresh(lambda: self.set_timer(0.05, self._open_kernel))
        if any(isinstance(block, Explorable) for block in self.session.blocks):
            prepare_when_idle(self, self.lab_app)

    def _open_kernel(self) -> None:
        for problem in self.session.problems:
            self.lab_app.say(problem, bad=True)
        self._tell_of_translation()
        if self.session.lesson.cells or self.session.lesson.exercises:
            self.run_worker(self.running.connect(), group="kernel")

    def _tell_of_translation(self) -> None:
        """Say once that English stands in."""
        if self.session.lesson.missing and not self._told_missing:
            self._told_missing = True
            self.lab_app.say(t("lesson.translation_missing"))

    def on_screen_suspend(self) -> None:
        """Nobody sees it: nothing is painted; what runs is still taken in."""
        if self._frame is not None:
            self._frame.pause()

    def on_screen_resume(self) -> None:
        """Catch up with what happened meanwhile."""
        if self._frame is not None:
            self._frame.resume()
        self.show()

    def on_unmount(self) -> None:
        """Keep what was done; the kernel lives on."""
        try:
            self.session.close()
        except LabError as error:
            self.lab_app.say(str(error), bad=True)
        if self._own_learner is not None:
            self._own_learner.close()

    # -- showing

    @property
    def view(self) -> LessonView:
        """The painted lesson."""
        return self.query_one(LessonView)

    @property
    def line(self) -> TypedLine:
        """The line to type in."""
        return self.query_one(TypedLine)

    def on_resize(self, _event: events.Resize) -> None:
        """Choose the layout for the size."""
        self._choose_layout()
        self.editing.fit()
        self.call_after_refresh(self.show)

    def _choose_layout(self) -> None:
        self.set_class(self.app.size.width >= OUTLINE_FROM, "wide")

    def show(self) -> None:
        """Bring everything that is displayed up to the session; what is as before costs a comparison."""
        if not (self.is_mounted and self.is_attached):
            return
        session = self.session
        changed = session.take_changed()
        for key in changed:
            self.view.changed(key, follow=key == self._followed)
        title = words.title(session.ref, session.lesson)
        reading, here = self.view.reading, max(session.current, self.view.last_in_sight)
        minutes = reading.minutes_left([*map(session.marking.behind, self.view.blocks)], session.lesson.minutes)
        self.query_one(LessonHeader).show(title, reading.share(here), minutes, self.status.shown())
        if self.has_class("wide"):
            rows = places.outline(session)
            self.query_one(LessonOutline).show(rows, places.section_of(rows, session.current))
        self.running.follow()
        keys = (session.current, session.kernel.state, session.kernel.busy, self._block_keys())
        if keys != self._keys:
            self._keys = keys
            self.refresh_bindings()
            self.query_one(KeyFooter).redraw()  # now: it would be told a frame later

    def follow(self, key: str) -> None:
        """Keep what appears in a block in sight, until the next key."""
        self._followed = key

    def _block_keys(self) -> tuple[object, ...]:
        """What of the current block decides over the keys in the footer."""
        states, block = self.session.states, self.session.block
        if block is None:
            return ()
        cell, quiz = states.cells.get(block.key), states.quizzes.get(block.key)
        exercise = states.exercises.get(block.key)
        return (
            cell and (cell.edited, cell.output is None),
            quiz and (quiz.answering, quiz.answered),
            exercise and (exercise.edited, exercise.attempts > 0, len(exercise.hint_texts), exercise.output is None),
        )

    def _tick(self) -> None:
        kernel = self.session.kernel
        second = int(time.monotonic() - kernel.since) if kernel.busy else 0
        if self.session.changed or (kernel.version, second) != self._kernel_seen:
            self._kernel_seen = (kernel.version, second)
            self.show()

    # -- keeping

    def _save(self) -> None:
        if self.session.saving.waiting and not self._saving and time.monotonic() >= self._save_again:
            self._saving = True
            self.run_worker(self._flush(), group="save")

    async def _flush(self) -> None:
        """Write in a thread: a slow disk must not hold up keys. What fails is told once, and tried again."""
        try:
            await asyncio.to_thread(self.session.flush)
            self._save_again = 0.0
            if self.session.overwrote:
                self.session.overwrote = False
                self.lab_app.say(t("lesson.overwrote"), bad=True)
        except LabError as error:
            if not self._save_again:
                self.lab_app.say(str(error), bad=True)
            self._save_again = time.monotonic() + SAVE_AGAIN_S
        finally:
            self._saving = False

    # -- doing

    def do(self, act: Callable[[], object]) -> None:
        """Do something that may be refused, and show what came of it."""
        try:
            act()
        except LabError as error:
            self.lab_app.say(str(error), bad=True)
        self.show()
        self.refresh_bindings()

    def attempt(self, act: Callable[[], Awaitable[object]]) -> None:
        """Ask something of the kernel without waiting for it."""

        async def ask() -> None:
            from tui_lab.kernel.link import NoRoom

            try:
                await act()
            except NoRoom as error:
                self.running.make_room(error, act)
            except LabError as error:
                self.lab_app.say(str(error), bad=True)
            self.show()

        self.run_worker(ask(), group="kernel")

    async def editor_pane(self) -> EditorPane:
        """The lower pane, made when it is first wanted."""
        from tui_lab.app.widgets.completion_list import CompletionList
        from tui_lab.app.widgets.editor_pane import EditorPane  # TextArea and its grammar: 15 ms

        if self._editor_pane is None:
            self._editor_pane = EditorPane()
            await self.mount(self._editor_pane, after="#lesson-body")
            await self.mount(CompletionList())
        return self._editor_pane

    # -- keys

    def help_sections(self) -> list[tuple[str, list[Binding]]]:
        """The editor's keys: in it `?` is a character like others."""
        from tui_lab.app.screens.help import bindings_of
        from tui_lab.app.widgets.code_editor import CodeEditor

        return [(t("lesson.help_editor"), bindings_of(CodeEditor))]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key does something now; while something is typed, only what serves that."""
        if not self.is_mounted or action != "do":
            return True
        if self.editing.open or self.line.is_open:
            return False
        name = str(parameters[0])
        return self._part(name).can(name)

    def action_do(self, name: str, *values: Any) -> None:
        """What a key of the lesson does: the part that has the action does it."""
        self._followed = ""
        getattr(self._part(name), f"action_{name}")(*values)

    def _part(self, action: str) -> LessonPart:
        return next(part for part in self._parts if hasattr(part, f"action_{action}"))

    def on_key(self, _event: events.Key) -> None:
        """Count the time that is spent here."""
        self.session.key_pressed()

    def arrive(self) -> None:
        """Take over the block that the view is at, and show all of it in one frame."""
        if self.view.current != self.session.current:
            before = self.session.quiz
            if before is not None and self.session.quizzes.state(before).answering:
                self.session.quizzes.leave(before)
            self.session.at(self.view.current)
        self.show()

    def on_lesson_view_current_changed(self) -> None:
        """Another block is the current one, by a click or the wheel; after a key that is known already."""
        if self.view.current != self.session.current:
            self.arrive()

    def on_code_editor_leave(self) -> None:
        """Out of the editor."""
        self.editing.leave()

    def on_code_editor_run(self) -> None:
        """Run what is edited."""
        self.editing.run()

    def on_code_editor_find(self) -> None:
        """Search in what is edited."""
        self.editing.find()

    def on_code_editor_complete(self, message: CodeEditor.Complete) -> None:
        """Complete a name."""
        self.editing.completing.ask(message.code, message.offset)

    def on_code_editor_signature(self, message: CodeEditor.Signature) -> None:
        """Show a signature."""
        self.editing.completing.signature(message.code, message.offset)

    def on_code_editor_popup(self, message: CodeEditor.Popup) -> None:
        """A key for the list of completions."""
        self.editing.completing.popup(message.what)

    def on_text_area_changed(self) -> None:
        """Something was typed."""
        self.editing.changed()

    # -- another language, and back

    def relabel(self) -> None:
        """Read the lesson in the language in use; one stays at the same block."""
        if language() != self._shown_language:
            self._shown_language = language()
            self.do(lambda: self.session.relabel(language()))
            self.view.show(self.session.blocks, self.session.states)
            self.view.go(self.session.current)
            self._tell_of_translation()
        super().relabel()
        self.show()

    def action_back(self) -> None:
        """Back to the map, which reads how far one is from the disk."""
        if self.session.kernel.busy:
            self.lab_app.say(t("lesson.goes_on"))
        self.do(self.session.flush)
        super().action_back()
