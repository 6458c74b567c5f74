from __future__ import annotations

import subprocess
import sys

import pytest
from learner_made import BEGIN, Clock, made

from tui_lab.learner import profiles
from tui_lab.learner.states import ExerciseState, QuizState
from tui_lab.learner.store import KEPT_EDITS, Learner

A = "course/activations"
B = "course/backward"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def learner(tmp_path, clock):
    with made(tmp_path / "learner.sqlite", clock) as opened:
        yield opened


def test_nothing_is_known_at_first(learner) -> None:
    state = learner.state(A)
    assert not (state.seen or state.ran or state.quizzes or state.exercises or state.seconds or state.finished)
    assert learner.overview() == {}
    assert learner.place() is None and learner.place_in(A) is None
    assert learner.edit(A, "cell") is None and learner.edits(A) == {}
    assert learner.note(A, "x") == "" and learner.notes() == [] and learner.bookmarks() == []
    assert learner.flag("tour") is None


def test_all_is_there_after_opening_again(tmp_path, clock) -> None:
    with made(tmp_path / "learner.sqlite", clock) as first:
        first.saw(A, "intro", "setup")
        first.ran(A, "setup", True)
        first.ran(A, "setup", False)
        first.answered(A, "quiz", "2", False)
        first.answered(A, "quiz", "1", True)
        first.attempted(A, "scale", False)
        first.opened_hint(A, "scale", 2)
        first.opened_hint(A, "scale", 1)
        first.opened_solution(A, "scale")
        first.attempted(A, "scale", True)
        first.attempted(A, "scale", False)
        for _ in range(3):
            first.add_time(A, 0.5)
        first.finish(A)
        first.save_place(B, "top")
        first.save_place(A, "quiz")
        first.save_edit(A, "setup", "x = 'dấu'\n")
        first.save_note(A, "intro", "đọc lại")
        first.set_flag("tour", "seen")
    with made(tmp_path / "learner.sqlite", clock) as again:
        state = again.state(A)
        assert state.seen == {"intro", "setup"}
        assert state.ran == {"setup": False}
        assert state.quizzes == {"quiz": QuizState("1", True, 2)}
        assert state.exercises == {"scale": ExerciseState(3, True, 2, True)}
        assert (state.seconds, state.finished) == (1.5, True)
        summary = again.overview()[A]
        assert (summary.seen, summary.ran, summary.answered, summary.right) == (2, 1, 1, 1)
        assert (summary.attempted, summary.passed, summary.seconds, summary.finished) == (1, 1, 1.5, True)
        assert again.place() == (A, "quiz") and again.place_in(B) == "top"
        assert again.edits(A) == {"setup": "x = 'dấu'\n"}
        assert [(n.lesson, n.block, n.text, n.at) for n in again.notes()] == [(A, "intro", "đọc lại", BEGIN)]
        assert again.flags("to") == {"tour": "seen"}


def test_opening_a_hint_is_no_attempt(learner) -> None:
    learner.opened_hint(A, "scale", 1)
    assert learner.overview()[A].attempted == 0
    assert learner.state(A).exercises["scale"].attempts == 0


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_time_that_is_none_is_not_counted(learner, seconds) -> None:
    learner.add_time(A, seconds)
    assert learner.overview() == {}


def test_bookmarks_and_notes_come_and_go(learner, clock) -> None:
    assert learner.toggle_bookmark(A, "x") is True
    clock.at += 1
    assert learner.toggle_bookmark(B, "y") is True
    assert learner.bookmarks() == [(B, "y"), (A, "x")]
    assert learner.toggle_bookmark(A, "x") is False
    assert learner.bookmarks(A) == []
    learner.save_note(A, "x", "one")
    learner.save_note(A, "x", "")
    assert learner.note(A, "x") == "" and learner.notes(A) == []
    assert [old.code for old in learner.note_history(A, "x")] == ["one"]


def test_typing_does_not_crowd_the_history_out(learner, clock) -> None:
    for second in range(900):
        clock.at += 1
        learner.save_edit(A, "cell", f"x = {second}")
    assert learner.edit(A, "cell") == "x = 899"
    assert 2 <= len(learner.edit_history(A, "cell")) <= 4


