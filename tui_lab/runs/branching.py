"""Runs that come from another run: a twin differs in one switch from the start, a branch from an epoch on.

A branch takes over what its parent recorded up to that epoch, and the checkpoint; its own change stands in
`origin.json` until the worker has carried it out, so that it is done once whatever happens in between.
"""

from __future__ import annotations

import os
import shutil
from bisect import bisect
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from tui_lab.config import fields
from tui_lab.config import file as config_file
from tui_lab.config.catalogue import card
from tui_lab.config.checks import check
from tui_lab.config.errors import LabError
from tui_lab.messages import t
from tui_lab.runs import store
from tui_lab.runs.events import Changed, Checkpoint, decode
from tui_lab.runs.follow import open_history
from tui_lab.runs.replay import with_changes
from tui_lab.runs.words import run_number

Value = bool | int | float | str
MOST_NAMED = 8
"""Epochs that a sentence names side by side."""


class Origin(Struct, frozen=True, kw_only=True):
    """Where a run comes from."""

    kind: Literal["twin", "branch"]
    parent: str
    """Name of the parent's folder."""
    changes: dict[str, Value]
    """What differs, by field path; a list of sizes as a learner would type it."""
    epoch: int = 0
    """The epoch of the parent from which a branch goes on."""


def read_origin(folder: Path) -> Origin | None:
    """Where a run comes from; None for one that stands for itself, or whose note can't be read."""
    try:
        return msgspec.json.decode((folder / "origin.json").read_bytes(), type=Origin)
    except (OSError, msgspec.DecodeError):
        return None


def create_twin(parent: Path, changes: Mapping[str, Value | tuple[int, ...]]) -> Path:
    """A run folder like the parent's at its start, but for these fields; same seed.

    Raises:
        LabError: nothing would differ, or the task would, a field doesn't accept its value or the whole doesn't
            fit, the parent's config can't be read, or the folder can't be made.
    """
    config = config_file.read(parent / "config.json")
    twin = fields.replace(config, dict(changes))
    if twin == config:
        raise LabError(t("runs.twin_is_equal", run=parent.name))
    if card(twin.data.name).task != card(config.data.name).task:
        raise LabError(
            t("runs.twin_of_other_task", run=run_number(parent), other=twin.data.name, data=config.data.name)
        )
    check(twin)
    folder = store.create(twin)
    noted = {path: fields.show(path, value) if isinstance(value, tuple) else value for path, value in changes.items()}
    _note(folder, Origin(kind="twin", parent=parent.name, changes=noted))
    return folder


def branch_epochs(folder: Path) -> list[int]:
    """The epochs of a run from which a branch can start: those whose checkpoint is still there."""
    found = []
    for path in (folder / "checkpoints").glob("epoch-*.pt"):
        number = path.stem.partition("-")[2]
        if number.isdecimal():
            found.append(int(number))
    return sorted(found)


def why_no_branch(folder: Path, epoch: int, epochs: int) -> str:
    """Why no branch can start after an epoch of a run of so many epochs; empty where one can."""
    known, number = branch_epochs(folder), run_number(folder)
    if epoch in known and epoch < epochs:
        return ""
    if epoch == epochs:
        return t("runs.nothing_left", run=number, epochs=epochs)
    some = _named([n for n in known if n < epochs], epoch)
    if not some:
        return t("runs.no_checkpoints", run=number)
    if not 0 <= epoch < epochs:
        return t("runs.no_such_epoch", run=number, epochs=epochs, epoch=epoch, known=some)
    return t("runs.no_checkpoint", run=number, epoch=epoch, known=some)


