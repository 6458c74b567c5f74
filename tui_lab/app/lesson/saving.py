"""What is to be written to the learner's file, put off for a moment so that no key waits for the disk."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock


class Saving:
    """Writes that wait, the newest one for each thing; `flush` may run in a thread of its own."""

    def __init__(self) -> None:
        self._waiting: dict[Hashable, Callable[[], object]] = {}
        self._lock = Lock()
        self._flushing = Lock()

    def later(self, thing: Hashable, write: Callable[[], object]) -> None:
        """Write this at the next `flush`, in place of what waits for the same thing."""
        with self._lock:
            self._waiting.pop(thing, None)
            self._waiting[thing] = write

    @property
    def waiting(self) -> bool:
        """Whether there is something to write."""
        return bool(self._waiting)

    def flush(self) -> None:
        """Write all that waits, in the order in which it came.

        Raises:
            LabError: it can't be written; what wasn't waits on.
        """
        with self._flushing:  # two at once would write an older text after a newer one
            while True:
                with self._lock:
                    thing = next(iter(self._waiting), None)
                    if thing is None:
                        return
                    write = self._waiting[thing]
                write()
                with self._lock:
                    if self._waiting.get(thing) is write:
                        del self._waiting[thing]
