"""Ends for code that doesn't end by itself: a time limit, and a bound on what it prints."""

from __future__ import annotations

import contextlib
import faulthandler
import io
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, TypeVar

Result = TypeVar("Result")

HARD_END_GRACE = 30.0
"""Seconds after the limit until the process itself is ended, for code in C that never comes back to Python."""
RING_AGAIN = 0.2
MOST_CHARACTERS = 200_000
MOST_LINES = 5_000
KEPT_CHARACTERS = 4_000


# BaseException, both of them: an answer's `except Exception` must not swallow its own end.
class TimeUp(BaseException):
    """The code took longer than it may."""


class TooMuchOutput(BaseException):
    """The code printed more than anyone would read."""


def within(seconds: float, work: Callable[[], Result], *, hard_end: bool = True) -> Result:
    """What `work()` returns.

    An alarm raises `TimeUp` in it after `seconds`, and again and again where it is swallowed. Code in C that never
    comes back to Python (`sum(itertools.count())`) hears no alarm: `HARD_END_GRACE` later the process ends. Outside
    the main thread, where Python allows no alarm, only that end is left.

    Raises:
        TimeUp: it took too long.
    """
    alarm = _Alarm(seconds)
    in_main = threading.current_thread() is threading.main_thread()
    try:
        if hard_end:
            _end_process_after(seconds + HARD_END_GRACE)
        if in_main:
            alarm.set()
        try:
            result: Result
            result, stopped = next(_apart(work))
        finally:
            alarm.off()
    finally:
        # Once more: the alarm may have rung on the way to the first `off`.
        alarm.off()
        if hard_end:
            faulthandler.cancel_dump_traceback_later()
    if stopped is not None:
        raise stopped
    return result


def _apart(work: Callable[[], Any]) -> Iterator[tuple[Any, StopIteration | None]]:
    """`work()` with an exception state of its own, which a generator has.

    A trace function that raises at the end of a `with` leaves the exception there as "being handled" (Python 3.11):
    without this, every later error of the kernel would have that one for its context.
    """
    try:
        yield work(), None
    except StopIteration as error:  # which a generator can't raise
        yield None, error


def _end_process_after(seconds: float) -> None:
    # faulthandler's watchdog is a thread in C: it needs no lock of the interpreter, which such code never gives back.
    with contextlib.suppress(AttributeError, ValueError, OSError):
        faulthandler.dump_traceback_later(seconds, exit=True, file=sys.__stderr__ or sys.stderr)


class _Alarm:
    """The process's one real-time alarm, borrowed; whoever had set it gets it back with the time that was left."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.is_set = False
        self.rings = 0

    def set(self) -> None:
        self.tracer = sys.gettrace()
        self.began = time.monotonic()
        self.handler = signal.signal(signal.SIGALRM, self._ring)
        self.timer = signal.setitimer(signal.ITIMER_REAL, self.seconds, RING_AGAIN)
        self.is_set = True

    def off(self) -> None:
        if not self.is_set:
            return
        signal.setitimer(signal.ITIMER_REAL, 0)
        self.is_set = False
        signal.signal(signal.SIGALRM, self.handler)
        left, interval = self.timer
        if left:
            signal.setitimer(signal.ITIMER_REAL, max(left - (time.monotonic() - self.began), 0.001), interval)
        if self.rings:
            sys.settrace(self.tracer)

    def _ring(self, _signal: int, frame: FrameType | None) -> None:
        if not self.is_set:
            return
        self.rings += 1
        # `while True: try: … except BaseException: pass` swallows an exception raised here. A trace function raises
        # at the next line of Python too, and that is the line after the `except`.
        while self.rings > 1 and frame is not None:
            frame.f_trace = self._raise_at_a_line
            frame = frame.f_back
        if self.rings > 1:
            sys.settrace(self._raise_at_a_line)
        raise TimeUp

    def _raise_at_a_line(self, frame: FrameType, event: str, _argument: Any) -> Any:
        if self.is_set and event == "line" and frame.f_code.co_filename != __file__:
            raise TimeUp
        return self._raise_at_a_line


class Printed(io.TextIOBase):
    """Stands for `sys.stdout`: keeps the beginning and the end, and stops a flood.

    Raises:
        TooMuchOutput: more than `MOST_CHARACTERS` or `MOST_LINES` were written.
    """

    encoding = "utf-8"

    def __init__(self) -> None:
        self.characters = 0
        self.lines = 0
        self._first = ""
        self._last = ""

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, text: str) -> int:
        """Take a piece of text."""
        self.characters += len(text)
        self.lines += text.count("\n")
        room = KEPT_CHARACTERS - len(self._first)
        self._first += text[:room] if room > 0 else ""
        if len(text) > room:
            self._last = (self._last + text[max(room, 0) :])[-KEPT_CHARACTERS:]
        if self.characters > MOST_CHARACTERS or self.lines > MOST_LINES:
            raise TooMuchOutput
        return len(text)

    def text(self) -> str:
        """What was printed; in the middle of a flood stands a line with an ellipsis."""
        left_out = self.characters > len(self._first) + len(self._last)
        return self._first + ("\n…\n" if left_out else "") + self._last
