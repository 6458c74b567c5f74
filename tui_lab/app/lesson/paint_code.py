"""Code cells as lines: how the last run went, the code, and what came out. Pure: no Textual."""

from __future__ import annotations

from functools import lru_cache

from tui_lab.app.code_lines import folded, highlighted
from tui_lab.app.lesson.flow import ends
from tui_lab.app.lesson.paint_text import Frame
from tui_lab.app.lesson.state import CellState
from tui_lab.app.lines import BLANK, Line, width_of
from tui_lab.content.lesson import Cell
from tui_lab.messages import t
from tui_lab.runs.words import duration

_CACHED = 512
_MINUTE = 60.0
_COMMENT_INDENT = 4


@lru_cache(maxsize=_CACHED)
def coloured(code: str) -> tuple[Line, ...]:
    """The lines of Python code; what was highlighted before is known."""
    return tuple(highlighted(code.rstrip("\n").expandtabs(4)))


def code_rows(code: str, width: int) -> list[Line]:
    """The code in rows of at most `width` columns; a comment that doesn't fit behind its line stands below it."""
    return [row for line in coloured(code) for part in _commented(line, width) for row in folded(part, width)]


def _commented(line: Line, width: int) -> list[Line]:
    if width_of(line) <= width or len(line) < 2 or line[-1][1] != "dim" or not line[-1][0].startswith("#"):
        return [line]
    *code, comment = line
    if not "".join(text for text, _ in code).strip():  # alone on its line: it is folded where it stands
        return [line]
    text = code[-1][0].rstrip()
    bare = (*code[:-1], (text, code[-1][1]))
    indent = len(line[0][0]) - len(line[0][0].lstrip())
    if width_of(bare) + 2 + width_of((comment,)) <= width:
        return [(*bare, ("  ", "plain"), comment)]
    return [bare, ((" " * (indent + _COMMENT_INDENT), "plain"), comment)]


def took(seconds: float) -> str:
    """How long something took: tenths up to a minute."""
    return t("blocks.seconds", n=seconds) if seconds < _MINUTE else duration(seconds)


def cell_head(state: CellState, frame: Frame, *, current: bool) -> Line:
    """`In [3]`, whether the code is the learner's own, and at the right how it went."""
    number = str(state.number) if state.number is not None else " "
    left: Line = ((f"In [{number}]", "bold" if current else "dim"),)
    if state.edited:
        left = (*left, (f"  {t('blocks.edited')}", "dim"))
    return ends(left, _status(state, current), frame.measure)


def ran_earlier(state: CellState) -> bool:
    """Whether what came out is of other code than is shown: it was edited since, or the lesson was."""
    ran = state.output.code if state.output is not None else ""
    return bool(ran) and ran.rstrip() != state.code.rstrip()


def _had_begun(state: CellState) -> bool:
    """Whether an aborted run was cut off by the end of its kernel; else it only waited for its turn."""
    output = state.output
    return output is not None and output.began > 0 and output.status in ("running", "aborted")


def _status(state: CellState, current: bool) -> Line:
    status = state.status
    if status == "running":
        return ((t("blocks.asks") if state.prompt is not None else t("blocks.running"), "accent"),)
    if status == "queued":
        return ((t("blocks.queued"), "accent"),)
    earlier: Line = ((f"  {t('blocks.restored')}", "dim"),) if state.restored else ()
    if status and ran_earlier(state):
        return ((t("blocks.ran_earlier"), "dim"), *earlier)
    if status == "ok":
        return ((t("blocks.ran", time=took(state.seconds)), "good"), *earlier)
    if status == "error":
        return ((t("blocks.failed", time=took(state.seconds)), "bad"), *earlier)
    if status == "interrupted":
        return ((t("blocks.interrupted", time=took(state.seconds)), "bad"), *earlier)
    if status == "aborted":
        return ((t("blocks.cut"), "bad"),) if _had_begun(state) else ((t("blocks.aborted"), "bad"), *earlier)
    return ((t("blocks.not_run"), "dim"),) if current else ()


def cell_lines(cell: Cell, state: CellState | None, frame: Frame, *, current: bool) -> list[Line]:
    """The head and the code; what came out is `paint_output.output_lines`."""
    state = state or CellState(cell.code)
    return [cell_head(state, frame, current=current), *(code_rows(state.code, frame.width) or [BLANK])]
