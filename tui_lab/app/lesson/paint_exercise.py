"""Exercises as lines: the task, the learner's code, what the checks say, hints and the solution. Pure: no Textual."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tui_lab.app.lesson.flow import chopped, ends, indented, trimmed, words, wrapped
from tui_lab.app.lesson.paint_code import code_rows
from tui_lab.app.lesson.paint_output import Shown, bounded, error_lines, line_from, output_lines
from tui_lab.app.lesson.paint_text import Frame, flow
from tui_lab.app.lesson.state import ExerciseState
from tui_lab.app.lines import BLANK, Line, joined, width_of
from tui_lab.content.lesson import Exercise
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.kernel.events import CheckReport, CheckResult

_INDENT = 2
_BEHIND_SIGN = 4
_CODE = re.compile(r"`([^`]+)`")


def said(text: str, width: int, ink: str = "plain") -> list[Line]:
    """A sentence of an author's, in which backticks mark code."""
    parts = _CODE.split(text)
    pieces = [(part, "code" if n % 2 else ink, bool(n % 2)) for n, part in enumerate(parts) if part]
    return wrapped(words(pieces, width), width)


def task_lines(exercise: Exercise, state: ExerciseState | None, frame: Frame, *, number: int = 0) -> list[Line]:
    """The head and what is to be done."""
    name = t("blocks.exercise", n=number) if number else t("blocks.exercise_alone")
    left = joined([(name, "bold"), (f"   {t(f'blocks.level_{exercise.level}')}", "dim")])
    lines = [ends(left, _verdict(state), frame.measure)]
    return [*lines, *flow(exercise.task, frame)]


def answer_lines(state: ExerciseState | None, frame: Frame) -> list[Line]:
    """The learner's code."""
    if state is None:
        return []
    head = t("blocks.your_code") if state.edited else t("blocks.starter")
    return [((head, "dim"),), *code_rows(state.code, frame.width)]


def result_lines(state: ExerciseState | None, shown: Shown) -> list[Line]:
    """What the checks say, the hints that are open, and the solution."""
    if state is None:
        return []
    frame = shown.frame
    lines = output_lines(state.output, shown)
    if lines and state.report is not None:
        lines.append(BLANK)
    if state.report is not None:
        lines += _report(state, state.report, shown)
    hints = state.hint_texts
    if state.fitting_hint and not (state.report is not None and state.report.passed):
        lines += _hint(t("blocks.hint"), state.fitting_hint, frame)
    for n, text in enumerate(hints, 1):
        lines += _hint(t("blocks.hint_of", n=n, of=max(state.hints, len(hints))), text, frame)
    if state.solution_open and state.solution:
        lines += [BLANK, ((t("blocks.solution"), "bold"),)]
        lines += indented(code_rows(state.solution, frame.width - _INDENT), _INDENT)
    return lines


def _verdict(state: ExerciseState | None) -> Line:
    if state is None:
        return ()
    if state.status == "checking":
        return ((t("blocks.checking"), "accent"),)
    report = state.report
    if report is not None and not report.passed:
        if report.error is not None and not report.results:
            return ((t("blocks.check_stopped"), "bad"),)
        failed = sum(not result.passed for result in report.results)
        return ((t("blocks.checks_fail", n=failed, of=len(report.results)), "bad"),)
    return ((t("blocks.passed"), "good"),) if state.passed else ()


def _report(state: ExerciseState, report: CheckReport, shown: Shown) -> list[Line]:
    lines: list[Line] = []
    for result in report.results:
        lines += _result(state, result, shown.frame)
    if report.error is not None:
        from tui_lab.kernel.outputs import error_item  # msgspec, 10 ms; the report has brought it

        lines += error_lines(error_item(report.error), shown)
    return lines + _printed(report.output, shown)


def _printed(output: str, shown: Shown) -> list[Line]:
    """What the answer printed while it was checked: a learner's own way to look into it."""
    if not output.strip():
        return []
    from tui_lab.kernel.terminal_text import lines_of

    width = shown.frame.width - _BEHIND_SIGN
    rows = [row for line in lines_of(output) for row in chopped(line_from(line), width)]
    head: Line = ((f"  {t('blocks.printed')}", "dim"),)
    return [head, *indented(bounded(rows, 0, [], open=shown.open, width=width), _BEHIND_SIGN)]


def _result(state: ExerciseState, result: CheckResult, frame: Frame) -> list[Line]:
    sign: Line = (("  ✓ ", "good"),) if result.passed else (("  ✗ ", "bad"),)
    width = frame.measure - _BEHIND_SIGN
    lines = said(state.check_texts.get(result.name) or result.name.replace("-", " "), width)
    if not result.passed and result.message and result.message != state.fitting_hint:
        lines += said(result.message, width, "dim")
    if not result.passed and result.line:
        lines.append(((t("blocks.at_line", n=result.line), "dim"),))
    return indented(lines, _BEHIND_SIGN, first=sign)


def _hint(name: str, text: str, frame: Frame) -> list[Line]:
    lead: Line = ((f"  {name}  ", "accent"),)
    first, *others = said(text, frame.measure - width_of(lead)) or [BLANK]
    if not others:
        return [joined([*lead, *first])]
    by = _BEHIND_SIGN + 2
    return [trimmed(lead), *indented(said(text, frame.measure - by), by)]
