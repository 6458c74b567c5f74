"""`dl-lab check`, `new-lesson` and `pack`, without a kernel."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tui_lab.content.exercise import ExerciseFiles
from tui_lab.content.problem import Problem

SPECIMEN = Path(__file__).parent.parent / "packs" / "specimen"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return shutil.copytree(SPECIMEN, tmp_path / "specimen")


@pytest.mark.parametrize("name", ["made", "04-two-layers", "01-2024", "02-true"])
def test_a_new_lesson_has_nothing_wrong(name: str, lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = lab("new-lesson", name)
    assert made.code == 0 and f"{name}/lesson.vi.md" in made.out.splitlines()
    checked = lab("check", name, "--read-only", "--strict")
    assert (checked.code, checked.out) == (0, "lessons checked: 1, nothing is wrong\n")
    files = ExerciseFiles.read(tmp_path / name / "exercises" / "mean-squared-error")
    assert len(files.wrong) >= 3 and files.right


def test_the_answers_of_a_new_lesson_are_what_they_say(tmp_path: Path) -> None:
    from types import SimpleNamespace

    from tui_lab.content import checks, new_lesson

    new_lesson.write(tmp_path / "made")
    files = ExerciseFiles.read(tmp_path / "made" / "exercises" / "mean-squared-error")
    loaded = checks.load(files.check_file)

    def found(code: str) -> str:
        names: dict[str, object] = {}
        exec(code, names)
        try:
            for check in loaded:
                check(SimpleNamespace(**names))
        except checks.Fail as fail:
            return fail.key
        return ""

    assert found(files.solution) == "" and found(files.starter) != ""
    assert {name: found(code) for name, code in files.right.items()} == dict.fromkeys(files.right, "")
    assert {name: found(code) for name, (code, _) in files.wrong.items()} == {
        name: key for name, (_, key) in files.wrong.items()
    }


def test_a_new_lesson_overwrites_nothing(lab, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "lesson.md").write_text("mine")
    result = lab("new-lesson", str(tmp_path / "mine"))
    assert result.code == 2 and "is there already" in result.err
    assert (tmp_path / "mine" / "lesson.md").read_text() == "mine"
    assert "makes no id" in lab("new-lesson", str(tmp_path / "Meine Lektion")).err


def test_check_says_file_line_and_kind(lab, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lesson = pack / "01-start" / "03-why-not-zero" / "lesson.md"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace("[layers, backward]", "[nothing]"), encoding="utf-8")
    monkeypatch.chdir(pack.parent)
    result = lab("check", "specimen", "--read-only")
    assert result.code == 1
    first, last = result.out.splitlines()
    assert first.startswith(
        "specimen/01-start/03-why-not-zero/lesson.md:4: error: course.yaml has no lesson nothing: name"
    )
    assert last == "lessons checked: 1, errors: 1, warnings: 0"
    told = json.loads(lab("check", "specimen", "--read-only", "--json").out)
    assert (told["errors"], told["warnings"]) == (1, 0)
    assert told["problems"][0]["line"] == 4 and told["problems"][0]["severity"] == "error"
    assert ":4: lỗi: course.yaml không có bài nothing" in lab("--lang", "vi", "check", "specimen", "--read-only").out


def test_warnings_count_only_when_strict(lab, pack: Path) -> None:
    (pack / "01-start" / "03-why-not-zero" / "lesson.vi.md").unlink()
    result = lab("check", str(pack), "--read-only")
    assert result.code == 0 and "warning: there is no translation to vi yet" in result.out
    assert lab("check", str(pack), "--read-only", "--strict").code == 1


def test_check_runs_what_could_be_read(lab, pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tui_lab.cli import authoring

    ran: list[str] = []

    def run(folder: Path) -> list[Problem]:
        ran.append(folder.name)
        return [Problem(folder / "lesson.md", 90, "the cell fails")]

    monkeypatch.setattr(authoring, "_run", run)
    result = lab("check", str(pack))
    assert result.code == 1 and ran == ["03-why-not-zero"] and ":90: error: the cell fails" in result.out
    (pack / "01-start" / "03-why-not-zero" / "lesson.md").write_text("---\n", encoding="utf-8")
    result = lab("check", str(pack))
    assert ran == ["03-why-not-zero"] and "only read and not run: 1" in result.out


def test_nothing_to_check_is_wrong_usage(lab, tmp_path: Path) -> None:
    result = lab("check", str(tmp_path))
    assert result.code == 2 and "is neither a lesson (lesson.md) nor a pack" in result.err


def test_packs_are_added_listed_and_removed(lab, pack: Path) -> None:
    assert "course" in lab("pack").out
    result = lab("pack", "add", str(pack))
    assert result.code == 0 and "added specimen, lessons in it: 3" in result.out and "not part of dl-lab" in result.out
    listed = lab("pack", "list", "--json").lines[0]
    assert [(p["name"], p["ours"], p["usable"]) for p in listed] == [  # type: ignore[index]
        ("course", True, True),
        ("specimen", False, True),
    ]
    assert "1 of 3 lessons written" in lab("pack", "list").out
    assert "specimen" in lab("__complete", "zsh", "dl-lab", "pack", "remove", "").out
    (pack / "course.yaml").unlink()
    broken = lab("pack", "list")
    assert broken.code == 0 and "the pack specimen can't be used" in broken.err
    assert lab("pack", "list", "--json").lines[0][1]["usable"] is False  # type: ignore[index]
    assert "its files stay in" in lab("pack", "remove", "specimen").out
    again = lab("pack", "remove", "specimen")
    assert again.code == 2 and "none was added yet" in again.err


def test_one_lesson_that_cannot_be_read_keeps_no_other_from_being_run(
    lab, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui_lab.cli import authoring

    ran: list[str] = []
    monkeypatch.setattr(authoring, "_run", lambda folder: ran.append(folder.name) or [])
    lesson = pack / "01-start" / "03-why-not-zero"
    broken = shutil.copytree(lesson, pack / "01-start" / "01-layers")
    (broken / "lesson.md").unlink()
    (broken / "lesson.md").symlink_to("/etc/hostname")
    result = lab("check", str(pack))
    assert result.code == 1 and ran == ["03-why-not-zero"] and "only read and not run: 1" in result.out
    assert result.out.count("01-layers/lesson.md") == 1


def test_a_pack_with_a_lesson_that_leads_out_is_added_and_says_so(lab, pack: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("---\n", encoding="utf-8")
    other = pack / "01-start" / "01-layers"
    other.mkdir()
    (other / "lesson.md").symlink_to(tmp_path / "outside.md")
    result = lab("pack", "add", str(pack))
    assert result.code == 0
    assert result.err == f"dl-lab: lessons of specimen that can't be read: 1 (dl-lab check {pack} says why)\n"
    shown = lab("lessons", "show", "specimen/layers")
    assert shown.code == 2 and "leads out of its pack" in shown.err
    assert lab("lessons", "show", "specimen/why-not-zero").code == 0


def test_a_new_lesson_in_a_new_pack_is_listed(lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = lab("new-lesson", "my-lessons/01-first/01-errors")
    assert made.code == 0 and "my-lessons/course.yaml" in made.out.splitlines()
    assert "dl-lab pack add my-lessons" in made.out
    checked = lab("check", "my-lessons", "--read-only", "--strict")
    assert (checked.code, checked.out) == (0, "lessons checked: 1, nothing is wrong\n")
    assert "added my-lessons, lessons in it: 1" in lab("pack", "add", "my-lessons").out
    assert "my-lessons was added before" in lab("pack", "add", "my-lessons").out
    listed = (tmp_path / "my-lessons" / "course.yaml").read_text(encoding="utf-8")
    assert "list it in my-lessons/course.yaml" in lab("new-lesson", "my-lessons/01-first/02-more").out
    assert (tmp_path / "my-lessons" / "course.yaml").read_text(encoding="utf-8") == listed


def test_nothing_is_written_above_the_folder_of_a_new_lesson(
    lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "01-first").mkdir()
    monkeypatch.chdir(tmp_path / "01-first")
    assert lab("new-lesson", "01-errors").code == 0 and lab("new-lesson", "mine/errors").code == 0
    assert list(tmp_path.rglob("course.yaml")) == []


def test_a_list_of_lessons_in_another_encoding_is_told_with_its_line(lab, pack: Path) -> None:
    path = pack / "course.yaml"
    path.write_bytes(path.read_bytes() + b"\n# caf\xe9\n")
    result = lab("check", str(pack), "--read-only")
    assert result.code == 1
    told = [line for line in result.out.splitlines() if "course.yaml:" in line]
    assert len(told) == 1 and "save it as UTF-8" in told[0] and "install" not in told[0]
