"""The process that keeps a lesson's kernel: `python -m tui_lab.kernel.keeper SESSION_DIR`.

It is the only Jupyter client of its kernel. It writes everything that happens to the session's history and sends the
same lines to the apps that are connected, of which there may be none: it outlives them.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import fcntl
import logging
import os
import signal
import sys
import time
from pathlib import Path

from tui_lab.config.errors import LabError
from tui_lab.kernel import events, protocol, sessions
from tui_lab.kernel.audience import App, Audience
from tui_lab.kernel.protocol import Request
from tui_lab.kernel.recording import Recorder
from tui_lab.kernel.sessions import Session
from tui_lab.kernel.sockets import SocketPaths, paths_for

HEARTBEAT_S = 15.0
FOLDER_S = 3.0
"""How often it is looked whether the session's folder is still there."""
SOON_S = 0.2
_SHOWN_TO_LATECOMERS = 512 * 1024


class Keeper:
    """Sockets, history and life span; `KernelDesk` deals with the kernel."""

    def __init__(self, session: Session, paths: SocketPaths, options: argparse.Namespace) -> None:
        """Open the history.

        Raises:
            OSError: it can't be opened.
        """
        from tui_lab.kernel.desk import KernelDesk

        self._session, self._paths, self._options = session, paths, options
        self._loop = asyncio.get_running_loop()
        self._home = session.folder.stat()
        self._ended = asyncio.Event()
        self._audience = Audience()
        self._recorder = Recorder(session, self._disk_refuses)
        self._state = events.State(state="starting")
        self._why_ended = events.State(state="ended")
        self._idle_since = time.time()
        self._last_asked = self._loop.time()
        self._status_timer: asyncio.TimerHandle | None = None
        self._idle_timer: asyncio.TimerHandle | None = None
        self._folder_timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        interpreter, warm = options.interpreter, options.warm
        self._desk = KernelDesk(session, paths, self._recorder, self, interpreter=interpreter, warm=warm)

    async def run(self) -> None:
        """Keep the kernel until it is to end."""
        asked = events.State(state="ended", why_id="kernel.ended_asked")
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            self._loop.add_signal_handler(number, self.end, asked)
        self._paths.keeper.unlink(missing_ok=True)
        path = str(self._paths.keeper)
        server = await self._loop.create_unix_server(lambda: App(self._opened, self._requested), path)
        ours = self._paths.keeper.stat()
        self._write_status()
        self._watch_idle()
        self._watch_folder()
        started = asyncio.create_task(self._desk.start())
        self._tasks.add(started)
        await self._ended.wait()
        server.close()
        await self._desk.close()
        self.tell(self._why_ended)
        self._recorder.close()
        self._audience.close()
        for timer in (self._status_timer, self._idle_timer, self._folder_timer):
            if timer is not None:
                timer.cancel()
        if _is_still(self._paths.keeper, ours):  # another one may have come, after our folder was thrown away
            self._paths.keeper.unlink(missing_ok=True)
        self._write_status(running=False)

    def end(self, why: events.State) -> None:
        """End, and say why."""
        if not self._ended.is_set():
            self._why_ended = why
            self._ended.set()

    # What the desk uses.

    def emit(self, event: events.Event) -> None:
        """Record an event and send it to the apps, in this order: what was seen is there after a `kill -9`, too."""
        line = events.encode(event)
        self._recorder.append(event, line)
        self._audience.send(line, soon=isinstance(event, events.Queued | events.Ran | events.Done))

    def emit_printed(self, run: int, pieces: list[events.Stream]) -> None:
        """Record what was printed and send it, cut short where it is much."""
        for piece in pieces:
            self._recorder.append(piece, events.encode(piece))
        self._audience.send_printed(run, pieces)

    def tell(self, state: events.State) -> None:
        """What the kernel does now. Only what a later reader may want to know is recorded."""
        if state == self._state and state.state in ("idle", "busy"):
            return
        self._desk.flush()
        if state.state != self._state.state:
            self._idle_since = time.time()
            self._last_asked = self._loop.time()
        self._state = state
        line = events.encode(state)
        if state.why_id:
            self._recorder.append(state, line)
        self._audience.send(line, soon=state.state == "busy")
        self._write_status_soon()

    # Apps.

    def _opened(self, app: App) -> None:
        self._desk.flush()
        self._audience.flush()
        hello = protocol.Hello(
            version=protocol.VERSION,
            generation=self._recorder.generation,
            offset=self._recorder.offset,
            state=self._state,
        )
        app.send(protocol.encode(hello) + b"".join(self._recorder.not_yet_written(_SHOWN_TO_LATECOMERS)))
        app.gone = self._audience.remove
        self._audience.add(app)

    def _requested(self, app: App, request: Request) -> None:
        self._last_asked = self._loop.time()
        desk = self._desk
        if isinstance(request, protocol.Execute):
            desk.execute(request.cells)
        elif isinstance(request, protocol.Check):
            desk.check(request)
        elif isinstance(request, protocol.Interrupt):
            desk.interrupt()
        elif isinstance(request, protocol.Answer):
            desk.answer(request.text)
        elif isinstance(request, protocol.Restart):
            self._in_background(desk.restart(request.interpreter))
        elif isinstance(request, protocol.End):
            self.end(events.State(state="ended", why_id="kernel.ended_asked"))
        elif isinstance(request, protocol.Complete):
            self._in_background(self._complete(app, request))
        else:
            self._in_background(self._sign(app, request))

    async def _complete(self, app: App, request: protocol.Complete) -> None:
        start, end, matches = await self._desk.completer.complete(request.code, request.cursor)
        app.send(protocol.encode(protocol.Completions(id=request.id, start=start, end=end, matches=matches)))

    async def _sign(self, app: App, request: protocol.Signature) -> None:
        text = await self._desk.completer.signature(request.code, request.cursor)
        app.send(protocol.encode(protocol.Signed(id=request.id, text=text)))

    def _in_background(self, work: object) -> None:
        assert asyncio.iscoroutine(work)
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # Life span.

    def _write_status_soon(self) -> None:
        """After the output is out, and once where much happens."""
        if self._status_timer is not None:
            self._status_timer.cancel()
        self._status_timer = self._loop.call_later(SOON_S, self._write_status)

    def _write_status(self, *, running: bool = True) -> None:
        with contextlib.suppress(OSError):  # a full disk: the history's fault was told
            sessions.write_status(
                self._session,
                running=running,
                socket_path=self._paths.keeper,
                busy=self._state.state == "busy",
                idle_since=self._idle_since,
            )
        with contextlib.suppress(OSError):  # the sweeper of the temporary directory takes old files
            os.utime(self._paths.keeper)
            os.utime(self._paths.folder)
        if running:
            self._status_timer = self._loop.call_later(HEARTBEAT_S, self._heartbeat)

    def _heartbeat(self) -> None:
        if self._state.state == "idle":
            with contextlib.suppress(OSError):
                self._recorder.compact_if_large()
        self._write_status()

    def _watch_folder(self) -> None:
        if _is_still(self._session.folder, self._home):
            self._folder_timer = self._loop.call_later(FOLDER_S, self._watch_folder)
        else:  # nobody can come back to what was thrown away
            self.end(events.State(state="ended", why_id="kernel.ended_asked"))

    def _watch_idle(self) -> None:
        allowed = self._options.idle_hours * 3600
        if allowed <= 0:
            return
        now = self._loop.time()
        idle = self._state.state in ("idle", "dead") and not self._desk.busy
        left = self._last_asked + allowed - now if idle else allowed
        if left <= 0:
            hours = round(self._options.idle_hours, 2)
            self.end(events.State(state="ended", why_id="kernel.ended_idle", why={"hours": hours}))
        else:
            self._idle_timer = self._loop.call_later(left + 0.01, self._watch_idle)

    def _disk_refuses(self, error: OSError) -> None:
        told = events.State(
            state=self._state.state, why_id="kernel.disk_full", why={"error": error.strerror or str(error)}
        )
        self._audience.send(events.encode(told))


