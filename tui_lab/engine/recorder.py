"""Appends a run's events, and keeps the side file from which a long run is opened quickly."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tui_lab.runs.events import Event, Finished, Stopped, encode
from tui_lab.runs.follow import catch_up, open_history, write_side_file

SIDE_FILE_EVERY_S = 20.0
RESERVE_BYTES = 64 * 1024
"""Disk space set aside, so that a run on a full disk can still say how it ended."""


class Recorder:
    """Writes each event as one line with one call, so that a kill can tear the last line at most."""

    def __init__(self, folder: Path) -> None:
        """Open a run folder's events for appending; a line that a power cut has torn is ended first.

        Raises:
            OSError: the folder can't be written, or the disk is full.
        """
        self.folder = folder
        self.history = open_history(folder)
        self._file = (folder / "events.jsonl").open("ab", buffering=0)
        self._reserve = folder / "reserve"
        self._reserve.write_bytes(os.urandom(RESERVE_BYTES))  # zeros would not take space on every file system
        self._side_file_at = time.monotonic() + SIDE_FILE_EVERY_S
        self._end_torn_line()

    def _end_torn_line(self) -> None:
        size = os.fstat(self._file.fileno()).st_size
        if size > self.history.offset:
            self._file.write(b"\n")
            catch_up(self.history, self.folder / "events.jsonl")  # a whole line that lacked only its end counts

    def write(self, event: Event) -> None:
        """Append an event.

        Raises:
            OSError: the disk is full.
        """
        line = encode(event)
        written = self._file.write(line)
        if written != len(line):
            self._file.write(line[written:])
        self.history.apply(event)
        self.history.offset += len(line)
        if time.monotonic() >= self._side_file_at or isinstance(event, Finished | Stopped):
            write_side_file(self.history, self.folder)
            self._side_file_at = time.monotonic() + SIDE_FILE_EVERY_S

    def write_last(self, event: Event) -> None:
        """Append the event that ends a run, in the space that was set aside for it."""
        self._reserve.unlink(missing_ok=True)
        try:
            self._end_torn_line()  # a full disk takes half a line
            self.write(event)
        except OSError:
            return  # not even this fits; the status file and worker.log have what can be had

    def close(self) -> None:
        """Give back the reserve and close the file."""
        self._reserve.unlink(missing_ok=True)
        self._file.close()
