"""Runs an exercise's checks on an answer, inside the kernel, and reports by ids and numbers.

Failures that any answer can have carry a key of `GENERAL` in `tui_lab.content.exercise`; all other keys are the
exercise's own, from its `messages.yaml`.
"""

from __future__ import annotations

import contextlib
import linecache
import math
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from tui_lab.kernel.inside.answer import FILENAME, Answer, line_in
from tui_lab.kernel.inside.limits import Printed, TimeUp, TooMuchOutput, within
from tui_lab.kernel.inside.plain_words import frames_of, plain_words
from tui_lab.kernel.inside.surroundings import PRISTINE_BUILTINS, Surroundings
from tui_lab.kernel.inside.tracebacks import trimmed

ANSWER_SECONDS = 10.0
"""How long the answer itself may take to run, before any check calls it."""
CHECK_FILE_SECONDS = 60.0
"""How long `check.py` may take to load; the first `import torch` may be in it."""
MOST_TEXT = 300

Numbers = dict[str, float | int | str]
Report = dict[str, Any]


def run(
    folder: str | Path,
    code: str,
    language: str = "en",
    names: Mapping[str, Any] | None = None,
) -> Report:
    """What the checks of the exercise in `folder` say of an answer.

    The answer is run in a fresh module that sees the kernel's names (`names`; by default those of this kernel). Each
    check has its own time limit, seeds and defaults, and one that fails doesn't keep the others from running. What
    the answer changes around itself is put back. Which things are shared: `answer.users_names`.

    Args:
        folder: where `check.py` is; it is loaded anew each time.
        code: the answer.
        language: comes back in the report, for whoever puts it into words.
        names: what the answer may use.

    Returns:
        A dict for JSON: `passed`; `results`, one for each check in order, with `name`, `passed`, `hint` (a key),
        `numbers`, `message`, `line` and, where the answer raised, `error`; or else `error`, why the answer could not
        be run at all; `output`, the beginning and end of what was printed; `language`.
    """
    surroundings = Surroundings()
    answer = Answer(code, _kernels_names() if names is None else names)
    checking = _Checking(Path(folder), answer, surroundings)
    figures = _open_figures()
    try:
        report = checking.report()
    finally:
        answer.forget()
        surroundings.restore()
        _close_figures_but(figures)
    return report | {"output": checking.printed.text(), "language": language}


def _kernels_names() -> Mapping[str, Any]:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return shell.user_ns if shell is not None else {}


