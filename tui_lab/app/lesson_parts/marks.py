"""A bookmark or a note on any block."""

from __future__ import annotations

from tui_lab.app.lesson_parts.part import LessonPart
from tui_lab.messages import t


class MarksPart(LessonPart):
    """What the learner puts on a block."""

    def can(self, action: str) -> bool:  # noqa: ARG002
        """On any block."""
        return not self.inside and self.session.block is not None

    def action_bookmark(self) -> None:
        """Put a bookmark here, or take it away."""
        block = self.session.block
        if block is None:
            return
        self.screen.do(lambda: self.session.marking.toggle_bookmark(block))
        on = self.session.marking.marks(block.key).bookmark
        self.app.say(t("lesson.bookmark_on" if on else "lesson.bookmark_off"))

    def action_note(self) -> None:
        """Write a note on this block."""
        block = self.session.block
        if block is not None:
            self.screen.editing.open_note(block)
