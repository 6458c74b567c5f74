"""A link whose events are kept and folded, sessions outside a test's home, and the end of every keeper."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tui_lab.kernel import events, sessions
from tui_lab.kernel.events import Event
from tui_lab.kernel.link import KernelLink
from tui_lab.kernel.outputs import CellOutput, History, TextItem
from tui_lab.kernel.sessions import Session

E = TypeVar("E", bound=Event)
PATIENCE_S = 60.0


class Follower:
    """One app."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.history = History()
        self._something = asyncio.Event()
        self.link: KernelLink

    @classmethod
    async def open(cls, session: Session, *, known: History | None = None, warm: bool = False) -> Follower:
        follower = cls()
        follower.link = await KernelLink.open(session, follower._take, known=known, warm=warm)
        return follower

    def _take(self, event: Event) -> None:
        self.events.append(event)
        self.history.take(event)
        self._something.set()

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not holds():
                self._something.clear()
                await self._something.wait()

    async def until_state(self, state: events.KernelState) -> events.State:
        await self.until(lambda: self.link.state.state == state)
        return self.link.state

    def of(self, kind: type[E]) -> list[E]:
        return [event for event in self.events if isinstance(event, kind)]

    async def ran(self, cell: str, code: str) -> CellOutput:
        """The output of a cell, once it has been run."""
        self.link.execute(cell, code)
        return await self.over(cell, code)

    async def over(self, cell: str, code: str) -> CellOutput:
        def is_over() -> bool:
            output = self.history.cells.get(cell)
            return output is not None and output.code == code and output.status not in ("queued", "running")

        await self.until(is_over)
        return self.history.cells[cell]


def text_of(output: CellOutput) -> str:
    """All text of an output that is kept."""
    lines = [line for item in output.items if isinstance(item, TextItem) for line in item.text.lines()]
    return "\n".join("".join(text for text, _ in line) for line in lines)


def end_keeper(folder: Path) -> None:
    """End the keeper of a session, and wait until it is gone."""
    status = sessions.status_of(folder)
    if status is None or status.pid == os.getpid():  # made up by a test
        return
    for number, seconds in ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0)):
        deadline = time.monotonic() + seconds
        while sessions.alive(status) and time.monotonic() < deadline:
            try:
                os.kill(status.pid, number)
            except ProcessLookupError:
                return
            time.sleep(0.05)
        if not sessions.alive(status):
            return


def end_keepers(folder: Path) -> None:
    """End the keepers of all sessions somewhere in a folder."""
    for status in folder.rglob("status.json"):
        end_keeper(status.parent)
