"""`dl-lab progress`: what a learner has done, shown, taken away and taken in."""

from __future__ import annotations

import argparse
from dataclasses import asdict, dataclass
from pathlib import Path

from tui_lab.cli.output import complain, print_json, say, table_console
from tui_lab.cli.unreadable import complain_of
from tui_lab.config.errors import LabError
from tui_lab.content import packs, parser
from tui_lab.content.course import in_use
from tui_lab.content.packs import LessonRef, Pack
from tui_lab.learner import profiles, progress, review
from tui_lab.learner.states import LessonState, LessonSummary
from tui_lab.learner.store import Learner
from tui_lab.messages import t
from tui_lab.runs.words import NONE, clean, duration


def run(action: str, args: argparse.Namespace) -> int:
    """Show progress, or export or import it; gives the exit code.

    Raises:
        LabError: the learner's file or the one named can't be used.
    """
    match action:
        case "export":
            return _export(args.file)
        case "import":
            return _import(args.file)
        case _:
            return _show(as_json=args.json)


@dataclass(frozen=True)
class _Row:
    """A lesson that can be worked through, and how far the learner is."""

    ref: LessonRef
    state: LessonState
    done: progress.Done | None
    """None where the lesson can't be read."""


def _show(*, as_json: bool) -> int:
    found, problems = packs.all_packs()
    with Learner.open() as learner:
        rows = [_row(ref, learner) for pack in found for ref in pack.lessons if ref.written]
        overview = learner.overview()
        now = learner.now()
        waiting, back = len(review.due(learner, now)), review.next_due(learner, now)
    for problem in problems:
        complain(problem)
    complain_of(row.ref for row in rows if row.done is None)
    known = {row.ref.key for row in rows}
    gone = {key: summary for key, summary in overview.items() if key not in known}
    seconds = sum(summary.seconds for summary in overview.values())
    if as_json:
        print_json(
            {
                "profile": profiles.current(),
                "seconds": round(seconds, 1),
                "review": {"due": waiting, "next": back},
                "lessons": [_to_json(row) for row in rows],
                "no_longer_there": [{"key": key, **asdict(summary)} for key, summary in sorted(gone.items())],
            }
        )
        return 0
    _print_table(found, rows, gone)
    finished = sum(row.state.finished for row in rows)
    say(t("cli.progress_total", finished=finished, n=len(rows), time=duration(seconds)), style="dim")
    if waiting:
        say(t("cli.progress_review", n=waiting), style="dim")
    return 0


def _row(ref: LessonRef, learner: Learner) -> _Row:
    state = learner.state(ref.key)
    try:
        return _Row(ref, state, progress.done(parser.read(ref.folder, "en"), state))
    except LabError:
        return _Row(ref, state, None)


def _to_json(row: _Row) -> dict[str, object]:
    ref, state = row.ref, row.state
    return {
        "key": ref.key,
        "module": ref.module,
        "number": ref.number,
        "title": in_use(ref.title),
        "ours": ref.ours,
        "seconds": round(state.seconds, 1),
        "finished": state.finished,
        "done": None if row.done is None else asdict(row.done),
        "quizzes": {id: asdict(quiz) for id, quiz in state.quizzes.items()},
        "exercises": {id: asdict(exercise) for id, exercise in state.exercises.items()},
    }


def _print_table(found: list[Pack], rows: list[_Row], gone: dict[str, LessonSummary]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column()
    table.add_column(t("cli.column_lesson"))
    for name in ("seen", "cells", "exercises", "quizzes", "time"):
        table.add_column(t(f"cli.column_{name}"), justify="right", no_wrap=True)
    for pack in found:
        for module in pack.course.modules:
            inside = [row for row in rows if (row.ref.pack, row.ref.module) == (pack.name, module.id)]
            if inside:
                title = in_use(module.title) if pack.ours else f"{pack.name}: {in_use(module.title)}"
                table.add_row("", Text(clean(title), style="bold"))
            for row in inside:
                sign = "!" if row.done is None else "✓" if row.state.finished else " "
                title = clean(in_use(row.ref.title))
                table.add_row(f"{sign} {row.ref.number:>2}", title, *_shares(row.done), _time(row.state.seconds))
    if gone:
        table.add_row("", Text(t("cli.progress_gone"), style="bold"))
        for key, summary in sorted(gone.items()):
            counts = (summary.seen, summary.ran, summary.passed, summary.right)
            table.add_row("", clean(key), *map(str, counts), _time(summary.seconds))
    table_console().print(table)


def _shares(done: progress.Done | None) -> tuple[str, ...]:
    if done is None:
        return (NONE,) * 4
    pairs = (
        (done.seen, done.blocks),
        (done.ran, done.cells),
        (done.passed, done.exercises),
        (done.right, done.quizzes),
    )
    return tuple(f"{n}/{total}" if total else NONE for n, total in pairs)


def _time(seconds: float) -> str:
    return duration(seconds) if seconds else NONE


def _export(name: str) -> int:
    from tui_lab.learner import transfer  # msgspec: 10 ms

    with Learner.open() as learner:
        if name == "-":
            print(transfer.text(learner, ascii_only=True), end="")
            return 0
        path = Path(name).expanduser()
        transfer.export(learner, path)
    say(t("cli.progress_exported", where=path))
    return 0


def _import(name: str) -> int:
    from tui_lab.learner import transfer

    path = Path(name).expanduser()
    with Learner.open() as learner:
        merged = transfer.import_(learner, path)
    if merged.changed:
        say(t("cli.progress_imported", where=path, lessons=merged.lessons, changed=merged.changed))
    else:
        say(t("cli.progress_known", where=path))
    return 0
