"""Runs a lesson for its author: every cell in order in a clean kernel, and each exercise with all of its answers.

What is wrong comes as problems with file and line, for `dl-lab check`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tui_lab.config.errors import LabError
from tui_lab.content.exercise import ExerciseFiles, describe
from tui_lab.content.lesson import Cell, Exercise, Lesson
from tui_lab.content.problem import Problem
from tui_lab.kernel.events import CHECK_MIME
from tui_lab.kernel.one_shot import KernelDied, OneShotKernel, Outcome
from tui_lab.kernel.terminal_text import clean, lines_of
from tui_lab.messages import has, language, t

Report = dict[str, Any]
OnOutput = Callable[[Cell, list[str]], None]
"""Is given a cell and lines that it printed or showed, safe for a terminal and without colours."""

END_CELL_AFTER = 6.0
"""Times its own limit, after which a cell is ended."""
LEAST_LIMIT = 60.0
ANSWER_LIMIT = 600.0
"""Seconds for all checks of one answer; each has its own limit inside the kernel."""
_FOLLOWS_FROM = ("NameError", "UnboundLocalError")
_CHECK = (
    "__import__('IPython.display', fromlist=['display']).publish_display_data({{{mime!r}: "
    "__import__('tui_lab.kernel.inside.exercise', fromlist=['run']).run({folder!r}, {code!r})}})"
)


def check_lesson(lesson: Lesson, *, exercises: bool = True, cells: bool = True) -> list[Problem]:
    """What is wrong in a lesson that only running it shows.

    A cell that fails, or takes longer than its limit (a warning). Of an exercise: a starter that passes, a solution or
    a right answer that doesn't, a wrong answer that passes or gets another hint than the one it names.

    Args:
        lesson: its cells run in order in one clean kernel, and each exercise at its place among them.
        exercises: whether exercises are checked; where a cell before has failed they are not.
        cells: whether all cells are run; otherwise only those that stand before an exercise.

    Raises:
        LabError: no kernel can be started.
    """
    blocks: list[Cell | Exercise] = [
        b for b in lesson.blocks if isinstance(b, Cell) or (exercises and isinstance(b, Exercise))
    ]
    if not cells:
        last = max((i for i, block in enumerate(blocks) if isinstance(block, Exercise)), default=-1)
        blocks = blocks[: last + 1]
    if not blocks:
        return []
    with OneShotKernel(warm=any(_needs_torch(block) for block in blocks)) as kernel:
        return _Check(lesson, kernel).problems(blocks)


def run_lesson(lesson: Lesson, on_output: OnOutput) -> bool:
    """Run all cells of a lesson in order in a clean kernel and tell what each prints; stop at the first that fails.

    Returns:
        Whether all of them ran (those that fail on purpose by failing).

    Raises:
        LabError: no kernel can be started, or it died.
    """
    with OneShotKernel(warm=False) as kernel:
        for cell in lesson.cells:
            told = _Told(cell, on_output)
            try:
                outcome = kernel.execute(cell.code, limit=_limit(cell), history=True, on_message=told.take)
            except KernelDied as error:
                raise LabError(t("author.died", where=f"{lesson.path}:{cell.code_line}", id=cell.id)) from error
            finally:
                told.flush()
            if (outcome.error is not None) != cell.fails:
                return False
    return True


def _needs_torch(block: Cell | Exercise) -> bool:
    return isinstance(block, Cell) and any(name in block.code for name in ("torch", "tui_lab"))


def _limit(cell: Cell) -> float:
    return max(cell.seconds * END_CELL_AFTER, LEAST_LIMIT)


class _Check:
    """One lesson being checked in its kernel."""

    def __init__(self, lesson: Lesson, kernel: OneShotKernel) -> None:
        self.lesson = lesson
        self.kernel = kernel
        self.by_number: dict[int, Cell] = {}
        self.failed = False

    def problems(self, blocks: Sequence[Cell | Exercise]) -> list[Problem]:
        found: list[Problem] = []
        for block in blocks:
            try:
                if isinstance(block, Cell):
                    found += self._cell(block)
                elif not self.failed:
                    found += self._exercise(block)
            except KernelDied:
                found.append(self._at(block.line, t("author.kernel_died", id=block.id)))
                break
        return found

    def _at(self, line: int, what: str, *, warning: bool = False) -> Problem:
        return Problem(self.lesson.path, line, what, warning)

    def _cell(self, cell: Cell) -> Iterator[Problem]:
        outcome = self.kernel.execute(cell.code, limit=_limit(cell), history=True)
        self.by_number[outcome.number] = cell
        if outcome.timed_out:
            self.failed = True
            yield self._at(cell.line, t("author.endless", id=cell.id, seconds=round(_limit(cell))))
        elif outcome.error is not None and not cell.fails:
            # A name that the failed cell would have made is missing in all that follow: once is enough.
            if not (self.failed and outcome.error.get("ename") in _FOLLOWS_FROM):
                yield self._error(cell, outcome)
            self.failed = True
        elif outcome.error is None and cell.fails:
            yield self._at(cell.line, t("author.does_not_fail", id=cell.id))
        elif outcome.seconds > cell.seconds:
            values = {"seconds": f"{outcome.seconds:.1f}", "limit": f"{cell.seconds:g}"}
            yield self._at(cell.line, t("author.slow", id=cell.id, **values), warning=True)

    def _error(self, cell: Cell, outcome: Outcome) -> Problem:
        """Where the innermost line stands, which may be in a function of an earlier cell."""
        error = outcome.error or {}
        number, line = error.get("cell"), error.get("line")
        at = self.by_number.get(number, cell) if isinstance(number, int) else cell
        line = at.code_line + line - 1 if isinstance(line, int) and line > 0 else cell.code_line
        said = _one_line(f"{error.get('ename', '')}: {error.get('evalue', '')}")
        return self._at(line, t("author.cell_fails", id=cell.id, error=said))

    def _exercise(self, exercise: Exercise) -> Iterator[Problem]:
        files = ExerciseFiles.read(exercise.folder)
        folder = exercise.folder
        broken: set[str] = set()
        for path, code, hint in _answers(files):
            report = self._report(folder, code)
            # A check that fails itself is told once, at its line, and not again for each answer.
            if what := _broken(report):
                if what[1] not in broken:
                    broken.add(what[1])
                    yield Problem(files.check_file, what[0], what[1])
                continue
            passed, got = report["passed"], _hints_of(report)
            if hint is None and not passed:
                yield Problem(path, _line(report), t("author.right_fails", why=_why(files, report)))
            elif hint == "" and passed:
                yield Problem(path, 1, t("author.starter_passes"))
            elif hint and passed:
                yield Problem(path, 1, t("author.wrong_passes", hint=hint))
            elif hint and (not got or got[0] != hint):
                shown = ", ".join(got) or "-"
                yield Problem(path, 1, t("author.wrong_hint", hint=hint, got=shown, why=_why(files, report)))

    def _report(self, folder: Path, code: str) -> Report:
        source = _CHECK.format(mime=CHECK_MIME, folder=str(folder.absolute()), code=code)
        outcome = self.kernel.execute(source, limit=ANSWER_LIMIT)
        if outcome.reports and isinstance(outcome.reports[-1], dict):
            return outcome.reports[-1]
        error = outcome.error or {}
        said = _one_line(f"{error.get('ename', '')}: {error.get('evalue', '')}")
        broken = {"name": "", "passed": False, "hint": "check-broken", "numbers": {"check": "check.py", "error": said}}
        return {"passed": False, "results": [broken], "error": None}


def _answers(files: ExerciseFiles) -> Iterator[tuple[Path, str, str | None]]:
    """Each answer's file, its code, and the hint it must get: None for none, empty for any."""
    yield files.folder / "starter.py", files.starter, ""
    yield files.folder / "solution.py", files.solution, None
    for name, code in files.right.items():
        yield files.folder / "right" / f"{name}.py", code, None
    for name, (code, hint) in files.wrong.items():
        yield files.folder / "wrong" / f"{name}.py", code, hint


