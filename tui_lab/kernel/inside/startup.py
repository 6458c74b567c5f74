"""Prepares a fresh kernel for lessons: `install()` is the first thing it runs, before any cell of the learner's.

It takes a few milliseconds: everything that needs torch, pandas or matplotlib waits until the learner has them.
"""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.machinery
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

from tui_lab.kernel.inside import display

# Python's own names are remembered at this import, before the learner can change them.
from tui_lab.kernel.inside import surroundings as _surroundings  # noqa: F401

_FIGURES = "module://matplotlib_inline.backend_inline"


def install() -> None:
    """Set up the running IPython: how values show, tracebacks, figures at the end of a cell, progress bars as text."""
    import IPython

    shell = IPython.get_ipython()
    if shell is None:
        return
    _environment()
    display.register(shell.display_formatter)
    _tracebacks(shell)
    shell.set_hook("show_in_pager", _page)
    if not any(isinstance(finder, _TextOnly) for finder in sys.meta_path):
        sys.meta_path.insert(0, _TextOnly())


def _environment() -> None:
    # Whoever starts the kernel knows the width of the screen; progress bars and tables ask for it here.
    os.environ.setdefault("COLUMNS", "80")
    os.environ.setdefault("LINES", "24")
    # A server's own setting (Agg, TkAgg) would show nothing here.
    os.environ["MPLBACKEND"] = _FIGURES
    os.environ["TTY_COMPATIBLE"] = "1"  # rich: draw progress bars with control sequences, which are understood here
    if os.environ.get("TERM", "dumb") in ("dumb", "unknown"):
        os.environ["TERM"] = "xterm-256color"


def _page(_shell: Any, data: Any, start: int = 0, *_: Any, **__: Any) -> None:
    """`tensor?` is printed as any other output: there is no pager in a cell."""
    text = data.get("text/plain", "") if isinstance(data, dict) else str(data)
    print("\n".join(text.splitlines()[start:]))


def _tracebacks(shell: Any) -> None:
    """Have IPython show our tracebacks, and send the plain words with each."""
    send = shell._showtraceback

    def structured(_etype: Any, error: BaseException | None, _trace: Any = None, *_: Any, **__: Any) -> list[str]:
        return _lines(error)

    def show(etype: Any, error: Any, lines: list[str]) -> None:
        with _added_to_errors(shell.displayhook.session, _explained(error)):
            send(etype, error, lines)

    shell.InteractiveTB.structured_traceback = structured
    shell.SyntaxTB.structured_traceback = structured
    shell._showtraceback = show


@contextlib.contextmanager
def _added_to_errors(session: Any, more: dict[str, Any]) -> Iterator[None]:
    """Meanwhile a message about an error holds more than ipykernel puts there: it leaves no other place for it."""
    send = session.send

    def with_more(stream: Any, kind: Any, content: Any = None, *args: Any, **kwargs: Any) -> Any:
        if kind == "error" and isinstance(content, dict):
            content = content | more
        return send(stream, kind, content, *args, **kwargs)

    session.send = with_more
    try:
        yield
    finally:
        session.send = send


def _lines(error: BaseException | None) -> list[str]:
    from tui_lab.kernel.inside.tracebacks import cells_of_ipython, precise, trimmed

    if error is None:
        return []
    try:
        return trimmed(precise(error), cells_of_ipython())
    except Exception:
        return traceback.format_exception(type(error), error, error.__traceback__)


def _explained(error: object) -> dict[str, Any]:
    """What goes with an error: the sentence for it (`plain_id`, `plain`) and where it is (`cell`, `line`)."""
    from tui_lab.kernel.inside.plain_words import frames_of, plain_words
    from tui_lab.kernel.inside.tracebacks import cells_of_ipython, learners_place, precise

    if not isinstance(error, BaseException):
        return {}
    # Nothing about explaining an error may hide the error.
    with contextlib.suppress(Exception):
        error = precise(error)
        plain_id, plain = plain_words(type(error).__name__, str(error), frames_of(error))
        cell, line = learners_place(error, cells_of_ipython())
        return {"plain_id": plain_id, "plain": plain, "cell": cell, "line": line}
    return {}


class _TextOnly(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Has tqdm and rich draw their bars as text: in a kernel both would ask for notebook widgets."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Our own `tqdm.notebook`, and rich's console with a change."""
        if fullname in ("tqdm.notebook", "tqdm.autonotebook"):
            return importlib.machinery.ModuleSpec(fullname, self)
        if fullname == "rich.console":
            spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
            if spec is not None and spec.loader is not None:
                spec.loader = _NotJupyter(spec.loader)
            return spec
        return None

    def exec_module(self, module: ModuleType) -> None:
        """`tqdm.notebook` with tqdm's text bar."""
        from tqdm.std import tqdm, trange  # type: ignore[import-untyped, unused-ignore]

        vars(module).update(tqdm=tqdm, tqdm_notebook=tqdm, trange=trange, tnrange=trange)


class _NotJupyter(importlib.abc.Loader):
    """Loads `rich.console` and has it take the kernel for a terminal."""

    def __init__(self, loader: Any) -> None:
        self.loader = loader

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """As rich's own loader does."""
        module: ModuleType | None = self.loader.create_module(spec)
        return module

    def exec_module(self, module: ModuleType) -> None:
        """Rich's console, which then finds no Jupyter."""
        self.loader.exec_module(module)
        vars(module)["_is_jupyter"] = lambda: False
