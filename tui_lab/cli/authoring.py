"""`dl-lab check`, `new-lesson` and `pack`: for those who write lessons, or use someone else's."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tui_lab.cli.output import complain, console, print_json, say
from tui_lab.cli.unreadable import complain_of
from tui_lab.config.errors import LabError
from tui_lab.content import packs, parser, structure
from tui_lab.content.problem import Problem
from tui_lab.messages import t


def check(args: argparse.Namespace) -> int:
    """Say what is wrong in packs or lessons; 1 where something is."""
    problems: list[Problem] = []
    lessons = unrun = 0
    for path in map(Path, args.paths):
        found = structure.check_pack(path)
        folders = structure.lesson_folders(path)
        lessons += len(folders)
        if not args.read_only:
            for folder in folders:
                if any(not problem.warning and problem.path.is_relative_to(folder) for problem in found):
                    unrun += 1  # what can't be read can't be run, and what follows from a fault needn't be told
                else:
                    found += _run(folder)
        problems += found
    errors = sum(not problem.warning for problem in problems)
    warnings = len(problems) - errors
    if args.json:
        print_json({"problems": [_json(problem) for problem in problems], "errors": errors, "warnings": warnings})
    else:
        for problem in problems:
            _say(problem)
        count = {"lessons": lessons, "errors": errors, "warnings": warnings}
        say(t("cli.checked", **count) if problems else t("cli.checked_clean", lessons=lessons), style="dim")
        if unrun:
            say(t("cli.check_unrun", n=unrun), style="dim")
    return 1 if errors or (args.strict and warnings) else 0


def _run(folder: Path) -> list[Problem]:
    """Run the cells and the exercises of a lesson; where somebody watches, say which."""
    from tui_lab.kernel import author  # what a kernel takes, and --read-only doesn't need

    if sys.stderr.isatty():
        print(f"\r\x1b[K{t('cli.check_running', name=folder.name)}", end="", file=sys.stderr, flush=True)
    try:
        return author.check_lesson(parser.read(folder, parser.ENGLISH))
    finally:
        if sys.stderr.isatty():
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _say(problem: Problem) -> None:
    """One line as linters write it, so that editors can jump to it."""
    kind = t("cli.check_warning") if problem.warning else t("cli.check_error")
    say(f"{_near(problem.path)}:{problem.line}: {kind}: {problem.what}")


def _json(problem: Problem) -> dict[str, object]:
    severity = "warning" if problem.warning else "error"
    return {"path": str(problem.path), "line": problem.line, "severity": severity, "message": problem.what}


def _near(path: Path) -> str:
    """The path as seen from here, where it is below."""
    here = Path.cwd()
    return os.fspath(path.relative_to(here)) if path.is_relative_to(here) else os.fspath(path)


def new_lesson(args: argparse.Namespace) -> int:
    """Write a small lesson."""
    from tui_lab.content import course, new_lesson

    folder = Path(args.path)
    files = new_lesson.write(folder)
    for file in files:
        say(_near(file))
    list_file = folder.absolute().parent.parent / course.FILE
    made = files[-1].name == course.FILE
    if made:
        say(t("cli.new_lesson_pack", path=files[-1].parent))
    elif list_file.is_file():
        say(t("cli.new_lesson_list", file=_near(list_file)))
    say(t("cli.new_lesson_next", path=folder), style="dim")
    return 0


def pack(action: str, args: argparse.Namespace) -> int:
    """Add, list or remove packs of lessons."""
    match action:
        case "add":
            before = packs.added()
            added = packs.add(Path(args.path))
            known = "cli.pack_known" if added.name in before else "cli.pack_added"
            say(t(known, name=added.name, lessons=len(added.lessons)))
            say(t("cli.pack_not_ours"), style="dim")
            complain_of(ref for ref in added.lessons if ref.written and not _readable(ref))
        case "remove":
            say(t("cli.pack_removed", name=args.name, path=packs.remove(args.name)))
        case _:
            _list(as_json=args.json)
    return 0


def _readable(ref: packs.LessonRef) -> bool:
    try:
        parser.read(ref.folder, parser.ENGLISH)
    except LabError:
        return False
    return True


def _list(*, as_json: bool) -> None:
    found, problems = packs.all_packs()
    if as_json:
        print_json([_pack_json(pack) for pack in found] + list(_broken(found)))
        return
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    for pack in found:
        written = sum(lesson.written for lesson in pack.lessons)
        count = t("cli.pack_lessons", written=written, lessons=len(pack.lessons))
        table.add_row(pack.name, count, t("cli.pack_ours") if pack.ours else _near(pack.path))
    console().print(table)
    for problem in problems:
        complain(problem)


def _pack_json(pack: packs.Pack) -> dict[str, object]:
    written = Counter(lesson.written for lesson in pack.lessons)
    return {
        "name": pack.name,
        "path": str(pack.path),
        "ours": pack.ours,
        "lessons": len(pack.lessons),
        "written": written[True],
        "usable": True,
    }


def _broken(usable: Iterable[packs.Pack]) -> Iterable[dict[str, object]]:
    """The packs that were added and can't be read."""
    names = {pack.name for pack in usable}
    for name, path in packs.added().items():
        if name not in names:
            yield {"name": name, "path": str(path), "ours": False, "usable": False}