class _Checking:
    """One answer being checked."""

    def __init__(self, folder: Path, answer: Answer, surroundings: Surroundings) -> None:
        self.check_file = folder / "check.py"
        self.answer = answer
        self.surroundings = surroundings
        self.printed = Printed()

    def report(self) -> Report:
        checks, failure = self._attempt(self._load, CHECK_FILE_SECONDS, self.check_file.name)
        if failure is not None:
            return self._not_run(failure)
        self.surroundings.add_loaded()
        if replaced := self.surroundings.replaced():
            return self._not_run(_failure("torch-replaced", name=replaced))
        _, failure = self._attempt(self.answer.run, ANSWER_SECONDS, "")
        if failure is not None:
            return self._not_run(failure)
        self.surroundings.add_loaded()
        results = [self._result(check) for check in checks]
        return {"passed": bool(results) and all(r["passed"] for r in results), "results": results, "error": None}

    def _load(self) -> list[Any]:
        from tui_lab.content.checks import load

        return list(load(self.check_file))

    def _result(self, check: Any) -> Report:
        _, failure = self._attempt(lambda: check(self.answer.module), check.seconds, check.name)
        passed = failure is None
        return {"name": check.name, "passed": passed, **(failure or _failure(""))}

    def _not_run(self, failure: Report) -> Report:
        """The answer doesn't run: no check was tried, and one error says why."""
        error = failure["error"] or {"ename": "", "evalue": "", "traceback": [], "plain_id": "", "plain": {}}
        if not error["plain_id"] or failure["hint"] != "exception":
            error |= {"plain_id": f"exercise.{failure['hint']}", "plain": failure["numbers"]}
        why = {name: failure[name] for name in ("hint", "numbers", "line")}
        return {"passed": False, "results": [], "error": error | why}

    def _attempt(self, work: Callable[[], Any], seconds: float, name: str) -> tuple[Any, Report | None]:
        """What `work()` returns, or the failure that it ended with."""
        self.surroundings.fresh()
        # A check that floods the screen doesn't use up the room of the next one.
        self.printed.characters = self.printed.lines = 0
        try:
            with contextlib.redirect_stdout(self.printed), contextlib.redirect_stderr(self.printed):
                return within(seconds, work), None
        except KeyboardInterrupt:
            raise  # the learner's: the whole check ends
        except BaseException as error:
            # The tools that tell what happened must work even where the answer broke them.
            self.surroundings.fresh()
            return None, self._told(error, seconds, name)

    def _told(self, error: BaseException, seconds: float, name: str) -> Report:
        """A failure by its key, numbers and line."""
        line, function = line_in(FILENAME, error.__traceback__)
        if isinstance(error, TimeUp):
            return _failure("endless-loop", line, seconds=seconds, line=line)
        if isinstance(error, TooMuchOutput):
            return _failure("too-much-output", line, lines=self.printed.lines, line=line)
        if _is_fail(error):
            return _failure(error.key) | {"numbers": _numbers(error.numbers)}  # type: ignore[attr-defined]
        if isinstance(error, SyntaxError) and error.filename == FILENAME:
            line = error.lineno or 0
            outdented = isinstance(error, IndentationError) or error.msg.endswith("outside function")
            key = "indentation" if outdented else "syntax-error"
            return _failure(key, line, line=line, what=_short(error.msg), error=error)
        if isinstance(error, AttributeError) and error.obj is self.answer.module:
            return _failure("name-missing", name=str(error.name))
        if isinstance(error, RecursionError) and line:
            return _failure("recursion", line, line=line, name=function, error=error)
        if line and (shadowed := self._shadowed(error, line)):
            hidden, kind = shadowed
            return _failure("shadowed", line, line=line, name=hidden, type=kind, error=error)
        if line:
            return _failure("exception", line, line=line, error=error) | {
                "numbers": {"line": line, "error": _said(error).rstrip(".")}  # a full stop follows
            }
        at, _ = line_in(str(self.check_file), error.__traceback__)
        broken: Numbers = {"check": name, "error": _said(error).rstrip("."), "line": at or getattr(error, "line", 0)}
        return _failure("check-broken", error=error) | {"numbers": broken}

    def _shadowed(self, error: BaseException, line: int) -> tuple[str, str] | None:
        """A name in the failing line that means something else in the kernel than the answer takes it for."""
        if not isinstance(error, (TypeError, AttributeError)):
            return None
        names = vars(self.answer.module)["__builtins__"]
        for name in _NAME.findall(linecache.getline(FILENAME, line)):
            if name not in names or name in vars(self.answer.module) or name == "input":
                continue
            value = names[name]
            hides_builtin = name in PRISTINE_BUILTINS and value is not PRISTINE_BUILTINS[name]
            if hides_builtin or (name in _MODULES and not isinstance(value, ModuleType)):
                return name, type(value).__name__
        return None


_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")
_MODULES = ("torch", "nn", "F", "np", "numpy", "pd", "pandas", "plt", "math", "random")
"""What lessons import under these names: `torch = 3` or `nn = Net()` in a cell is a slip."""


def _failure(key: str, at: int = 0, *, error: BaseException | None = None, **numbers: float | int | str) -> Report:
    message = _said(error) if error is not None else ""
    return {"hint": key, "numbers": numbers, "message": message, "line": at, "error": error and _error(error, at)}


def _error(error: BaseException, line: int) -> Report:
    """The exception as the other side knows errors, with the plain words for it where there are any."""
    plain_id, plain = plain_words(type(error).__name__, str(error), frames_of(error))
    return {
        "ename": type(error).__name__,
        "evalue": _short(str(error)),
        "traceback": trimmed(error),
        "plain_id": plain_id,
        "plain": plain,
        "line": line,
    }


def _is_fail(error: BaseException) -> bool:
    checks = sys.modules.get("tui_lab.content.checks")
    return checks is not None and isinstance(error, checks.Fail)


def _said(error: BaseException) -> str:
    said = _short(str(error))
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _short(text: str, most: int = MOST_TEXT) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _numbers(numbers: Mapping[str, Any]) -> Numbers:
    """The numbers of a hint as JSON knows them; a tensor of one element counts as its number."""
    return {name: _number(value) for name, value in numbers.items()}


def _number(value: Any) -> float | int | str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return _short(value)
    if not isinstance(value, (int, float)):
        try:
            value = value.item()
        except Exception:
            return _short(str(value))
    if isinstance(value, int):
        return value if abs(value) < 2**53 else float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    return _short(str(value))


def _open_figures() -> set[int]:
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set(pyplot.get_fignums()) if pyplot is not None else set()


def _close_figures_but(kept: set[int]) -> None:
    """A figure that the answer drew isn't shown as if a cell had drawn it."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        for number in _open_figures() - kept:
            pyplot.close(number)
