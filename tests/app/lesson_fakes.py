"""A kernel that isn't one: it says what a test wants to hear, at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tui_lab.kernel import events
from tui_lab.kernel.events import CheckReport, Event
from tui_lab.kernel.outputs import History
from tui_lab.kernel.sessions import Session

WHEN = 1_790_000_000.0


@dataclass
class FakeCompletions:
    start: int
    end: int
    matches: list[str]


@dataclass
class FakeLink:
    """Runs nothing: `says` has what a cell prints by its code, `reports` what is said of an exercise's answer."""

    tell: Callable[[Event], None]
    says: Callable[[int, str, str], list[Event]]
    reports: dict[str, CheckReport]
    asked: list[tuple[object, ...]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    closed: bool = False
    run: int = 0
    hold: bool = False
    """Leave runs going on: nothing is done."""

    def execute(self, cell: str, code: str) -> None:
        self.asked.append(("execute", cell, code))
        self.run += 1
        self.tell(events.State(state="busy"))
        self.tell(events.Ran(run=self.run, cell=cell, code=code, time=WHEN))
        self.tell(events.Counted(run=self.run, count=self.run))
        said = self.says(self.run, cell, code)
        for event in said:
            self.tell(event)
        died = any(isinstance(event, events.State) for event in said)
        if not self.hold and not died:
            failed = any(isinstance(event, events.Error) for event in said)
            self.tell(events.Done(run=self.run, status="error" if failed else "ok", seconds=0.1))
            self.tell(events.State(state="idle"))

    def run_all(self, cells: Sequence[tuple[str, str]]) -> None:
        for cell, code in cells:
            self.execute(cell, code)

    def check(self, exercise_id: str, folder: Path, code: str, language: str) -> None:
        self.asked.append(("check", exercise_id, code, language))
        self.run += 1
        self.tell(events.Ran(run=self.run, cell=exercise_id, code=code, time=WHEN))
        self.tell(events.Checked(run=self.run, exercise=exercise_id, report=self.reports[exercise_id]))
        self.tell(events.Done(run=self.run, status="ok", seconds=0.2))

    def interrupt(self) -> None:
        self.asked.append(("interrupt",))
        self.tell(events.Done(run=self.run, status="interrupted", seconds=1.0))
        self.tell(events.State(state="idle"))

    def restart(self) -> None:
        self.asked.append(("restart",))
        self.tell(events.State(state="restarting"))
        self.tell(events.State(state="idle"))

    def end(self) -> None:
        self.asked.append(("end",))
        self.tell(events.State(state="ended", why_id="kernel.ended_asked"))

    def answer(self, text: str) -> None:
        self.asked.append(("answer", text))
        self.tell(events.Answered(run=self.run, text=text))

    async def complete(self, code: str, cursor: int) -> FakeCompletions:
        start = cursor
        while start and (code[start - 1].isalnum() or code[start - 1] == "_"):
            start -= 1
        word = code[start:cursor]
        return FakeCompletions(start, cursor, [name for name in self.names if name.startswith(word)])

    async def signature(self, code: str, cursor: int) -> str:
        return "print(*values, sep=' ')" if "print(" in code[:cursor] else ""

    def close(self) -> None:
        self.closed = True


class FakeKernel:
    """Opens fake links; `link` is the last one."""

    def __init__(self) -> None:
        self.link: FakeLink | None = None
        self.reports: dict[str, CheckReport] = {}
        self.prints: dict[str, list[Event]] = {}
        self.names: list[str] = []

    async def open(
        self, session: Session, on_event: Callable[[Event], None], *, known: History, make_room: bool
    ) -> FakeLink:
        self.link = FakeLink(on_event, self._says, self.reports, names=self.names)
        on_event(events.State(state="idle"))
        return self.link

    def _says(self, run: int, cell: str, code: str) -> list[Event]:
        """What was set for the cell; else the code's last line as its value."""
        import msgspec

        if cell in self.prints:
            return [
                event if isinstance(event, events.State | events.Opened) else msgspec.structs.replace(event, run=run)
                for event in self.prints[cell]
            ]
        last = code.rstrip().splitlines()[-1]
        return [events.Display(run=run, data={"text/plain": last}, files={}, result=True)]
