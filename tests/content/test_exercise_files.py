from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tui_lab.content import checks, exercise
from tui_lab.content.exercise import ExerciseFiles, describe, describe_check, hints
from tui_lab.content.source import ContentError
from tui_lab.messages import LANGUAGES, Language, set_language, t

FOLDER = (
    Path(__file__).parent.parent
    / "packs"
    / "specimen"
    / "01-start"
    / "03-why-not-zero"
    / "exercises"
    / "keep-the-scale"
)


@pytest.fixture
def files() -> ExerciseFiles:
    return ExerciseFiles.read(FOLDER)


def test_everything_in_the_folder_is_read(files: ExerciseFiles) -> None:
    assert files.id == "keep-the-scale"
    assert files.starter.startswith("def init_") and files.solution.startswith("@torch.no_grad()")
    assert set(files.right) == {"data", "uniform"}
    assert len(files.wrong) == 9
    code, key = files.wrong["xavier"]
    assert key == "average" and "fan_in + fan_out" in code
    assert list(files.checks) == ["in-place", "keeps-the-scale"]


def test_a_file_that_was_changed_is_read_again(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / FOLDER.name)
    before = ExerciseFiles.read(folder)
    assert ExerciseFiles.read(folder) is before
    (folder / "starter.py").write_text("begun = True\n", encoding="utf-8")
    (folder / "right" / "data.py").unlink()
    after = ExerciseFiles.read(folder)
    assert after.starter == "begun = True\n" and set(after.right) == {"uniform"}
    shutil.rmtree(folder)
    with pytest.raises(ContentError):
        ExerciseFiles.read(folder)


def test_what_is_said_of_a_mistake_has_its_numbers(files: ExerciseFiles) -> None:
    said = describe(files, "half-is-lost", {"wide": 0.7071}, "en")
    assert said.startswith("Each layer keeps 0.71 of the signal")
    assert describe(files, "half-is-lost", {"wide": 0.7071}, "vi").startswith("Mỗi lớp giữ lại 0.71 tín hiệu")
    assert describe(files, "half-is-lost", {"wide": 0.7071}, "fr") == said
    assert describe_check(files, "in-place", "vi") == "ghi vào chính trọng số của lớp"
    assert describe_check(files, "other", "vi") == "other"
    assert len(hints(files, "en")) == 3 and hints(files, "vi") != hints(files, "en")


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({}, "keeps ? of"),
        ({"wide": float("nan")}, "keeps nan of"),
        ({"wide": "much\x1b[2J"}, "keeps much[2J of"),
        ({"wide": None}, "keeps None of"),
        ({"wide": 10**5000}, "keeps inf of"),
    ],
)
def test_whatever_the_numbers_it_never_fails(files: ExerciseFiles, numbers: dict[str, object], expected: str) -> None:
    assert expected in describe(files, "half-is-lost", numbers, "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", exercise.GENERAL)
def test_general_mistakes_have_their_sentence(files: ExerciseFiles, key: str, language: Language) -> None:
    set_language(language)
    names = exercise.braces(t(f"exercise.{key}"))
    said = describe(files, key, dict.fromkeys(names, 7), language)
    assert said.count("7") >= len(names) and "{" not in said


def test_a_mistake_that_nobody_knows_is_said_by_its_key(files: ExerciseFiles) -> None:
    assert describe(files, "never-heard-of", {}, "en") == "This isn't right yet (never-heard-of)."


def test_checks_are_loaded_in_their_order() -> None:
    found = checks.load(FOLDER / "check.py")
    assert [(each.name, each.seconds) for each in found] == [("in-place", 5.0), ("keeps-the-scale", 10)]


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("x = (\n", 1, "isn't Python"),
        ("x = 1\n", 1, "has no checks"),
        ("\nraise ValueError('no')\n", 2, "can't be run: ValueError: no"),
        ("from tui_lab.content.checks import check\n@check('a')\ndef f(x): ...\n" * 2, 2, "two checks are called a"),
        ("x = '\x1b[2J'\n", 1, "U+001B"),
    ],
)
def test_a_check_file_that_is_wrong(tmp_path: Path, text: str, line: int, expected: str) -> None:
    path = tmp_path / "check.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=expected.replace("+", r"\+")) as raised:
        checks.load(path)
    assert (raised.value.path, raised.value.line) == (path, line)


def test_a_check_passes_or_names_a_mistake() -> None:
    @checks.check("positive")
    def is_positive(answer: float) -> None:
        if answer <= 0:
            raise checks.Fail("sign", got=answer)

    is_positive(1.0)
    with pytest.raises(checks.Fail) as raised:
        is_positive(-1.0)
    assert (raised.value.key, raised.value.numbers) == ("sign", {"got": -1.0})


def test_reading_content_imports_neither_torch_nor_textual_nor_a_parser() -> None:
    code = (
        "import sys; from tui_lab.content import checks, exercise, parser, packs, structure; "
        "print([m for m in ('torch', 'textual', 'markdown_it', 'msgspec', 'yaml') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "['msgspec']" or out.strip() == "[]"
