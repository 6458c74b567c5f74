"""`dl-lab runs compare`, and the runs that are made to be compared: `twin` and `branch`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from tui_lab.cli.output import print_json, say, table_console
from tui_lab.cli.train import start
from tui_lab.config import fields
from tui_lab.config import file as config_file
from tui_lab.config.errors import LabError
from tui_lab.messages import t
from tui_lab.runs import branching, launch
from tui_lab.runs import status as run_status
from tui_lab.runs.branching import Value
from tui_lab.runs.compare import Comparison, Side, compare
from tui_lab.runs.compare_words import differences, sentence
from tui_lab.runs.words import NONE, clean, duration, metric, run_name, steady_number

COLUMNS = ("run", "differs", "best", "at", "epochs", "gap", "time", "test", "state")


def compare_runs(folders: list[Path], *, as_json: bool) -> int:
    """Print what differs between runs and what that came to; gives the exit code.

    Raises:
        LabError: fewer than two or more than six runs, one's config can't be read, or they have different tasks.
    """
    comparison = compare(folders)
    if as_json:
        shown: dict[str, Any] = msgspec.to_builtins(comparison)
        print_json({**shown, "says": sentence(comparison)})
        return 0
    _print_table(comparison, folders)
    say("")
    say(sentence(comparison), style="bold")
    return 0


def _print_table(comparison: Comparison, folders: list[Path]) -> None:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in COLUMNS:
        left = name in ("differs", "state")
        table.add_column(t(f"compare.{name}"), justify="left" if left else "right", no_wrap=name != "differs")
    for side, folder in zip(comparison.sides, folders, strict=True):
        table.add_row(*map(clean, _row(comparison, side, folder)))
    table_console().print(table)


def _row(comparison: Comparison, side: Side, folder: Path) -> tuple[str, ...]:
    name = comparison.metric
    status = run_status.read(folder) if side.state == "starting" else None
    waits_for = status.waits_for if status is not None else ""
    state = t("compare.waits_for", run=run_name(Path(waits_for))[0]) if waits_for else t(f"runs.state.{side.state}")
    return (
        str(side.run),
        ", ".join(differences(side)) or NONE,
        metric(name, side.best, named=False),
        NONE if side.best_epoch is None else str(side.best_epoch),
        f"{int(side.epochs + 1e-9)}/{side.planned}",
        steady_number(side.gap, signed=True).strip(),
        duration(side.seconds),
        metric(name, side.test, named=False),
        state,
    )


def twin(parent: Path, args: argparse.Namespace) -> int:
    """Start a run like another one from its start but for some fields; gives the exit code.

    Raises:
        LabError: a field or a value is refused, nothing would differ, or it can't be made or started.
    """
    return _start(branching.create_twin(parent, _changes(args.settings)), args, resume=False)


def branch(parent: Path, args: argparse.Namespace) -> int:
    """Start a run that goes on from an epoch of another one with live fields changed; gives the exit code.

    Raises:
        LabError: the checkpoint is gone, a field or a value is refused, or it can't be made or started.
    """
    if not args.epoch.strip().isdecimal():
        raise LabError(t("cli.branch_epoch", value=args.epoch, command="dl-lab runs branch"))
    return _start(branching.create_branch(parent, int(args.epoch), _changes(args.settings)), args, resume=True)


def _changes(settings: list[str]) -> dict[str, Value]:
    """What `--set` says, by field path."""
    changes: dict[str, Value] = {}
    for setting in settings:
        path, equals, text = setting.partition("=")
        if not equals:
            raise LabError(t("field.no_equals", setting=setting))
        changes[path.strip()] = fields.parse(path.strip(), text)
    return changes


def _start(folder: Path, args: argparse.Namespace, *, resume: bool) -> int:
    config = config_file.read(folder / "config.json")
    after = launch.after_whom(config)
    # A checkpoint knows the epochs of its own run only, which may have been given more later.
    epochs = config.run.epochs if resume else None
    return start(folder, resume=resume, epochs=epochs, detach=args.detach, as_json=args.json, after=after)
