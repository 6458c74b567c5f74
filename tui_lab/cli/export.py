"""`dl-lab export`: a run as something that stands without the lab."""

from __future__ import annotations

import argparse
from pathlib import Path

from tui_lab.cli.output import say
from tui_lab.config.errors import LabError
from tui_lab.messages import t
from tui_lab.runs import store


def export(args: argparse.Namespace) -> int:
    """Print the script of a run, or write it to a file; gives the exit code.

    Raises:
        LabError: nothing is said of what to export, the run can't be read, or the file is there or can't be written.
    """
    if not args.script:
        raise LabError(t("cli.export_what"))
    from tui_lab.script import script_of_run  # 20 ms

    code = script_of_run(store.find(args.run))
    if args.output is None:
        print(code, end="")
        return 0
    path = Path(args.output).expanduser()
    try:
        with path.open("x", encoding="utf-8") as file:  # never over a file of the learner's
            file.write(code)
    except FileExistsError as error:
        raise LabError(t("cli.export_exists", where=path)) from error
    except OSError as error:
        raise LabError(t("cli.export_unwritable", where=path, error=error.strerror)) from error
    say(t("cli.exported", where=path))
    return 0
