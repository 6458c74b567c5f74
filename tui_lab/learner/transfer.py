"""A learner's progress as one JSON file: to take to another machine, and to take in there.

Taking in merges: what is newer wins, what was done on either side is done, and an older text of a cell or note goes
into its history. The same file taken in twice changes nothing the second time.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import Connection
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from tui_lab.config.errors import LabError
from tui_lab.learner.store import NOTE, Learner, forget_earlier, keep_earlier
from tui_lab.messages import t

FORMAT = "dl-lab learner"
VERSION = 1
LARGEST_MB = 100

Key = Annotated[str, Meta(max_length=300, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
"""A name without control characters: it is shown on terminals."""
At = Annotated[int, Meta(ge=0, lt=253_402_300_800_000)]
"""Milliseconds since 1970, before the year 10000."""
Count = Annotated[int, Meta(ge=0, le=2**48)]


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    """A row of the table that its list is named after."""


class Seen(_Row):
    """A block that was on the screen."""

    lesson: Key
    block: Key
    at: At


class Ran(_Row):
    """The last time a cell was run."""

    lesson: Key
    block: Key
    ok: bool
    at: At


class Answer(_Row):
    """The latest answer to a quiz."""

    lesson: Key
    block: Key
    answer: str
    correct: bool
    at: At


class Exercise(_Row):
    """How far an exercise is."""

    lesson: Key
    block: Key
    passed_at: At | None
    hints: Annotated[int, Meta(ge=0, le=1000)]
    solution_at: At | None


class Finished(_Row):
    """A lesson the learner is through with."""

    lesson: Key
    at: At


class Counted(_Row):
    """How often, or how many milliseconds, as counted in the file `origin`."""

    lesson: Key
    block: Key
    what: Literal["ran", "tried", "attempted", "ms"]
    origin: Key
    n: Count


class Edit(_Row):
    """The learner's text of a cell; none where it was dropped."""

    lesson: Key
    block: Key
    code: str | None
    at: At


class EarlierText(_Row):
    """An older text of a cell or note."""

    lesson: Key
    block: Key
    at: At
    code: str


class Place(_Row):
    """Where the learner was in a lesson."""

    lesson: Key
    block: Key
    at: At


class NoteRow(_Row):
    """A note; an empty one was taken away."""

    lesson: Key
    block: Key
    text: str
    at: At


class Bookmark(_Row):
    """A bookmark, or that it was taken away."""

    lesson: Key
    block: Key
    kept: bool
    at: At


class Flag(_Row):
    """A value under a name."""

    name: Key
    value: str
    at: At


class CardRow(_Row):
    """A card of the review."""

    lesson: Key
    block: Key
    kind: Literal["quiz", "exercise"]
    first: Literal[1, 3]
    added: At
    due: At
    reviewed: At | None
    stability: Annotated[float, Meta(gt=0, le=1e6)] | None
    difficulty: Annotated[float, Meta(ge=1, le=10)] | None

    def __post_init__(self) -> None:
        """What a review leaves comes together."""
        given = (self.reviewed, self.stability, self.difficulty)
        if None in given and given != (None, None, None):
            raise ValueError("reviewed, stability and difficulty belong together")


class Export(msgspec.Struct, forbid_unknown_fields=True):
    """All of a learner's file, each table as a list of rows."""

    format: Literal["dl-lab learner"]
    version: int
    written: str
    seen: list[Seen] = []
    ran: list[Ran] = []
    answers: list[Answer] = []
    exercises: list[Exercise] = []
    finished: list[Finished] = []
    counts: list[Counted] = []
    edits: list[Edit] = []
    edit_history: list[EarlierText] = []
    places: list[Place] = []
    notes: list[NoteRow] = []
    bookmarks: list[Bookmark] = []
    flags: list[Flag] = []
    cards: list[CardRow] = []


_TABLES: dict[str, type[_Row]] = {
    "seen": Seen,
    "ran": Ran,
    "answers": Answer,
    "exercises": Exercise,
    "finished": Finished,
    "counts": Counted,
    "edits": Edit,
    "edit_history": EarlierText,
    "places": Place,
    "notes": NoteRow,
    "bookmarks": Bookmark,
    "flags": Flag,
    "cards": CardRow,
}
_BOOLEANS = {"ok", "correct", "kept"}


@dataclass(frozen=True)
class Merged:
    """What taking in a file has changed."""

    lessons: int
    """Lessons the file tells of."""
    changed: int
    """Entries that were new or newer; 0 where all was known."""


