"""`dl-lab doctor`: what is here, what is missing and how to get it, in half a second and without importing torch."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def report(console: Console | None = None, as_json: bool = False) -> int:
    """Print all findings.

    Args:
        console: where to; one for standard output when it is None.
        as_json: one JSON object for machines instead of lines for people.

    Returns:
        The exit code: 1 when something makes dl-lab unusable, else 0.
    """
    from tui_lab.doctor.show import report as show

    return show(console, as_json)
