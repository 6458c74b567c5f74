"""The folder of all runs: create, find, list, delete, prune."""

from __future__ import annotations

import os
import re
import shutil
import socket
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from tui_lab.config import file as config_file
from tui_lab.config.errors import LabError
from tui_lab.config.places import home, private_folder
from tui_lab.config.train import TrainConfig
from tui_lab.messages import t
from tui_lab.runs import status as run_status
from tui_lab.runs.events import Failed, Finished, Stopped
from tui_lab.runs.follow import catch_up, open_history
from tui_lab.runs.history import History

State = Literal["created", "starting", "training", "paused", "stopped", "finished", "failed", "lost"]
"""`lost`: its worker died without a word (killed, out of memory, power cut); it can go on from its checkpoint."""

_NUMBERED = re.compile(r"^(\d{4,})-")


def root() -> Path:
    """The folder of all runs, made where it is missing.

    Raises:
        LabError: it can't be made.
    """
    try:
        return private_folder(private_folder(home()) / "runs")
    except OSError as error:
        raise LabError(t("runs.cannot_create", where=error.filename or home(), error=error.strerror)) from error


class Run(Struct, frozen=True, kw_only=True):
    """A run as the list shows it."""

    folder: Path
    config: TrainConfig | None
    """None where `config.json` can't be read; `problem` says why."""
    history: History
    state: State
    disk_bytes: int
    problem: str = ""

    @property
    def number(self) -> int:
        """Its number, by which a learner names it."""
        found = _NUMBERED.match(self.folder.name)
        return int(found.group(1)) if found else 0


def create(config: TrainConfig) -> Path:
    """A new run folder with this config.

    Raises:
        LabError: the folder can't be made or written.
    """
    try:
        folder = _numbered_folder(f"{config.data.name.replace('_', '-')}-{config.model.kind}")
        (folder / "commands").mkdir()
        (folder / "checkpoints").mkdir()
        (folder / "config.json").write_bytes(config_file.encode(config))
        (folder / "events.jsonl").touch()
    except OSError as error:
        raise LabError(t("runs.cannot_create", where=error.filename or home(), error=error.strerror)) from error
    return folder


def _numbered_folder(label: str) -> Path:
    base = root()
    number = max((int(m.group(1)) for p in base.iterdir() if (m := _NUMBERED.match(p.name))), default=0)
    while True:
        number += 1
        taken = base / f".{number:04d}"  # holds the number for as long as we look: labels of two runs may differ
        try:
            taken.mkdir()
        except FileExistsError:  # another app takes the number at the same moment
            continue
        try:
            if not any(base.glob(f"{number:04d}-*")):
                folder = base / f"{number:04d}-{label}"
                folder.mkdir(mode=0o700)
                return folder
        finally:
            taken.rmdir()


def folders() -> list[Path]:
    """All run folders, oldest first.

    Raises:
        LabError: the folder of all runs can't be made or read.
    """
    base = root()
    try:
        found = [p for p in base.iterdir() if _NUMBERED.match(p.name) and p.is_dir()]
    except OSError as error:
        raise LabError(t("runs.cannot_create", where=base, error=error.strerror)) from error
    return sorted(found, key=lambda p: int(p.name.split("-")[0]))


def find(name: str) -> Path:
    """The folder of the run that a learner names by number, folder name or `last`.

    Raises:
        LabError: there is no such run.
    """
    known = folders()
    if name == "last" and known:
        return known[-1]
    for folder in known:
        if name == folder.name or name.lstrip("0") == folder.name.split("-")[0].lstrip("0"):
            return folder
    numbers = ", ".join(str(int(f.name.split("-")[0])) for f in known[-8:])
    raise LabError(t("runs.unknown", name=name, numbers=numbers) if known else t("runs.none_yet", name=name))


def state_of(folder: Path, history: History) -> State:
    """The state of a run: what its events say, corrected by whether its worker lives.

    Where it doesn't, what it wrote last is taken into the history: it may have ended since that was read.
    """
    status = run_status.read(folder)
    alive = run_status.alive(status)
    begun = history.started.time if history.started else 0.0
    if status is not None and alive and status.launched > begun:
        return "starting"
    match history.ended:  # before whether it lives: a worker that has told how it ended may live a moment longer
        case Finished():
            return "finished"
        case Failed():
            return "failed"
        case Stopped():
            return "stopped"
    if alive:
        return "paused" if history.phase == "paused" else "training"
    if catch_up(history, folder / "events.jsonl"):
        return state_of(folder, history)
    return "created" if status is None and history.started is None else "lost"


