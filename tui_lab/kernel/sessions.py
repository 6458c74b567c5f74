"""A lesson's session: the folder in which its keeper records, and who keeps it now.

`home()/sessions/<slug>/` holds `outputs.jsonl` (the history), `files/` (pictures), `status.json` and `keeper.log`.
"""

from __future__ import annotations

import hashlib
import os
import re
import socket
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec

from tui_lab.config.places import home, private_folder
from tui_lab.runs.status import Status, alive, boot_id, process_start

MOST_KERNELS = 2
"""How many kernels may live at once: torch alone takes 500 MiB in each."""


@dataclass(frozen=True)
class Session:
    """Where the kernel of a lesson leaves what it prints. The folder is made by the keeper."""

    key: str
    """Of the lesson, for instance `course/activations`."""
    folder: Path

    @property
    def outputs(self) -> Path:
        """The history."""
        return self.folder / "outputs.jsonl"

    @property
    def files(self) -> Path:
        """Pictures that cells displayed."""
        return self.folder / "files"

    @property
    def log(self) -> Path:
        """What keeper and kernel complain about."""
        return self.folder / "keeper.log"


class KeeperStatus(Status, frozen=True, kw_only=True):
    """Who keeps a session's kernel, as of the last heartbeat."""

    key: str = ""
    """Of the lesson."""
    socket: str = ""
    """Path of the socket on which the keeper listens."""
    busy: bool = False
    idle_since: float = 0.0
    """When the last run ended."""


def session_for(lesson_key: str, profile: str = "") -> Session:
    """The session of a lesson, by its key (`course/activations`), for one learner of this account."""
    name = f"{profile}@{lesson_key}" if profile else lesson_key
    slug = "@".join(re.sub(r"[^A-Za-z0-9._/-]", "-", part) for part in name.split("@")).replace("/", "~").lstrip(".")
    if slug.replace("~", "/") != name or name.count("@") > 1 or len(slug) > 80:
        # Something was lost, and two lessons must not share a folder.
        slug = f"{slug[:60]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
    return Session(lesson_key, home() / "sessions" / slug)


def made(session: Session) -> Session:
    """The session, once its folders are there.

    Raises:
        OSError: they can't be made.
    """
    private_folder(session.folder)
    private_folder(session.files)
    return session


def write_status(session: Session, *, running: bool, socket_path: Path, busy: bool, idle_since: float) -> None:
    """Write the status of this process, aside and renamed into place.

    Raises:
        OSError: the folder can't be written.
    """
    status = KeeperStatus(
        host=socket.gethostname(),
        boot=boot_id(),
        pid=os.getpid(),
        process_start=process_start(os.getpid()) or "",
        heartbeat=time.time(),
        running=running,
        key=session.key,
        socket=str(socket_path),
        busy=busy,
        idle_since=idle_since,
    )
    aside = session.folder / f"status.json.{os.getpid()}.tmp"
    aside.write_bytes(msgspec.json.encode(status))
    aside.replace(session.folder / "status.json")


def status_of(folder: Path) -> KeeperStatus | None:
    """The status in a session's folder, or None where no keeper ever wrote one that can be read."""
    try:
        return msgspec.json.decode((folder / "status.json").read_bytes(), type=KeeperStatus)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def keeper_of(session: Session) -> KeeperStatus | None:
    """The keeper that lives for this session, or None."""
    status = status_of(session.folder)
    return status if alive(status) else None


def living() -> list[KeeperStatus]:
    """The keepers that live now, the one that has been idle longest first and the busy ones last."""
    try:
        folders = list((home() / "sessions").iterdir())
    except OSError:
        return []
    found = [status for status in map(status_of, folders) if status is not None and alive(status)]
    return sorted(found, key=lambda status: (status.busy, status.idle_since))
