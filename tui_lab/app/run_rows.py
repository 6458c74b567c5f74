"""The rows of the run list: read in a thread, newest first, bounded, and only what changed is read again.

A row keeps a few numbers of a run, not its history, so that thousands of runs stay small.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tui_lab.runs import status, store
from tui_lab.runs.events import Finished
from tui_lab.runs.words import NONE, metric, network, run_name

MOST = 500
"""Rows that are read; older runs are counted."""
BATCH = 25
"""Rows handed over at once while the list fills."""

_Stamp = tuple[float, ...]


@dataclass(frozen=True)
class RunRow:
    """A run as one line of the list."""

    folder: Path
    number: int
    data: str
    model: str
    state: store.State
    epoch: str
    val: str
    test: str
    when: float
    """When something was last written, in seconds since 1970."""
    disk_bytes: int
    problem: str
    alive: bool = False

    @property
    def running(self) -> bool:
        """Whether its worker lives, though it may only wait for its turn."""
        return self.alive or self.state in ("training", "paused")


class RunRows:
    """Reads rows and remembers them by what the files' times say."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[_Stamp, RunRow]] = {}
        self.older = 0
        """Runs beyond `MOST`."""

    def read(self) -> Iterator[list[RunRow]]:
        """All rows so far, again and again as more of them are read; the last list is complete."""
        folders = store.folders()
        self.older = max(0, len(folders) - MOST)
        rows: list[RunRow] = []
        fresh = 0
        for folder in reversed(folders[-MOST:]):
            row, was_read = self._row(folder)
            if row is None:
                continue
            rows.append(row)
            fresh += was_read
            if fresh >= BATCH:
                fresh = 0
                yield list(rows)
        for gone in self._known.keys() - set(folders):
            del self._known[gone]
        yield rows

    def _row(self, folder: Path) -> tuple[RunRow | None, bool]:
        stamp = _stamp(folder)
        known = self._known.get(folder)
        if known is not None and known[0] == stamp and known[1].running == status.alive(status.read(folder)):
            return known[1], False
        try:
            row = _read(folder)
        except OSError:  # deleted under us
            return None, False
        self._known[folder] = (stamp, row)
        return row, True


def _stamp(folder: Path) -> _Stamp:
    """When its files were written; not its status, whose heartbeat changes nothing that a row shows."""
    times = []
    for name in ("events.jsonl", "config.json", "checkpoints"):
        try:
            times.append((folder / name).stat().st_mtime)
        except OSError:
            times.append(0.0)
    return tuple(times)


def _read(folder: Path) -> RunRow:
    run = store.open_run(folder)
    history = run.history
    number, label = run_name(folder)
    started = history.started
    total = started.epochs if started else (run.config.run.epochs if run.config else 0)
    done = history.epochs[-1].epoch if history.epochs else 0
    ended = history.ended
    return RunRow(
        folder=folder,
        number=number,
        data=run.config.data.name if run.config else label,
        model=network(run.config.model) if run.config else "?",
        state=run.state,
        epoch=f"{done}/{total}",
        val=metric(history.metric, history.best.val_metric if history.best else None),
        test=metric(history.metric, ended.test_metric if isinstance(ended, Finished) else None),
        when=(folder / "events.jsonl").stat().st_mtime if (folder / "events.jsonl").exists() else 0.0,
        disk_bytes=run.disk_bytes,
        problem=run.problem,
        alive=status.alive(status.read(folder)),
    )


def when_text(when: float, now: float) -> str:
    """A time of day for today, else the date: day and month, and the year where it is another one."""
    if not when:
        return NONE
    then = time.localtime(when)
    today = time.localtime(now)
    if then[:3] == today[:3]:
        return time.strftime("%H:%M", then)
    return time.strftime("%d.%m." if then[0] == today[0] else "%d.%m.%y", then)