def test_the_history_is_bounded_and_keeps_the_newest(learner, clock) -> None:
    for n in range(50):
        clock.at += 3600
        learner.save_edit(A, "cell", str(n))
    kept = [old.code for old in learner.edit_history(A, "cell")]
    assert kept == [str(n) for n in range(48, 48 - KEPT_EDITS, -1)]


def test_going_back_to_the_lessons_text_loses_nothing(learner) -> None:
    learner.save_edit(A, "cell", "mine")
    learner.drop_edit(A, "cell")
    learner.drop_edit(A, "never-edited")
    assert learner.edit(A, "cell") is None
    assert [old.code for old in learner.edit_history(A, "cell")] == ["mine"]
    learner.save_edit(A, "cell", "mine")
    assert learner.edit(A, "cell") == "mine"
    assert learner.edit_history(A, "cell") == []


def test_two_apps_at_one_cell_lose_nothing(tmp_path, clock) -> None:
    one, two = made(tmp_path / "l.sqlite", clock), made(tmp_path / "l.sqlite", clock)
    one.save_edit(A, "cell", "from one")
    two.save_edit(A, "cell", "from two")
    assert one.edit(A, "cell") == "from two"
    assert [old.code for old in one.edit_history(A, "cell")] == ["from one"]
    one.save_note(A, "x", "one")
    two.save_note(A, "x", "two")
    assert one.note(A, "x") == "two" and [old.code for old in two.note_history(A, "x")] == ["one"]
    one.close()
    two.close()


def test_a_clock_put_back_does_not_lose_the_newer_text(tmp_path, clock) -> None:
    with made(tmp_path / "l.sqlite", clock) as learner:
        learner.save_edit(A, "cell", "first")
        learner.save_place(A, "first")
        learner.save_note(A, "x", "first")
        clock.at -= 1_000_000
        learner.save_edit(A, "cell", "second")
        learner.save_place(B, "second")
        learner.save_note(A, "x", "second")
        assert learner.edit(A, "cell") == "second"
        assert learner.place() == (B, "second")
        assert learner.note(A, "x") == "second"


def test_text_that_utf8_cannot_hold_is_kept_as_far_as_it_goes(learner) -> None:
    learner.save_edit(A, "cell", "a\ud800b\x00c")
    assert learner.edit(A, "cell") == "a?b\x00c"


WRITER = """
import sys
from pathlib import Path
from tui_lab.learner.store import Learner
name = sys.argv[1]
with Learner.open() as learner:
    for n in range(25):
        learner.add_time("course/a", 0.25)
        learner.ran("course/a", "cell", True)
        learner.answered("course/a", "quiz", name, True)
        learner.saw("course/a", f"{name}{n}")
        learner.save_edit("course/a", f"{name}{n}", name)
"""


def test_processes_that_write_at_once_lose_nothing(own_home) -> None:
    """Three at once, the file not being there yet."""
    running = [subprocess.Popen([sys.executable, "-c", WRITER, name], stderr=subprocess.PIPE) for name in "xyz"]
    for process in running:
        _, said = process.communicate(timeout=200)
        assert process.returncode == 0, said.decode()
    with Learner.open() as learner:
        state = learner.state("course/a")
        assert state.seconds == 3 * 25 * 0.25
        assert len(state.seen) == len(learner.edits("course/a")) == 75
        assert state.quizzes["quiz"].tries == 75
        ran = learner.database.row("SELECT sum(n) FROM counts WHERE what = 'ran'")
        assert ran == (75,)


def test_profiles_have_files_of_their_own(own_home, monkeypatch) -> None:
    with Learner.open() as nobody, Learner.open("An") as an:
        nobody.save_place(A, "x")
        an.save_place(B, "y")
    assert sorted(p.name for p in own_home.glob("*.sqlite")) == ["learner-an.sqlite", "learner.sqlite"]
    monkeypatch.setenv(profiles.VARIABLE, "AN")
    with Learner.open() as chosen:
        assert chosen.place() == (B, "y")


def test_threads_share_one_learner(learner) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: learner.add_time(A, 1.0), range(40)))
    assert learner.state(A).seconds == 40.0


def test_the_app_can_read_its_first_frame_without_heavy_imports() -> None:
    code = (
        "import sys; from tui_lab.learner.store import Learner; Learner.open().overview(); "
        "sys.exit(','.join({'fsrs', 'msgspec', 'textual', 'torch', 'yaml', 'rich'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
