"""An exercise's answer: the learner's code as a fresh module that sees the kernel's names and can't change them."""

from __future__ import annotations

import linecache
import sys
from collections.abc import Mapping
from types import ModuleType, TracebackType
from typing import Any

from tui_lab.kernel.inside.surroundings import builtins_of_checks

NAME = "answer"
FILENAME = "<answer>"

_HISTORY = ("In", "Out", "get_ipython", "exit", "quit", "open")


def users_names(names: Mapping[str, Any]) -> dict[str, Any]:
    """What the learner defined in the kernel, without IPython's history.

    The names are copied and the things are not (copying a data set or a model for each check would be too dear), so an
    answer that writes into a tensor of the kernel changes it.
    """
    return {name: value for name, value in names.items() if not name.startswith("_") and name not in _HISTORY}


class Answer:
    """The module of one answer, in `sys.modules` as long as it is checked (dataclasses and pickle look there)."""

    def __init__(self, code: str, names: Mapping[str, Any]) -> None:
        self.code = code
        self.module = ModuleType(NAME)
        self.module.__file__ = FILENAME  # where `inspect.getsource` begins
        # The kernel's names stand where Python looks last, with its own: the module itself then holds nothing but what
        # the answer defines, and a function left over in the kernel doesn't pass for an answer.
        vars(self.module)["__builtins__"] = builtins_of_checks() | users_names(names)
        self._in_place_of = sys.modules.get(NAME)

    def run(self) -> None:
        """Run the code.

        Raises:
            SyntaxError: it can't be read; and whatever the code itself raises.
        """
        sys.modules[NAME] = self.module
        # Where tracebacks, `inspect.getsource` and `torch.jit.script` look for the source of what has no file.
        linecache.cache[FILENAME] = (len(self.code), None, self.code.splitlines(keepends=True), FILENAME)
        compiled = compile(self.code, FILENAME, "exec", dont_inherit=True)
        exec(compiled, vars(self.module))

    def forget(self) -> None:
        """Leave nothing of it in the process."""
        linecache.cache.pop(FILENAME, None)
        sys.modules.pop(NAME, None)
        if self._in_place_of is not None:
            sys.modules[NAME] = self._in_place_of


def line_in(filename: str, trace: TracebackType | None) -> tuple[int, str]:
    """The last line of this file that a traceback passes through, and the function it is in; 0 where it passes none."""
    line, function = 0, ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == filename:
            line, function = trace.tb_lineno, code.co_name
        trace = trace.tb_next
    return line, function
