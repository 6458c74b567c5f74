"""Tracebacks trimmed to the learner's code: its own frames with a few lines around, library frames folded into one.

Coloured with SGR sequences; whoever shows them turns these into inks. A traceback is in English, as Python's are: the
sentence in the learner's language is made elsewhere, of `plain_words`.
"""

from __future__ import annotations

import itertools
import linecache
import sys
import sysconfig
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, TracebackType

from tui_lab.kernel.inside.answer import FILENAME as ANSWER

AROUND = 2
"""Lines shown above and below the one that failed."""
MOST_FRAMES = 10
MOST_CAUSES = 3
MOST_TEXT = 2000
MOST_LINE = 200

_RED, _BOLD, _DIM, _YELLOW, _UNDERLINE, _END = "\x1b[31m", "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[4m", "\x1b[0m"
_SITE = ("/site-packages/", "/dist-packages/")

CellNumber = Callable[[str], int | None]
"""The number of the cell (`In [3]`) whose code was compiled under this file name."""


@dataclass(frozen=True)
class _Step:
    """One frame; `library` is the package it is in, empty for the learner's own code."""

    filename: str
    function: str
    line: int
    columns: tuple[int, int] | None
    library: str


def trimmed(error: BaseException, cell_number: CellNumber = lambda _: None) -> list[str]:
    """The traceback of an error, line by line, with SGR colours, from the outermost of the learner's frames inward."""
    lines: list[str] = []
    for cause in _causes(error):
        lines += [f"{_DIM}before it:{_END} {_headline(cause)}", *_where(cause, cell_number)]
    if isinstance(error, SyntaxError):
        lines += _syntax(error, cell_number)
    else:
        lines += _frames(_steps(error.__traceback__, cell_number), cell_number)
    return [*lines, _headline(error), *_notes(error)]


def precise(error: BaseException) -> BaseException:
    """The error as Python itself tells it, where IPython only says that more is to come: what was never closed."""
    if not (isinstance(error, SyntaxError) and error.msg == "incomplete input" and error.filename):
        return error
    try:
        compile("".join(linecache.getlines(error.filename)), error.filename, "exec", dont_inherit=True)
    except SyntaxError as found:
        found.__context__ = error.__context__  # and not the error that it stands for
        return found
    return error


def learners_place(error: BaseException, cell_number: CellNumber) -> tuple[int | None, int]:
    """The number of the cell and the line of the learner's code where it failed; None and 0 where that isn't known."""
    if isinstance(error, SyntaxError):
        return cell_number(error.filename or ""), error.lineno or 0
    own = [step for step in _steps(error.__traceback__, cell_number) if not step.library]
    return (cell_number(own[-1].filename), own[-1].line) if own else (None, 0)


def _headline(error: BaseException) -> str:
    text = str(error)
    if isinstance(error, SyntaxError):
        text = error.msg or ""
    if isinstance(error, KeyError) and len(error.args) == 1:
        text = repr(error.args[0])
    if len(text) > MOST_TEXT:
        text = text[:MOST_TEXT] + "…"
    return f"{_RED}{_BOLD}{type(error).__name__}{_END}" + (f": {text}" if text else "")


def _notes(error: BaseException) -> list[str]:
    return [str(note)[:MOST_TEXT] for note in getattr(error, "__notes__", ())][:5]


def _causes(error: BaseException) -> list[BaseException]:
    """What came before this error, the first one first."""
    found: list[BaseException] = []
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    while cause is not None and len(found) < MOST_CAUSES and cause not in found:
        # pandas raises a KeyError from the same KeyError: once is enough.
        if _headline(cause) != _headline(error):
            found.insert(0, cause)
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return found


def _where(error: BaseException, cell_number: CellNumber) -> list[str]:
    """The one place of the learner's that an earlier error came from."""
    own = [step for step in _steps(error.__traceback__, cell_number) if not step.library]
    return [f"  {_DIM}{_title(own[-1], cell_number)}{_END}"] if own else []


def _steps(trace: TracebackType | None, cell_number: CellNumber) -> list[_Step]:
    """The frames from the learner's first one on: what ran the cell is left out."""
    steps = []
    while trace is not None:
        code = trace.tb_frame.f_code
        columns = _columns(code, trace.tb_lasti, trace.tb_lineno)
        library = _library(code.co_filename, cell_number)
        steps.append(_Step(code.co_filename, code.co_name, trace.tb_lineno, columns, library))
        trace = trace.tb_next
    return list(itertools.dropwhile(lambda step: step.library, steps)) or steps[-1:]


