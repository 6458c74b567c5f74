"""Editing in the lower pane: a cell, an exercise, a note; what the editor asks for; the learner's own editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.app.lesson_parts.completing import Completing
from tui_lab.app.lesson_parts.part import LessonPart
from tui_lab.config.errors import LabError
from tui_lab.content.lesson import Block, Cell, Exercise
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.screens.lesson import LessonScreen
    from tui_lab.app.widgets.code_editor import CodeEditor
    from tui_lab.app.widgets.editor_pane import EditorPane

LEAST_ROWS = 8
MOST_SHARE = 0.6
"""How much of the screen the editor takes at most: the task stays in sight above it."""
FRAME_ROWS = 3
"""Title, hint and a free row below the code."""


class EditingPart(LessonPart):
    """One editor at a time: opened by enter, left by escape."""

    def __init__(self, screen: LessonScreen) -> None:
        super().__init__(screen)
        self.block: Block | None = None
        """What is edited now; None outside the editor."""
        self._note = False
        self._sought = ""
        self._cursors: dict[str, tuple[int, int]] = {}
        """Where one was in each code when one left it."""
        self.completing = Completing(self)

    def can(self, action: str) -> bool:  # noqa: ARG002
        """Where there is code."""
        return not self.inside and self.session.editable is not None

    @property
    def open(self) -> bool:
        """Whether the editor is open."""
        return self.block is not None

    @property
    def pane(self) -> EditorPane:
        """The lower pane."""
        from tui_lab.app.widgets.editor_pane import EditorPane

        return self.screen.query_one(EditorPane)

    @property
    def editor(self) -> CodeEditor:
        """The editor in it."""
        return self.pane.editor

    # Into it and out of it

    def action_edit(self) -> None:
        """Edit the current block's code."""
        block = self.session.editable
        if block is None or self.screen.running.answer_again():
            return
        try:
            code = self.session.code(block)
        except LabError as error:
            self.app.say(str(error), bad=True)
            return
        title = t("lesson.editor_cell", id=block.id) if isinstance(block, Cell) else t("lesson.editor", id=block.id)
        self._show(block, title, code, note=False)

    def open_note(self, block: Block) -> None:
        """Edit the note on a block."""
        self._show(block, t("lesson.editor_note"), self.session.marking.marks(block.key).note, note=True)

    def _show(self, block: Block, title: str, text: str, *, note: bool) -> None:
        self.block, self._note = block, note

        async def show() -> None:
            pane = await self.screen.editor_pane()
            hint = t("lesson.note_hint" if note else "lesson.editor_hint")
            pane.show(title, text, hint, python=not note, cursor=None if note else self._cursors.get(block.key))
            self._fit(text)
            pane.editor.focus()
            self.screen.refresh_bindings()
            self.screen.call_after_refresh(self._keep_task_in_sight)

        self.screen.run_worker(show(), group="editor", exclusive=True)

    def _fit(self, text: str) -> None:
        height = self.screen.app.size.height
        rows = max(LEAST_ROWS, text.count("\n") + 1 + FRAME_ROWS)
        self.pane.styles.height = min(rows, int(height * MOST_SHARE))

    def fit(self) -> None:
        """Fit the size of the screen."""
        if self.open:
            self._fit(self.editor.text)

    def _keep_task_in_sight(self) -> None:
        if self.block is not None:
            self.view.go(self.session.index_of(self.block.key))
            self.screen.show()

    def leave(self) -> None:
        """Out of the editor; what was written is kept."""
        self.take_text()
        self.completing.close()
        if self.block is not None and not self._note:
            self._cursors[self.block.key] = self.editor.cursor_location
        self.block = None
        self.pane.display = False
        self.screen.set_focus(None)
        self.screen.show()
        self.screen.refresh_bindings()
        self.screen.call_after_refresh(self._settle)

    def _settle(self) -> None:
        self.view.keep_in_sight()
        self.screen.show()

    def take_text(self) -> None:
        """Take what stands in the editor into the session, which keeps it."""
        block, text = self.block, self.editor.text if self.open else ""
        if block is None:
            return
        if self._note:
            self.screen.do(lambda: self.session.marking.note(block, text))
        elif isinstance(block, (Cell, Exercise)) and text != self.session.code(block):
            self.screen.do(lambda: self.session.edit(block, text))

    def changed(self) -> None:
        """A key was typed: keep the text, narrow the list of completions, grow with the text."""
        if self.open:
            self.session.key_pressed()  # the editor keeps its keys to itself
            self.take_text()
            self.completing.typed()
            self._fit(self.editor.text)

    # From inside

    def run(self) -> None:
        """Run what is edited and stay."""
        block = self.block
        self.completing.close()
        self.take_text()
        if isinstance(block, (Cell, Exercise)) and not self._note:
            self.screen.running.run_edited(block)

    def find(self) -> None:
        """Search in the text that is edited."""
        editor = self.editor

        def show(text: str, *, again: bool) -> None:
            self._sought = text
            n, of = editor.find(text, again=again)
            self.screen.line.note = t("lesson.found", n=n, of=of) if n else (t("lesson.not_found") if text else "")

        self.screen.line.ask(
            t("lesson.find"),
            lambda text: show(text, again=True),
            value=self._sought,
            typed=lambda text: show(text, again=False),
            step=lambda by: show(self.screen.line.value, again=by > 0),
            stay=True,
            left=lambda: self.screen.set_focus(editor),
        )

    # The learner's own editor

    def action_outside(self) -> None:
        """Edit in $EDITOR, and come back."""
        from tui_lab.app.lesson_parts import outside

        block = self.session.editable
        if block is None:
            return
        try:
            code = outside.edit(self.app, self.session.code(block), block.id)
            if code != self.session.code(block):
                self.session.edit(block, code)
        except LabError as error:
            self.app.say(str(error), bad=True)
        self.screen.show()
