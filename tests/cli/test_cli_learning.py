from __future__ import annotations

import json
import os

import pytest
from cli_made_pack import add_pack

from tui_lab.learner import profiles
from tui_lab.learner.store import Learner


@pytest.fixture
def lesson(tmp_path) -> str:
    return add_pack(tmp_path)


@pytest.fixture
def worked(lesson) -> str:
    with Learner.open() as learner:
        learner.saw(lesson, "setup", "slope", "no-longer-there")
        learner.ran(lesson, "setup", True)
        learner.answered(lesson, "slope", "1", True)
        learner.answered(lesson, "half", "2", False)
        learner.add_time(lesson, 754)
        learner.add_time("gone/lesson", 5)
    return lesson


def row(text: str, title: str) -> list[str]:
    (line,) = [line for line in text.splitlines() if title in line]
    return line.split()


def test_nothing_done_yet(lab, lesson) -> None:
    result = lab("progress")
    assert result.code == 0 and result.err == ""
    assert "made: First things" in result.out and "Later" not in result.out
    assert row(result.out, "Beginning")[2:] == ["0/6", "0/1", "–", "0/3", "–"]


def test_progress_as_a_table(lab, worked) -> None:
    result = lab("progress")
    assert row(result.out, "Beginning") == ["1", "Beginning", "2/6", "1/1", "–", "1/3", "12:34"]
    assert "No longer in any pack" in result.out and "gone/lesson" in result.out
    assert "12:39 in all" in result.out
    with Learner.open() as learner:
        learner.finish(worked)
    assert "✓  1  Beginning" in lab("progress").out
    assert "Bắt đầu" in lab("progress", "--lang", "vi").out


def test_no_name_steers_the_terminal(lab, lesson) -> None:
    with Learner.open() as learner:
        learner.add_time("gone/\x1b[2J", 5)
    result = lab("progress")
    assert "gone/" in result.out and "\x1b" not in result.out


def test_progress_as_json(lab, worked) -> None:
    (found,) = lab("progress", "--json").lines
    (made,) = [entry for entry in found["lessons"] if entry["key"] == worked]
    assert made["done"]["seen"] == 2 and made["done"]["quizzes"] == 3
    assert made["quizzes"]["half"] == {"answer": "2", "right": False, "tries": 1}
    assert [entry["seconds"] for entry in found["no_longer_there"]] == [5.0]
    assert found["seconds"] == 759.0 and found["review"]["due"] == 0 and found["review"]["next"] > 0


def test_a_lesson_that_cannot_be_read_stops_no_other(lab, worked, tmp_path) -> None:
    (tmp_path / "made" / "01-first" / "01-begin" / "lesson.md").write_text("---\nid: [\n")
    result = lab("progress")
    pack = tmp_path / "made"
    assert result.code == 0
    assert result.err == f"dl-lab: lessons of made that can't be read: 1 (dl-lab check {pack} says why)\n"
    assert row(result.out, "Beginning") == ["!", "1", "Beginning", "–", "–", "–", "–", "12:34"]


def test_there_and_back(lab, worked, tmp_path) -> None:
    path = tmp_path / "mine.json"
    result = lab("progress", "export", str(path))
    assert result.code == 0 and "mine.json" in result.out
    assert lab("progress", "export", str(path)).code == 2
    printed = lab("progress", "export", "-").out
    assert printed.isascii() and json.loads(printed)["edits"] == json.loads(path.read_text("utf-8"))["edits"]
    result = lab("progress", "import", str(path))
    assert result.code == 0 and "nothing has changed" in result.out
    result = lab("progress", "import", str(path), "--profile", "an")
    assert result.code == 0 and "lessons in it: 2" in result.out
    assert row(lab("--profile=An", "progress").out, "Beginning")[-1] == "12:34"


def test_a_broken_file_is_one_sentence(lab, lesson, tmp_path) -> None:
    path = tmp_path / "broken.json"
    path.write_text('{"format": "dl-lab learner",\n "version": }')
    result = lab("progress", "import", str(path))
    assert result.code == 2 and f"{path}:2:" in result.err and result.err.count("\n") == 1


def test_json_that_is_no_export_is_told_as_that(lab, lesson, tmp_path) -> None:
    path = tmp_path / "other.json"
    path.write_text('{"a": 1}')
    result = lab("progress", "import", str(path))
    assert result.code == 2 and "this is no export of progress" in result.err and "$" not in result.err


def test_profiles_stand_anywhere_and_keep_apart(lab, lesson, home) -> None:
    assert lab("progress", "--json", "--profile", "Minh-Anh").lines[0]["profile"] == "minh-anh"
    assert os.environ[profiles.VARIABLE] == "minh-anh"
    assert (home / "learner-minh-anh.sqlite").exists() and not (home / "learner.sqlite").exists()


@pytest.mark.parametrize("name", ["", "../x", "a b", "Hương"])
def test_odd_profiles(lab, home, name) -> None:
    result = lab("progress", "--profile", name)
    assert result.code == 2 and "can't be a profile" in result.err
    assert not home.exists()


def test_a_newer_file_is_left_alone(lab, lesson, home) -> None:
    import sqlite3

    Learner.open().close()
    db = sqlite3.connect(home / "learner.sqlite")
    db.execute("PRAGMA user_version = 99")
    db.close()
    result = lab("progress")
    assert result.code == 2 and "newer dl-lab" in result.err and result.out == ""
