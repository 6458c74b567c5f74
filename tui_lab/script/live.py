"""The live changes of a run that count: those in force at its end, and those still to be carried out anew."""

from __future__ import annotations

from pathlib import Path

from tui_lab.runs.events import Changed, Event, Started
from tui_lab.runs.follow import EventTail


def live_changes(events: list[Event]) -> list[Changed]:
    """The changes that count, in their order.

    A worker that goes on from a checkpoint undoes the changes after it, then carries them out anew at the same
    steps; a new change by the learner takes the place of those that were still to come.
    """
    done: list[Changed] = []
    coming: list[Changed] = []
    for event in events:
        match event:
            case Started():
                known = done + coming
                done, coming = known[: event.changes_applied], known[event.changes_applied :]
            case Changed():
                coming = coming[1:] if event.replayed else []
                done.append(event)
    return done + coming


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
