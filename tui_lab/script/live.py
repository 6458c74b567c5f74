"""The live changes of a run that count: those in force at its end, and those still to be carried out anew."""

from __future__ import annotations

from pathlib import Path

from tui_lab.runs.events import Changed, Event, Started
from tui_lab.runs.follow import EventTail
from tui_lab.runs.replay import Changes


def live_changes(events: list[Event]) -> list[Changed]:
    """The changes that count, in their order."""
    found = Changes()
    for event in events:
        if isinstance(event, Started | Changed):
            found.take(event)
    return found.done + found.coming


def prolongations(events: list[Event]) -> list[Started]:
    """The starts of a run after which it had other epochs to do than before, the first of all included."""
    found: list[Started] = []
    for event in events:
        if isinstance(event, Started):
            found = [start for start in found if start.step < event.step]
            if not found or found[-1].epochs != event.epochs:
                found.append(event)
    return found


def read_events(folder: Path) -> list[Event]:
    """All events of a run."""
    return EventTail(folder / "events.jsonl").read()
