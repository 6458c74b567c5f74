"""Completions and signatures while code is edited; asked from the kernel, never waited for by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.app.widgets.completion_list import CompletionList
from tui_lab.config.errors import LabError
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.lesson_parts.editing import EditingPart


class Completing:
    """The list of completions beside the cursor, and the line with a signature."""

    def __init__(self, editing: EditingPart) -> None:
        self._editing = editing
        self._start = self._end = 0
        self._signed_row = -1

    @property
    def _list(self) -> CompletionList:
        return self._editing.screen.query_one(CompletionList)

    def ask(self, code: str, cursor: int) -> None:
        """Ask what the name at the cursor may become; one answer is taken at once, several are listed."""
        editing = self._editing

        async def ask() -> None:
            try:
                found = await editing.session.kernel.complete(code, cursor)
            except LabError as error:
                editing.app.say(str(error), bad=True)
                return
            if not editing.open or editing.editor.text != code or editing.editor.cursor_at != cursor:
                return  # typed on meanwhile
            matches = list(found.matches)
            self._start, self._end = found.start, found.end
            if not matches:
                editing.pane.hint = t("lesson.no_completions")
            elif len(matches) == 1:
                editing.editor.put(self._start, self._end, matches[0])
            else:
                self._open(matches)

        editing.screen.run_worker(ask(), group="complete", exclusive=True)

    def _open(self, matches: list[str]) -> None:
        editor = self._editing.editor
        place = editor.cursor_screen_offset
        self._list.open(matches, place.x - (self._end - self._start), place.y, self._editing.screen.size)
        editor.popup_open = True

    def popup(self, what: str) -> None:
        """A key for the open list."""
        if what in ("next", "previous"):
            self._list.move(1 if what == "next" else -1)
            return
        chosen = self._list.chosen
        self.close()
        if what == "take":
            self._editing.editor.put(self._start, self._end, chosen)

    def typed(self) -> None:
        """A letter was typed: it narrows the list, or closes it; a signature goes with its line."""
        if self._signed_row not in (-1, self._editing.editor.cursor_location[0]):
            self._editing.pane.hint = t("lesson.editor_hint")
            self._signed_row = -1
        if not self._list.is_open:
            return
        editor = self._editing.editor
        self._end = editor.cursor_at
        typed = editor.text[self._start : self._end]
        if self._end < self._start or not self._list.narrow(typed):
            self.close()

    def close(self) -> None:
        """Close the list."""
        if self._list.is_open:
            self._list.close()
        if self._editing.open:
            self._editing.editor.popup_open = False

    def signature(self, code: str, cursor: int) -> None:
        """Show the signature of the call around the cursor in the pane's last line."""
        editing = self._editing

        async def ask() -> None:
            try:
                found = await editing.session.kernel.signature(code, cursor)
            except LabError:
                return
            if editing.open and found:
                editing.pane.hint = found
                self._signed_row = editing.editor.cursor_location[0]

        editing.screen.run_worker(ask(), group="signature", exclusive=True)
