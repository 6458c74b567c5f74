from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import fsrs
import pytest
from learner_made import BEGIN, Clock, made

from tui_lab.learner.review import MINUTES_A_DAY, RATINGS, SECONDS_A_CARD, due, grade, next_due
from tui_lab.learner.store import AGAIN, FIRST_REVIEW_MS, GOOD

A = "course/activations"
DAY = 86_400.0
NOW = datetime.fromtimestamp(BEGIN, UTC).replace(hour=10, minute=0, second=0).timestamp()


@pytest.fixture(autouse=True)
def time_zone(monkeypatch):
    """Here is Greenwich, unless the test moves."""

    def move(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    move("UTC")
    yield move
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def learner(tmp_path):
    with made(tmp_path / "learner.sqlite", Clock(NOW)) as opened:
        yield opened


def asked(learner, now) -> list[str]:
    return [card.block for card in due(learner, now)]


def test_what_was_answered_comes_back(learner) -> None:
    assert next_due(learner, NOW) is None
    learner.answered(A, "right", "1", True)
    learner.answered(A, "wrong", "0", False)
    learner.answered(A, "wrong", "1", True)  # corrected at once: that isn't knowing it
    learner.attempted(A, "hard", True)
    learner.attempted(A, "easy", False, short=True)
    assert asked(learner, NOW) == []
    assert next_due(learner, NOW) == NOW + DAY
    assert asked(learner, NOW + DAY) == ["wrong"]
    assert asked(learner, NOW + 2 * DAY) == ["wrong", "right"]
    learner.attempted(A, "easy", True, short=True)
    assert [(c.block, c.kind) for c in due(learner, NOW + 3 * DAY)] == [
        ("wrong", "quiz"),
        ("easy", "exercise"),
        ("right", "quiz"),
    ]


@pytest.mark.parametrize("first", [AGAIN, GOOD])
def test_first_days_are_those_of_fsrs(first) -> None:
    scheduler = fsrs.Scheduler(learning_steps=(), enable_fuzzing=False)
    card, _ = scheduler.review_card(fsrs.Card(card_id=0), fsrs.Rating(first), datetime.fromtimestamp(NOW, UTC))
    assert card.due - datetime.fromtimestamp(NOW, UTC) == timedelta(milliseconds=FIRST_REVIEW_MS[first])


def test_the_better_it_was_known_the_later_it_comes_back(tmp_path) -> None:
    days = []
    for rating in RATINGS:
        with made(tmp_path / f"{rating}.sqlite", Clock(NOW)) as learner:
            learner.answered(A, "q", "1", True)
            (card,) = due(learner, NOW + 2 * DAY)
            back = grade(learner, card, rating, NOW + 2 * DAY)
            days.append((back - NOW) / DAY - 2)
            assert next_due(learner, NOW + 2 * DAY) == back
    assert days == sorted(days) and days[0] == 1 and days[-1] > days[0]


def test_intervals_grow_and_are_the_same_each_time(tmp_path) -> None:
    def intervals(name: str) -> list[float]:
        now, found = NOW, []
        with made(tmp_path / name, Clock(NOW)) as learner:
            learner.answered(A, "q", "1", True)
            for _ in range(12):
                now = next_due(learner, now)
                (card,) = due(learner, now)
                found.append((grade(learner, card, "good", now) - now) / DAY)
        return found

    first = intervals("a")
    assert first == intervals("b")
    assert first == sorted(first) and first[-1] == 365


def test_a_forgotten_card_comes_back_tomorrow_and_sooner_after(learner) -> None:
    learner.answered(A, "q", "1", True)
    now = NOW
    for _ in range(4):
        now = next_due(learner, now)
        grade(learner, due(learner, now)[0], "good", now)
    long = next_due(learner, now) - now
    now = next_due(learner, now)
    assert grade(learner, due(learner, now)[0], "again", now) == now + DAY
    now += DAY
    assert 0 < grade(learner, due(learner, now)[0], "good", now) - now < long


def test_a_day_has_its_minutes(learner) -> None:
    for n in range(40):
        learner.answered(A, f"q{n:02}", "1", True)
    fits = MINUTES_A_DAY * 60 // SECONDS_A_CARD["quiz"]
    now = NOW + 5 * DAY
    today = due(learner, now)
    assert [card.block for card in today] == [f"q{n:02}" for n in range(fits)]
    for done, card in enumerate(today, 1):
        grade(learner, card, "good", now + 30 * done)
        assert len(due(learner, now + 30 * done)) == fits - done
    evening = now + 13 * 3600
    assert due(learner, evening) == []
    assert next_due(learner, evening) == evening + 3600
    assert asked(learner, evening + 7200)[0] == f"q{fits:02}"


def test_the_day_is_that_of_the_time_zone(learner, time_zone) -> None:
    time_zone("<+07>-7")
    for n in range(30):
        learner.answered(A, f"q{n:02}", "1", True)
    evening = NOW + 5 * DAY + 6.5 * 3600  # half past eleven there
    for card in due(learner, evening):
        grade(learner, card, "good", evening)
    assert due(learner, evening) == []
    assert len(due(learner, evening + 3600)) == MINUTES_A_DAY * 60 // SECONDS_A_CARD["quiz"]


def test_what_cannot_be_asked_takes_no_time(learner) -> None:
    for n in range(40):
        learner.answered("gone/lesson", f"q{n:02}", "1", True)
    learner.answered(A, "z", "1", True)
    found = due(learner, NOW + 5 * DAY, keep=lambda card: card.lesson == A)
    assert [card.block for card in found] == ["z"]
    grade(learner, found[0], "good", NOW + 5 * DAY)
    back = next_due(learner, NOW + 5 * DAY, keep=lambda card: card.lesson == A)
    assert back is not None and back > NOW + 6 * DAY


def test_grading_works_with_a_clock_put_back(learner) -> None:
    learner.answered(A, "q", "1", True)
    (card,) = due(learner, NOW + 3 * DAY)
    assert grade(learner, card, "good", NOW + 3 * DAY) > NOW + 3 * DAY
    assert grade(learner, card, "easy", NOW - DAY) > NOW - DAY


def test_a_card_that_is_gone_is_left_alone(learner) -> None:
    learner.answered(A, "q", "1", True)
    (card,) = due(learner, NOW + 3 * DAY)
    with learner.database.writing() as db:
        db.execute("DELETE FROM cards")
    assert grade(learner, card, "good", NOW + 3 * DAY) == card.due


def test_what_is_due_is_told_without_fsrs() -> None:
    code = (
        "import sys; from tui_lab.learner import review; "
        "from tui_lab.learner.store import Learner; learner = Learner.open(); "
        "learner.answered('a', 'b', 'c', True); review.due(learner, learner.now()); "
        "sys.exit('fsrs' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
