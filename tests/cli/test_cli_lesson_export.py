"""`dl-lab export LESSON`: what a learner hands in has the learner's own code and answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tui_lab.cli import main
from tui_lab.learner.store import Learner

MINE = "print('my own attempt')"


@pytest.fixture
def answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner who changed a cell, tried an exercise and answered a question of lesson 2."""
    monkeypatch.setenv("DL_LAB_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    with Learner.open() as learner:
        learner.save_edit("course/gradient", "neuron-chain", MINE)
        learner.save_edit("course/gradient", "central-difference", "def slope(f, x, h): return 7")
        learner.answered("course/gradient", "contour", "2", True)
        learner.answered("course/gradient", "rate-of-a-chain", "27", False)
    return tmp_path


def test_a_notebook_has_the_learners_code_and_opens(answered: Path) -> None:
    import nbformat

    assert main(["export", "gradient", "--ipynb"]) == 0
    notebook = nbformat.read(answered / "gradient.ipynb", as_version=4)
    nbformat.validate(notebook)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    assert MINE in code and "def slope(f, x, h): return 7" in code
    assert code[0].startswith("import numpy as np")
    assert "not tried yet" in text and "My answer: 3 (right)" in text and "My answer: 27 (wrong)" in text
    assert "{quiz}" not in text and ":kind:" not in text and "::" not in text


def test_without_a_name_it_is_asked_which_lesson(answered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--ipynb"]) == 2
    assert "Say which lesson: dl-lab export activations --ipynb" in capsys.readouterr().err


def test_the_same_lesson_gives_the_same_notebook(answered: Path) -> None:
    for name in ("one.ipynb", "two.ipynb"):
        assert main(["export", "gradient", "--ipynb", "--output", name]) == 0
    assert json.loads((answered / "one.ipynb").read_text()) == json.loads((answered / "two.ipynb").read_text())


def test_a_script_is_python(answered: Path) -> None:
    assert main(["export", "gradient", "--py", "--output", "mine.py"]) == 0
    script = (answered / "mine.py").read_text(encoding="utf-8")
    compile(script, "mine.py", "exec")
    assert MINE in script and "# %%" in script


def test_a_page_stands_alone_with_formulas_and_coloured_code(answered: Path) -> None:
    assert main(["export", "gradient", "--html"]) == 0
    page = (answered / "gradient.html").read_text(encoding="utf-8")
    assert "<math" in page and 'class="highlight"' in page and "my own attempt" in page
    assert "<script" not in page and "http" not in page.replace("http://www.w3.org", "")


def test_nothing_is_written_over_and_wrong_wishes_are_told(answered: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (answered / "gradient.html").write_text("mine")
    assert main(["export", "gradient", "--html"]) == 2
    assert main(["export", "gradient", "--html", "--py"]) == 2
    assert main(["export", "gradiant", "--html"]) == 2
    said = capsys.readouterr().err
    assert "gradient.html is there already" in said and "--ipynb, --py and --html" in said and "gradient" in said
    assert (answered / "gradient.html").read_text() == "mine"
