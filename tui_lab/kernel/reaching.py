"""The way to a session's keeper: it is found, or started, and has said hello."""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from pathlib import Path

from tui_lab.config import settings
from tui_lab.config.errors import LabError
from tui_lab.kernel import protocol, sessions
from tui_lab.kernel.connection import Connection
from tui_lab.kernel.sessions import KeeperStatus, Session
from tui_lab.kernel.sockets import paths_for
from tui_lab.messages import t
from tui_lab.runs.launch import prefix, start_detached

TRY_EVERY_S = 0.02
"""How often a keeper that is starting is knocked at: for half a second, once in its life."""
_START_S = 60.0
_START_AGAIN_S = 1.0
_ENDS_S = 5.0


async def reach(session: Session, *, warm: bool) -> Connection | None:
    """A connection to the keeper of a session, which has said hello; it is started where none lives.

    Args:
        session: the lesson's.
        warm: a keeper that is started has torch imported before a cell asks for it.

    Returns:
        None where none speaks in time, or it can't keep a kernel: `last_line` of its log says why.

    Raises:
        LabError: a keeper can't be started, or its sockets have no safe place.
    """
    loop = asyncio.get_running_loop()
    started: subprocess.Popen[bytes] | None = None
    next_start = 0.0
    deadline = loop.time() + _START_S
    while loop.time() < deadline:
        keeper = sessions.keeper_of(session)
        path = keeper.socket if keeper is not None else str(paths_for(session.folder).keeper)
        connection = await _greeted(path, deadline)
        if connection is not None:
            return connection
        if keeper is None and started is None and loop.time() >= next_start:
            started = _start(session, warm)
            next_start = loop.time() + _START_AGAIN_S
        elif started is not None and started.poll() is not None:
            if started.returncode:
                return None
            started = None  # another one, which is ending, had the session still; or the prefix detaches it
        await asyncio.sleep(TRY_EVERY_S)
    return None


async def end(keeper: KeeperStatus) -> None:
    """Have another session's keeper end, and wait until it has."""
    with contextlib.suppress(OSError):
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_unix_connection(Connection, keeper.socket)
        connection.send(protocol.End())
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(connection.lost, _ENDS_S)


def interpreter() -> str:
    """The Python that the settings name for cells."""
    return settings.read().interpreter or sys.executable


def last_line(log: Path) -> str:
    """What a keeper complained about last; empty where it didn't."""
    try:
        lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return ""
    return next((line for line in reversed(lines) if line), "")[:300]


async def _greeted(path: str, deadline: float) -> Connection | None:
    """A connection on which a keeper has said hello; None where none listens, or it ends before it speaks."""
    try:
        _, connection = await asyncio.get_running_loop().create_unix_connection(Connection, path)
    except OSError:
        return None
    try:
        async with asyncio.timeout_at(deadline):
            await connection.hello
    except OSError:  # the time is up, too
        connection.close()
        return None
    except asyncio.CancelledError:
        connection.close()
        raise
    return connection


def _start(session: Session, warm: bool) -> subprocess.Popen[bytes]:
    """Start the keeper of a session, which outlives us.

    Raises:
        LabError: it can't be started.
    """
    chosen = settings.read()
    try:
        sessions.made(session)
        log = session.log.open("wb")
    except OSError as error:
        raise LabError(
            t("kernel.cannot_write", where=error.filename or session.folder, error=error.strerror)
        ) from error
    command = [sys.executable, "-m", "tui_lab.kernel.keeper", str(session.folder), "--key", session.key]
    command += ["--interpreter", interpreter()]
    command += ["--idle-hours", str(chosen.kernel_idle_hours), *(["--cold"] if not warm else [])]
    with log:
        return start_detached([*prefix(chosen), *command], log, session.folder)
