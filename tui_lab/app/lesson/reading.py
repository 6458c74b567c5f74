"""How far one is: what lies behind the place where one is, for the bar, and what is left to do, in minutes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

from tui_lab.content.lesson import Block, Bullets, Cell, Exercise, Explorable, Paragraph, Preset, Quiz, Quote, Span

_LETTERS_A_MINUTE = 900.0
_MINUTES = {Cell: 1.0, Exercise: 6.0, Quiz: 0.7, Preset: 3.0, Explorable: 3.0}
"""What a block takes beside its reading, roughly; only the shares count."""
_BRIEF = 0.05


class Reading:
    """The shares of a lesson's blocks."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        """Weigh the blocks, which costs a millisecond for 300."""
        self._weights = [_weight(block) for block in blocks]
        self._behind = list(accumulate(self._weights, initial=0.0))

    def share(self, index: int) -> float:
        """From 0 to 1: what lies before the end of this block."""
        if len(self._behind) < 2:
            return 1.0
        return self._behind[max(0, min(index + 1, len(self._behind) - 1))] / self._behind[-1]

    def minutes_left(self, done: Sequence[bool], minutes: int) -> int:
        """Of a lesson of so many minutes, what the blocks take that are not done, rounded up.

        Args:
            done: for each block whether it is.
            minutes: what the lesson takes in all.
        """
        return math.ceil(round(self.left(done) * minutes, 6))

    def left(self, done: Sequence[bool]) -> float:
        """From 0 to 1: the share of the blocks that are not done."""
        left = sum(weight for weight, over in zip(self._weights, done, strict=False) if not over)
        return left / self._behind[-1] if left else 0.0


def _weight(block: Block) -> float:
    extra = _MINUTES.get(type(block), _BRIEF)
    return extra + _letters(block) / _LETTERS_A_MINUTE


def _letters(block: Block) -> int:
    if isinstance(block, Paragraph):
        return _span_letters(block.spans)
    if isinstance(block, Bullets):
        return sum(_letters(part) for item in block.items for part in item)
    if isinstance(block, Quote):
        return sum(map(_letters, block.blocks))
    if isinstance(block, Quiz):
        return sum(map(_letters, block.question)) + sum(_span_letters(choice.spans) for choice in block.choices)
    if isinstance(block, Exercise):
        return sum(map(_letters, block.task))
    return len(block.code) if isinstance(block, Cell) else 0


def _span_letters(spans: Sequence[Span]) -> int:
    return sum(len(span.text) for span in spans)
