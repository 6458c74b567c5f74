"""`dl-lab export`: a run, or a lesson with the learner's answers, as something that stands without the lab."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from tui_lab.cli.output import say, write_new
from tui_lab.config.errors import LabError
from tui_lab.messages import t
from tui_lab.runs import store


def export(args: argparse.Namespace) -> int:
    """Print the script of a run, or write it to a file, or write the run for TensorBoard; gives the exit code.

    Raises:
        LabError: nothing is said of what to export, the run can't be read, or the file is there or can't be written.
    """
    from tui_lab.cli import lesson_export

    if kind := lesson_export.kind_of(args):
        if args.run is None:
            raise LabError(t("handout.which_lesson", kind=kind))
        return lesson_export.export_lesson(args.run, kind, args.output)
    if args.script == (args.tensorboard is not None):
        raise LabError(t("cli.export_what"))
    folder = store.find(args.run or "last")
    return _script(folder, args.output) if args.script else _tensorboard(folder, args.tensorboard)


def _tensorboard(folder: Path, into: str) -> int:
    """Write all that the run recorded for TensorBoard."""
    from tui_lab.engine.tensorboard_log import TensorBoardLog

    log = TensorBoardLog(folder, Path(into).expanduser())
    log.close()
    say(t("cli.exported", where=log.folder))
    say(t("cli.tensorboard_look", folder=shlex.quote(into)), style="dim")
    return 0


def _script(folder: Path, output: str | None) -> int:
    """Print the script, or write it to a new file."""
    from tui_lab.script import script_of_run  # 20 ms

    code = script_of_run(folder)
    if output is None:
        print(code, end="")
        return 0
    write_new(Path(output).expanduser(), code)
    return 0
