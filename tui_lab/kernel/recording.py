"""The history on disk: `outputs.jsonl`, appended to while a kernel lives and compacted when a keeper starts."""

from __future__ import annotations

import errno
import os
import uuid
from collections import deque
from collections.abc import Callable

from tui_lab.kernel import events
from tui_lab.kernel.events import Event
from tui_lab.kernel.outputs import read_events
from tui_lab.kernel.sessions import Session

MOST_BYTES = 50 * 2**20
"""What one run may take on disk: its beginning, and its end for a fifth of it."""
_LARGE = 256 * 2**20
"""A history that is compacted even while its kernel lives."""
_BOUNDED = (events.Stream, events.Skipped, events.Display, events.Error, events.Clear)
"""What of a run is held back for its end once there was much; the rest is a line each."""


class Recorder:
    """Appends events to the history. A disk that refuses is told once, and nothing but the history is lost."""

    def __init__(self, session: Session, tell: Callable[[OSError], None], most_bytes: int = MOST_BYTES) -> None:
        """Open the history, compacted.

        Args:
            session: whose history.
            tell: called once when the disk refuses.
            most_bytes: what one run may take.

        Raises:
            OSError: the history can't be opened.
        """
        self._session, self._tell = session, tell
        self._first_bytes, self._last_bytes = most_bytes * 4 // 5, most_bytes // 5
        self._file = -1
        self._open()
        self._refused = False
        self._told = False
        self._run = 0
        self._taken = 0
        self._end: deque[tuple[Event, bytes]] = deque()
        self._end_bytes = 0
        self._skipped_lines = self._skipped_characters = 0

    def append(self, event: Event, line: bytes) -> None:
        """Record an event, given as the line that it makes too."""
        if isinstance(event, events.Ran):
            self._begin(event.run)
        elif isinstance(event, events.Done) and event.run == self._run:
            self._write_end()
        elif isinstance(event, _BOUNDED) and event.run == self._run:
            self._taken += len(line)
            if self._end or self._taken > self._first_bytes:
                self._keep_at_end(event, line)
                return
        self._write(line)

    def save_file(self, run: int, data: bytes, ending: str) -> str | None:
        """Keep a picture of a run under `files/`; gives its name, None where it doesn't fit or the disk refuses."""
        if run == self._run:
            if self._taken + len(data) > self._first_bytes:
                return None
            self._taken += len(data)
        name = f"{run}-{uuid.uuid4().hex[:8]}.{ending}"
        path = self._session.files / name
        try:
            path.write_bytes(data)
        except OSError as error:
            path.unlink(missing_ok=True)
            self._refuse(error)
            return None
        return name

    def not_yet_written(self, most_bytes: int) -> list[bytes]:
        """The last lines of the run that are only written when it ends, for an app that comes in between."""
        if not self._end:
            return []
        lines: list[bytes] = []
        lines_out, characters, taken = self._skipped_lines, self._skipped_characters, 0
        for event, line in reversed(self._end):
            taken += len(line)
            if taken <= most_bytes:
                lines.append(line)
            elif isinstance(event, events.Stream):
                lines_out, characters = lines_out + event.text.count("\n"), characters + len(event.text)
        lines.append(events.encode(events.Skipped(run=self._run, lines=lines_out, characters=characters)))
        return lines[::-1]

    def compact_if_large(self) -> None:
        """Compact a history that has grown large, as from one cell run a hundred times; for when nothing runs."""
        if self.offset > _LARGE and not self._end:
            self._open()

    def close(self) -> None:
        """Write what is held back."""
        self._write_end()
        os.close(self._file)

    def _begin(self, run: int) -> None:
        self._write_end()
        self._run, self._taken = run, 0
        self._refused = False  # there may be space again

    def _keep_at_end(self, event: Event, line: bytes) -> None:
        self._end.append((event, line))
        self._end_bytes += len(line)
        while self._end_bytes > self._last_bytes and len(self._end) > 1:
            dropped, its_line = self._end.popleft()
            self._end_bytes -= len(its_line)
            if isinstance(dropped, events.Stream):
                self._skipped_lines += dropped.text.count("\n")
                self._skipped_characters += len(dropped.text)
            elif isinstance(dropped, events.Skipped):
                self._skipped_lines += dropped.lines
                self._skipped_characters += dropped.characters

    def _write_end(self) -> None:
        if self._skipped_characters:
            skipped = events.Skipped(run=self._run, lines=self._skipped_lines, characters=self._skipped_characters)
            self._write(events.encode(skipped))
        for _, line in self._end:
            self._write(line)
        self._end.clear()
        self._end_bytes = self._skipped_lines = self._skipped_characters = 0

    def _write(self, line: bytes) -> None:
        if self._refused:
            return
        written = 0
        try:
            while written < len(line):
                written += os.write(self._file, line[written:])
        except OSError as error:
            if written:  # no torn line before those that may come when there is space again
                os.ftruncate(self._file, self.offset)
            self._refuse(error)
            return
        self.offset += len(line)

    def _refuse(self, error: OSError) -> None:
        self._refused = True
        if not self._told:
            self._told = True
            self._tell(error)

    def _open(self) -> None:
        self.generation, self.last_run = compact(self._session)
        before, self._file = self._file, os.open(self._session.outputs, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        if before >= 0:
            os.close(before)
        self.offset = os.fstat(self._file).st_size
        """Bytes of the history."""


def compact(session: Session) -> tuple[str, int]:
    """Rewrite a history with the last run of each cell alone, where that changes anything.

    Runs without an end get one: their kernel is gone. Gives its generation and the highest number of a run in it.

    Raises:
        OSError: it can't be read or written.
    """
    path = session.outputs
    generation, last, latest, ended, whole = "", 0, dict[str, int](), set[int](), True
    begun = dict[int, str]()
    size = path.stat().st_size if path.exists() else 0
    end = 0
    if size:
        with path.open("rb") as file:
            for place, event in read_events(file):
                end = place
                if event is None:
                    whole = False
                elif isinstance(event, events.Opened):
                    whole = whole and not generation
                    generation = generation or event.generation
                elif isinstance(event, events.State):
                    whole = False
                else:
                    last = max(last, event.run)
                    if isinstance(event, events.Ran):
                        latest[event.cell] = event.run
                        begun[event.run] = event.cell
                    elif isinstance(event, events.Done):
                        ended.add(event.run)
    kept = set(latest.values())
    if generation and whole and end == size and begun.keys() == kept and kept <= ended:
        return generation, last
    generation = uuid.uuid4().hex
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    pictures: set[str] = set()
    try:
        with aside.open("wb") as new:
            new.write(events.encode(events.Opened(generation=generation)))
            if size:
                with path.open("rb") as file:
                    for _, event in read_events(file):
                        if event is None or isinstance(event, events.Opened | events.State | events.Queued):
                            continue
                        if event.run in kept:
                            new.write(events.encode(event))
                            if isinstance(event, events.Display):
                                pictures.update(event.files.values())
            for run in sorted(kept - ended):
                new.write(events.encode(events.Done(run=run, status="aborted")))
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT) and size:
            return "", last  # as it was: an app then reads it from the beginning
        raise
    for picture in session.files.glob("*"):
        if picture.name not in pictures:
            picture.unlink(missing_ok=True)
    return generation, last
