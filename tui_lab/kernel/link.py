"""The app's end of the line to a lesson's kernel: wishes go to the keeper at once, events come back.

The kernel belongs to the keeper and not to whoever links to it: an app that goes leaves everything running, and one
that comes is given all that happened meanwhile.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tui_lab.config.errors import LabError
from tui_lab.kernel import events, protocol, sessions
from tui_lab.kernel.connection import Connection
from tui_lab.kernel.events import Event
from tui_lab.kernel.outputs import History, joined, read_events
from tui_lab.kernel.protocol import Frame, Request
from tui_lab.kernel.reaching import TRY_EVERY_S, end, interpreter, last_line, reach
from tui_lab.kernel.sessions import MOST_KERNELS, KeeperStatus, Session
from tui_lab.kernel.sockets import paths_for
from tui_lab.messages import t

OnEvent = Callable[[Event], None]

_ASKED_S = 5.0
_GONE_S = 2.0
"""How long a process that was killed may take to be gone after its sockets, on a machine with much to do."""
_AT_A_TIME = 500
"""Events of the history that are handed on before others get their turn."""


@dataclass(frozen=True)
class Completions:
    """The names that may stand from `start` to `end` of the code."""

    start: int
    end: int
    matches: tuple[str, ...]


class NoRoom(LabError):
    """Two kernels are open already.

    Attributes:
        idle: the one that could be ended to make room, None where both are busy.
        keys: the lessons that have them.
    """

    def __init__(self, message: str, idle: KeeperStatus | None, keys: tuple[str, ...] = ()) -> None:
        """Say it in a sentence."""
        super().__init__(message)
        self.idle, self.keys = idle, keys


def history(session: Session) -> History:
    """What is recorded of a session, whether a keeper lives or not."""
    found = History.read(session.outputs)
    if sessions.keeper_of(session) is None:
        found.end_unfinished()
    return found


class KernelLink:
    """One app's link to the kernel of a lesson. All methods return at once; what comes of them is told by events."""

    def __init__(self, session: Session, on_event: OnEvent, *, known: History | None, warm: bool) -> None:
        """Not connected yet: `open` is the way in."""
        self._session, self._on_event, self._warm = session, on_event, warm
        self._generation, self._offset = (known.generation, known.offset) if known is not None else ("", 0)
        self._loop = asyncio.get_running_loop()
        self._connection: Connection | None = None
        self._unsent: list[Request] = []
        self._answers: dict[int, asyncio.Future[protocol.Completions | protocol.Signed]] = {}
        self._last_id = 0
        self._closed = False
        self._wanted = False
        self._connecting: asyncio.Task[None] | None = None
        self.state = events.State(state="starting")
        """What the kernel does now."""

    @classmethod
    async def open(
        cls,
        session: Session,
        on_event: OnEvent,
        *,
        known: History | None = None,
        make_room: bool = False,
        warm: bool = True,
    ) -> KernelLink:
        """Link to the kernel of a session; its keeper is started in the background where none lives.

        Args:
            session: the lesson's.
            on_event: is given each event: those recorded before first, then those that happen.
            known: what was read of the history already (`history`): only what is not in it is given.
            make_room: where two other kernels are open, end the one that has been idle longest.
            warm: import torch in the kernel before a cell asks for it.

        Raises:
            NoRoom: two other kernels are open.
            LabError: the session's kernel lives on another host, or its sockets have no safe place.
        """
        link = cls(session, on_event, known=known, warm=warm)
        link._start(await _room_for(session, make_room))
        return link

    def _start(self, to_end: KeeperStatus | None = None) -> None:
        alive = sessions.keeper_of(self._session)
        if alive is not None and alive.host != socket.gethostname():
            raise LabError(t("kernel.other_host", host=alive.host, pid=alive.pid))
        if alive is None:
            paths_for(self._session.folder)  # raises where there is no safe place
            self._told(events.State(state="starting"))
        self._connecting = asyncio.create_task(self._connect(to_end))

    def _start_again(self) -> None:
        self._wanted = True
        if self._connecting is not None and not self._connecting.done():
            return
        try:
            self._start()
        except LabError as error:
            self._not_started(str(error))

    def _not_started(self, last: str) -> None:
        self._unsent.clear()
        why: dict[str, str | int | float] = {"last": last, "log": str(self._session.log)}
        self._told(events.State(state="dead", why_id="kernel.keeper_not_started", why=why))

    # What the app wants.

    def execute(self, cell: str, code: str) -> None:
        """Run a cell; it waits for those before it."""
        self.run_all([(cell, code)])

    def run_all(self, cells: Sequence[tuple[str, str]]) -> None:
        """Run cells, one after the other; where one fails, those behind it are aborted."""
        self._send(protocol.Execute(cells=list(cells)))

    def check(self, exercise_id: str, folder: Path, code: str, language: str, *, seconds: float = 120.0) -> None:
        """Check an answer to the exercise in a folder; a `Checked` event follows, whatever the answer does."""
        self._send(
            protocol.Check(
                exercise=exercise_id, folder=str(folder.absolute()), code=code, language=language, seconds=seconds
            )
        )

    def interrupt(self) -> None:
        """Stop what runs, as Ctrl+C does, and take back what waits."""
        self._send(protocol.Interrupt())

    def restart(self) -> None:
        """A new kernel without variables, where the old one lives or died."""
        if self._connection is not None:
            self._send(protocol.Restart(interpreter=interpreter()))
        else:
            self._start_again()

    def end(self) -> None:
        """End the kernel and its keeper."""
        self._send(protocol.End())

    def answer(self, text: str) -> None:
        """Give `input()` its line."""
        self._send(protocol.Answer(text=text))

    async def complete(self, code: str, cursor: int) -> Completions:
        """What the name before the cursor may go on with; nothing where nobody knows in time."""
        found = await self._ask(protocol.Complete(id=self._next_id(), code=code, cursor=cursor))
        if isinstance(found, protocol.Completions):
            return Completions(found.start, found.end, tuple(found.matches))
        return Completions(cursor, cursor, ())

    async def signature(self, code: str, cursor: int) -> str:
        """How the function is called in whose call the cursor stands; empty where nobody knows in time."""
        found = await self._ask(protocol.Signature(id=self._next_id(), code=code, cursor=cursor))
        return found.text if isinstance(found, protocol.Signed) else ""

    def close(self) -> None:
        """Part with the kernel, which lives on. No event comes any more."""
        self._closed = True
        if self._connecting is not None:
            self._connecting.cancel()
        if self._connection is not None:
            self._connection.close()
        for answer in self._answers.values():
            answer.cancel()

    # The line.

    def _send(self, request: Request) -> None:
        if self._closed:
            return
        if self._connection is not None:
            self._connection.send(request)
            return
        if isinstance(request, protocol.Execute | protocol.Check):
            self._unsent.append(request)
            self._start_again()  # where the kernel had ended, work brings it back
        elif isinstance(request, protocol.End | protocol.Interrupt):
            self._unsent = [] if isinstance(request, protocol.Interrupt) else [request]

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id

    async def _ask(
        self, request: protocol.Complete | protocol.Signature
    ) -> protocol.Completions | protocol.Signed | None:
        if self._connection is None:
            return None
        answer = self._answers[request.id] = self._loop.create_future()
        self._send(request)
        try:
            return await asyncio.wait_for(answer, _ASKED_S)
        except TimeoutError:
            return None
        finally:
            self._answers.pop(request.id, None)

    async def _connect(self, to_end: KeeperStatus | None) -> None:
        """Reach the keeper, started where none lives, and read what happened before."""
        connection: Connection | None = None
        try:
            if to_end is not None:
                await end(to_end)
            while connection is None or connection.lost.done():
                connection = await reach(self._session, warm=self._warm)
                if connection is None:
                    self._not_started(last_line(self._session.log))
                    return
                hello = connection.hello.result()
                if hello.version != protocol.VERSION:
                    self._told(events.State(state="dead", why_id="kernel.other_version"))
                    return
                await self._catch_up(hello)
            self._connection, self._wanted = connection, False
        except (OSError, LabError) as error:
            self._not_started(str(error))
            return
        finally:
            if connection is not None and connection is not self._connection:
                connection.close()
        self._told(hello.state)
        connection.go_on(self._came, self._lost)
        unsent, self._unsent = self._unsent, []
        for request in unsent:
            connection.send(request)

    async def _catch_up(self, hello: protocol.Hello) -> None:
        """Hand on what the history has and we don't."""
        start = self._offset if self._generation == hello.generation != "" else 0
        self._generation, self._offset = hello.generation, hello.offset
        if start >= hello.offset:
            return
        with self._session.outputs.open("rb") as file:
            file.seek(start)
            for n, (_, event) in enumerate(joined(read_events(file, hello.offset)), 1):
                if event is not None and not isinstance(event, events.State):  # those of before are over
                    self._on_event(event)
                if n % _AT_A_TIME == 0:
                    await asyncio.sleep(0)

    def _came(self, frame: Frame) -> None:
        if self._closed:
            return
        if isinstance(frame, protocol.Completions | protocol.Signed):
            answer = self._answers.get(frame.id)
            if answer is not None and not answer.done():
                answer.set_result(frame)
        elif isinstance(frame, events.State):
            if frame.state == "ended" and self._connection is not None:
                self._connection.close()  # what is wanted from now on is another keeper's
                self._connection = None
                self._generation = ""
            self._told(frame)
        elif not isinstance(frame, protocol.Hello):
            self._on_event(frame)

    def _told(self, state: events.State) -> None:
        self.state = state
        if not self._closed:
            self._on_event(state)

    def _lost(self) -> None:
        """The line is cut: the keeper said so before, was killed, or parted with an app that didn't read."""
        self._connection = None
        self._generation = ""  # whoever comes next tells all
        if self.state.state != "ended" and not self._closed:
            self._connecting = asyncio.create_task(self._see_why_lost())

    async def _see_why_lost(self) -> None:
        """Tell that the keeper is gone, or come back to one that lives.

        The system closes the sockets of a process before anyone else sees that it ends. Whoever is told that the keeper
        is gone must find it gone.
        """
        deadline = self._loop.time() + _GONE_S
        while (keeper := sessions.keeper_of(self._session)) is not None and self._loop.time() < deadline:
            await asyncio.sleep(TRY_EVERY_S)
        if keeper is None:
            self._told(events.State(state="dead", why_id="kernel.keeper_gone"))
            if not self._wanted:
                return
            self._told(events.State(state="starting"))
        await self._connect(None)


async def _room_for(session: Session, make_room: bool) -> KeeperStatus | None:
    """The keeper to end so that the session may have a kernel; None where there is room.

    Raises:
        NoRoom: there is none and nobody said to make some, or all are busy.
    """
    living = sessions.living()
    if sessions.keeper_of(session) is not None or len(living) < MOST_KERNELS:
        return None
    first, second = living[0], living[1]
    keys = (first.key, second.key)
    if first.busy:
        raise NoRoom(t("kernel.no_room", first=first.key, second=second.key), None, keys)
    if not make_room:
        raise NoRoom(t("kernel.no_room_idle", first=first.key, second=second.key, idle=first.key), first, keys)
    return first
