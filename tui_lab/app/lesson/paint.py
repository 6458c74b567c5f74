"""A block of a lesson as lines of inked text. Pure: no Textual, no torch.

Two columns at the left are the gutter: a bar marks the current block, a thin rule stands beside code.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui_lab.app.lesson import picture
from tui_lab.app.lesson.flow import sentence, tightened
from tui_lab.app.lesson.paint_code import cell_lines, ran_earlier
from tui_lab.app.lesson.paint_exercise import answer_lines, result_lines, task_lines
from tui_lab.app.lesson.paint_output import Shown, asked_lines, output_lines
from tui_lab.app.lesson.paint_quiz import explorable_lines, preset_lines, quiz_lines
from tui_lab.app.lesson.paint_text import Frame, text_block
from tui_lab.app.lesson.state import BlockStates, Marks
from tui_lab.app.lines import BLANK, Line, joined, width_of
from tui_lab.content.lesson import Block, Bullets, Cell, Exercise, Explorable, Heading, Paragraph, Preset, Quiz
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.graphics.means import Graphics

GUTTER = 2
RIGHT = 1
"""Columns left free at the right."""


def gap(before: Block | None, block: Block) -> int:
    """Blank lines between a block and the one before it."""
    if before is None:
        return 0
    if isinstance(block, Heading) and block.level == 2 and not isinstance(before, Heading):
        return 2
    if isinstance(before, Paragraph) and isinstance(block, Bullets):  # a list goes on with its sentence
        return 0 if all(len(item) == 1 for item in block.items) else 1
    return 1


def paint(
    block: Block,
    states: BlockStates,
    width: int,
    *,
    ascii: bool = False,
    colour: bool = True,
    current: bool = False,
    number: int = 0,
    graphics: Graphics | None = None,
) -> list[Line]:
    """The lines of a block, without the blank lines around it.

    Args:
        block: what is painted.
        states: what the learner did with it.
        width: columns of the lines, gutter and all.
        ascii: only ASCII signs beside letters.
        colour: whether pictures may have colours.
        current: whether it is the block that keys act on.
        number: which exercise or question of the lesson it is, from 1; 0 leaves it unnumbered.
        graphics: the terminal's graphics for pictures; without them they are half blocks.
    """
    frame = Frame(max(16, width - GUTTER - RIGHT), ascii, colour, graphics)
    shown = Shown(frame, files=states.files)
    if isinstance(block, Cell):
        cell = states.cells.get(block.key)
        lines = _barred(cell_lines(block, cell, frame, current=current), current)
        if cell is not None:
            printed = output_lines(cell.output, Shown(frame, cell.open, cell.number, states.files))
            lines += _clear(_dimmed(printed) if ran_earlier(cell) else printed)
            lines += _clear(asked_lines(cell.prompt, frame)) if cell.prompt is not None else []
    elif isinstance(block, Exercise):
        exercise = states.exercises.get(block.key)
        lines = _marked(task_lines(block, exercise, frame, number=number), current)
        if exercise is not None:
            answer = _barred(answer_lines(exercise, frame), current)
            lines += [_lead("▌", "accent", BLANK) if current else BLANK, *answer]
            results = result_lines(exercise, Shown(frame, exercise.open, None, states.files))
            lines += [BLANK, *_clear(results)] if results else []
    elif isinstance(block, Quiz):
        quiz = states.quizzes.get(block.key)
        lines = _marked(quiz_lines(block, quiz, frame, current=current, number=number), current)
    elif isinstance(block, Preset):
        lines = _marked(preset_lines(block, frame, current=current), current)
    elif isinstance(block, Explorable):
        lines = _marked(explorable_lines(block, frame, current=current), current)
    else:
        lines = _marked(text_block(block, shown.frame), current)
    marks = states.marks.get(block.key)
    return _with_marks(lines, marks, frame, current) if marks is not None else lines


def _lead(sign: str, ink: str, line: Line) -> Line:
    return joined([(sign + " ", ink), *line]) if line else ((sign, ink),)


def _dimmed(lines: list[Line]) -> list[Line]:
    """Lines in a dim ink; a picture can't be told without its colours."""
    return [joined((text, ink if picture.is_part(text, ink) else "dim") for text, ink in line) for line in lines]


def _clear(lines: list[Line]) -> list[Line]:
    """Lines without anything in the gutter."""
    return [joined([("  ", "plain"), *line]) if line else BLANK for line in lines]


def _marked(lines: list[Line], current: bool) -> list[Line]:
    """Lines with the bar of the current block, or nothing."""
    return [_lead("▌", "accent", line) for line in lines] if current else _clear(lines)


def _barred(lines: list[Line], current: bool) -> list[Line]:
    """Lines of code: the bar of the current block, or a thin rule."""
    sign, ink = ("▌", "accent") if current else ("│", "rule")
    return [_lead(sign, ink, line) for line in lines]


def _with_marks(lines: list[Line], marks: Marks, frame: Frame, current: bool) -> list[Line]:
    if marks.bookmark and lines:
        lines = [_bookmarked(lines[0], frame.width + GUTTER), *lines[1:]]
    if marks.note:
        note = [part for text in marks.note.splitlines() for part in sentence(text, frame.measure - 2, "em")]
        head: Line = ((t("blocks.your_note"), "accent"),)
        lines = [*lines, *_marked([head, *(joined([("  ", "plain"), *line]) for line in note)], current)]
    return lines


def _bookmarked(line: Line, width: int) -> Line:
    """The line with its sign at the right end, or in the gutter where text reaches that far: no word gives way."""
    line, sign = tightened(line, width - 3), ("◆", "accent")
    free = width - 1 - width_of(line)
    if free > 0:
        return joined([*line, (" " * free, "plain"), sign])
    text, ink = line[0]
    return joined([(text[:1], ink), sign, (text[GUTTER:], ink), *line[1:]])


def numbered(blocks: Sequence[Block]) -> list[int]:
    """For each exercise and each question that isn't a guess, which one of its kind it is."""
    exercises = questions = 0
    numbers: list[int] = []
    for block in blocks:
        number = 0
        if isinstance(block, Exercise):
            number = exercises = exercises + 1
        elif isinstance(block, Quiz) and not block.before:
            number = questions = questions + 1
        numbers.append(number)
    return numbers