def _named(epochs: list[int], wanted: int) -> str:
    """The epochs in words: of many the first, those around the wanted one, and the last."""
    if len(epochs) <= MOST_NAMED:
        return ", ".join(map(str, epochs))
    at = bisect(epochs, wanted)
    begin = max(0, min(at - MOST_NAMED // 2, len(epochs) - MOST_NAMED))
    shown = [str(n) for n in epochs[begin : begin + MOST_NAMED]]
    head = [] if begin == 0 else [str(epochs[0])] if begin == 1 else [str(epochs[0]), "…"]
    left = len(epochs) - begin - MOST_NAMED
    tail = [] if left == 0 else [str(epochs[-1])] if left == 1 else ["…", str(epochs[-1])]
    return ", ".join([*head, *shown, *tail])


def create_branch(parent: Path, epoch: int, changes: dict[str, Value]) -> Path:
    """A run folder that goes on from the state of the parent after `epoch` epochs, with live fields changed.

    To be launched with `resume=True` and the epochs of its config.

    Raises:
        LabError: the checkpoint was pruned, nothing would be left to train or nothing would differ, a field can't be
            changed in mid-run or doesn't accept its value, the parent's config can't be read, or the folder can't be
            made.
    """
    config = config_file.read(parent / "config.json")
    for path in changes:
        if not fields.field(path).live:
            raise LabError(t("runs.branch_needs_live", path=path))
    check(fields.replace(config, dict(changes)))
    started = open_history(parent).started
    planned = max(config.run.epochs, started.epochs if started is not None else 0)
    refused = why_no_branch(parent, epoch, planned)
    if refused:
        raise LabError(refused)
    if epoch >= config.run.epochs:  # the parent was given more epochs later
        config = fields.replace(config, {"run.epochs": planned})
    lines = _events_until(parent / "events.jsonl", epoch)
    then = with_changes(config, _changed(lines))
    if fields.replace(then, dict(changes)) == then:
        raise LabError(t("runs.branch_is_equal", run=run_number(parent), epoch=epoch))
    folder = store.create(config)
    try:
        (folder / "events.jsonl").write_bytes(b"".join(lines))
        checkpoint = f"epoch-{epoch:06d}.pt"
        for name in (checkpoint, "last.pt"):
            _link(parent / "checkpoints" / checkpoint, folder / "checkpoints" / name)
        _take_best(parent, folder)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise LabError(t("runs.cannot_create", where=error.filename or folder, error=error.strerror)) from error
    _note(folder, Origin(kind="branch", parent=parent.name, changes=changes, epoch=epoch))
    return folder


def _events_until(events: Path, epoch: int) -> list[bytes]:
    """The lines up to the one that tells of the checkpoint after this epoch."""
    wanted = f"epoch-{epoch:06d}.pt"
    kept: list[bytes] = []
    last = 0
    with events.open("rb") as file:
        for line in file:
            kept.append(line)
            if b'"checkpoint"' in line:
                event = decode(line)
                # Over its budget a run lets go of a checkpoint at once and says it is in last.pt.
                if isinstance(event, Checkpoint) and event.epoch == epoch and event.file in (wanted, "last.pt"):
                    last = len(kept)
                    break
    return kept[:last]


def _changed(lines: list[bytes]) -> Iterator[Changed]:
    """The live changes among the lines of events."""
    for line in lines:
        event = decode(line) if b'"changed"' in line else None
        if isinstance(event, Changed):
            yield event


def _take_best(parent: Path, folder: Path) -> None:
    """Take over the best checkpoint so far, which early stopping may want to go back to."""
    best = open_history(folder).best
    if best is None:
        return
    source = parent / "checkpoints" / f"epoch-{best.epoch:06d}.pt"
    whole = open_history(parent).best
    if not source.exists() and whole is not None and whole.epoch == best.epoch:
        source = parent / "checkpoints" / "best.pt"
    if source.exists():
        _link(source, folder / "checkpoints" / "best.pt")


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without links
        shutil.copyfile(source, target)


def _note(folder: Path, origin: Origin) -> None:
    try:
        (folder / "origin.json").write_bytes(msgspec.json.format(msgspec.json.encode(origin), indent=2) + b"\n")
    except OSError as error:
        raise LabError(t("runs.cannot_write", where=error.filename or folder, error=error.strerror)) from error
