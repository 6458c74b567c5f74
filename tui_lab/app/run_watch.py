"""Which runs train and which ended since one looked. Knows no Textual; asked from a thread, since disks may be slow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tui_lab.messages import t
from tui_lab.runs.words import metric, run_name

if TYPE_CHECKING:
    from tui_lab.runs.events import Failed
    from tui_lab.runs.store import Run, State

NEWEST = 50
"""How many of the newest runs are looked at again and again; at the start all are."""
TOLD = 20
"""How many ended runs are described at most; the others are only counted."""


@dataclass(frozen=True)
class Training:
    """A run whose worker lives."""

    folder: Path
    number: int
    name: str


@dataclass(frozen=True)
class Ended:
    """How a run ended. The text is made when it is shown, in the language of that moment."""

    folder: Path
    number: int
    name: str
    state: State
    val: str = ""
    test: str = ""
    failed: Failed | None = None

    @property
    def good(self) -> bool:
        """Whether it ended as it should."""
        return self.state in ("finished", "stopped")

    @property
    def text(self) -> str:
        """One sentence."""
        why = ""
        if self.failed is not None:
            from tui_lab.runs.store import failure_text

            why = failure_text(self.failed)
        return t(f"app.ended_{self.state}", run=self.number, name=self.name, val=self.val, test=self.test, why=why)


@dataclass(frozen=True)
class Overview:
    """What one look found."""

    running: tuple[Training, ...] = ()
    ended: tuple[Ended, ...] = ()
    """Not told before; each is told once."""
    more: int = 0
    """Further runs that ended and are not described."""


def describe(run: Run) -> Ended:
    """What to say of a run that ended."""
    from tui_lab.runs.events import Failed, Finished

    number, name = run_name(run.folder)
    history, end = run.history, run.history.ended
    if run.state == "failed" and isinstance(end, Failed):
        return Ended(run.folder, number, name, "failed", failed=end)
    if run.state == "finished" and isinstance(end, Finished):
        val, test = metric(history.metric, end.best_metric), metric(history.metric, end.test_metric)
        return Ended(run.folder, number, name, "finished", val=val, test=test)
    return Ended(run.folder, number, name, "stopped" if run.state == "stopped" else "lost")


class RunWatch:
    """Looks into the folder of all runs."""

    def __init__(self) -> None:
        self._looked = False

    def look(self, shown: Sequence[Path] = ()) -> Overview:
        """Look now. The first look goes over all runs, later ones over the newest.

        Args:
            shown: the runs on the screen, whose end needs no telling.
        """
        from tui_lab.runs import status, store  # msgspec and the config: 30 ms, not before the first frame

        folders = store.folders()
        if self._looked:
            folders = folders[-NEWEST:]
        self._looked = True
        running = [folder for folder in folders if status.alive(status.read(folder))]
        told, more = self._ended(store.unseen(folders), shown)
        return Overview(tuple(Training(f, *run_name(f)) for f in reversed(running)), told, more)

    def _ended(self, unseen: Sequence[Path], shown: Sequence[Path]) -> tuple[tuple[Ended, ...], int]:
        from tui_lab.runs import store

        told: list[Ended] = []
        for folder in reversed(unseen):
            if folder not in shown and len(told) < TOLD:
                run = store.open_run(folder)
                if run.state in ("starting", "training", "paused"):  # it was taken up again this moment
                    continue
                told.append(describe(run))
            store.mark_seen(folder)
        return tuple(told), sum(folder not in shown for folder in unseen) - len(told)
