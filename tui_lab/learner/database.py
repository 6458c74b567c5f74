"""One SQLite file that several apps may have open at once, on a home folder that may be on NFS.

A rollback journal and not WAL, which is unsafe on network file systems. Writing is done in short transactions that
take the write lock at once, so that what is read in them is still true when it is written.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any

from tui_lab.config.errors import LabError
from tui_lab.config.places import private_folder
from tui_lab.learner.schema import APPLICATION, MIGRATIONS, VERSION
from tui_lab.messages import t

WAIT_S = 15.0
"""How long another app's transaction is waited for. One takes milliseconds, but a disk under load can hold it up, and
SQLite lets no one wait in line.
"""

Row = tuple[Any, ...]


class Database:
    """An open file. Threads may share it: one transaction at a time."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = RLock()

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open the file, which is made where there is none, and bring its tables to the version known here.

        Raises:
            LabError: it can't be opened or written, is damaged, isn't a learner's, or comes from a newer dl-lab.
        """
        try:
            private_folder(path.parent)
            _make_private(path)
        except OSError as error:
            if not os.access(path, os.R_OK):  # one that can only be read shows what was done
                raise LabError(t("learner.closed", where=path, error=error.strerror)) from error
        with _explained(path):
            connection = sqlite3.connect(path, timeout=WAIT_S, isolation_level=None, check_same_thread=False)
        database = cls(path, connection)
        try:
            database._prepare()
        except BaseException:
            connection.close()
            raise
        return database

    def close(self) -> None:
        """Close the file; what was written is on disk already."""
        with self._lock:
            self._connection.close()

    def rows(self, query: str, *values: object) -> list[Row]:
        """What a query gives.

        Raises:
            LabError: the file can't be read.
        """
        with self._lock, _explained(self.path):
            return self._connection.execute(query, values).fetchall()

    def row(self, query: str, *values: object) -> Row | None:
        """The first row that a query gives."""
        found = self.rows(query, *values)
        return found[0] if found else None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A transaction in which all that is read is of the same moment.

        Raises:
            LabError: the file can't be read.
        """
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that holds the write lock from its start: kept at the end, undone where something is raised.

        Raises:
            LabError: the file can't be written, or another app doesn't let it go.
        """
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with self._lock, _explained(self.path):
            self._connection.execute(begin)
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):  # a full disk has ended the transaction already
                    self._connection.execute("ROLLBACK")
                raise

    def _prepare(self) -> None:
        with self._transaction("BEGIN"):  # one look at all of it: another app may be making the tables right now
            version = self._known_version()
        with _explained(self.path):
            # Truncated and not deleted: the folder isn't touched at each write. It also ends a WAL that others began.
            self._connection.execute("PRAGMA journal_mode = TRUNCATE")
            # One sync less than FULL; a power cut can only hurt file systems without ordered writes.
            self._connection.execute("PRAGMA synchronous = NORMAL")
            if version == VERSION:
                return
        with self.writing() as connection:
            version = self._known_version()  # another app may have been quicker
            if version == VERSION:
                return
            if version:
                self._keep_backup(version)
            for step in MIGRATIONS[version:]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")

    def _known_version(self) -> int:
        """The version of the tables; 0 where there are none yet."""
        (version,) = self._connection.execute("PRAGMA user_version").fetchone()
        (application,) = self._connection.execute("PRAGMA application_id").fetchone()
        (tables,) = self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if application != APPLICATION and (version or application or tables):
            raise LabError(t("learner.not_ours", where=self.path))
        if version > VERSION:
            raise LabError(t("learner.newer", where=self.path, version=version, known=VERSION))
        if version and not tables:
            raise _damaged(self.path)
        return int(version)

    def _keep_backup(self, version: int) -> None:
        """Copy the file as it is before a migration.

        By a second connection: the first one holds the write lock, and SQLite's backup refuses to read from it. A plain
        copy would lose that lock: POSIX gives all locks up when a process closes the file once.
        """
        (found,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise _damaged(self.path)
        backup = _free_name(self.path, version)
        aside = backup.with_name(f"{backup.name}.{os.getpid()}.tmp")
        try:
            aside.touch(0o600)
            source, target = sqlite3.connect(self.path, timeout=WAIT_S), sqlite3.connect(aside)
            try:
                with _explained(aside):
                    source.backup(target)
            finally:
                source.close()
                target.close()
            aside.rename(backup)
        except OSError as error:
            raise LabError(t("learner.closed", where=backup, error=error.strerror)) from error
        finally:
            aside.unlink(missing_ok=True)


def backups(path: Path) -> list[Path]:
    """The copies kept before migrations, the newest first."""
    return sorted(path.parent.glob(f"{path.name}.v*.bak*"), key=lambda kept: kept.stat().st_mtime, reverse=True)


def _free_name(path: Path, version: int) -> Path:
    name = path.with_name(f"{path.name}.v{version}.bak")
    number = 1
    while name.exists():
        number += 1
        name = path.with_name(f"{path.name}.v{version}.bak{number}")
    return name


def _make_private(path: Path) -> None:
    """Make the file with 0600, or take from others what they may do with it.

    Its own descriptor is closed at once, which is only harmless where nobody in this process has it open yet.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        if path.is_file() and path.stat().st_mode & 0o077:
            path.chmod(0o600)


def _damaged(path: Path) -> LabError:
    kept = backups(path)
    if kept:
        return LabError(t("learner.damaged_backup", where=path, backup=kept[0].name))
    return LabError(t("learner.damaged", where=path))


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Say what SQLite raises in a sentence that names the file and what to do; faults of ours stay as they are."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "no such table" in str(error):
            raise _damaged(path) from error
        for start, text in _SENTENCES:
            if name.startswith(start):
                raise LabError(t(f"learner.{text}", where=path, error=error)) from error
        raise


_SENTENCES = (
    ("SQLITE_FULL", "full"),
    ("SQLITE_BUSY", "busy"),
    ("SQLITE_LOCKED", "busy"),
    ("SQLITE_PROTOCOL", "busy"),
    ("SQLITE_READONLY_DBMOVED", "moved"),
    ("SQLITE_READONLY", "closed"),
    ("SQLITE_CANTOPEN", "closed"),
    ("SQLITE_PERM", "closed"),
    ("SQLITE_AUTH", "closed"),
    ("SQLITE_IOERR", "failing"),
    ("SQLITE_NOLFS", "failing"),
)
