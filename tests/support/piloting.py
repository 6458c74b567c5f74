"""What a test of a screen looks at, and how it waits: for what it expects, or until nothing changes any more."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

_SETTLES_S = 3
_STILL_S = 0.1


def text_of(app: App[Any]) -> str:
    """What is on the screen, line by line."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)


async def until(pilot: Pilot[Any], true: Callable[[], object], patience_s: float = 20) -> None:
    """Wait for what a thread, a timer or another process brings; a failure shows the screen."""
    end = time.monotonic() + patience_s
    while not true():
        assert time.monotonic() < end, text_of(pilot.app)
        await pilot.pause(0.02)
    await pilot.pause()


async def settled(pilot: Pilot[Any], at_least: float) -> None:
    """Wait some seconds, and on a busy machine longer: until the screen has stopped to change.

    Where something always moves, as in a run that is training, for three seconds at most.
    """
    await pilot.pause(at_least)
    before, end = "", time.monotonic() + _SETTLES_S
    while (now := text_of(pilot.app)) != before and time.monotonic() < end:
        before = now
        await pilot.pause(_STILL_S)
