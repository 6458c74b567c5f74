"""The self-check that ships: twelve questions in both languages, each with a refresher and a word to each answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_lab.config.errors import LabError
from tui_lab.content import self_check
from tui_lab.content.lesson import Paragraph
from tui_lab.messages import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_questions_in_each_of_four_areas(language: str) -> None:
    check = self_check.read(language)
    assert len(check.areas) == 4
    assert [question.area for question in check.questions] == [0] * 3 + [1] * 3 + [2] * 3 + [3] * 3
    assert len({question.quiz.id for question in check.questions}) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_explained_and_every_question_has_a_refresher(language: str) -> None:
    for question in self_check.read(language).questions:
        assert question.title and question.quiz.question
        assert any(isinstance(block, Paragraph) for block in question.refresher), question.quiz.id
        for choice in question.quiz.choices:
            assert choice.why, (question.quiz.id, choice.line)
        if question.quiz.kind == "number":
            assert len(question.quiz.choices) >= 3


def test_both_languages_ask_the_same() -> None:
    english, vietnamese = self_check.read("en").questions, self_check.read("vi").questions
    for one, other in zip(english, vietnamese, strict=True):
        assert one.title != other.title
        assert (one.quiz.id, one.quiz.kind, one.quiz.answer) == (other.quiz.id, other.quiz.kind, other.quiz.answer)
        assert [c.right for c in one.quiz.choices] == [c.right for c in other.quiz.choices]
        assert one.quiz.numbers == other.quiz.numbers
        assert [type(block) for block in one.refresher] == [type(block) for block in other.refresher]


def test_the_figures_in_it_are_true() -> None:
    answers = {question.quiz.id: question.quiz.answer for question in self_check.read("en").questions}
    rows = [("basic", 25, 1), ("basic", 40, 0), ("pro", 33, 0), ("basic", 52, 1), ("basic", 35, 0)]
    left = [gone for plan, age, gone in rows if age > 30 and plan == "basic"]
    assert answers["filter-and-group"] == pytest.approx(sum(left) / len(left), abs=0.001)
    assert answers["dot-product"] == sum(w * x for w, x in zip((2, -1, 0.5), (1, 3, 4), strict=True)) + 1
    assert answers["noise-of-a-mean"] == 2 / 16**0.5
    sick, false_alarms = 0.9 * 0.01, 0.09 * 0.99
    assert sick / (sick + false_alarms) == pytest.approx(0.092, abs=0.0005)


def test_without_a_translation_it_is_english(tmp_path: Path) -> None:
    text = "---\nid: x\nminutes: 1\nneeds: []\nobjectives: [Know]\n---\n\n# Title\n\n## Area\n\n### Asked\n\n"
    quiz = "```{quiz} only\n:kind: one\nWhich?\n+ this  :: Yes.\n- that  :: No.\n```\n\n#### Again\n\nRead this.\n"
    (tmp_path / "self-check.md").write_text(text + quiz)
    [question] = self_check.read("vi", tmp_path).questions
    assert question.title == "Asked"


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LabError, match=r"self-check\.md can't be read"):
        self_check.read("en", tmp_path)
