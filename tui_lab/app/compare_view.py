"""From runs laid over each other to curves, marks and a table. Pure: no Textual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

from tui_lab.app import lab_view
from tui_lab.app.followed_run import FollowedRun
from tui_lab.app.lines import BLANK, Line, Span, fit, rule, wrap
from tui_lab.app.widgets.chart_figure import RUN_ROLES, Mark, Role, Trace, sign_of
from tui_lab.config.value_words import in_words
from tui_lab.messages import has, t
from tui_lab.runs.branching import Value
from tui_lab.runs.compare import Comparison, Side
from tui_lab.runs.compare_words import differences, sentence
from tui_lab.runs.store import Run
from tui_lab.runs.words import duration, metric, rate, run_name, steady_number

Which = Literal["loss", "metric"]

_PAIR: tuple[dict[str, Role], dict[str, Role]] = (
    {"train": "train", "validation": "validation"},
    {"train": "twin_train", "validation": "twin_validation"},
)
_DROPPED = ("epochs", "time", "at", "gap")
"""Columns that go, in this order, where there is no room for what differs."""
_LEAST = 16


def as_run(followed: FollowedRun) -> Run:
    """A followed run as the comparison takes it; the size on disk is not looked at."""
    state = "lost" if followed.state == "died" else followed.state
    return Run(
        folder=followed.folder,
        config=None if followed.problem else followed.at_start,
        history=followed.history,
        state=state,
        disk_bytes=0,
        problem=followed.problem,
    )


def traces(runs: Sequence[FollowedRun], which: Which, smoothing: lab_view.Smoothing) -> list[Trace]:
    """The curves of one chart: training and validation of two runs, of more runs validation alone."""
    found = []
    for index, run in enumerate(runs):
        for trace in lab_view.traces(run.history, which, smoothing):
            if len(runs) == len(_PAIR):
                label = t("compare.train" if trace.role == "train" else "compare.val", run=run.number)
                found.append(replace(trace, role=_PAIR[index][trace.role], label=label, lows=None, highs=None))
            elif trace.role == "validation":
                found.append(replace(trace, role=RUN_ROLES[index], label=t("compare.one", run=run.number)))
    return found


def marks(runs: Sequence[FollowedRun], sides: Sequence[Side], *, labels: bool = True) -> list[Mark]:
    """Where a run branched off, and of two runs the changes that were made live."""
    found = []
    for run, side in zip(runs, sides, strict=True):
        origin = side.origin
        after = float(origin.epoch) if origin is not None and origin.kind == "branch" else -1.0
        if origin is not None and after >= 0:
            text = f"{run.number}: {', '.join(_change(path, value) for path, value in origin.changes.items())}"
            found.append(Mark(x=after, label=text if labels else ""))
        if len(runs) == len(_PAIR):
            for mark in lab_view.marks(run.history, epochs=run.epochs, labels=labels):
                # What a branch has from its parent, and the change it was made with, stand there already
                if mark.x > after + 1e-9:
                    found.append(replace(mark, label=f"{run.number}: {mark.label}" if labels else ""))
    return found


def _change(path: str, value: Value) -> str:
    """What a branch began with, as short as the mark of a live change."""
    text = rate(value) if path == "optimizer.lr" and isinstance(value, float) else in_words(path, value)
    name = f"lab.mark.{path}"
    return f"{t(name)} {text}" if has(name) else text


def role_ink(index: int) -> str:
    """The ink of a run of the comparison, by its place."""
    return f"run{index + 1}"


def run_sign(index: int, *, pair: bool, ascii: bool) -> str:
    """The sign of a run: that of its validation curve."""
    return sign_of(_PAIR[index]["validation"] if pair else RUN_ROLES[index], ascii=ascii)


def state_text(side: Side, waits_for: str) -> str:
    """A run's state, or which run it waits for."""
    if waits_for:
        return t("compare.waits_for", run=run_name(Path(waits_for))[0])
    return t(f"runs.state.{side.state}")


def _cells(comparison: Comparison, side: Side, waits_for: str) -> dict[str, str]:
    name = comparison.metric
    return {
        "run": str(side.run),
        "differs": ", ".join(differences(side)) or "–",
        "best": metric(name, side.best, named=False),
        "at": str(side.best_epoch) if side.best_epoch is not None else "–",
        "epochs": f"{int(side.epochs + 1e-9)}/{side.planned}",
        "gap": steady_number(side.gap, signed=True),
        "time": duration(side.seconds),
        "test": metric(name, side.test, named=False),
        "state": state_text(side, waits_for),
    }


def table(
    comparison: Comparison, waiting: Sequence[str], selected: int, width: int, *, ascii: bool = False
) -> list[Line]:
    """The table of the difference, then in a sentence what it comes to.

    Args:
        comparison: the runs.
        waiting: for each run the name of the run that it waits for, or nothing.
        selected: the row that is highlighted.
        width: columns.
        ascii: without drawn signs.
    """
    rows = [_cells(comparison, side, other) for side, other in zip(comparison.sides, waiting, strict=True)]
    digits = max(len(str(side.planned)) for side in comparison.sides)
    least = {"best": 6, "at": digits, "epochs": 2 * digits + 1, "gap": 7, "time": 5, "test": 6, "run": 1, "state": 10}
    sizes = {
        name: max(number, len(t(f"compare.{name}")), *(len(row[name]) for row in rows))
        for name, number in least.items()
    }
    gap = 3 if width >= 140 else 2
    names = ["run", "differs", "best", "at", "epochs", "gap", "time", "test", "state"]

    def room() -> int:
        return width - 3 - sum(sizes[name] + gap for name in names if name != "differs") - gap

    longest = max(len(t("compare.differs")), *(len(row["differs"]) for row in rows))
    for name in _DROPPED:
        if room() < min(_LEAST, longest):
            names.remove(name)
    sizes["differs"] = max(6, min(longest, room()))
    pair = len(rows) == len(_PAIR)

    def line(cells: dict[str, str], ink: str, lead: Line, mark: str = "") -> Line:
        spans: list[Span] = list(lead)
        for name in names:
            size, text = sizes[name], cells[name].strip()
            right = name not in ("differs", "state")
            shown = text.rjust(size) if right and len(text) <= size else fit(text, size)
            spans.append((shown + " " * gap, ("plain" if name in ("best", "differs") else ink) + mark))
        return tuple(spans)

    head = {name: t(f"compare.{name}") for name in names}
    lines = [rule(t("compare.title_table"), width, ascii=ascii), line(head, "dim", (("   ", "plain"),))]
    lines[1] = tuple((text, "dim") for text, _ in lines[1])
    for index, row in enumerate(rows):
        mark = "@" if index == selected else ""
        bar = ("|" if ascii else "▌") if index == selected else " "
        sign = run_sign(index, pair=pair, ascii=ascii)
        lead: Line = ((bar, f"accent{mark}"), (f"{sign} ", role_ink(index) + mark))
        ink = "bad" if comparison.sides[index].state in ("failed", "lost") else "plain"
        lines.append(line(row, ink, lead, mark))
    chosen = rows[selected]["differs"]
    if any(len(row["differs"]) > sizes["differs"] for row in rows):  # what is cut off is told of the highlighted run
        lines.append(((fit(f" {rows[selected]['run']}: {chosen}", width), "dim"),))
    return [*lines, BLANK, *(((" ", "plain"), *part) for part in wrap(sentence(comparison), width - 2, "bold"))]
