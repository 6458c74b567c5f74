"""The kernel of an open lesson: its runs, what it says, and its end. Knows no Textual.

msgspec, which the kernel's events are made of, is imported when the kernel is first asked for: the first frame of a
lesson does without.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from tui_lab.content.lesson import Cell, Exercise
from tui_lab.learner import profiles
from tui_lab.messages import has, t

if TYPE_CHECKING:
    from pathlib import Path

    from tui_lab.app.lesson.session import LessonSession
    from tui_lab.kernel import events
    from tui_lab.kernel.events import Event
    from tui_lab.kernel.outputs import CellOutput, History
    from tui_lab.kernel.sessions import Session

END_S = 10.0
"""How long is waited for a keeper that was told to end."""
_OVER = ("dead", "ended", "restarting", "starting")
"""States in which no name of an earlier run is left."""


class Completions(Protocol):
    """What may stand between two offsets of a text."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def matches(self) -> Sequence[str]:
        """The names."""


class Link(Protocol):
    """The app's end of the line to a kernel: what `KernelLink` is, and what tests put in its place."""

    def execute(self, cell: str, code: str) -> None:
        """Run a cell."""

    def run_all(self, cells: Sequence[tuple[str, str]]) -> None:
        """Run cells one after the other, as long as none fails."""

    def check(self, exercise_id: str, folder: Path, code: str, language: str) -> None:
        """Check an answer to an exercise."""

    def interrupt(self) -> None:
        """Stop what runs."""

    def restart(self) -> None:
        """Put a fresh kernel in its place."""

    def end(self) -> None:
        """End the kernel and its keeper."""

    def answer(self, text: str) -> None:
        """Answer the `input()` that waits."""

    async def complete(self, code: str, cursor: int) -> Completions:
        """What the text at the cursor may become."""

    async def signature(self, code: str, cursor: int) -> str:
        """The signature of the call around the cursor."""

    def close(self) -> None:
        """Leave the kernel to its keeper."""


class Opener(Protocol):
    """How a line to a kernel is opened."""

    async def __call__(
        self, session: Session, on_event: Callable[[Event], None], *, known: History, make_room: bool
    ) -> Link:
        """As `KernelLink.open`."""


async def _open_link(session: Session, on_event: Callable[[Event], None], *, known: History, make_room: bool) -> Link:
    from tui_lab.kernel.link import KernelLink

    return await KernelLink.open(session, on_event, known=known, make_room=make_room)


