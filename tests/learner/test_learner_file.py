"""Files that can't be used, and older ones: one sentence each, and nothing is overwritten."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys

import pytest
from learner_made import made, version_one

from tui_lab.config.errors import LabError
from tui_lab.learner import database, profiles
from tui_lab.learner.database import Database, backups
from tui_lab.learner.schema import APPLICATION, MIGRATIONS, VERSION
from tui_lab.learner.store import Learner
from tui_lab.messages import set_language

A = "course/a"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "learner.sqlite"


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_file_and_folder_are_the_learners_alone(path) -> None:
    before = os.umask(0o000)
    try:
        made(path).close()
    finally:
        os.umask(before)
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)
    path.chmod(0o644)
    made(path).close()
    assert mode(path) == 0o600


def test_the_journal_is_one_for_network_folders(path) -> None:
    with made(path) as learner:
        assert learner.database.row("PRAGMA journal_mode") == ("truncate",)
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    db.close()
    with made(path) as learner:
        assert learner.database.row("PRAGMA journal_mode") == ("truncate",)


def test_an_older_file_is_kept_before_it_is_changed(path) -> None:
    version_one(path)
    before = path.read_bytes()
    with made(path) as learner:
        assert learner.database.row("PRAGMA user_version") == (VERSION,)
        assert learner.edit(A, "cell") == "x = 1"
        cards = learner.database.rows("SELECT block, first, due - added FROM cards ORDER BY block")
        assert cards == [("right", 3, 172_800_000), ("wrong", 1, 86_400_000)]
        learner.save_edit(A, "cell", "x = 2")
    kept = path.with_name("learner.sqlite.v1.bak")
    assert mode(kept) == 0o600
    assert sorted(p.name for p in path.parent.iterdir() if not p.name.endswith("-journal")) == [
        "learner.sqlite",
        "learner.sqlite.v1.bak",
    ]
    old = sqlite3.connect(kept)
    assert old.execute("PRAGMA user_version").fetchone() == (1,)
    assert old.execute("SELECT code FROM edits").fetchall() == [("x = 1",)]
    old.close()
    # Put back and opened again: the first copy stays.
    path.write_bytes(before)
    made(path).close()
    assert {p.name for p in backups(path)} == {"learner.sqlite.v1.bak", "learner.sqlite.v1.bak2"}


def test_a_new_file_needs_no_backup(path) -> None:
    made(path).close()
    assert backups(path) == []


def test_an_empty_file_is_a_new_one(path) -> None:
    path.parent.mkdir()
    path.touch()
    with made(path) as learner:
        learner.saw(A, "x")


def test_a_migration_that_fails_changes_nothing(path, monkeypatch) -> None:
    version_one(path)
    before = path.read_bytes()
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS[:1], ("CREATE TABLE cards (x)", "INSERT INTO nowhere")))
    with pytest.raises(sqlite3.OperationalError):
        made(path)
    assert path.read_bytes() == before


def refused(path, *words: str) -> None:
    """It isn't opened, one sentence names the file and says what to do, and not a byte has changed."""
    before = path.read_bytes()
    for language in ("vi", "en"):
        set_language(language)
        with pytest.raises(LabError) as told:
            Database.open(path)
        sentence = str(told.value)
        assert str(path) in sentence and "\n" not in sentence
    for word in words:
        assert word in sentence
    assert path.read_bytes() == before


def test_a_newer_file(path) -> None:
    made(path).close()
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {VERSION + 7}")
    db.close()
    refused(path, f"version {VERSION + 7}", "update dl-lab", "--profile")


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be read as one" * 20, b"\x00" * 4096])
def test_a_file_that_is_no_database(path, content) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    refused(path, "damaged", "mv")


def test_a_damaged_file_names_its_backup(path) -> None:
    version_one(path)
    made(path).close()
    path.write_bytes(b"x" * 8192)
    refused(path, "damaged", "learner.sqlite.v1.bak")


def test_a_file_damaged_in_its_middle(path) -> None:
    with made(path) as learner:
        for n in range(50):
            learner.save_edit(A, str(n), "x" * 1000)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(bytes(data))
    with pytest.raises(LabError, match="damaged"), made(path) as learner:
        learner.edits(A)
    assert path.read_bytes() == bytes(data)


def test_a_damaged_older_file_is_not_migrated(path) -> None:
    version_one(path)
    data = bytearray(path.read_bytes())
    data[4096 * 3 :] = b"\xff" * (len(data) - 4096 * 3)
    path.write_bytes(bytes(data))
    refused(path, "damaged")
    assert backups(path) == []


