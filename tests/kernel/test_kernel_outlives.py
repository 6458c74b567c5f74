"""Keepers outlive whoever links to them, end by themselves, and are one a session."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from kernel_following import Follower, text_of

from tui_lab.config import settings
from tui_lab.config.errors import LabError
from tui_lab.kernel import protocol, sessions
from tui_lab.kernel.link import KernelLink, NoRoom, history
from tui_lab.kernel.sessions import Session, session_for
from tui_lab.kernel.sockets import paths_for

APP = """
import asyncio, sys
from pathlib import Path
from tui_lab.kernel import events
from tui_lab.kernel.link import KernelLink
from tui_lab.kernel.sessions import Session

def told(event):
    if isinstance(event, events.Stream):
        print("printed", flush=True)

async def main():
    link = await KernelLink.open(Session("course/own", Path(sys.argv[1])), told, warm=False)
    link.execute("long", sys.argv[2])
    await asyncio.sleep(100)

asyncio.run(main())
"""


async def test_a_busy_kernel_survives_the_death_of_its_app(session: Session, tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    script.write_text(APP)
    code = "import time\nfor i in range(40):\n    print(i, flush=True)\n    time.sleep(0.05)"
    app = subprocess.Popen([sys.executable, script, session.folder, code], stdout=subprocess.PIPE)
    assert app.stdout is not None and app.stdout.readline() == b"printed\n"
    os.kill(app.pid, signal.SIGKILL)
    app.wait()
    app.stdout.close()
    keeper = sessions.keeper_of(session)
    assert keeper is not None and os.getsid(keeper.pid) == keeper.pid
    again = await Follower.open(session)
    output = await again.over("long", code)
    assert output.status == "ok"
    assert text_of(output) == "\n".join(map(str, range(40)))
    assert text_of(await again.ran("variable", "i")) == "39"

    # A second keeper leaves at once; then this one is asked to end.
    second = subprocess.run([sys.executable, "-m", "tui_lab.kernel.keeper", session.folder], timeout=60)
    assert second.returncode == 0
    now = sessions.keeper_of(session)
    assert now is not None and now.pid == keeper.pid
    again.link.end()
    ended = await again.until_state("ended")
    assert ended.why_id == "kernel.ended_asked"

    # Work brings another kernel, to which the variables of before are unknown.
    assert (await again.ran("variable", "str(i)")).status == "error"
    again.link.end()
    await again.until_state("ended")
    again.link.close()
    while sessions.keeper_of(session) is not None:
        await asyncio.sleep(0.02)
    assert text_of(history(session).cells["long"]).endswith("39")
    paths = paths_for(session.folder)
    assert not list(paths.folder.glob(f"{paths.name}*"))


async def test_an_idle_kernel_ends_and_a_busy_one_does_not(session: Session) -> None:
    sessions.made(session)
    command = [sys.executable, "-m", "tui_lab.kernel.keeper", str(session.folder), "--cold"]
    with session.log.open("wb") as log:
        keeper = subprocess.Popen([*command, "--idle-hours", str(2.5 / 3600)], stderr=log, start_new_session=True)
    while sessions.keeper_of(session) is None:
        await asyncio.sleep(0.02)
    app = await Follower.open(session)
    output = await app.ran("busy", "import time; time.sleep(3.5); print('done')")
    assert output.status == "ok"
    ended = await app.until_state("ended")
    assert ended.why_id == "kernel.ended_idle"
    app.link.close()
    assert await asyncio.to_thread(keeper.wait, 30) == 0


async def test_the_settings_reach_the_keeper(session: Session) -> None:
    settings.write(settings.Settings(launch_prefix="env PREFIXED=yes", kernel_idle_hours=3))
    app = await Follower.open(session)
    assert text_of(await app.ran("env", "import os; os.environ['PREFIXED'], os.environ['OMP_WAIT_POLICY']")) == (
        "('yes', 'PASSIVE')"
    )
    keeper = sessions.keeper_of(session)
    assert keeper is not None and keeper.key == "course/own"
    assert "--idle-hours\x003" in Path(f"/proc/{keeper.pid}/cmdline").read_text()
    app.link.close()


async def test_an_interpreter_that_runs_no_kernel_is_told(session: Session, tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho no such thing >&2\nexit 7\n")
    broken.chmod(0o755)
    settings.write(settings.Settings(interpreter=str(broken)))
    app = await Follower.open(session)
    dead = await app.until_state("dead")
    assert dead.why_id == "kernel.not_started" and dead.why["last"] == "no such thing"

    # Once the settings are mended, the keeper that lives on takes the other Python.
    settings.write(settings.Settings())
    app.link.restart()
    await app.until_state("idle")
    assert text_of(await app.ran("sum", "1 + 1")) == "2"
    app.link.close()


async def test_a_prefix_that_cannot_run_is_told(session: Session) -> None:
    settings.write(settings.Settings(launch_prefix="/no/such/prefix"))
    app = await Follower.open(session)
    dead = await app.until_state("dead")
    assert dead.why_id == "kernel.keeper_not_started" and "/no/such/prefix" in str(dead.why["last"])
    app.link.close()


def pretend_keeper(key: str, *, busy: bool, idle_since: float, socket: Path = Path("none")) -> None:
    """A status of this process, which lives."""
    session = sessions.made(session_for(key))
    sessions.write_status(session, running=True, socket_path=socket, busy=busy, idle_since=idle_since)


async def test_a_third_kernel_needs_room() -> None:
    pretend_keeper("course/one", busy=True, idle_since=1.0)
    pretend_keeper("course/two", busy=False, idle_since=2.0)
    with pytest.raises(NoRoom, match=r"course/.*course/two has been idle") as told:
        await KernelLink.open(session_for("course/three"), lambda _: None)
    assert told.value.idle is not None and told.value.idle.key == "course/two"
    pretend_keeper("course/two", busy=True, idle_since=2.0)
    with pytest.raises(NoRoom, match="busy") as told:
        await KernelLink.open(session_for("course/three"), lambda _: None, make_room=True)
    assert told.value.idle is None


async def test_room_is_made_by_ending_the_one_idle_longest(tmp_path: Path) -> None:
    asked: list[protocol.Request] = []

    class Door(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            asked.extend(protocol.Lines(protocol.request_decoder).feed(data))
            self.transport.close()

    door = tmp_path / "door.sock"
    server = await asyncio.get_running_loop().create_unix_server(Door, str(door))
    pretend_keeper("course/one", busy=False, idle_since=5.0)
    pretend_keeper("course/two", busy=False, idle_since=2.0, socket=door)
    settings.write(settings.Settings(launch_prefix="/no/such/prefix"))  # what comes then is not of interest
    app = Follower()
    app.link = await KernelLink.open(session_for("course/three"), app._take, make_room=True)
    await app.until_state("dead")
    app.link.close()
    server.close()
    assert asked == [protocol.End()]


async def test_a_kernel_on_another_host_is_left_alone(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions.made(session)
    monkeypatch.setattr("socket.gethostname", lambda: "elsewhere")
    sessions.write_status(session, running=True, socket_path=Path("x"), busy=False, idle_since=0.0)
    monkeypatch.undo()
    with pytest.raises(LabError, match="elsewhere"):
        await KernelLink.open(session, lambda _: None)


async def test_a_keeper_whose_folder_was_thrown_away_ends(session: Session) -> None:
    first = await Follower.open(session)
    await first.ran("one", "x = 1")
    keeper = sessions.keeper_of(session)
    assert keeper is not None
    shutil.rmtree(session.folder)
    async with asyncio.timeout(60):
        while psutil.pid_exists(keeper.pid) and psutil.Process(keeper.pid).status() != psutil.STATUS_ZOMBIE:
            await asyncio.sleep(0.05)
    again = await Follower.open(sessions.made(session))
    assert text_of(await again.ran("two", "1 + 1")) == "2"
