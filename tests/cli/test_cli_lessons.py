from __future__ import annotations

import pytest
from cli_made_pack import add_pack

from tui_lab.cli.completion import candidates
from tui_lab.cli.parser import build
from tui_lab.kernel import author
from tui_lab.learner.store import Learner


@pytest.fixture
def lesson(tmp_path) -> str:
    return add_pack(tmp_path)


def test_a_table_of_all(lab, lesson) -> None:
    result = lab("lessons")
    assert result.code == 0 and result.out == lab("lessons", "list").out
    (made,) = [line for line in result.out.splitlines() if lesson in line]
    assert made.split() == ["1", "Beginning", lesson, "5", "●", "ready"]
    assert "planned" in result.out


def test_states_as_json(lab, lesson) -> None:
    def states() -> dict[str, str]:
        return {entry["key"]: entry["state"] for entry in lab("lessons", "--json").lines[0]}

    assert (states()[lesson], states()["made/later"]) == ("new", "planned")
    with Learner.open() as learner:
        learner.saw(lesson, "setup")
        assert states()[lesson] == "begun"
        learner.finish(lesson)
    assert states()[lesson] == "finished"


def test_one_as_text(lab, lesson) -> None:
    result = lab("lessons", "show", lesson)
    assert result.code == 0 and result.err == ""
    assert "How steep is y = 2x?" in result.out and "x = 1" in result.out
    assert "Yes, the factor of x." not in result.out and "\x1b" not in result.out
    in_vietnamese = lab("lessons", "show", "begin", "--lang", "vi")
    assert in_vietnamese.code == 0 and "tiếng Anh" in in_vietnamese.err


@pytest.mark.parametrize("action", ["show", "run"])
def test_lessons_that_are_not_there(lab, lesson, action) -> None:
    result = lab("lessons", action, "beginn")
    assert result.code == 2 and "begin" in result.err
    planned = lab("lessons", action, "made/later")
    assert planned.code == 2 and "still being written" in planned.err
    assert lab("lessons", action).code == 2


@pytest.mark.parametrize("good", [True, False])
def test_running_tells_what_cells_print(lab, lesson, monkeypatch, good) -> None:
    def run(read, tell) -> bool:
        (cell,) = read.cells
        tell(cell, ["one"])
        tell(cell, ["two"])
        return good

    monkeypatch.setattr(author, "run_lesson", run)
    result = lab("lessons", "run", lesson)
    assert result.code == (0 if good else 1)
    assert result.out.splitlines()[:3] == ["setup, line 17", "one", "two"]
    assert ("all 1 cells ran" in result.out) is good and ("lesson.md failed" in result.err) is not good


def test_names_are_completed(lesson) -> None:
    assert ("made/begin", "Beginning") in candidates(build(), ["lessons", "show", "made"])
    assert candidates(build(), ["lessons", "run", "made/la"]) == []
