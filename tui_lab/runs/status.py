"""`status.json`: which process trains a run, and whether it still lives.

A home folder may be shared by several nodes, so a pid alone says nothing: host, boot and the process's start
time stand beside it, and where the host is another one the heartbeat decides.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

HEARTBEAT_S = 2.0
"""How often a worker writes its status."""
STALE_S = 60.0
"""A worker on another host without a heartbeat for so long is taken for dead."""


class Status(Struct, frozen=True, kw_only=True):
    """Who works on a run, as of its last heartbeat."""

    host: str
    boot: str
    pid: int
    process_start: str
    heartbeat: float
    running: bool
    """False once the worker has ended of its own will."""
    launched: float = 0.0
    """When the worker was launched: what its run told before is of an earlier one."""
    waits_for: str = ""
    """Name of the run whose end the worker waits for; empty when it doesn't."""
    token: str = ""
    """Given by whoever launched the worker, who writes its first status: the worker knows that one for its own."""


@cache
def boot_id() -> str:
    """Differs after each boot of this machine."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    except OSError:  # no /proc: macOS has an id of the boot of its own
        try:
            shown = subprocess.run(["sysctl", "-n", "kern.bootsessionuuid"], capture_output=True, text=True, timeout=2)
            return shown.stdout.strip()
        except (OSError, subprocess.TimeoutExpired):
            return ""


def process_start(pid: int) -> str | None:
    """When a process of this machine started, as the system writes it; None where there is none."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        fields = stat.rsplit(")", 1)[1].split()
        # A zombie trains nothing any more, though its pid is still taken.
        return None if fields[0] in "ZX" else fields[19]
    except FileNotFoundError:
        if Path("/proc/self/stat").exists():
            return None
    except OSError:
        return None
    return _process_start_by_ps(pid)


def _process_start_by_ps(pid: int) -> str | None:
    # The worker and whoever asks may have another language or time zone: both would change the date's letters.
    environment = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    command = ["ps", "-o", "stat=", "-o", "lstart=", "-p", str(pid)]
    try:
        shown = subprocess.run(command, capture_output=True, text=True, timeout=2, env=environment)
        state, _, start = shown.stdout.strip().partition(" ")
        return None if state.startswith("Z") else start.strip() or None
    except (OSError, subprocess.TimeoutExpired):
        return None


def write(
    folder: Path, *, running: bool, launched: float = 0.0, token: str = "", pid: int | None = None, waits_for: str = ""
) -> None:
    """Write the status of a process (of this one unless `pid` says another), aside and renamed into place."""
    pid = os.getpid() if pid is None else pid
    status = Status(
        host=socket.gethostname(),
        boot=boot_id(),
        pid=pid,
        process_start=process_start(pid) or "",
        heartbeat=time.time(),
        running=running,
        launched=launched,
        token=token,
        waits_for=waits_for,
    )
    aside = folder / f"status.json.{os.getpid()}.tmp"
    aside.write_bytes(msgspec.json.encode(status))
    aside.replace(folder / "status.json")


def read(folder: Path) -> Status | None:
    """The status, or None where no worker ever wrote one that can be read."""
    try:
        return msgspec.json.decode((folder / "status.json").read_bytes(), type=Status)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def alive(status: Status | None) -> bool:
    """Whether the worker that wrote this status still runs."""
    if status is None or not status.running:
        return False
    if status.host != socket.gethostname():
        return time.time() - status.heartbeat < STALE_S
    return status.boot == boot_id() and process_start(status.pid) == status.process_start
