"""The tables, and the steps from each version of them to the next.

Everything is made to be merged: by another app of the same learner while it is open, and by an import.
- What can only become more (seen, passed, finished, hints) keeps the first or the largest.
- What is replaced (edits, answers, notes, places) has `at`, milliseconds since 1970; the newest wins.
- What is counted has a row for each `origin`, the file where it was counted. A sum over origins is right even where
  the same export is imported twice.
"""

from __future__ import annotations

APPLICATION = 0x444C6C62
"""`DLlb` in the file's header: a learner of dl-lab, and no other SQLite file."""

_FIRST = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE seen (lesson TEXT, block TEXT, at INTEGER NOT NULL, PRIMARY KEY (lesson, block)) WITHOUT ROWID",
    "CREATE TABLE ran (lesson TEXT, block TEXT, ok INTEGER NOT NULL, at INTEGER NOT NULL, "
    "PRIMARY KEY (lesson, block)) WITHOUT ROWID",
    "CREATE TABLE answers (lesson TEXT, block TEXT, answer TEXT NOT NULL, correct INTEGER NOT NULL, "
    "at INTEGER NOT NULL, PRIMARY KEY (lesson, block)) WITHOUT ROWID",
    "CREATE TABLE exercises (lesson TEXT, block TEXT, passed_at INTEGER, hints INTEGER NOT NULL DEFAULT 0, "
    "solution_at INTEGER, PRIMARY KEY (lesson, block)) WITHOUT ROWID",
    "CREATE TABLE finished (lesson TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID",
    # what: ran (cells), tried (quizzes), attempted (exercises), or ms (time in a lesson, block '')
    "CREATE TABLE counts (lesson TEXT, block TEXT, what TEXT, origin TEXT, n INTEGER NOT NULL, "
    "PRIMARY KEY (lesson, block, what, origin)) WITHOUT ROWID",
    # code NULL: dropped. writer: the open app that wrote it, empty where it was imported.
    "CREATE TABLE edits (lesson TEXT, block TEXT, code TEXT, at INTEGER NOT NULL, writer TEXT NOT NULL DEFAULT '', "
    "PRIMARY KEY (lesson, block))",
    "CREATE TABLE edit_history (lesson TEXT, block TEXT, at INTEGER, code TEXT, "
    "PRIMARY KEY (lesson, block, at, code)) WITHOUT ROWID",
    "CREATE TABLE places (lesson TEXT PRIMARY KEY, block TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
    "CREATE TABLE notes (lesson TEXT, block TEXT, text TEXT NOT NULL, at INTEGER NOT NULL, "
    "PRIMARY KEY (lesson, block)) WITHOUT ROWID",
    "CREATE TABLE bookmarks (lesson TEXT, block TEXT, kept INTEGER NOT NULL, at INTEGER NOT NULL, "
    "PRIMARY KEY (lesson, block)) WITHOUT ROWID",
    "CREATE TABLE flags (name TEXT PRIMARY KEY, value TEXT NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO meta VALUES ('origin', lower(hex(randomblob(8))))",
)

_CARDS = (
    # first: the rating of the answer that made the card (1 again, 3 good). stability and difficulty are NULL until
    # the first review: both follow from `first`, but only fsrs knows how.
    "CREATE TABLE cards (lesson TEXT, block TEXT, kind TEXT NOT NULL, first INTEGER NOT NULL, added INTEGER NOT NULL, "
    "due INTEGER NOT NULL, reviewed INTEGER, stability REAL, difficulty REAL, PRIMARY KEY (lesson, block)) "
    "WITHOUT ROWID",
    "CREATE INDEX cards_due ON cards (due)",
    # Questions answered before there was a review come back too.
    "INSERT INTO cards (lesson, block, kind, first, added, due) SELECT lesson, block, 'quiz', "
    "CASE WHEN correct THEN 3 ELSE 1 END, at, at + CASE WHEN correct THEN 172800000 ELSE 86400000 END FROM answers",
)

MIGRATIONS: tuple[tuple[str, ...], ...] = (_FIRST, _CARDS)
"""The statements that lead from version 0 (an empty file) to 1, from 1 to 2, and so on."""

VERSION = len(MIGRATIONS)
