"""Figures in a lesson's text are those of its runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui_lab.config.errors import LabError
from tui_lab.content.evidence import Claim, evidence, problems, record


def _lesson(folder: Path, text: str, vi: str = "") -> Path:
    (folder / "lesson.md").write_text(text, encoding="utf-8")
    if vi:
        (folder / "lesson.vi.md").write_text(vi, encoding="utf-8")
    (folder / "evidence.py").write_text("# as it is\n", encoding="utf-8")
    return folder


def _recorded(folder: Path, *claims: Claim) -> list[str]:
    (folder / "evidence.json").write_text(json.dumps(record(list(claims), folder)), encoding="utf-8")
    return [what for _, what in problems(folder)]


@evidence(
    says={"en": "between {min:.1%} and {max:.1%}", "vi": "từ {min:.1%} đến {max:.1%}"},
    holds=lambda accuracy: accuracy > 0.9,
)
def ends_high(seed: int) -> float:
    return 0.91 + seed / 100


def test_text_that_says_what_was_measured_is_fine_also_over_two_lines(tmp_path: Path) -> None:
    folder = _lesson(tmp_path, "It ends between\n91.0% and 95.0%.", "Kết thúc từ 91.0% đến 95.0%.")
    assert _recorded(folder, ends_high) == []


def test_text_that_says_something_else_is_told_with_the_right_words(tmp_path: Path) -> None:
    (what,) = _recorded(_lesson(tmp_path, "It ends between 91% and 94%."), ends_high)
    assert "between 91.0% and 95.0%" in what


def test_a_claim_may_fail_on_one_seed_and_not_on_two(tmp_path: Path) -> None:
    def claim(bound: int) -> Claim:
        return evidence(says={"en": "{held} of {seeds}"}, holds=lambda seed: seed < bound)(float)

    folder = _lesson(tmp_path, "4 of 5 and 3 of 5")
    assert _recorded(folder, claim(4)) == []
    assert "3 of 5" in _recorded(folder, claim(3))[0]


def test_several_numbers_of_a_run_have_their_names(tmp_path: Path) -> None:
    claim = evidence(says={"en": "{mean_a:.1f} against {max_b:.0f}"})(lambda seed: {"a": seed, "b": 10 * seed})
    assert _recorded(_lesson(tmp_path, "2.0 against 40"), claim) == []


def test_evidence_that_was_changed_never_run_or_is_damaged_is_told(tmp_path: Path) -> None:
    folder = _lesson(tmp_path, "between 91.0% and 95.0%")
    assert "never been run" in problems(folder)[0][1]
    _recorded(folder, ends_high)
    (folder / "evidence.py").write_text("# changed\n", encoding="utf-8")
    assert "changed since" in problems(folder)[0][1]
    (folder / "evidence.json").write_text("{", encoding="utf-8")
    with pytest.raises(LabError, match=r"evidence\.json"):
        problems(folder)


def test_a_lesson_without_evidence_is_fine(tmp_path: Path) -> None:
    assert problems(tmp_path) == []
