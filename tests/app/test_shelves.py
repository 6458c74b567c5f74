"""What the map knows of lessons and progress, without a screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from learned import learn
from made_course import make_course, use_course

from tui_lab.app import progress
from tui_lab.app.lesson.reading import Reading
from tui_lab.app.lesson.session import LessonSession
from tui_lab.app.shelves import Shelves, Standing
from tui_lab.content import course, packs
from tui_lab.learner.store import Learner

ONE, TWO, FOUR = "01-foundations/01-neuron", "01-foundations/02-gradient", "01-foundations/04-activations"


@pytest.fixture
def shelves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelves:
    use_course(monkeypatch, make_course(tmp_path / "lessons", (ONE, TWO, FOUR)))
    made = Shelves()
    made.add(course.read())
    return made


def test_keys_are_those_of_packs(shelves: Shelves) -> None:
    assert [entry.key for entry in shelves.entries] == [ref.key for ref in packs.our_pack().lessons]


def test_hours_left_begin_with_all_and_end_with_none(shelves: Shelves) -> None:
    assert shelves.hours_left == 30
    shelves.standings = {entry.key: Standing(done=True) for entry in shelves.entries}
    assert shelves.hours_left == 0
    shelves.standings = {"course/neuron": Standing(begun=True, share=0.5)}
    assert 28 <= shelves.hours_left <= 30
    assert shelves.minutes_left(shelves.entries[0]) == 30


@pytest.mark.parametrize(
    ("standings", "place", "following"),
    [
        ({}, "", "neuron"),
        ({"neuron": Standing(done=True)}, "course/neuron", "gradient"),
        ({"neuron": Standing(done=True), "gradient": Standing(done=True)}, "course/gradient", "activations"),
        ({"activations": Standing(begun=True)}, "", "activations"),
        ({"activations": Standing(begun=True), "gradient": Standing(begun=True)}, "course/gradient", "gradient"),
        ({"activations": Standing(begun=True), "gradient": Standing(done=True)}, "course/gradient", "activations"),
        ({"activations": Standing(done=True)}, "course/activations", "neuron"),
        ({}, "gone/lesson", "neuron"),
    ],
)
def test_what_is_next(shelves: Shelves, standings: dict[str, Standing], place: str, following: str) -> None:
    shelves.standings = {f"course/{id}": standing for id, standing in standings.items()}
    entry = shelves.next(place)
    assert entry is not None and entry.key == f"course/{following}"


def test_nothing_is_next_where_all_is_done_or_planned(shelves: Shelves) -> None:
    shelves.standings = {e.key: Standing(done=True) for e in shelves.entries if e.lesson.written}
    assert shelves.next() is None


def test_shares_never_say_all_or_nothing_too_early() -> None:
    assert Standing(begun=True, share=0.001).percent == 1
    assert Standing(begun=True, share=1.0).percent == 99
    assert Standing(done=True).percent == 100


def test_a_new_learner_has_no_file_and_none_is_made(own_home: Path) -> None:
    assert progress.read() == progress.Progress()
    assert progress.read().new
    assert progress.flags("x") == {}
    assert not own_home.exists()


def test_progress_of_a_learner(shelves: Shelves) -> None:
    learn()
    found = progress.read()
    assert not found.new
    assert found.place == ("course/neuron", "first-question")
    assert found.standings["course/gradient"].done
    neuron = found.standings["course/neuron"]
    assert (neuron.begun, neuron.done, neuron.due) == (True, False, 1)
    refs = [ref for ref in packs.our_pack().lessons if ref.key in found.begun]
    assert [ref.key for ref in refs] == ["course/neuron"]
    shares = progress.shares(refs)
    assert found.with_shares(shares).standings["course/neuron"].share == shares["course/neuron"]
    with Learner.open() as learner:
        session = LessonSession(refs[0], learner, "en")
        left = Reading(session.blocks).left([*map(session.marking.behind, session.blocks)])
    assert 0 < shares["course/neuron"] == pytest.approx(1 - left), "as the lesson itself says"


def test_tour_and_self_check_are_remembered() -> None:
    progress.remember(progress.TOUR)
    assert progress.read().new, "the self-check is still to be offered"
    progress.remember(progress.SELF_CHECK)
    progress.remember(f"{progress.SELF_CHECK}.likelihood", "wrong")
    assert not progress.read().new
    assert progress.flags(f"{progress.SELF_CHECK}.") == {"likelihood": "wrong"}


def test_what_cannot_be_read_is_left_out_of_shares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_course(monkeypatch, make_course(tmp_path / "damaged", {ONE: "no front matter"}))
    assert progress.shares(packs.our_pack().lessons[:1]) == {}


def test_a_place_in_a_pack_goes_on_in_that_pack(shelves: Shelves, tmp_path: Path) -> None:
    other = make_course(tmp_path / "other", (ONE, TWO))
    shelves.add(course.read(other / course.FILE, ours=False), "other")
    shelves.standings = {"other/neuron": Standing(done=True)}
    entry = shelves.next("other/neuron")
    assert entry is not None and entry.key == "other/gradient"
    assert len(shelves.ours) == 30
    with Learner.open() as learner:
        assert learner.place() is None