class LessonKernel:
    """The kernel's state and what the learner asks of it.

    Attributes:
        state: what it does: empty before it was asked for, then one of `kernel.events.KernelState`.
        why: why it died or ended, in words.
        since: when the run that goes on began, on the clock of `time.monotonic`.
        running: key of the block that runs, empty where none does.
        asks: what the running code asks by `input()`; None where it asks nothing.
        password: whether the answer is not to be shown.
        crowded: whether none was opened since two others are: it is asked about when something shall run.
        version: counts what happened: a screen compares it with what it showed last.
    """

    def __init__(self, lesson: LessonSession, opener: Opener | None = None) -> None:
        self._lesson = lesson
        self._session: Session | None = None
        self._lives = False
        self._opener = opener or _open_link
        self._link: Link | None = None
        self._runs: dict[int, str] = {}
        self._history: History | None = None
        self._opening = asyncio.Lock()
        self.state, self.why, self._why_id = "", "", ""
        self.since = 0.0
        self.running = ""
        self.asks: str | None = None
        self.password = False
        self.crowded = False
        self.version = 0

    # Opening

    async def look(self) -> bool:
        """Show what was printed before; says whether the kernel that printed it still lives. Starts none."""
        async with self._opening:
            return await self._look()

    async def _look(self) -> bool:
        from tui_lab.kernel.link import history  # with msgspec 15 ms
        from tui_lab.kernel.sessions import keeper_of, session_for

        if self._history is None:
            session = self._session = session_for(self._lesson.ref.key, profiles.current())
            self._lesson.states.files = session.files
            known, keeper = await asyncio.to_thread(lambda: (history(session), keeper_of(session)))
            self._history = known
            self._lives = keeper is not None
            self._show_history(lives=self._lives)
        return self._lives

    async def open(self, *, make_room: bool = False) -> None:
        """Show what was printed before, then follow the kernel that lives, or a new one.

        Args:
            make_room: where two other kernels are open, end the one that has been idle longest.

        Raises:
            NoRoom: two other kernels are open.
            LabError: no kernel can be started here; the sentence says why.
        """
        async with self._opening:
            if self._link is not None:
                return
            await self._look()
            assert self._session is not None and self._history is not None
            self._link = await self._opener(self._session, self.take, known=self._history, make_room=make_room)
            self.crowded = False

    def _show_history(self, *, lives: bool) -> None:
        assert self._history is not None
        for output in self._history.cells.values():
            self._show(output, restored=not lives)
            if output.status in ("queued", "running"):
                self._runs[output.run] = output.cell
                if output.status == "running":
                    self._runs_since(output.cell, output.began)
            if output.asked is not None:
                self.asks, self.password = output.asked.prompt, output.asked.password
        self.version += 1

    def _runs_since(self, cell: str, began: float) -> None:
        self.running, self.since = cell, time.monotonic() - max(0.0, time.time() - began)

    def close(self) -> None:
        """Let the kernel go on without this app."""
        if self._link is not None:
            self._link.close()
            self._link = None

    async def _linked(self) -> Link:
        if self._link is None:
            await self.open()
        assert self._link is not None
        return self._link

    # What is asked of it

    @property
    def busy(self) -> bool:
        """Whether something runs or waits to."""
        return bool(self._runs)

    @property
    def needs_restart(self) -> bool:
        """Whether it died and nothing runs until the learner has it restarted; a lost keeper comes back with work."""
        return self.state == "dead" and self._why_id not in ("kernel.keeper_gone", "kernel.keeper_not_started")

    async def run(self, cell: Cell) -> None:
        """Run a cell.

        Raises:
            LabError: no kernel can be started here.
        """
        link = await self._linked()
        self._wait_for(cell.key)
        self._lesson.ran(cell)
        link.execute(cell.key, self._lesson.cells.state(cell).code)

    async def run_above(self, cell: Cell) -> None:
        """Run all cells up to this one, as long as none fails.

        Raises:
            LabError: no kernel can be started here.
        """
        cells = self._lesson.cells.above(cell)
        codes = [(one.key, self._lesson.cells.state(one).code) for one in cells]
        link = await self._linked()
        for one in cells:
            self._wait_for(one.key)
            self._lesson.ran(one)
        link.run_all(codes)

    async def run_clean(self, cell: Cell) -> None:
        """Restart, then run all cells up to this one.

        Raises:
            LabError: no kernel can be started here.
        """
        await self.restart()
        await self.run_above(cell)

    async def check(self, exercise: Exercise) -> None:
        """Check the learner's answer to an exercise.

        Raises:
            LabError: no kernel can be started here, or the exercise can't be read.
        """
        code = self._lesson.exercises.state(exercise).code
        link = await self._linked()
        self._lesson.exercises.begin(exercise)
        self._lesson.ran(exercise)
        link.check(exercise.id, exercise.folder, code, self._lesson.lesson.language)

    def interrupt(self) -> None:
        """Stop what runs; what waits behind it isn't run."""
        if self._link is not None:
            self._link.interrupt()

    async def restart(self) -> None:
        """Put a fresh kernel in its place.

        Raises:
            LabError: no kernel can be started here.
        """
        (await self._linked()).restart()

    def end(self) -> None:
        """End the kernel; its memory is free, its variables are gone."""
        if self._link is not None:
            self._link.end()

    async def renew(self) -> None:
        """End keeper and kernel, then start others, as with another interpreter.

        Raises:
            LabError: no kernel can be started here.
        """
        link = await self._linked()
        link.end()
        until = time.monotonic() + END_S
        while self.state not in ("ended", "dead") and time.monotonic() < until:
            await asyncio.sleep(0.05)
        self.close()
        await self.open()

    def answer(self, text: str) -> None:
        """Answer what the running code asks by `input()`."""
        self.asks = None
        if self._link is not None:
            self._link.answer(text)

    async def complete(self, code: str, cursor: int) -> Completions:
        """What the name at the cursor may become.

        Raises:
            LabError: no kernel can be started here.
        """
        return await (await self._linked()).complete(code, cursor)

    async def signature(self, code: str, cursor: int) -> str:
        """The signature of the call around the cursor; empty where nobody knows it.

        Raises:
            LabError: no kernel can be started here.
        """
        return await (await self._linked()).signature(code, cursor)

    def _wait_for(self, key: str) -> None:
        """Show at once that a run was asked for: a kernel that starts says so only seconds later."""
        self._lesson.states.cells[key].status = "queued"
        self._lesson.touch(key)

    # What it says

    def take(self, event: Event) -> None:
        """Take in what happened in the kernel."""
        from tui_lab.kernel import events

        assert self._history is not None
        self.version += 1
        output = self._history.take(event)
        if isinstance(event, events.State):
            self._take_state(event)
        elif isinstance(event, (events.Queued, events.Ran)):
            self._runs[event.run] = event.cell
            if isinstance(event, events.Ran):
                self._runs_since(event.cell, event.time)
        elif isinstance(event, events.Asked):
            self.asks, self.password = event.prompt, event.password
        elif isinstance(event, events.Answered):
            self.asks = None
        elif isinstance(event, events.Checked):
            self._lesson.exercises.checked(event.exercise, event.report)
        elif isinstance(event, events.Done):
            self._done(event)
        if output is not None:
            self._show(output)

    def _take_state(self, event: events.State) -> None:
        self.state = event.state
        self.why, self._why_id = "", event.why_id
        if event.why_id:
            self.why = t(event.why_id, **event.why) if has(event.why_id) else event.why_id
        if event.state in _OVER:
            self._runs.clear()
            self.running, self.asks = "", None
            self._lesson.exercises.broken_off()
            for key, cell in self._lesson.states.cells.items():
                if event.state in ("dead", "ended") and cell.status in ("queued", "running"):
                    cell.status, cell.prompt = "aborted", None
                    self._lesson.touch(key)
                if cell.output is not None and not cell.restored:
                    cell.restored = True
                    self._lesson.touch(key)

    def _done(self, event: events.Done) -> None:
        key = self._runs.pop(event.run, "")
        if self.running == key:
            self.running, self.asks = "", None
        lesson = self._lesson
        if key in lesson.states.cells and event.status in ("ok", "error"):
            ok = event.status == "ok"
            lesson.save(("ran", key), lambda: lesson.learner.ran(lesson.ref.key, key, ok))
            lesson.marking.finish()

    def _show(self, output: CellOutput, *, restored: bool = False) -> None:
        """Put what a run printed into the state of its block."""
        states, key = self._lesson.states, output.cell
        if (cell := states.cells.get(key)) is not None:
            cell.number, cell.seconds, cell.output = output.count or None, output.seconds, output
            cell.status = "queued" if output.waiting else output.status
            cell.prompt = output.asked.prompt if output.asked is not None else None
            cell.restored = restored
        elif (exercise := states.exercises.get(key)) is not None:
            exercise.output = output
            if output.report is not None:
                self._lesson.exercises.recall(key, output.code, output.report)
        self._lesson.touch(key)
