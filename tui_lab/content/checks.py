"""What an exercise's `check.py` is written with: `@check` and `Fail`. Importing it costs nothing: no torch.

    from tui_lab.content.checks import Fail, check

    @check("output-shape")
    def has_the_right_shape(answer):
        got = tuple(answer.forward(x).shape)
        if got != (5, 1):
            raise Fail("columns", rows=got[0])

A check is given the learner's answer as a module. It returns when the answer is right, and else raises `Fail` with the
key of a mistake in `messages.yaml` and the numbers that its text names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tui_lab.content.source import ContentError, Source
from tui_lab.messages import t

Number = float | int | str


class Fail(Exception):
    """The answer isn't right: `key` names the mistake, `numbers` what its text has braces for."""

    def __init__(self, key: str, /, **numbers: Number) -> None:
        """Name the mistake."""
        super().__init__(key)
        self.key = key
        self.numbers = numbers


@dataclass(frozen=True)
class Check:
    """One thing that an answer must do."""

    name: str
    """Its key in `messages.yaml`."""
    run: Callable[[Any], object]
    """Called with the answer's module; raises `Fail`."""
    seconds: float
    """After so long it is taken for an endless loop."""

    def __call__(self, answer: Any) -> None:
        """Look at an answer.

        Raises:
            Fail: it isn't right.
        """
        self.run(answer)


_collecting: list[list[Check]] = []


def check(name: str, *, seconds: float = 5.0) -> Callable[[Callable[[Any], object]], Check]:
    """Make a function a check.

    Args:
        name: its key among the `checks` of `messages.yaml`.
        seconds: how long it may take on a slow machine. Only there to end a loop without an end: be generous.
    """

    def made(run: Callable[[Any], object]) -> Check:
        found = Check(name, run, seconds)
        if _collecting:
            _collecting[-1].append(found)
        return found

    return made


@contextmanager
def _collected() -> Iterator[list[Check]]:
    """The checks that are made meanwhile, in their order."""
    _collecting.append([])
    try:
        yield _collecting[-1]
    finally:
        _collecting.pop()


def load(path: Path) -> list[Check]:
    """The checks of a `check.py`, in the order in which they stand there. This runs the file.

    Raises:
        ContentError: it can't be read, isn't Python, fails, or has no checks or two with one name.
    """
    source = Source.read(path)
    try:
        code = compile(source.text, str(path), "exec")
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        what = getattr(error, "msg", None) or error
        raise ContentError(path, line, t("content.not_python_file", what=what)) from error
    with _collected() as found:
        try:
            exec(code, {"__name__": f"check_{path.parent.name}", "__file__": str(path)})
        except Exception as error:
            what = f"{type(error).__name__}: {error}"
            raise ContentError(path, _line_in(path, error), t("content.check_fails", what=what)) from error
    if not found:
        raise ContentError(path, 1, t("content.no_checks"))
    names = [each.name for each in found]
    for each in found:
        if names.count(each.name) > 1:
            line = each.run.__code__.co_firstlineno
            raise ContentError(path, line, t("content.check_twice", name=each.name))
    return found


def _line_in(path: Path, error: BaseException) -> int:
    """The innermost line of a file that an exception came through."""
    line, frame = 1, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == str(path):
            line = frame.tb_lineno
        frame = frame.tb_next
    return line