def _failures(report: Report) -> list[Report]:
    """Why an answer didn't pass: the error that kept it from running, else the checks that failed."""
    if report["error"] is not None:
        return [report["error"]]
    return [result for result in report["results"] if not result["passed"]]


def _hints_of(report: Report) -> list[str]:
    """The keys of the mistakes that were found; a learner is told the first."""
    return [failure["hint"] for failure in _failures(report) if failure.get("hint")]


def _broken(report: Report) -> tuple[int, str] | None:
    """The line of `check.py` and what is wrong there, where a check itself failed."""
    for failure in _failures(report):
        if failure.get("hint") == "check-broken":
            numbers = failure["numbers"]
            line = numbers.get("line")
            said = t("author.check_broken", check=numbers.get("check"), error=_one_line(str(numbers.get("error"))))
            return (line if isinstance(line, int) and line > 0 else 1), said
    return None


def _line(report: Report) -> int:
    return next((failure["line"] for failure in _failures(report) if failure.get("line")), 1)


def _why(files: ExerciseFiles, report: Report) -> str:
    """What the learner would read."""
    for failure in _failures(report):
        if failure.get("hint"):
            said = describe(files, failure["hint"], failure.get("numbers", {}), language())
            return f"{failure['name']}: {said}" if failure.get("name") else said
    return "-"


def _one_line(text: str) -> str:
    return clean(" ".join(text.split()))[:300].removesuffix(": ")


class _Told:
    """Tells what a cell prints, line by line."""

    def __init__(self, cell: Cell, on_output: OnOutput) -> None:
        self.cell = cell
        self.on_output = on_output
        self.waiting = ""

    def take(self, kind: str, content: dict[str, Any]) -> None:
        """A message of the kernel."""
        if kind == "stream":
            whole, newline, self.waiting = (self.waiting + str(content.get("text", ""))).rpartition("\n")
            if newline:
                self._tell(whole)
            return
        if kind in ("execute_result", "display_data"):
            text = content.get("data", {}).get("text/plain", "")
        elif kind == "error":
            text = "\n".join(content.get("traceback", []))
            if (plain_id := content.get("plain_id")) and has(plain_id):
                text += "\n" + t(plain_id, **content.get("plain", {}))
        else:
            return
        self.flush()
        self._tell(text)

    def flush(self) -> None:
        """Tell the last line, which had no end."""
        if self.waiting:
            self._tell(self.waiting)
        self.waiting = ""

    def _tell(self, text: str) -> None:
        # Progress bars are left as they ended: a pipe has no lines to redraw.
        lines = ["".join(piece for piece, _ in line) for line in lines_of(text)]
        if lines:
            self.on_output(self.cell, lines)
