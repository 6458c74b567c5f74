"""How long a learner has worked at a lesson: time counts only while keys come."""

from __future__ import annotations

IDLE_S = 120.0
"""After so long without a key the learner is taken to be away."""


class TimeSpent:
    """Adds up the time between keys; a pause longer than `IDLE_S` counts for nothing."""

    def __init__(self) -> None:
        self._last: float | None = None
        self._seconds = 0.0

    def key(self, now: float) -> None:
        """A key came, at this moment of a clock that never goes back."""
        if self._last is not None and now - self._last <= IDLE_S:
            self._seconds += now - self._last
        self._last = now

    def take(self) -> float:
        """The seconds since this was last asked."""
        seconds, self._seconds = self._seconds, 0.0
        return seconds
