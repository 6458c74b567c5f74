"""`dl-lab lessons`: all lessons, one of them as text, or its cells run in order."""

from __future__ import annotations

import argparse

from tui_lab.cli import FAILED
from tui_lab.cli.output import complain, print_json, say, table_console
from tui_lab.config import settings
from tui_lab.content import packs, parser
from tui_lab.content.course import in_use
from tui_lab.content.lesson import Block, Cell
from tui_lab.content.packs import LessonRef
from tui_lab.learner.states import LessonSummary
from tui_lab.learner.store import Learner
from tui_lab.messages import language, t
from tui_lab.runs.words import clean


def run(action: str, args: argparse.Namespace) -> int:
    """List the lessons, show one or run one; gives the exit code.

    Raises:
        LabError: there is no such lesson, it can't be read, or no kernel can be started.
    """
    match action:
        case "show":
            return _show(packs.find_written(args.lesson))
        case "run":
            return _run(packs.find_written(args.lesson))
        case _:
            return _list(as_json=args.json)


def _list(*, as_json: bool) -> int:
    found, problems = packs.all_packs()
    with Learner.open() as learner:
        overview = learner.overview()
    for problem in problems:
        complain(problem)
    refs = [ref for pack in found for ref in pack.lessons]
    if as_json:
        print_json([_to_json(ref, _state(ref, overview)) for ref in refs])
        return 0
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in ("number", "lesson", "name", "minutes", "state"):
        right = name in ("number", "minutes")
        table.add_column(t(f"cli.column_{name}"), justify="right" if right else "left", no_wrap=name != "lesson")
    for ref in refs:
        state = _state(ref, overview)
        cells = (str(ref.number), in_use(ref.title), ref.id if ref.ours else ref.key, str(ref.minutes))
        table.add_row(*map(clean, cells), t(f"cli.lesson_{state}"), style="dim" if state == "planned" else None)
    table_console().print(table)
    return 0


def _state(ref: LessonRef, overview: dict[str, LessonSummary]) -> str:
    if not ref.written:
        return "planned"
    if ref.key not in overview:
        return "new"
    return "finished" if overview[ref.key].finished else "begun"


def _to_json(ref: LessonRef, state: str) -> dict[str, object]:
    return {
        "key": ref.key,
        "id": ref.id,
        "pack": ref.pack,
        "module": ref.module,
        "number": ref.number,
        "title": in_use(ref.title),
        "doing": in_use(ref.doing),
        "minutes": ref.minutes,
        "state": state,
        "folder": str(ref.folder),
    }


def _show(ref: LessonRef) -> int:
    from tui_lab.app.lesson.paint import gap, numbered, paint
    from tui_lab.app.lesson.state import BlockStates
    from tui_lab.cli.inked import print_lines, width

    lesson = parser.read(ref.folder, language())
    if lesson.missing:
        complain(t("cli.lesson_in_english"))
    states, plain = BlockStates(), settings.read().ascii
    before: Block | None = None
    for block, number in zip(lesson.blocks, numbered(lesson.blocks), strict=True):
        print_lines([()] * gap(before, block))
        print_lines(paint(block, states, width(), ascii=plain, colour=False, number=number))
        before = block
    return 0


def _run(ref: LessonRef) -> int:
    from tui_lab.kernel.author import run_lesson

    lesson = parser.read(ref.folder, parser.ENGLISH)  # code stands once, in English
    shown = ""

    def tell(cell: Cell, lines: list[str]) -> None:
        nonlocal shown
        if cell.id != shown:
            shown = cell.id
            say(t("cli.lesson_cell", id=cell.id, line=cell.code_line), style="bold")
        for line in lines:
            say(line)

    if run_lesson(lesson, tell):
        say(t("cli.lesson_ran", n=len(lesson.cells)), style="dim")
        return 0
    complain(t("cli.lesson_failed", id=shown, where=lesson.path))
    return FAILED
