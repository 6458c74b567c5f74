"""The learner's file, by what a lesson does with it.

Every call is a transaction of its own and returns when it is on disk (4 ms on a local disk). Two apps may have the
file open: nothing is counted or replaced outside a transaction, and what is replaced by somebody else stays in the
history of the cell.
"""

from __future__ import annotations

import math
import time
import uuid
from collections.abc import Callable
from sqlite3 import Connection
from types import TracebackType

from tui_lab.learner import profiles
from tui_lab.learner.database import Database
from tui_lab.learner.states import Earlier, ExerciseState, LessonState, LessonSummary, Note, QuizState

KEPT_EDITS = 20
"""How many older texts of a cell are kept."""

TEXT_EVERY_MS = 5 * 60 * 1000
"""While one app writes, a text goes into the history this often: each second's would crowd out what is worth having."""

NOTE = "note:"
"""Before a block's key where the history is that of its note; ids have no colon."""

DAY_MS = 24 * 60 * 60 * 1000
AGAIN, GOOD = 1, 3
FIRST_REVIEW_MS = {AGAIN: DAY_MS, GOOD: 2 * DAY_MS}
"""When a question comes back for the first time, after a wrong and after a right answer: what FSRS says with its usual
parameters, written down here since answering must not wait for fsrs to be imported."""