def text(learner: Learner, *, ascii_only: bool = False) -> str:
    """The learner's file as JSON, one row a line, so that two of them can be compared.

    Args:
        learner: whose file.
        ascii_only: escape all other characters, for a terminal.

    Raises:
        LabError: the file can't be read.
    """
    written = datetime.fromtimestamp(learner.now()).astimezone().isoformat(timespec="seconds")
    head = {"format": FORMAT, "version": VERSION, "written": written}
    parts = [f"{json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    with learner.database.reading() as db:
        for table, shape in _TABLES.items():
            rows = [json.dumps(row, ensure_ascii=ascii_only) for row in _rows(db, table, shape)]
            parts.append(f'"{table}": [' + ",".join(f"\n  {row}" for row in rows) + ("\n ]" if rows else "]"))
    return "{\n " + ",\n ".join(parts) + "\n}\n"


def _rows(db: Connection, table: str, shape: type[_Row]) -> Iterator[dict[str, Any]]:
    names = shape.__struct_fields__
    for values in db.execute(f"SELECT {', '.join(names)} FROM {table} ORDER BY {', '.join(names)}"):
        yield {n: bool(v) if n in _BOOLEANS else v for n, v in zip(names, values, strict=True)}


def export(learner: Learner, path: Path) -> None:
    """Write the learner's progress into a new file, readable by its owner alone.

    Raises:
        LabError: there is such a file already, or it can't be written.
    """
    whole = text(learner)
    if path.exists():
        raise LabError(t("learner.export_exists", where=path))
    aside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        aside.touch(0o600)
        aside.write_text(whole, encoding="utf-8")
        aside.rename(path)
    except OSError as error:
        with suppress(OSError):
            aside.unlink()
        raise LabError(t("learner.export_unwritable", where=path, error=error.strerror)) from error


def import_(learner: Learner, path: Path) -> Merged:
    """Take in a file that `export` has written.

    Raises:
        LabError: the file can't be read, or something in it is wrong: then nothing has changed.
    """
    given = read(path)
    with learner.database.writing() as db:
        before = db.total_changes
        for table, statement in _MERGE.items():
            names = _TABLES[table].__struct_fields__
            db.executemany(statement, [[getattr(row, n) for n in names] for row in getattr(given, table)])
        for edit in given.edits:
            _merge_edit(db, edit)
        for note in given.notes:
            _merge_note(db, note)
        for old in given.edit_history:
            if old.code != _current(db, old.lesson, old.block):
                keep_earlier(db, old.lesson, old.block, old.at, old.code)
        changed = db.total_changes - before
    lessons = {row.lesson for table in _TABLES if table != "flags" for row in getattr(given, table)}
    return Merged(len(lessons), changed)


def read(path: Path) -> Export:
    """A file that `export` has written.

    Raises:
        LabError: it can't be read, isn't JSON, isn't such a file, or a field of it has a wrong value.
    """
    try:
        if path.stat().st_size > LARGEST_MB * 1_000_000:
            raise LabError(t("learner.import_large", where=path, most=LARGEST_MB))
        data = path.read_bytes()
    except OSError as error:
        raise LabError(t("learner.import_closed", where=path, error=error.strerror)) from error
    data = data.removeprefix(b"\xef\xbb\xbf")  # some editors put a byte order mark before UTF-8
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.format == FORMAT and head.version > VERSION:
            raise LabError(t("learner.import_newer", where=path, version=head.version, known=VERSION))
        return msgspec.json.decode(data, type=Export)
    except msgspec.ValidationError as error:
        what, _, field = str(error).partition(" - at ")
        if not field:
            raise LabError(t("learner.import_other", where=path, error=what)) from error
        raise LabError(t("learner.import_field", where=path, field=field.strip("`"), error=what)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LabError(t("learner.import_not_json", where=path, line=_line(error, data), error=error)) from error


class _Head(msgspec.Struct):
    format: str
    version: int


def _line(error: Exception, data: bytes) -> int:
    """The line at which reading ended; msgspec tells the byte in words alone."""
    told = re.search(r"byte (\d+)", str(error))
    end = int(told.group(1)) if told else getattr(error, "start", len(data.rstrip()))
    return data[:end].count(b"\n") + 1


def _merge_edit(db: Connection, edit: Edit) -> None:
    query = "SELECT code, at FROM edits WHERE lesson = ? AND block = ?"
    found = db.execute(query, (edit.lesson, edit.block)).fetchone()
    code, at = found or (None, -1)
    if (edit.at, edit.code is not None, edit.code or "") <= (at, code is not None, code or ""):
        if edit.code is not None and edit.code != code:
            keep_earlier(db, edit.lesson, edit.block, edit.at, edit.code)
        return
    if code is not None and code != edit.code:
        keep_earlier(db, edit.lesson, edit.block, at, code)
    forget_earlier(db, edit.lesson, edit.block, edit.code)
    # No writer: when an app saves the next text, this one goes into the history.
    db.execute("REPLACE INTO edits VALUES (?, ?, ?, ?, '')", (edit.lesson, edit.block, edit.code, edit.at))


def _merge_note(db: Connection, note: NoteRow) -> None:
    query = "SELECT text, at FROM notes WHERE lesson = ? AND block = ?"
    text, at = db.execute(query, (note.lesson, note.block)).fetchone() or ("", -1)
    older = (note.at, note.text) <= (at, text)
    lost, when = (note.text, note.at) if older else (text, at)
    if lost and note.text != text:
        keep_earlier(db, note.lesson, NOTE + note.block, when, lost)
    if not older:
        forget_earlier(db, note.lesson, NOTE + note.block, note.text)
        db.execute("REPLACE INTO notes VALUES (?, ?, ?, ?)", (note.lesson, note.block, note.text, note.at))


def _current(db: Connection, lesson: str, block: str) -> str | None:
    """The text that a history belongs to."""
    if block.startswith(NOTE):
        query, block = "SELECT text FROM notes WHERE lesson = ? AND block = ?", block.removeprefix(NOTE)
    else:
        query = "SELECT code FROM edits WHERE lesson = ? AND block = ?"
    found = db.execute(query, (lesson, block)).fetchone()
    return found[0] if found else None


def _newest(table: str, key: str, *values: str) -> str:
    """Put a row in, or in the place of an older one; where two are of the same moment, the larger one stays, so that
    it doesn't matter who takes in whose file.
    """
    names = _TABLES[table].__struct_fields__
    order = ("at", *values)
    return (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) ON CONFLICT ({key}) "
        f"DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in order)} "
        f"WHERE ({', '.join(f'excluded.{n}' for n in order)}) > ({', '.join(f'{table}.{n}' for n in order)})"
    )


def _earliest(table: str, key: str) -> str:
    names = _TABLES[table].__struct_fields__
    return (
        f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) ON CONFLICT ({key}) "
        f"DO UPDATE SET at = excluded.at WHERE excluded.at < {table}.at"
    )


