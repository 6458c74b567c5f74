"""Reading events from where one has read to, and opening a long run without reading all of it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import msgspec

from tui_lab.runs.events import Event, decode
from tui_lab.runs.history import History

CHUNK = 4 * 1024 * 1024


class EventTail:
    """The new events of an `events.jsonl` at each call. A last line without its end is left for the next call."""

    def __init__(self, path: Path, offset: int = 0) -> None:
        self.path = path
        self.offset = offset
        self.damaged = 0

    def read(self) -> list[Event]:
        """Events since the last call; lines that can't be read are counted in `damaged`."""
        found: list[Event] = []
        try:
            with self.path.open("rb") as file:
                if os.fstat(file.fileno()).st_size < self.offset:  # the file was replaced by a shorter one
                    self.offset = 0
                file.seek(self.offset)
                while chunk := file.read(CHUNK):
                    end = chunk.rfind(b"\n") + 1
                    if end == 0:
                        # A line longer than a chunk is no event of ours; a torn last line may yet be finished.
                        if len(chunk) < CHUNK:
                            break
                        end = len(chunk)
                    self.offset += end
                    file.seek(self.offset)
                    for line in chunk[:end].splitlines():
                        event = decode(line) if line.strip() else None
                        if event is not None:
                            found.append(event)
                        elif line.strip():
                            self.damaged += 1
        except OSError:  # not there yet, or out of reach for a moment (NFS): the next call may find it
            pass
        return found


_history_decoder = msgspec.json.Decoder(History)


def open_history(folder: Path) -> History:
    """The history of a run: the side file `series.json` where there is one, then the events after it."""
    history = History()
    side = folder / "series.json"
    events = folder / "events.jsonl"
    try:
        history = _history_decoder.decode(side.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        history = History()  # no side file, or a damaged one: the events have it all
    catch_up(history, events)
    return history


def catch_up(history: History, events: Path) -> bool:
    """Take in what was written since; says whether there was anything. Events replaced by fewer are read anew."""
    with suppress(OSError):
        if events.stat().st_size < history.offset:
            history.forget()
    tail = EventTail(events, history.offset)
    new = tail.read()
    for event in new:
        history.apply(event)
    history.offset = tail.offset
    history.damaged += tail.damaged
    return bool(new)


def write_side_file(history: History, folder: Path) -> None:
    """Write `series.json` aside and rename it into place."""
    aside = folder / "series.json.tmp"
    aside.write_bytes(msgspec.json.encode(history))
    aside.replace(folder / "series.json")
