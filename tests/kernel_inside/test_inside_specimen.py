"""The specimen's exercise run by the runner, in this process: each answer gets what it must get."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from specimen_exercise import EXERCISE, kernels_names

from tui_lab.content.exercise import ExerciseFiles, describe
from tui_lab.kernel.events import CheckReport
from tui_lab.kernel.inside.exercise import run

FILES = ExerciseFiles.read(EXERCISE)


@pytest.mark.parametrize("name", ["solution", *FILES.right])
def test_right_answers_pass(name: str) -> None:
    code = FILES.right.get(name, FILES.solution)
    report = run(EXERCISE, code, names=kernels_names())
    assert report["passed"], report
    assert [result["name"] for result in report["results"]] == ["in-place", "keeps-the-scale"]


def test_the_starter_fails() -> None:
    assert not run(EXERCISE, FILES.starter, names=kernels_names())["passed"]


@pytest.mark.parametrize("name", FILES.wrong)
def test_a_wrong_answer_gets_its_hint(name: str) -> None:
    code, hint = FILES.wrong[name]
    report = run(EXERCISE, code, names=kernels_names())
    failed = [result for result in report["results"] if not result["passed"]]
    assert failed[0]["hint"] == hint
    said = describe(FILES, hint, failed[0]["numbers"], "vi")
    assert said and "{" not in said


def test_the_report_is_what_the_other_side_reads() -> None:
    code, _ = FILES.wrong["uniform_same_bound"]
    report = msgspec.json.decode(json.dumps(run(EXERCISE, code, names=kernels_names())), type=CheckReport)
    assert not report.passed
    assert report.results[1].hint == "uniform"
    assert report.results[1].numbers["wide"] == pytest.approx(3**-0.5, rel=0.1)


def test_the_same_answer_gets_the_same_numbers() -> None:
    code, _ = FILES.wrong["xavier"]
    one, two = (run(EXERCISE, code, names=kernels_names()) for _ in range(2))
    assert one == two


def test_the_folder_may_be_a_text(tmp_path: Path) -> None:
    assert run(str(EXERCISE), FILES.solution, "vi", kernels_names())["language"] == "vi"