_FIRST_OF = "coalesce(min({0}, excluded.{0}), {0}, excluded.{0})"
_PASSED, _SOLVED = _FIRST_OF.format("passed_at"), _FIRST_OF.format("solution_at")
_CARD_ORDER = (
    "coalesce({0}.reviewed, -1), -{0}.added, {0}.due, {0}.first, coalesce({0}.stability, 0), "
    "coalesce({0}.difficulty, 0), {0}.kind"
)

_MERGE = {
    "seen": _earliest("seen", "lesson, block"),
    "ran": _newest("ran", "lesson, block", "ok"),
    "answers": _newest("answers", "lesson, block", "answer", "correct"),
    "exercises": "INSERT INTO exercises (lesson, block, passed_at, hints, solution_at) VALUES (?, ?, ?, ?, ?) "
    f"ON CONFLICT (lesson, block) DO UPDATE SET passed_at = {_PASSED}, hints = max(hints, excluded.hints), "
    f"solution_at = {_SOLVED} WHERE hints < excluded.hints OR passed_at IS NOT {_PASSED} "
    f"OR solution_at IS NOT {_SOLVED}",
    "finished": _earliest("finished", "lesson"),
    "counts": "INSERT INTO counts (lesson, block, what, origin, n) VALUES (?, ?, ?, ?, ?) "
    "ON CONFLICT (lesson, block, what, origin) DO UPDATE SET n = excluded.n WHERE excluded.n > counts.n",
    "places": _newest("places", "lesson", "block"),
    "bookmarks": _newest("bookmarks", "lesson, block", "kept"),
    "flags": _newest("flags", "name", "value"),
    # The card that was reviewed last; else the one that was made first.
    "cards": "INSERT INTO cards (lesson, block, kind, first, added, due, reviewed, stability, difficulty) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (lesson, block) DO UPDATE SET "
    + ", ".join(f"{n} = excluded.{n}" for n in CardRow.__struct_fields__[2:])
    + f" WHERE ({_CARD_ORDER.format('excluded')}) > ({_CARD_ORDER.format('cards')})",
}
"""How the rows of a table are merged, where one statement can say it."""
