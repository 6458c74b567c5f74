from __future__ import annotations

import sys

import pytest
from cli_made_pack import add_pack

from tui_lab.learner.store import DAY_MS, Learner

DAY = DAY_MS / 1000


@pytest.fixture
def lesson(tmp_path) -> str:
    return add_pack(tmp_path)


@pytest.fixture
def answered(lesson) -> str:
    """All was answered long ago, in this order."""
    with Learner.open() as learner:
        long_ago = learner.now() - 30 * DAY
        for hours, quiz in enumerate(("slope", "even", "half")):
            learner.now = lambda hours=hours: long_ago + hours * 3600
            learner.answered(lesson, quiz, "?", True)
        learner.answered("gone/lesson", "quiz", "?", True)
        learner.answered(lesson, "no-longer-there", "?", True)
    return lesson


@pytest.fixture
def typed(monkeypatch):
    """What is typed, one line after the other; then the input ends."""
    prompts: list[str] = []

    def typing(*lines: str) -> list[str]:
        left = list(lines)

        def answer(prompt: str) -> str:
            prompts.append(prompt)
            if not left:
                raise EOFError
            return left.pop(0)

        monkeypatch.setattr("builtins.input", answer)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        return prompts

    return typing


def due(lab) -> list[str]:
    return [card["block"] for card in lab("review", "--json").lines[0]["due"]]


def test_nothing_to_review(lab, lesson) -> None:
    result = lab("review")
    assert result.code == 0 and "once you have answered" in result.out
    with Learner.open() as learner:
        learner.answered(lesson, "slope", "1", True)
    assert "comes back on" in lab("review").out
    assert lab("review", "--json").lines[0]["due"] == []


def test_what_is_due_as_json(lab, answered) -> None:
    found = lab("review", "--json").lines[0]
    assert [card["block"] for card in found["due"]] == ["slope", "even", "half"]
    assert {card["title"] for card in found["due"]} == {"Beginning"} and found["due"][0]["kind"] == "quiz"
    assert found["next"] > found["due"][0]["due"]


def test_without_a_terminal_it_says_so(lab, answered) -> None:
    result = lab("review")
    assert result.code == 2 and "nobody is there to answer 3 questions" in result.err


def test_all_right(lab, answered, typed) -> None:
    prompts = typed("2", "", "1, 3", "h", "0,5", "e")
    result = lab("review")
    assert result.code == 0 and result.err == ""
    assert "1/3  Beginning" in result.out and "How steep is y = 2x?" in result.out
    assert "Yes, the factor of x." in result.out and "A half." in result.out
    assert result.out.count("✓ right") == 3 and "3 of 3 right" in result.out and "comes back on" in result.out
    assert prompts[0] == "answer (1 to 2): " and len(prompts) == 6
    assert due(lab) == []
    with Learner.open() as learner:
        days = dict(learner.database.rows("SELECT block, (due - reviewed) / 86400000 FROM cards WHERE reviewed > 0"))
    assert days["half"] > days["slope"] > days["even"] >= 1


def test_wrong_answers_are_explained_and_come_back_tomorrow(lab, answered, typed) -> None:
    typed("1", "1 2", "2")
    result = lab("review")
    assert "That is the slope of y = x." in result.out and "right is  2  2" in result.out
    assert "Three is odd." in result.out and "right is  3  four" in result.out
    assert "That is two divided by one." in result.out and "right is  0.5" in result.out
    assert "0 of 3 right" in result.out
    with Learner.open() as learner:
        rows = learner.database.rows("SELECT due - reviewed FROM cards WHERE reviewed > 0")
    assert rows == [(DAY_MS,)] * 3


def test_what_is_no_answer_is_asked_again(lab, answered, typed) -> None:
    typed("three", "3", "1 2", "²", "2", "a", "0", "1 3", "", "abc", "nan", "0.5", "")
    result = lab("review")
    assert "type one number from 1 to 2" in result.out and "type numbers from 1 to 3" in result.out
    assert "3 of 3 right" in result.out or "2 of 3 right" in result.out


def test_leaving_out_and_leaving(lab, answered, typed) -> None:
    typed("", "1 3", "", "q")
    assert "1 of 1 right" in lab("review").out
    assert due(lab) == ["slope", "half"]
    typed()
    assert lab("review").code == 0
    assert due(lab) == ["slope", "half"]


def test_in_vietnamese(lab, answered, typed) -> None:
    typed("2", "k")
    result = lab("review", "--lang", "vi")
    assert "Bắt đầu" in result.out and "✓ đúng" in result.out


def test_short_exercises_are_named(lab, answered, tmp_path, typed) -> None:
    lesson = tmp_path / "made" / "01-first" / "01-begin"
    text = (lesson / "lesson.md").read_text("utf-8")
    (lesson / "lesson.md").write_text(text + "\n```{exercise} short\n:level: easy\nDo it.\n```\n", "utf-8")
    with Learner.open() as learner:
        now = learner.now()
        learner.now = lambda: now - 40 * DAY
        learner.attempted(answered, "short", True, short=True)
    assert due(lab)[0] == "short"
    typed("2", "", "1 3", "", "0.5", "")
    assert "1 short exercises are due too" in lab("review").out


def test_lessons_that_cannot_be_read_are_one_line(lab, answered, tmp_path) -> None:
    pack = tmp_path / "made"
    (pack / "01-first" / "01-begin" / "lesson.md").write_text("---\nid: [\n")
    result = lab("review")
    assert result.err == f"dl-lab: lessons of made that can't be read: 1 (dl-lab check {pack} says why)\n"
