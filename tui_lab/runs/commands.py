"""Commands to a worker: one file each, renamed into place, so that none is read half written."""

from __future__ import annotations

import time
import uuid
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from tui_lab.config.errors import LabError
from tui_lab.messages import t

Action = Literal["pause", "continue", "batch", "stop", "free-gpu", "set", "inspect-on", "inspect-off"]
INSPECT_S = 600.0
"""So long `inspect-on` holds; whoever still looks then says it again, since one that died can't say `inspect-off`."""


class Command(Struct, frozen=True, kw_only=True):
    """What a worker is asked to do between two batches."""

    id: str
    action: Action
    changes: dict[str, bool | int | float | str] = {}
    """For `set`: new value by field path."""


def send(folder: Path, action: Action, changes: dict[str, bool | int | float | str] | None = None) -> Command:
    """Ask the worker of a run folder for something; it looks about ten times a second.

    Raises:
        LabError: the folder is gone or can't be written.
    """
    # The time leads the name, so that commands are carried out in the order in which they were given.
    command = Command(id=f"{time.time_ns():020d}-{uuid.uuid4().hex[:8]}", action=action, changes=changes or {})
    inbox = folder / "commands"
    try:
        inbox.mkdir(exist_ok=True)
        aside = inbox / f".{command.id}"
        aside.write_bytes(msgspec.json.encode(command))
        aside.replace(inbox / f"{command.id}.json")
    except OSError as error:
        raise LabError(t("runs.cannot_write", where=inbox, error=error.strerror)) from error
    return command


def pending(folder: Path) -> list[Command]:
    """The commands that wait, oldest first; one that can't be read is removed."""
    found = []
    for path in sorted((folder / "commands").glob("*.json")):
        try:
            command = msgspec.json.decode(path.read_bytes(), type=Command)
            if command.id != path.stem:  # `done` could not remove it, or would remove another file
                raise msgspec.ValidationError(command.id)
            found.append(command)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            path.unlink(missing_ok=True)
        except OSError:  # gone since, or no file at all
            continue
    return found


def done(folder: Path, command: Command) -> None:
    """Remove a command that was carried out."""
    (folder / "commands" / f"{command.id}.json").unlink(missing_ok=True)


def discard(folder: Path) -> None:
    """Remove all that wait: a worker that starts must not obey what was meant for the one before."""
    for path in (folder / "commands").glob("*.json"):
        path.unlink(missing_ok=True)
