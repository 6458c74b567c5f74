"""The two lines above a lesson: which one it is and how far one is; what its kernel does. Knows no Textual."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from tui_lab.app.lines import Line, fit, inset, wrap
from tui_lab.messages import t

STEPS = 12
"""Squares of the progress."""


@dataclass(frozen=True)
class KernelWords:
    """What is said of the kernel: a sign, the words, and whether they are the one thing to look at."""

    text: str = ""
    ink: str = "dim"
    why: str = ""
    """A sentence that needs lines of its own."""


def title_line(title: str, share: float, minutes: int, width: int, *, ascii: bool) -> Line:
    """The lesson's name, and at the right how much of it is done and how long the rest takes."""
    full, free = ("#", ".") if ascii else ("▪", "▫")
    done = min(STEPS, round(share * STEPS))
    left = t("lesson.minutes_left", minutes=minutes) if minutes else t("lesson.all_done")
    steps = STEPS if width >= 60 else 0
    right = cell_len(left) + steps + 4
    return (
        (f" {fit(title, width - right - 2)} ", "bold"),
        (full * (done if steps else 0), "accent"),
        (free * (steps - done if steps else 0), "dim"),
        (f"  {left}  ", "dim"),
    )


def why_lines(words: KernelWords, width: int) -> list[Line]:
    """The sentence below the rule."""
    return [inset(line) for line in wrap(words.why, width - 4)] if words.why else []


def rule_line(words: KernelWords, width: int, *, ascii: bool) -> Line:
    """A rule with what the kernel does at its right."""
    dash = "-" if ascii else "─"
    if not words.text:
        return ((dash * width, "rule"),)
    text = fit(words.text, width - 6).rstrip()
    return ((dash * (width - cell_len(text) - 4), "rule"), (f" {text} ", words.ink), (dash * 2, "rule"))