def open_run(folder: Path) -> Run:
    """A run with its history and state; a config that can't be read is told, not raised."""
    history = open_history(folder)
    config, problem = None, ""
    try:
        config = config_file.read(folder / "config.json")
    except LabError as error:
        problem = str(error)
    return Run(
        folder=folder,
        config=config,
        history=history,
        state=state_of(folder, history),
        disk_bytes=disk_bytes(folder),
        problem=problem,
    )


def disk_bytes(folder: Path) -> int:
    """What a run folder takes on disk."""
    sizes: dict[int, int] = {}  # by inode: `last` and `best` are links to the checkpoint of an epoch
    for parent, _, names in os.walk(folder):  # unlike rglob it takes no offence at a folder that is deleted meanwhile
        for name in names:
            try:
                found = Path(parent, name).lstat()
            except OSError:  # a checkpoint was renamed under us
                continue
            sizes[found.st_ino] = found.st_size
    return sum(sizes.values())


def _refuse_running(folder: Path) -> None:
    status = run_status.read(folder)
    if status is not None and run_status.alive(status):
        raise LabError(t("runs.still_training", run=folder.name, host=status.host, pid=status.pid))


def delete(folder: Path) -> int:
    """Delete a run for good; gives the bytes freed.

    Raises:
        LabError: it is training, or the folder can't be removed.
    """
    _refuse_running(folder)
    freed = disk_bytes(folder)
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise LabError(t("runs.cannot_delete", where=error.filename or folder, error=error.strerror)) from error
    return freed


def prune(folder: Path) -> int:
    """Remove the checkpoints of a run but its last and its best; gives the bytes freed.

    Raises:
        LabError: it is training, or a checkpoint can't be removed.
    """
    _refuse_running(folder)
    before = disk_bytes(folder)
    try:
        for path in (folder / "checkpoints").glob("epoch-*.pt"):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise LabError(t("runs.cannot_delete", where=error.filename or folder, error=error.strerror)) from error
    return before - disk_bytes(folder)


def mark_seen(folder: Path) -> None:
    """Note that the learner was told how this run ended."""
    try:
        (folder / "seen").write_text(socket.gethostname())
    except OSError:
        return  # a full disk: being told once more is the lesser evil


def unseen(known: list[Path] | None = None) -> list[Path]:
    """Runs that ended since the learner last looked."""
    found = []
    for folder in known if known is not None else folders():
        events = folder / "events.jsonl"
        seen = folder / "seen"
        try:
            if seen.exists() and seen.stat().st_mtime >= events.stat().st_mtime:
                continue
        except OSError:
            continue
        if (folder / "status.json").exists() and not run_status.alive(run_status.read(folder)):
            found.append(folder)
    return found


def running() -> list[Path]:
    """Runs whose worker lives."""
    return [f for f in folders() if run_status.alive(run_status.read(f))]


def to_json(run: Run) -> dict[str, object]:
    """What a machine may want to know of a run."""
    history, config = run.history, run.config
    best = history.best
    ended = history.ended
    return {
        "run": run.number,
        "name": run.folder.name,
        "folder": str(run.folder),
        "state": run.state,
        "data": config.data.name if config else None,
        "model": config.model.kind if config else None,
        "optimizer": config.optimizer.name if config else None,
        "epoch": round(history.epoch, 3),
        "epochs": history.started.epochs if history.started else None,
        "step": history.step,
        "metric": history.started.metric if history.started else None,
        "best_epoch": best.epoch if best else None,
        "best_val_metric": best.val_metric if best else None,
        "val_loss": history.epochs[-1].val_loss if history.epochs else None,
        "test_metric": ended.test_metric if isinstance(ended, Finished) else None,
        "test_loss": ended.test_loss if isinstance(ended, Finished) else None,
        "test_looks": history.test_looks,
        "seconds": round(history.seconds, 3),
        "changes": [{"step": c.step, **msgspec.to_builtins(c.changes)} for c in history.changes],
        "failure": failure_text(ended) if isinstance(ended, Failed) else None,
        "disk_bytes": run.disk_bytes,
        "damaged_lines": history.damaged,
        "problem": run.problem or None,
    }


def failure_text(event: Failed) -> str:
    """Why a run failed and what to try, in the language in use."""
    try:
        return t(f"failure.{event.reason}", **event.values)
    except KeyError:  # a newer dl-lab knows more reasons
        return t("failure.crashed", step=event.step, error=event.reason)