def _columns(code: CodeType, instruction: int, line: int) -> tuple[int, int] | None:
    """Where in its line (in bytes) the expression stands that failed, where it stands on one line."""
    positions = getattr(code, "co_positions", None)  # another interpreter may be a Python 3.10
    if instruction < 0 or positions is None:
        return None
    place = next(itertools.islice(positions(), instruction // 2, None), None)
    if place is None or place[0] != line or place[1] != line or place[2] is None or place[3] is None:
        return None
    return place[2], place[3]


def _library(filename: str, cell_number: CellNumber) -> str:
    """The package that a file belongs to; empty for the learner's cells, answers and files of their own."""
    if filename == ANSWER or cell_number(filename) is not None:
        return ""
    path = filename.replace("\\", "/")
    for site in _SITE:
        if site in path:
            return path.rpartition(site)[2].partition("/")[0].removesuffix(".py")
    if path.startswith("<"):
        return "Python"
    if not Path(filename).is_absolute():
        return "compiled code"  # Cython's frames name their source by a path of the machine they were built on
    for name in ("stdlib", "platstdlib"):
        folder = sysconfig.get_path(name)
        if folder and path.startswith(folder.replace("\\", "/") + "/"):
            return "Python"
    ours = __file__.replace("\\", "/").rpartition("/kernel/inside/")[0]
    return "tui_lab" if path.startswith(ours + "/") else ""


def _frames(steps: list[_Step], cell_number: CellNumber) -> Iterator[str]:
    left_out = max(len([step for step in steps if not step.library]) - MOST_FRAMES, 0)
    seen = 0
    for library, group in itertools.groupby(steps, key=lambda step: step.library):
        own = list(group)
        if library:
            frames = "1 frame" if len(own) == 1 else f"{len(own)} frames"
            if not left_out or not MOST_FRAMES // 2 <= seen < MOST_FRAMES // 2 + left_out:
                yield f"  {_DIM}… {frames} inside {library}{_END}"
            continue
        for step in own:
            # A recursion without an end: its beginning and its end are enough.
            if left_out and seen == MOST_FRAMES // 2:
                yield f"  {_DIM}… {left_out} frames more of your code{_END}"
            if not left_out or not MOST_FRAMES // 2 <= seen < MOST_FRAMES // 2 + left_out:
                yield from _shown(step, cell_number)
            seen += 1


def _title(step: _Step, cell_number: CellNumber) -> str:
    number = cell_number(step.filename)
    if step.filename == ANSWER:
        place = "your answer"
    elif number is not None:
        place = f"In [{number}]"
    else:
        place = step.filename.replace("\\", "/").rpartition("/")[2]
    inside = "" if step.function == "<module>" else f", in {step.function}"
    return f"{place}, line {step.line}{inside}"


def _shown(step: _Step, cell_number: CellNumber) -> Iterator[str]:
    """A frame of the learner's: where it is, and its line among its neighbours."""
    yield f"{_YELLOW}{_title(step, cell_number)}{_END}"
    source = linecache.getlines(step.filename)
    first, last = max(step.line - AROUND, 1), min(step.line + AROUND, len(source))
    for number in range(first, last + 1):
        text = source[number - 1].rstrip("\n")
        if number == step.line:
            yield f"{_RED}->{_END} {_BOLD}{number:3}{_END} {_marked(text, step.columns)}"
        else:
            yield f"   {_DIM}{number:3} {text[:MOST_LINE]}{_END}"


def _marked(text: str, columns: tuple[int, int] | None) -> str:
    """A line with the expression underlined that failed, where that is less than the whole line."""
    if columns is None or len(text) > MOST_LINE:
        return text[:MOST_LINE]
    raw = text.encode()
    before, part, after = (raw[a:b].decode(errors="replace") for a, b in ((0, columns[0]), columns, (columns[1], None)))
    if not part or (not before.strip() and not after.strip()):
        return text
    return f"{before}{_UNDERLINE}{part}{_END}{after}"


def _syntax(error: SyntaxError, cell_number: CellNumber) -> Iterator[str]:
    step = _Step(error.filename or "", "<module>", error.lineno or 1, None, "")
    yield f"{_YELLOW}{_title(step, cell_number)}{_END}"
    text = (error.text or linecache.getline(step.filename, step.line)).rstrip("\n")
    if not text.strip():
        return
    yield f"{_RED}->{_END} {_BOLD}{step.line:3}{_END} {text[:MOST_LINE]}"
    if error.offset and error.offset <= MOST_LINE:
        same_line = error.end_lineno == error.lineno and (error.end_offset or 0) > error.offset
        width = (error.end_offset or 0) - error.offset if same_line else 1
        yield " " * (6 + error.offset) + f"{_RED}{'^' * min(width, MOST_LINE)}{_END}"


def cells_of_ipython() -> CellNumber:
    """What knows the cells of the running IPython."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    # Private, and there since IPython 7.24; without it cells are told by their file names.
    numbers = getattr(getattr(shell, "compile", None), "_filename_map", {})

    def number(filename: str) -> int | None:
        found = numbers.get(filename)
        return found if isinstance(found, int) else None

    return number
