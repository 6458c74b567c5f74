"""The blocks of a lesson, painted only where the screen is.

What is at the top is held as a block and a line in it, so that what changes its height elsewhere never moves the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from tui_lab.app.lesson.paint import gap, numbered, paint
from tui_lab.app.lesson.reading import Reading
from tui_lab.app.lesson.state import BlockStates
from tui_lab.app.lines import BLANK, Line
from tui_lab.app.widgets.picture_page import PicturePage
from tui_lab.content.lesson import Block, Heading

_WHEEL = 3
"""Lines that a notch of the mouse wheel scrolls."""
_OVERLAP = 2
"""Lines of a screen that stay on the next one."""
_ABOVE = 2
"""Lines of what comes before that stay in sight when one jumps to a block."""

Place = tuple[str, int]
"""The key of the block at the top of the screen, and how many of its lines are above it."""


@dataclass(frozen=True)
class _Painted:
    signature: tuple[object, ...]
    lines: list[Line]
    """Blank lines before the block, and the block."""


class LessonView(PicturePage):
    """Shows a lesson with one block marked as current."""

    class CurrentChanged(Message):
        """Another block is current."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        """Show nothing yet."""
        super().__init__(id=id, classes=classes)
        self.blocks: tuple[Block, ...] = ()
        self.states = BlockStates()
        self.current = 0
        """Index of the block that keys act on."""
        self.reading = Reading(())
        self._places: dict[str, int] = {}
        self._numbers: list[int] = []
        self._versions: dict[int, int] = {}
        self._painted: dict[int, _Painted] = {}
        self._first, self._skipped = 0, 0
        self._signs: tuple[object, ...] = ()

    # What is shown

    def show(self, blocks: Sequence[Block], states: BlockStates) -> None:
        """Show these blocks; the place is kept where the blocks have the same keys, as in another language."""
        place, current = self.place(), self._key(self.current)
        self.blocks, self.states = tuple(blocks), states
        self._places = {block.key: index for index, block in enumerate(self.blocks)}
        self._numbers = numbered(self.blocks)
        self.reading = Reading(self.blocks)
        self._versions.clear()
        self._painted.clear()
        self.current = self._places.get(current, 0)
        self._first, self._skipped = 0, 0
        self.restore(place)

    def changed(self, key: str, *, follow: bool = False) -> None:
        """Paint a block again whose state has changed; `follow`: what appeared in it is to be seen."""
        index = self._places.get(key)
        if index is None:
            return
        seen = self.rows_of(index)
        follow = seen is not None and (follow or (index == self.current and self._ends_inside(index)))
        before = self._segment(index) if follow else []
        self._versions[index] = self._versions.get(index, 0) + 1
        if follow:
            self._show_change(index, before)
        if seen is not None:
            self.redraw()

    def changed_all(self) -> None:
        """Paint all again: every state may have changed."""
        self._painted.clear()
        self.redraw()

    def place(self) -> Place:
        """What is at the top of the screen, to come back to at any size and in any language."""
        if not self.blocks:
            return ("", 0)
        return (self._key(self._first), self._skipped)

    def restore(self, place: Place) -> None:
        """Come back to a place; the beginning where its block is gone."""
        key, offset = place
        if key in self._places:
            self._first, self._skipped = self._places[key], max(0, offset)
        self.redraw()

    # Moving

    def go(self, index: int, *, at_top: bool = False) -> None:
        """Make a block current and bring it into sight; `at_top`: near the top of the screen, as after a jump."""
        if not self.blocks:
            return
        index = max(0, min(index, len(self.blocks) - 1))
        far = self.rows_of(index) is None and abs(index - self.current) > 1
        self._choose(index)
        if at_top or far:
            self._first, self._skipped = index, 0
            # A heading has blank lines of its own above it
            self._shift(self._blank_before(index) - (0 if isinstance(self.blocks[index], Heading) else _ABOVE))
        else:
            self._reveal(index)
        self.redraw()

    def keep_in_sight(self) -> None:
        """Have the current block on the screen, as after a change of its size; a higher one stays where it is."""
        rows = self.rows_of(self.current)
        if rows is None or rows[1] <= self.size.height:
            self._reveal(self.current)
        self.redraw()

    def move(self, by: int) -> None:
        """Go on by so many blocks, or back. A block that goes on beyond the screen is scrolled through first."""
        step = 1 if by > 0 else -1
        for _ in range(min(abs(by), len(self.blocks))):
            if self._scrolled_inside(step):
                continue
            if 0 <= self.current + step < len(self.blocks):
                self._choose(self.current + step)
                self._reveal(self.current, from_below=step < 0)
            else:
                self._shift(step * max(1, self.size.height // 2))
        self.redraw()

    def move_pages(self, by: int) -> None:
        """Scroll by so many screens; the first block that begins on it becomes current."""
        if not self.blocks:
            return
        before = (self._first, self._skipped)
        self._shift(by * max(1, self.size.height - _OVERLAP))
        if (self._first, self._skipped) == before:
            self._choose(len(self.blocks) - 1 if by > 0 else 0)
        else:
            self._choose(self._begins_in_sight())
        self.redraw()

    def scroll_lines(self, by: int) -> None:
        """Scroll; the current block goes along where it would leave the screen."""
        self._shift(by)
        if self.rows_of(self.current) is None:
            self._choose(self._begins_in_sight())
        self.redraw()

    def on_mouse_scroll_down(self, _event: events.MouseScrollDown) -> None:
        """A notch is a few lines."""
        self.scroll_lines(_WHEEL)

    def on_mouse_scroll_up(self, _event: events.MouseScrollUp) -> None:
        """A notch is a few lines."""
        self.scroll_lines(-_WHEEL)

    def on_click(self, event: events.Click) -> None:
        """Make the block under the mouse current."""
        for index, first, count in self._in_sight():
            if first <= event.y < first + count:
                self._choose(index)
                self.redraw()

    # Where things are

    def rows_of(self, index: int) -> tuple[int, int] | None:
        """The first row of a block on the screen (negative where it begins above) and its lines; None out of sight."""
        for found, first, count in self._in_sight():
            if found == index:
                blank = self._blank_before(index)
                return (first + blank, count - blank) if first + count > 0 else None
        return None

    @property
    def last_in_sight(self) -> int:
        """Index of the last block of which something is on the screen: so far one has read."""
        return max((index for index, first, _ in self._in_sight() if first < self.size.height), default=0)

    # Painting

    def draw(self, width: int, height: int) -> list[Line]:
        """The lines from the top one on, painting only the blocks that they belong to."""
        if not self.blocks:
            return []
        signs = (width, self._ascii, self._colour, self.find_graphics())
        if signs != self._signs:
            self._signs = signs
            self._painted.clear()
        self._shift(0)
        lines: list[Line] = []
        index, skip = self._first, self._skipped
        while index < len(self.blocks) and len(lines) < height:
            lines += self._segment(index)[skip:]
            index, skip = index + 1, 0
        return lines

    @property
    def _ascii(self) -> bool:
        return bool(getattr(self.app, "ascii", False))

    @property
    def _colour(self) -> bool:
        return not self.app.no_color

    def _segment(self, index: int) -> list[Line]:
        current = index == self.current
        signature = (self._versions.get(index, 0), current)
        known = self._painted.get(index)
        if known is not None and known.signature == signature:
            return known.lines
        block = self.blocks[index]
        painted = paint(
            block,
            self.states,
            max(20, self.size.width),
            ascii=self._ascii,
            colour=self._colour,
            current=current,
            number=self._numbers[index],
            graphics=self.graphics,
        )
        lines = [BLANK] * self._blank_before(index) + painted
        self._painted[index] = _Painted(signature, lines)
        return lines

    def _blank_before(self, index: int) -> int:
        return gap(self.blocks[index - 1] if index else None, self.blocks[index])

    def _key(self, index: int) -> str:
        return self.blocks[index].key if index < len(self.blocks) else ""

    # Scrolling

    def _choose(self, index: int) -> None:
        if index != self.current:
            self.current = index
            self.post_message(self.CurrentChanged(index))

    def _shift(self, by: int) -> None:
        """Move the top line by so many lines, within the lesson."""
        if not self.blocks or not self.size.height:
            return
        self._skipped = min(self._skipped, len(self._segment(self._first)))
        self._step(by)
        short = self.size.height - self._count_below(self.size.height)
        if short > 0:
            self._step(-short)

    def _step(self, by: int) -> None:
        self._skipped += by
        while self._skipped < 0:
            if self._first == 0:
                self._skipped = 0
                return
            self._first -= 1
            self._skipped += len(self._segment(self._first))
        while self._first < len(self.blocks) - 1 and self._skipped >= len(self._segment(self._first)):
            self._skipped -= len(self._segment(self._first))
            self._first += 1

    def _count_below(self, enough: int) -> int:
        """Lines from the top one to the end of the lesson, counted until they are enough."""
        count = -self._skipped
        for index in range(self._first, len(self.blocks)):
            count += len(self._segment(index))
            if count >= enough:
                break
        return count

    def _in_sight(self) -> list[tuple[int, int, int]]:
        """The blocks on the screen: index, first row (with the blank lines before the block), lines."""
        height = self.size.height
        found: list[tuple[int, int, int]] = []
        row, index = -self._skipped, self._first
        while index < len(self.blocks) and row < height:
            count = len(self._segment(index))
            found.append((index, row, count))
            row, index = row + count, index + 1
        return found

    def _begins_in_sight(self) -> int:
        """The first block that begins on the screen; the one that fills it where none does."""
        seen = self._in_sight()
        begins = (index for index, first, _ in seen if first + self._blank_before(index) >= 0)
        return next(begins, seen[0][0] if seen else 0)

    def _ends_inside(self, index: int) -> bool:
        return any(found == index and first + count <= self.size.height for found, first, count in self._in_sight())

    def _reveal(self, index: int, *, from_below: bool = False) -> None:
        """Scroll as little as brings a block into sight; of one higher than the screen, the end that one comes to."""
        height, blank = self.size.height, self._blank_before(index)
        count = len(self._segment(index)) - blank
        if from_below and count > height:
            if self.rows_of(index) is None:
                self._first, self._skipped = index, blank + count
                self._shift(-height)
            return
        place = next((first for found, first, _ in self._in_sight() if found == index), None)
        if place is None:
            above = index < self._first
            self._first, self._skipped = index, 0
            self._shift(0 if above or count > height else blank + count - height)
            return
        first = place + blank
        if first < 0 or count >= height:
            self._shift(first - min(_ABOVE, blank) if count < height else first)
        elif first + count > height:
            self._shift(first + count - height)

    def _show_change(self, index: int, before: list[Line]) -> None:
        """Have a block that was painted anew in sight; of one higher than the screen, the end of what differs."""
        after, height = self._segment(index), self.size.height
        if len(after) - self._blank_before(index) <= height:
            self._reveal(index)
            return
        same = 0
        for old, new in zip(reversed(before), reversed(after), strict=False):
            if old != new:
                break
            same += 1
        first = next(first for found, first, _ in self._in_sight() if found == index)
        end = first + len(after) - same
        if end > height:
            self._shift(end - height)
        elif end <= 0 and len(after) > len(before):
            self._shift(end - height // 2)

    def _scrolled_inside(self, step: int) -> bool:
        """Scroll within the current block where it goes on beyond the screen; whether there was need for it."""
        where = self.rows_of(self.current)
        height = self.size.height
        if where is None or where[1] <= height:
            return False
        first, count = where
        left = first + count - height if step > 0 else -first
        if left <= 0:
            return False
        self._shift(step * min(left, max(1, height - _OVERLAP)))
        return True
