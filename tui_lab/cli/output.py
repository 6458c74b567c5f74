"""What the command line prints."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tui_lab.config.errors import LabError
from tui_lab.config.fetch import over_ssh, scp_line
from tui_lab.messages import t
from tui_lab.runs.words import clean

if TYPE_CHECKING:
    from rich.console import Console


@cache
def _console(stream: str) -> Console:
    from rich.console import Console  # 45 ms

    # The stream is looked up at each call by rich (file=None), so that a test can put its own in place.
    return Console(stderr=stream == "err", highlight=False, markup=False, emoji=False)


def console() -> Console:
    """The console of standard output: knows NO_COLOR, the width, and whether it is a terminal."""
    return _console("out")


def table_console() -> Console:
    """A console for tables: that of standard output, but without a width where that is no terminal, since what is
    wrapped in a pipe is lost to grep.
    """
    out = console()
    if out.is_terminal:
        return out
    from rich.console import Console

    return Console(width=1000, highlight=False, markup=False, emoji=False)


def say(text: str = "", style: str | None = None) -> None:
    """Print a line on standard output; a line that is longer than the terminal goes on in the next."""
    console().print(clean(text), style=style, soft_wrap=True)


def complain(text: str) -> None:
    """Print a sentence on standard error, with the command's name before it."""
    print(f"dl-lab: {clean(text)}", file=sys.stderr, flush=True)


def print_json(value: object, *, indent: int | None = None) -> None:
    """Print JSON, on one line unless indented. Everything but ASCII is escaped: no terminal is steered by it."""
    print(json.dumps(value, indent=indent), flush=True)


def say_folder(path: Path) -> None:
    """Print where something is, and over SSH how to fetch it."""
    say(t("cli.folder", path=path), style="dim")
    if over_ssh():
        say(t("cli.fetch", command=scp_line(path)), style="dim")


def write_new(path: Path, text: str) -> None:
    """Write a file that wasn't there, never over one of the learner's, and say where.

    Raises:
        LabError: something is there already, or it can't be written.
    """
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise LabError(t("cli.export_exists", where=path)) from error
    except OSError as error:
        raise LabError(t("cli.export_unwritable", where=path, error=error.strerror)) from error
    say(t("cli.exported", where=path))
