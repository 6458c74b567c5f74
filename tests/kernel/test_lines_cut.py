"""Lines to a keeper that break: the keeper is ending, was killed, or parted with an app that didn't read."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from kernel_following import Follower, text_of

from tui_lab.kernel import events, protocol, sessions
from tui_lab.kernel.sessions import Session
from tui_lab.kernel.sockets import paths_for

IDLE = protocol.encode(
    protocol.Hello(version=protocol.VERSION, generation="", offset=0, state=events.State(state="idle"))
)
BUSY = protocol.encode(events.State(state="busy"))


class Door(asyncio.Protocol):
    """Stands where a keeper listens, and keeps whoever knocks."""

    def __init__(self, knocked: list[asyncio.WriteTransport], says: bytes) -> None:
        self._knocked, self._says = knocked, says

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._knocked.append(transport)
        if self._says:
            transport.write(self._says)
        else:
            transport.abort()


async def door(at: Path, knocked: list[asyncio.WriteTransport], says: bytes) -> asyncio.AbstractServer:
    """Open one."""
    at.unlink(missing_ok=True)
    return await asyncio.get_running_loop().create_unix_server(lambda: Door(knocked, says), str(at))


def pretend_keeper(session: Session, pid: int, socket: Path) -> None:
    """Write the status of a keeper that another process is."""
    sessions.write_status(sessions.made(session), running=True, socket_path=socket, busy=False, idle_since=1.0)
    written = sessions.status_of(session.folder)
    assert written is not None
    status = msgspec.structs.replace(written, pid=pid, process_start=sessions.process_start(pid) or "")
    (session.folder / "status.json").write_bytes(msgspec.json.encode(status))


async def test_a_keeper_that_ends_just_when_it_is_reached_is_followed_by_another(session: Session) -> None:
    knocked: list[asyncio.WriteTransport] = []
    server = await door(paths_for(session.folder).keeper, knocked, b"")
    app = await Follower.open(session)
    app.link.execute("one", "1 + 1")
    while not knocked:
        await asyncio.sleep(0.01)
    server.close()
    assert text_of(await app.over("one", "1 + 1")) == "2"
    assert deaths(app) == []
    app.link.close()


@dataclass
class Pretended:
    """A keeper that is a door and a process that does nothing, with an app that it has greeted."""

    process: subprocess.Popen[bytes]
    server: asyncio.AbstractServer
    knocked: list[asyncio.WriteTransport]
    app: Follower

    def cut(self) -> None:
        """The system closes the sockets of a process that is killed first, and takes note of its end after."""
        self.server.close()
        self.knocked[0].abort()


@pytest.fixture
async def pretended(session: Session, tmp_path: Path) -> AsyncIterator[Pretended]:
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(100)"])
    pretend_keeper(session, process.pid, tmp_path / "door")
    knocked: list[asyncio.WriteTransport] = []
    server = await door(tmp_path / "door", knocked, IDLE)
    app = await Follower.open(session)
    await app.until_state("idle")
    yield Pretended(process, server, knocked, app)
    app.link.close()
    server.close()
    process.kill()
    process.wait()


def deaths(app: Follower) -> list[str]:
    return [state.why_id for state in app.of(events.State) if state.state == "dead"]


async def test_a_killed_keeper_is_told_once_nobody_finds_it_any_more(pretended: Pretended, session: Session) -> None:
    app, found = pretended.app, list[bool]()
    take = app._take

    def look(event: events.Event) -> None:
        if isinstance(event, events.State) and event.state == "dead":
            found.append(sessions.keeper_of(session) is not None)
        take(event)

    app.link._on_event = look
    pretended.cut()
    await asyncio.sleep(0.1)
    assert app.link.state.state == "idle"
    pretended.process.kill()
    await app.until_state("dead")
    assert deaths(app) == ["kernel.keeper_gone"] and found == [False]


async def test_work_asked_for_while_a_keeper_dies_brings_another(pretended: Pretended) -> None:
    app = pretended.app
    pretended.cut()
    await asyncio.sleep(0.1)
    app.link.execute("one", "1 + 1")
    pretended.process.kill()
    assert text_of(await app.over("one", "1 + 1")) == "2"
    assert deaths(app) == ["kernel.keeper_gone"]


async def test_an_app_that_a_living_keeper_parted_with_comes_back(pretended: Pretended) -> None:
    pretended.knocked[0].abort()
    while len(pretended.knocked) < 2:
        await asyncio.sleep(0.02)
    pretended.knocked[1].write(BUSY)
    await pretended.app.until_state("busy")
    assert deaths(pretended.app) == []
