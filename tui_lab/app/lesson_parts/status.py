"""What the line above the lesson says: what the kernel does, or how the current block's last run went."""

from __future__ import annotations

import time

from tui_lab.app.lesson import words
from tui_lab.app.lesson.heading import KernelWords
from tui_lab.app.lesson_parts.part import LessonPart


class StatusPart(LessonPart):
    """Has no keys."""

    def shown(self) -> KernelWords:
        """What is said now."""
        session, ascii = self.session, self.app.ascii
        kernel, states = session.kernel, session.states
        running = states.cells.get(kernel.running)
        number = running.number if running is not None else None
        said = words.kernel(kernel, number, time.monotonic(), ascii=ascii)
        rows = self.view.rows_of(session.current)
        if said.text or session.block is None or rows is None or rows[0] >= 0:
            return said
        # The head of a tall block, which says how it went, is above the screen
        if (cell := states.cells.get(session.block.key)) is not None:
            return words.ended(cell, ascii=ascii)
        exercise = states.exercises.get(session.block.key)
        return words.verdict(exercise, ascii=ascii) if exercise is not None else said
