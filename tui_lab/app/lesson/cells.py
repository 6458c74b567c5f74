"""Running the code cells of a lesson: what the kernel says about them. Knows no Textual."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui_lab.app.lesson.state import CellState
from tui_lab.content.lesson import Block, Cell

if TYPE_CHECKING:
    from tui_lab.app.lesson.session import LessonSession


class Cells:
    """The cells as the learner has them, and how their last runs went."""

    def __init__(self, session: LessonSession) -> None:
        self._session = session

    def restore(self) -> None:
        """Show each with the learner's own code."""
        for cell in self._session.lesson.cells:
            self.state(cell)

    def state(self, cell: Cell) -> CellState:
        """Its state, made at the first asking."""
        states, session = self._session.states.cells, self._session
        if cell.key not in states:
            mine = session.edits.get(cell.key)
            states[cell.key] = CellState(mine if mine is not None else cell.code)
            states[cell.key].edited = states[cell.key].code != cell.code
        return states[cell.key]

    def change(self, cell: Cell, code: str) -> None:
        """Take the learner's code; the output of the last run stays."""
        state = self.state(cell)
        state.code, state.edited = code, code != cell.code
        self._session.touch(cell.key)

    def above(self, cell: Cell) -> list[Cell]:
        """All cells up to this one, with it."""
        cells = self._session.lesson.cells
        return list(cells[: cells.index(cell) + 1])

    def not_run_before(self, block: Block) -> list[Cell]:
        """The cells above a block whose names the kernel can't know."""
        blocks = self._session.blocks
        before = [one for one in blocks[: blocks.index(block)] if isinstance(one, Cell)]
        return [one for one in before if self.state(one).output is None or self.state(one).restored]