class Learner:
    """A learner's progress, edits, notes and cards.

    Attributes:
        database: the open file, for review and transfer.
        now: the clock, in seconds since 1970.
    """

    def __init__(self, database: Database, now: Callable[[], float] = time.time) -> None:
        self.database = database
        self.now = now
        self._writer = uuid.uuid4().hex
        self._seen: set[tuple[str, str]] = set()
        found = database.row("SELECT value FROM meta WHERE name = 'origin'")
        self.origin = str(found[0]) if found else ""

    @classmethod
    def open(cls, profile: str = "", now: Callable[[], float] = time.time) -> Learner:
        """Open the file of this profile, or of the one chosen by `--profile` or `DL_LAB_PROFILE`.

        Raises:
            LabError: the profile's name isn't one, or the file can't be used; the sentence says why and what to do.
        """
        return cls(Database.open(profiles.file(profile)), now)

    def close(self) -> None:
        """Close the file; what was saved is on disk already."""
        self.database.close()

    def __enter__(self) -> Learner:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Edits

    def edit(self, lesson: str, block: str) -> str | None:
        """The learner's own text of a cell or exercise; None where it is as the lesson has it."""
        found = self.database.row("SELECT code FROM edits WHERE lesson = ? AND block = ?", lesson, block)
        return None if found is None or found[0] is None else str(found[0])

    def edits(self, lesson: str) -> dict[str, str]:
        """All own texts of a lesson, by block."""
        query = "SELECT block, code FROM edits WHERE lesson = ? AND code IS NOT NULL"
        return {block: code for block, code in self.database.rows(query, lesson)}

    def save_edit(self, lesson: str, block: str, code: str) -> str | None:
        """Keep the learner's text of a cell. What another app wrote there meanwhile goes into the history.

        Returns:
            The text that stood there before, None if there was none.
        """
        return self._save_edit(lesson, block, _storable(code))

    def keep_edit(self, lesson: str, block: str, code: str) -> None:
        """Put a text of a cell into its history, whether something takes its place or not."""
        with self.database.writing() as db:
            keep_earlier(db, lesson, block, self._ms(), _storable(code))

    def drop_edit(self, lesson: str, block: str) -> None:
        """Go back to the lesson's own text; the learner's stays in the history."""
        if self.edit(lesson, block) is not None:
            self._save_edit(lesson, block, None)

    def edited_before(self, lesson: str) -> set[str]:
        """The blocks of which there are older texts."""
        query = "SELECT DISTINCT block FROM edit_history WHERE lesson = ?"
        return {block for (block,) in self.database.rows(query, lesson)}

    def edit_history(self, lesson: str, block: str) -> list[Earlier]:
        """Older texts of a cell, the newest first."""
        query = "SELECT code, at FROM edit_history WHERE lesson = ? AND block = ? ORDER BY at DESC, code"
        return [Earlier(code, at / 1000) for code, at in self.database.rows(query, lesson, block)]

    def _save_edit(self, lesson: str, block: str, code: str | None) -> str | None:
        with self.database.writing() as db:
            query = "SELECT code, at, writer FROM edits WHERE lesson = ? AND block = ?"
            found: tuple[str | None, int, str] | None = db.execute(query, (lesson, block)).fetchone()
            old, at, writer = found or (None, 0, "")
            if old == code and at:
                return old
            if old is not None and (
                code is None or writer != self._writer or self._time_for_history(db, lesson, block)
            ):
                keep_earlier(db, lesson, block, at, old)
            forget_earlier(db, lesson, block, code)
            # Later than what it replaces, even where the clock has been put back or another machine's is ahead.
            now = max(self._ms(), at + 1)
            db.execute("REPLACE INTO edits VALUES (?, ?, ?, ?, ?)", (lesson, block, code, now, self._writer))
        return old

    def _time_for_history(self, db: Connection, lesson: str, block: str) -> bool:
        query = "SELECT max(at) FROM edit_history WHERE lesson = ? AND block = ?"
        (newest,) = db.execute(query, (lesson, block)).fetchone()
        return newest is None or self._ms() - newest >= TEXT_EVERY_MS

    # Where the learner is

    def place(self) -> tuple[str, str] | None:
        """The lesson and block where the learner was last."""
        found = self.database.row("SELECT lesson, block FROM places ORDER BY at DESC, lesson LIMIT 1")
        return None if found is None else (str(found[0]), str(found[1]))

    def place_in(self, lesson: str) -> str | None:
        """The block where the learner was last in this lesson."""
        found = self.database.row("SELECT block FROM places WHERE lesson = ?", lesson)
        return None if found is None else str(found[0])

    def save_place(self, lesson: str, block: str) -> None:
        """Keep where the learner is now, in this lesson and of all."""
        with self.database.writing() as db:
            (newest,) = db.execute("SELECT coalesce(max(at), 0) FROM places").fetchone()
            db.execute("REPLACE INTO places VALUES (?, ?, ?)", (lesson, block, max(self._ms(), newest + 1)))

    # Progress

    def saw(self, lesson: str, *blocks: str) -> None:
        """These blocks were on the screen. Cheap for those that are known already."""
        new = [block for block in blocks if (lesson, block) not in self._seen]
        if new:
            with self.database.writing() as db:
                values = [(lesson, block, self._ms()) for block in new]
                db.executemany("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", values)
            self._seen.update((lesson, block) for block in new)

    def ran(self, lesson: str, cell: str, ok: bool) -> None:
        """A cell was run, with or without an error."""
        with self.database.writing() as db:
            db.execute("REPLACE INTO ran VALUES (?, ?, ?, ?)", (lesson, cell, ok, self._after(db, "ran", lesson, cell)))
            self._count(db, lesson, cell, "ran")

    def answered(self, lesson: str, quiz: str, answer: str, right: bool) -> None:
        """A quiz was answered; from now on it comes back for review."""
        with self.database.writing() as db:
            at = self._after(db, "answers", lesson, quiz)
            db.execute("REPLACE INTO answers VALUES (?, ?, ?, ?, ?)", (lesson, quiz, _storable(answer), right, at))
            self._count(db, lesson, quiz, "tried")
            self._add_card(db, lesson, quiz, "quiz", GOOD if right else AGAIN)

    def attempted(self, lesson: str, exercise: str, passed: bool, *, short: bool = False) -> None:
        """An exercise was checked. A short one (level `easy`) comes back for review once it is passed."""
        with self.database.writing() as db:
            values = (lesson, exercise, self._ms() if passed else None)
            db.execute(
                "INSERT INTO exercises (lesson, block, passed_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
                "SET passed_at = coalesce(passed_at, excluded.passed_at)",
                values,
            )
            self._count(db, lesson, exercise, "attempted")
            if passed and short:
                self._add_card(db, lesson, exercise, "exercise", GOOD)

    def opened_hint(self, lesson: str, exercise: str, n: int) -> None:
        """The first `n` hints of an exercise are open."""
        with self.database.writing() as db:
            db.execute(
                "INSERT INTO exercises (lesson, block, hints) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
                "SET hints = max(hints, excluded.hints)",
                (lesson, exercise, n),
            )

    def opened_solution(self, lesson: str, exercise: str) -> None:
        """The solution of an exercise was looked at."""
        with self.database.writing() as db:
            db.execute(
                "INSERT INTO exercises (lesson, block, solution_at) VALUES (?, ?, ?) ON CONFLICT DO UPDATE "
                "SET solution_at = coalesce(solution_at, excluded.solution_at)",
                (lesson, exercise, self._ms()),
            )

    def add_time(self, lesson: str, seconds: float) -> None:
        """Add time spent in a lesson; in small steps, so that little is lost with the app."""
        if math.isfinite(seconds) and seconds > 0:
            with self.database.writing() as db:
                self._count(db, lesson, "", "ms", round(seconds * 1000))

    def finish(self, lesson: str) -> None:
        """The learner is through with a lesson."""
        with self.database.writing() as db:
            db.execute("INSERT OR IGNORE INTO finished VALUES (?, ?)", (lesson, self._ms()))

    def state(self, lesson: str) -> LessonState:
        """All that is known of a lesson."""
        rows = self.database.rows
        counts = {
            (block, what): int(n)
            for block, what, n in rows(
                "SELECT block, what, sum(n) FROM counts WHERE lesson = ? GROUP BY block, what", lesson
            )
        }
        quizzes = rows("SELECT block, answer, correct FROM answers WHERE lesson = ?", lesson)
        exercises = rows("SELECT block, passed_at, hints, solution_at FROM exercises WHERE lesson = ?", lesson)
        return LessonState(
            seen=frozenset(block for (block,) in rows("SELECT block FROM seen WHERE lesson = ?", lesson)),
            ran={block: bool(ok) for block, ok in rows("SELECT block, ok FROM ran WHERE lesson = ?", lesson)},
            quizzes={b: QuizState(answer, bool(right), counts.get((b, "tried"), 0)) for b, answer, right in quizzes},
            exercises={
                b: ExerciseState(counts.get((b, "attempted"), 0), passed is not None, hints, solution is not None)
                for b, passed, hints, solution in exercises
            },
            seconds=counts.get(("", "ms"), 0) / 1000,
            finished=bool(rows("SELECT 1 FROM finished WHERE lesson = ?", lesson)),
        )

    def overview(self) -> dict[str, LessonSummary]:
        """Every lesson that was touched, in numbers."""
        found: dict[str, LessonSummary] = {}

        def add(query: str, *names: str) -> None:
            for lesson, *values in self.database.rows(query):
                summary = found.setdefault(lesson, LessonSummary())
                for name, value in zip(names, values, strict=True):
                    setattr(summary, name, value)

        add("SELECT lesson, count(*) FROM seen GROUP BY lesson", "seen")
        add("SELECT lesson, count(*) FROM ran GROUP BY lesson", "ran")
        add("SELECT lesson, count(*), sum(correct) FROM answers GROUP BY lesson", "answered", "right")
        add("SELECT lesson, count(DISTINCT block) FROM counts WHERE what = 'attempted' GROUP BY lesson", "attempted")
        add("SELECT lesson, count(passed_at) FROM exercises GROUP BY lesson", "passed")
        add("SELECT lesson, sum(n) / 1000.0 FROM counts WHERE what = 'ms' GROUP BY lesson", "seconds")
        for (lesson,) in self.database.rows("SELECT lesson FROM finished"):
            found.setdefault(lesson, LessonSummary()).finished = True
        return found

    # Notes and bookmarks

    def note(self, lesson: str, block: str) -> str:
        """The learner's note at a block; empty where there is none."""
        found = self.database.row("SELECT text FROM notes WHERE lesson = ? AND block = ?", lesson, block)
        return str(found[0]) if found else ""

    def save_note(self, lesson: str, block: str, text: str) -> None:
        """Keep a note; an empty one takes it away. The one before goes into its history."""
        text = _storable(text)
        with self.database.writing() as db:
            query = "SELECT text, at FROM notes WHERE lesson = ? AND block = ?"
            old, at = db.execute(query, (lesson, block)).fetchone() or ("", 0)
            if text == old:
                return
            if old:
                keep_earlier(db, lesson, NOTE + block, at, old)
            forget_earlier(db, lesson, NOTE + block, text)
            db.execute("REPLACE INTO notes VALUES (?, ?, ?, ?)", (lesson, block, text, max(self._ms(), at + 1)))

    def note_history(self, lesson: str, block: str) -> list[Earlier]:
        """Older notes at a block, the newest first."""
        return self.edit_history(lesson, NOTE + block)

    def notes(self, lesson: str | None = None) -> list[Note]:
        """The notes of a lesson or of all, the newest first."""
        query = "SELECT lesson, block, text, at FROM notes WHERE text != '' AND (?1 IS NULL OR lesson = ?1)"
        rows = self.database.rows(f"{query} ORDER BY at DESC, lesson, block", lesson)
        return [Note(key, block, text, at / 1000) for key, block, text, at in rows]

    def toggle_bookmark(self, lesson: str, block: str) -> bool:
        """Set a bookmark or take it away; gives whether it is set now."""
        with self.database.writing() as db:
            query = "SELECT kept FROM bookmarks WHERE lesson = ? AND block = ?"
            found = db.execute(query, (lesson, block)).fetchone()
            kept = not (found and found[0])
            at = self._after(db, "bookmarks", lesson, block)
            db.execute("REPLACE INTO bookmarks VALUES (?, ?, ?, ?)", (lesson, block, kept, at))
        return kept

    def bookmarks(self, lesson: str | None = None) -> list[tuple[str, str]]:
        """The bookmarks of a lesson or of all, as lesson and block, the newest first."""
        query = "SELECT lesson, block FROM bookmarks WHERE kept AND (?1 IS NULL OR lesson = ?1)"
        return [(key, block) for key, block in self.database.rows(f"{query} ORDER BY at DESC, lesson, block", lesson)]

    # Flags

    def flag(self, name: str) -> str | None:
        """What was kept under this name: whether the tour was seen, results of the self-check."""
        found = self.database.row("SELECT value FROM flags WHERE name = ?", name)
        return str(found[0]) if found else None

    def flags(self, start: str = "") -> dict[str, str]:
        """All flags whose name begins so."""
        rows = self.database.rows("SELECT name, value FROM flags ORDER BY name")
        return {name: value for name, value in rows if name.startswith(start)}

    def set_flag(self, name: str, value: str) -> None:
        """Keep a value under a name."""
        with self.database.writing() as db:
            (newest,) = db.execute("SELECT coalesce(max(at), 0) FROM flags WHERE name = ?", (name,)).fetchone()
            db.execute("REPLACE INTO flags VALUES (?, ?, ?)", (name, _storable(value), max(self._ms(), newest + 1)))

    # Within a transaction

    def _ms(self) -> int:
        return round(self.now() * 1000)

    def _after(self, db: Connection, table: str, lesson: str, block: str) -> int:
        """Now, but later than the row that will be replaced, whatever the clocks say."""
        query = f"SELECT coalesce(max(at), 0) FROM {table} WHERE lesson = ? AND block = ?"
        (newest,) = db.execute(query, (lesson, block)).fetchone()
        return max(self._ms(), int(newest) + 1)

    def _count(self, db: Connection, lesson: str, block: str, what: str, n: int = 1) -> None:
        db.execute(
            "INSERT INTO counts VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
            (lesson, block, what, self.origin, n),
        )

    def _add_card(self, db: Connection, lesson: str, block: str, kind: str, first: int) -> None:
        now = self._ms()
        db.execute(
            "INSERT OR IGNORE INTO cards (lesson, block, kind, first, added, due) VALUES (?, ?, ?, ?, ?, ?)",
            (lesson, block, kind, first, now, now + FIRST_REVIEW_MS[first]),
        )


