"""What `dl-lab check` finds by running: a good lesson is clean, each fault of a bad one is told by file and line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from specimen_exercise import LESSON

from tui_lab.config.errors import LabError
from tui_lab.content import parser
from tui_lab.content.lesson import Cell, Exercise, Lesson
from tui_lab.content.problem import Problem
from tui_lab.kernel import author, one_shot

GOOD_CHECK = """from tui_lab.content.checks import Fail, check

@check("doubles")
def doubles(answer):
    if answer.f(3) == 9:
        raise Fail("squares")
    if answer.f(3) != 6:
        raise Fail("other", got=answer.f(3))
"""
MESSAGES = """checks:
  doubles: {en: "doubles", vi: "nhân đôi"}
mistakes:
  squares: {en: "You square.", vi: "Bạn bình phương."}
  other: {en: "Got {got}.", vi: "Được {got}."}
hints:
  - {en: "Add.", vi: "Hãy cộng."}
"""


def exercise(folder: Path, line: int, **files: str) -> Exercise:
    for name, text in {"check": GOOD_CHECK, "solution": "def f(x): return 2 * x\n", "starter": "", **files}.items():
        path = folder / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "messages.yaml").write_text(MESSAGES, encoding="utf-8")
    return Exercise(id=folder.name, level="easy", task=(), folder=folder, line=line)


def cell(id: str, line: int, code: str, seconds: float = 10.0, *, fails: bool = False) -> Cell:
    return Cell(id=id, line=line, code_line=line + 2, code=code, seconds=seconds, fails=fails)


def lesson(folder: Path, *blocks: Cell | Exercise) -> Lesson:
    return Lesson(
        id="made",
        title="Made",
        minutes=1,
        needs=(),
        objectives=(),
        language="en",
        path=folder / "lesson.md",
        blocks=blocks,
    )


@pytest.mark.slow
def test_the_specimen_is_clean() -> None:
    assert [p for p in author.check_lesson(parser.read(LESSON, "en")) if not p.warning] == []


def test_each_fault_of_an_exercise_is_told_at_its_file(tmp_path: Path) -> None:
    broken = GOOD_CHECK.replace("    if answer.f(3) == 9:", "    answer.f(3).shape")
    broken = broken.replace('        raise Fail("squares")\n', "")
    made = lesson(
        tmp_path,
        cell("setup", 10, "double = lambda x: x + x\n"),
        exercise(
            tmp_path / "mixed",
            20,
            starter="def f(x): return 2 * x\n",
            solution="def f(x): return double(x)\n",
            right__three="y = 1\ndef f(x): return 3 * x\n",
            right__raises="def f(x):\n    return x.nothing\n",
            wrong__passes="# hint: squares\ndef f(x): return x + x\n",
            wrong__squares="# hint: squares\ndef f(x): return x * x\n",
            wrong__other="# hint: squares\ndef f(x): return x\n",
            wrong__loops="# hint: endless-loop\ndef f(x):\n    while True: pass\n",
            wrong__unreadable="# hint: syntax-error\ndef f(x:\n",
            check=GOOD_CHECK.replace('"doubles"', '"doubles", seconds=0.5'),
        ),
        exercise(tmp_path / "broken", 30, check=broken),
    )
    found = {(p.path.relative_to(tmp_path).as_posix(), p.line): p for p in author.check_lesson(made)}
    assert found.keys() == {
        ("mixed/starter.py", 1),
        ("mixed/right/three.py", 1),
        ("mixed/right/raises.py", 2),
        ("mixed/wrong/passes.py", 1),
        ("mixed/wrong/other.py", 1),
        ("broken/check.py", 5),
    }
    assert "Got 9" in found["mixed/right/three.py", 1].what or "square" in found["mixed/right/three.py", 1].what
    assert "other" in found["mixed/wrong/other.py", 1].what


def test_each_fault_of_a_cell_is_told_at_its_line(tmp_path: Path) -> None:
    made = lesson(
        tmp_path,
        cell("setup", 10, "def f(x):\n    return 1 / x\n"),
        cell("slow", 20, "import time\ntime.sleep(0.3)\n", seconds=0.1),
        cell("on-purpose", 30, "1 / 0\n", fails=True),
        cell("not-on-purpose", 40, "1 / 1\n", fails=True),
        cell("fails", 50, "y = 1\nf(0)\nz = 2\n"),
        cell("follows", 60, "print(z)\n"),
        cell("again", 70, "print(1)\n\n[][1]\n"),
        exercise(tmp_path / "not-reached", 80, starter="def f(x): return 2 * x\n"),
        cell("dies", 90, "import os\nos._exit(3)\n"),
        cell("never-run", 95, "1 / 0\n"),
    )
    found = author.check_lesson(made)
    assert [(p.line, p.warning) for p in found] == [(20, True), (40, False), (13, False), (74, False), (90, False)]
    assert all(p.path == tmp_path / "lesson.md" for p in found)
    assert "ZeroDivisionError" in found[2].what


def test_an_endless_cell_is_ended_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(author, "LEAST_LIMIT", 0.3)
    made = lesson(tmp_path, cell("endless", 10, "while True: pass\n", seconds=0.05))
    (problem,) = author.check_lesson(made)
    assert isinstance(problem, Problem) and problem.line == 10 and not problem.warning


def test_a_lesson_is_run_and_what_it_prints_is_safe(tmp_path: Path) -> None:
    told: list[tuple[str, list[str]]] = []
    made = lesson(
        tmp_path,
        cell("prints", 10, "print('one'); print('\\x1b]0;title\\x07two\\x1b[31m!', end='')\n3 + 4\n"),
        cell("bar", 20, "print('10%\\r20%\\r30%')\nimport os; os.getcwd()\n"),
        cell("fails", 30, "1 / 0\n"),
        cell("never-run", 40, "print('no')\n"),
    )
    assert not author.run_lesson(made, lambda cell, lines: told.append((cell.id, lines)))
    printed = [line for _, lines in told for line in lines]
    assert printed[:4] == ["one", "two!", "7", "30%"]
    assert printed[-1] == "ZeroDivisionError: division by zero" and "no" not in printed
    assert os.sep in printed[4] and not Path(printed[4].strip("'")).exists()


def test_nothing_to_run_starts_no_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(author, "OneShotKernel", None)
    assert author.check_lesson(lesson(tmp_path)) == []
    assert author.check_lesson(lesson(tmp_path, cell("only", 1, "1 / 0")), cells=False) == []


def test_a_kernel_that_does_not_start_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(one_shot, "INSTALL", "raise RuntimeError('no such thing')")
    with pytest.raises(LabError, match="no such thing"), one_shot.OneShotKernel():
        pass