def test_somebody_elses_database(path) -> None:
    path.parent.mkdir()
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE places (x)")
    db.close()
    refused(path, "isn't a learner's file")


def test_a_lost_table_is_damage(path) -> None:
    made(path).close()
    db = sqlite3.connect(path)
    db.execute("DROP TABLE notes")
    db.commit()
    db.close()
    with pytest.raises(LabError, match="damaged"), made(path) as learner:
        learner.notes()


def test_a_full_disk(path) -> None:
    with made(path) as learner:
        learner.save_edit(A, "cell", "kept")
        ((pages,),) = learner.database.rows("PRAGMA page_count")
        learner.database.rows(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LabError, match=r"learner\.sqlite can't be written, the disk is full"):
            learner.save_edit(A, "cell", "x" * 1_000_000)
        assert learner.edit(A, "cell") == "kept"
        learner.database.rows("PRAGMA max_page_count = 100000")
        learner.save_edit(A, "cell", "goes on")
        assert learner.edit(A, "cell") == "goes on"


def test_a_file_that_cannot_be_written(path) -> None:
    with made(path) as learner:
        learner.save_edit(A, "cell", "kept")
        learner.database.rows("PRAGMA query_only = ON")
        with pytest.raises(LabError, match="check who owns it"):
            learner.save_edit(A, "cell", "lost")
        assert learner.edit(A, "cell") == "kept"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(path) -> None:
    path.parent.mkdir(0o500)
    with pytest.raises(LabError, match="check who owns it"):
        made(path)
    path.parent.chmod(0o700)
    with made(path) as learner:
        learner.save_edit(A, "cell", "kept")
    path.parent.chmod(0o500)
    path.chmod(0o400)
    try:
        with made(path) as learner:
            assert learner.edit(A, "cell") == "kept"
            with pytest.raises(LabError):
                learner.save_edit(A, "cell", "lost")
    finally:
        path.parent.chmod(0o700)


def test_a_folder_that_cannot_be_made(tmp_path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(LabError, match=r"learner\.sqlite can't be opened"):
        made(tmp_path / "home" / "learner.sqlite")


def test_a_folder_in_its_place(path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(LabError, match="can't be opened"):
        made(path)


def test_a_file_that_another_program_holds(path, monkeypatch) -> None:
    monkeypatch.setattr(database, "WAIT_S", 0.05)
    with made(path) as learner:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LabError, match="held by another program"):
            learner.saw(A, "x")
        other.execute("ROLLBACK")
        other.close()
        learner.saw(A, "x")
        assert learner.state(A).seen == {"x"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems tell it otherwise")
def test_a_file_moved_while_it_is_open(path) -> None:
    with made(path) as learner:
        learner.saw(A, "x")
        path.rename(path.with_name("elsewhere"))
        with pytest.raises(LabError, match=r"learner\.sqlite"):
            learner.saw(A, "y")


def test_what_the_code_does_wrong_is_no_sentence_for_learners(path) -> None:
    with made(path) as learner, pytest.raises(sqlite3.OperationalError):
        learner.database.rows("SELEKT 1")


def test_a_transaction_is_undone_where_something_is_raised(path) -> None:
    with made(path) as learner:
        with pytest.raises(ZeroDivisionError), learner.database.writing() as db:
            db.execute("INSERT INTO finished VALUES ('a', 1)")
            raise ZeroDivisionError
        assert learner.overview() == {}


def test_files_are_marked_as_ours(path) -> None:
    with made(path) as learner:
        assert learner.database.row("PRAGMA application_id") == (APPLICATION,)


@pytest.mark.parametrize(
    "name",
    ["", " ", "a b", "../x", "a/b", ".hidden", "-x", "x" * 33, "Hương", "a\n", "con\x1b[31m", "a.b", "~", "a\x00"],
)
def test_odd_names_of_profiles_are_refused(name, own_home, monkeypatch) -> None:
    with pytest.raises(LabError, match="can't be a profile") as told:
        profiles.checked(name)
    assert "\x1b" not in str(told.value) and "\n" not in str(told.value)
    if name and "\x00" not in name:
        monkeypatch.setenv(profiles.VARIABLE, name)
        with pytest.raises(LabError):
            Learner.open()
    assert not own_home.exists()


@pytest.mark.parametrize("name", ["an", "An", "x", "2", "minh-anh_2", "x" * 32])
def test_names_of_profiles(name, own_home) -> None:
    assert profiles.file(name) == own_home / f"learner-{name.lower()}.sqlite"
