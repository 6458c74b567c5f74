"""Starting a worker that outlives the app, the terminal and the SSH session that started it."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import sys
import time
import uuid
from pathlib import Path

from tui_lab.config import settings
from tui_lab.config.errors import LabError
from tui_lab.config.places import PACKAGE
from tui_lab.messages import t
from tui_lab.runs import commands
from tui_lab.runs import status as run_status
from tui_lab.runs.follow import open_history


def launch(folder: Path, *, resume: bool = False, epochs: int | None = None) -> int:
    """Start the worker of a run folder in a session of its own; gives its pid.

    Args:
        folder: the run folder.
        resume: go on from the last checkpoint instead of the beginning.
        epochs: train up to so many epochs in all, instead of what the config says.

    Raises:
        LabError: a worker is at it already, here or on another host, it can't be started, or the folder can't be
            written.
    """
    status = _worker_at(folder)
    if status is not None:
        raise LabError(t("runs.still_training", run=folder.name, host=status.host, pid=status.pid))
    chosen = settings.read()
    folder = folder.absolute()  # the worker's own folder is another one
    try:
        prefix = shlex.split(chosen.launch_prefix)
    except ValueError as error:  # a quotation without its end
        raise LabError(t("runs.cannot_start", run=folder.name, command=chosen.launch_prefix, error=error)) from error
    command = [*prefix, sys.executable, "-m", "tui_lab.engine.worker", str(folder)]
    command += ["--resume"] * resume + (["--epochs", str(epochs)] if epochs is not None else [])
    launched, token = time.time(), uuid.uuid4().hex
    command += ["--checkpoint-budget-mb", str(chosen.checkpoint_budget_mb)]
    command += ["--launched", repr(launched), "--token", token]
    # The worker is found as we were found, from a checkout too; the app's folder must not shadow anything.
    path = os.pathsep.join(p for p in (str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")) if p)
    # Threads that wait must sleep, not spin: beside the app, or a second worker, spinning ones slow a training on two
    # cores twentyfold (a CNN made 3 steps a second instead of 74). Alone on the machine it makes no difference.
    calm = {"OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0"}
    environment = {**calm, **os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
    for name in ("DL_LAB_HOME", "DL_LAB_DATA"):  # may be relative to our folder
        if environment.get(name):
            environment[name] = str(Path(environment[name]).expanduser().absolute())
    try:
        commands.discard(folder)  # they were meant for the worker before
        log = (folder / "worker.log").open("ab")
    except OSError as error:
        raise LabError(t("runs.cannot_write", where=error.filename or folder, error=error.strerror)) from error
    try:
        with log:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # no SIGHUP when the terminal closes
                cwd=folder,
                env=environment,
            )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise LabError(t("runs.cannot_start", run=folder.name, command=command[0], error=why)) from error
    # torch takes seconds to import: until the worker speaks for itself, the run must not seem free or ended.
    with contextlib.suppress(OSError):
        run_status.write(folder, running=True, launched=launched, token=token, pid=process.pid)
    return process.pid


def _worker_at(folder: Path) -> run_status.Status | None:
    """The living worker of a run; one that has told its end is given a moment to go."""
    for _ in range(50):
        status = run_status.read(folder)
        if status is None or not run_status.alive(status):
            return None
        ended = open_history(folder).ended
        if ended is None or status.launched > ended.time:
            return status
        time.sleep(0.1)
    return status
