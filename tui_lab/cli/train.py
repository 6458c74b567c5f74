"""`dl-lab train`: make a run folder, start its worker, watch it."""

from __future__ import annotations

import argparse
from pathlib import Path

from tui_lab.cli import INTERRUPTED
from tui_lab.cli.configs import config_from
from tui_lab.cli.output import print_json, say, say_folder
from tui_lab.cli.watch import heading, watch
from tui_lab.config import settings
from tui_lab.config.errors import LabError
from tui_lab.messages import t
from tui_lab.runs import commands, store
from tui_lab.runs.launch import launch
from tui_lab.runs.words import run_number


def train(args: argparse.Namespace) -> int:
    """Train what the options ask for; gives the exit code."""
    config = config_from(args)
    settings.read()  # a damaged settings file is told before there is a run folder
    if args.tensorboard is not None:
        from tui_lab.engine import tensorboard_log

        if args.detach:
            raise LabError(t("cli.tensorboard_detached"))
        tensorboard_log.prepare(Path(args.tensorboard).expanduser())
    return start(
        store.create(config),
        resume=False,
        epochs=None,
        detach=args.detach,
        as_json=args.json,
        tensorboard=args.tensorboard,
    )


def start(
    folder: Path,
    *,
    resume: bool,
    epochs: int | None,
    detach: bool,
    as_json: bool,
    after: Path | None = None,
    tensorboard: str | None = None,
) -> int:
    """Launch the worker of a run and watch it, or leave it where `detach` says so; gives the exit code.

    With `after` the training begins when that run has ended; into `tensorboard` goes what is watched.
    """
    pid = launch(folder, resume=resume, epochs=epochs, after=after)
    if after is not None and not as_json:
        say(t("cli.waits_for", number=run_number(folder), other=run_number(after)))
    if not detach:
        try:
            return watch(folder, as_json=as_json, launched=True, stop_first=True, tensorboard=tensorboard)
        except KeyboardInterrupt:  # before the watch took Ctrl+C over, or once more while it was ending
            commands.send(folder, "stop")
            return INTERRUPTED
    number = run_number(folder)
    if as_json:
        print_json({"event": "launched", "run": number, "name": folder.name, "folder": str(folder), "pid": pid})
        return 0
    say(heading(folder), style="bold")
    say(t("cli.detached", number=number))
    say_folder(folder)
    return 0