def keep_earlier(db: Connection, lesson: str, block: str, at: int, text: str) -> None:
    """Put a text into the history of its block: each text once, when it was last written, and only the newest ones."""
    later = "SELECT 1 FROM edit_history WHERE lesson = ? AND block = ? AND code = ? AND at >= ?"
    if db.execute(later, (lesson, block, text, at)).fetchone():
        return
    forget_earlier(db, lesson, block, text)
    db.execute("INSERT INTO edit_history VALUES (?, ?, ?, ?)", (lesson, block, at, text))
    db.execute(
        "DELETE FROM edit_history WHERE lesson = ?1 AND block = ?2 AND (at, code) NOT IN "
        "(SELECT at, code FROM edit_history WHERE lesson = ?1 AND block = ?2 ORDER BY at DESC, code DESC LIMIT ?3)",
        (lesson, block, KEPT_EDITS),
    )


def forget_earlier(db: Connection, lesson: str, block: str, text: str | None) -> None:
    """Take a text out of the history, since it is the current one again."""
    db.execute("DELETE FROM edit_history WHERE lesson = ? AND block = ? AND code = ?", (lesson, block, text))


def _storable(text: str) -> str:
    """The text without lone surrogates, which UTF-8 has no bytes for."""
    return text.encode("utf-8", "replace").decode()