def _is_still(path: Path, before: os.stat_result) -> bool:
    """Whether the same file or folder stands at a path as before; a network that stutters changes nothing."""
    try:
        return os.path.samestat(path.stat(), before)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def main() -> int:
    """Keep one session's kernel; gives the exit code."""
    options = _options()
    os.umask(0o077)
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr)
    folder: Path = options.session.absolute()
    try:
        session = sessions.made(Session(options.key or folder.name, folder))
        paths = paths_for(folder)
        lock = os.open(folder / "keeper.lock", os.O_RDWR | os.O_CREAT, 0o600)
    except (LabError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return 0  # another one keeps it: whoever started us will find that one
    other = sessions.keeper_of(session)  # a network file system may not honour the lock
    if other is not None and other.pid != os.getpid():
        return 0

    async def keep() -> None:
        await Keeper(session, paths, options).run()

    try:
        asyncio.run(keep())
    except OSError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tui_lab.kernel.keeper")
    parser.add_argument("session", type=Path)
    parser.add_argument("--key", default="", help="of the lesson")
    parser.add_argument("--interpreter", default=sys.executable, help="the Python that runs the cells")
    parser.add_argument("--idle-hours", type=float, default=8.0, help="end after so long without work; 0: never")
    parser.add_argument("--cold", dest="warm", action="store_false", help="don't import torch beforehand")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
