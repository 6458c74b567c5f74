"""Learners with a clock that the test moves."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tui_lab.learner.database import Database
from tui_lab.learner.schema import APPLICATION, MIGRATIONS
from tui_lab.learner.store import Learner

BEGIN = 1_750_000_000.0


class Clock:
    """Seconds since 1970, as the test says."""

    def __init__(self, at: float = BEGIN) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


def made(path: Path, clock: Clock | None = None) -> Learner:
    return Learner(Database.open(path), clock or Clock())


def version_one(path: Path) -> None:
    """A file as the first dl-lab wrote it, with a right and a wrong answer and an edited cell."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path)
    for statement in MIGRATIONS[0]:
        db.execute(statement)
    db.execute("INSERT INTO answers VALUES ('course/a', 'right', '1', 1, 1750000000000)")
    db.execute("INSERT INTO answers VALUES ('course/a', 'wrong', '0', 0, 1750000000000)")
    db.execute("INSERT INTO edits VALUES ('course/a', 'cell', 'x = 1', 1750000000000, 'w')")
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()
