"""Which run is the kernel's turn, and which wait behind it."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field

from tui_lab.kernel.events import RunStatus


@dataclass
class Run:
    """Something to be run: a cell, or the checks of an exercise."""

    number: int
    cell: str
    code: str
    source: str
    """What the kernel is given: the cell's code, or what calls the checks."""
    exercise: str = ""
    seconds: float = 0.0
    """After so long the checks of an exercise are interrupted."""
    message: str = ""
    """Id of the message by which the kernel was given it."""
    began: float = field(default_factory=time.monotonic)
    reply: RunStatus | None = None
    """The kernel's word on how it ended, once it has come."""
    was_idle: bool = False
    """Whether all that it printed has come."""
    heard: bool = False
    """Whether the kernel has begun with it."""
    interrupted: bool = False
    timed_out: bool = False
    checked: bool = False


class RunQueue:
    """One run at a time; the others wait here and not in the kernel, so that what waits can be taken back."""

    def __init__(self, last_run: int) -> None:
        """Go on counting after this number."""
        self.current: Run | None = None
        self._waiting: deque[Run] = deque()
        self._last = last_run

    @property
    def busy(self) -> bool:
        """Whether something runs or waits."""
        return self.current is not None or bool(self._waiting)

    @property
    def waits(self) -> bool:
        """Whether something waits."""
        return bool(self._waiting)

    def add(self, cell: str, code: str, source: str, *, exercise: str = "", seconds: float = 0.0) -> Run:
        """One more."""
        self._last += 1
        run = Run(self._last, cell, code, source, exercise, seconds)
        self._waiting.append(run)
        return run

    def next(self) -> Run:
        """The one whose turn it is."""
        self.current = self._waiting.popleft()
        self.current.began = time.monotonic()
        return self.current

    def take_waiting(self) -> list[Run]:
        """All that wait, which no longer do."""
        taken = list(self._waiting)
        self._waiting.clear()
        return taken
