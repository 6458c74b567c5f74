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
from typing import IO

import msgspec

from tui_lab.config import settings
from tui_lab.config.errors import LabError
from tui_lab.config.places import PACKAGE
from tui_lab.config.train import TrainConfig
from tui_lab.messages import t
from tui_lab.runs import commands, store
from tui_lab.runs import status as run_status
from tui_lab.runs.follow import open_history

WORKER = "tui_lab.engine.worker"


class Spare:
    """A worker that has no run yet: it loads torch, which takes seconds, and waits to be given one.

    It ends by itself when whoever made it ends without giving it a run.
    """

    def __init__(self) -> None:
        """Start it.

        Raises:
            LabError: it can't be started.
        """
        command = [sys.executable, "-m", WORKER, "--wait"]
        self._process = start_detached(command, None, Path.home(), stdin=subprocess.PIPE)

    def take(self, arguments: list[str]) -> int | None:
        """Give it a run, as the arguments of a worker; gives its pid, or None where it has died."""
        pipe = self._process.stdin
        if self._process.poll() is not None or pipe is None or pipe.closed:
            return None
        try:
            pipe.write(msgspec.json.encode(arguments) + b"\n")
            pipe.close()
        except OSError:
            return None
        return self._process.pid

    def close(self) -> None:
        """End it, where it has no run."""
        pipe = self._process.stdin
        if pipe is not None and not pipe.closed:
            with contextlib.suppress(OSError):
                pipe.close()
            self._process.terminate()
            self._process.wait()


def launch(
    folder: Path,
    *,
    resume: bool = False,
    epochs: int | None = None,
    after: Path | None = None,
    spare: Spare | None = None,
) -> int:
    """Start the worker of a run folder in a session of its own; gives its pid.

    Args:
        folder: the run folder.
        resume: go on from the last checkpoint instead of the beginning.
        epochs: train up to so many epochs in all, instead of what the config says.
        after: a run whose end the worker waits for, where there are too few cores for both at once.
        spare: a worker that waits for a run; taken where it still lives.

    Raises:
        LabError: a worker is at it already, here or on another host, it can't be started, or the folder can't be
            written.
    """
    status = _worker_at(folder)
    if status is not None:
        raise LabError(t("runs.still_training", run=folder.name, host=status.host, pid=status.pid))
    chosen = settings.read()
    folder = folder.absolute()  # the worker's own folder is another one
    launched, token = time.time(), uuid.uuid4().hex
    arguments = [str(folder), *["--resume"] * resume, *(["--epochs", str(epochs)] if epochs is not None else [])]
    arguments += ["--checkpoint-budget-mb", str(chosen.checkpoint_budget_mb)]
    arguments += ["--after", str(after.absolute())] if after is not None else []
    arguments += ["--launched", repr(launched), "--token", token]
    try:
        commands.discard(folder)  # they were meant for the worker before
        log = (folder / "worker.log").open("ab")
    except OSError as error:
        raise LabError(t("runs.cannot_write", where=error.filename or folder, error=error.strerror)) from error
    with log:
        pid = spare.take(arguments) if spare is not None and not chosen.launch_prefix else None
        if pid is None:
            pid = start_detached([*prefix(chosen), sys.executable, "-m", WORKER, *arguments], log, folder).pid
    # torch takes seconds to import: until the worker speaks for itself, the run must not seem free or ended.
    with contextlib.suppress(OSError):
        run_status.write(
            folder,
            running=True,
            launched=launched,
            token=token,
            pid=pid,
            waits_for=after.name if after is not None else "",
        )
    return pid


def prefix(chosen: settings.Settings) -> list[str]:
    """What the settings put before the command of a process that is to outlive the app.

    Raises:
        LabError: it has a quotation without its end.
    """
    try:
        return shlex.split(chosen.launch_prefix)
    except ValueError as error:
        raise _cannot_start(chosen.launch_prefix, error) from error


def start_detached(
    command: list[str], log: IO[bytes] | None, folder: Path, *, stdin: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Start a process of ours in a session of its own.

    Raises:
        LabError: it can't be started.
    """
    # It is found as we were found, from a checkout too; the app's folder must not shadow anything.
    path = os.pathsep.join(p for p in (str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")) if p)
    # Threads that wait must sleep, not spin: beside the app, or a second worker, spinning ones slow a training on two
    # cores twentyfold (a CNN made 3 steps a second instead of 74). Alone on the machine it makes no difference.
    calm = {"OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0"}
    environment = {**calm, **os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}
    for name in ("DL_LAB_HOME", "DL_LAB_DATA"):  # may be relative to our folder
        if environment.get(name):
            environment[name] = str(Path(environment[name]).expanduser().absolute())
    try:
        return subprocess.Popen(
            command,
            stdin=stdin,
            stdout=log or subprocess.DEVNULL,
            stderr=log or subprocess.DEVNULL,
            start_new_session=True,  # no SIGHUP when the terminal closes
            cwd=folder,
            env=environment,
        )
    except (OSError, ValueError) as error:
        raise _cannot_start(command[0], error) from error


def _cannot_start(command: str, error: OSError | ValueError) -> LabError:
    why = error.strerror if isinstance(error, OSError) else error
    return LabError(t("runs.cannot_start", command=command, error=why))


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


FEW_CORES = 2


def after_whom(config: TrainConfig) -> Path | None:
    """The run that a new one should wait for: the newest in training, where two would only slow each other down.

    Two trainings on two cores take longer together than one after the other.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if cores > FEW_CORES or config.run.device.startswith(("cuda", "mps")):
        return None
    training = store.running()
    return training[-1] if training else None
