"""What the command line prints, and how numbers, times and sizes are written."""

from __future__ import annotations

import json
import sys
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tui_lab.config.fetch import over_ssh, scp_line
from tui_lab.messages import t

if TYPE_CHECKING:
    from rich.console import Console


def clean(text: str) -> str:
    """The text without control and escape characters, so that no name can steer the terminal; line ends stay."""
    kept = "".join(c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf") else " " for c in text)
    return kept.encode("utf-8", "replace").decode("utf-8")  # undecodable bytes of an argument are surrogates


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


def size(n: int) -> str:
    """Bytes as a person reads them: `0 B`, `3.42 kB`, `12.0 MB`."""
    value = float(n)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 999.5:
            return f"{n} B" if unit == "B" else f"{_three(value)} {unit}"
        value /= 1000
    return f"{_three(value)} TB"


def _three(value: float) -> str:
    """Three significant figures without an exponent, for 1 to 999 and larger."""
    return f"{value:.2f}" if value < 9.995 else f"{value:.1f}" if value < 99.95 else f"{value:.0f}"


def number(value: float | None) -> str:
    """Three significant figures; a dash where there is none (it was NaN or infinite)."""
    if value is None:
        return "–"
    if value != 0 and (abs(value) < 1e-3 or abs(value) >= 1e5):
        return f"{value:.2e}"
    return f"{value:#.3g}".rstrip(".")


def metric(name: str, value: float | None) -> str:
    """A metric's value: accuracy in percent, others as they are."""
    if value is None:
        return "–"
    return f"{value * 100:.1f} %" if name == "accuracy" else number(value)


def duration(seconds: float) -> str:
    """Seconds as `0:41`, `12:03` or `1:02:03`."""
    whole = max(0, round(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def run_number(folder: Path) -> int:
    """The number of a run, by which a learner names it."""
    return int(folder.name.partition("-")[0])


def say_folder(path: Path) -> None:
    """Print where something is, and over SSH how to fetch it."""
    say(t("cli.folder", path=path), style="dim")
    if over_ssh():
        say(t("cli.fetch", command=scp_line(path)), style="dim")
