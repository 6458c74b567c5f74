from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tui_lab.config.errors import LabError
from tui_lab.config.places import shipped
from tui_lab.content import structure
from tui_lab.content.structure import check_pack

SPECIMEN = Path(__file__).parent.parent / "packs" / "specimen"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return shutil.copytree(SPECIMEN, tmp_path / "pack")


@pytest.fixture
def lesson(pack: Path) -> Path:
    return pack / "01-start" / "03-why-not-zero"


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(path: Path) -> list[tuple[str, int, bool, str]]:
    return [(p.path.name, p.line, p.warning, p.what) for p in check_pack(path)]


def test_the_specimen_has_nothing_wrong(pack: Path, lesson: Path) -> None:
    assert said(pack) == []
    assert said(lesson) == []
    assert said(lesson / "lesson.md") == []
    assert structure.lesson_folders(pack) == [lesson]


def test_what_can_be_read_of_our_course_is_right() -> None:
    assert [p for p in check_pack(shipped("lessons")) if not p.warning] == []


def test_neither_a_pack_nor_a_lesson(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="is neither a lesson"):
        check_pack(tmp_path)


# What is changed into what, and what is said of it.
IN_LESSON = {
    "id": ("id: why-not-zero", "id: zero", "the id is zero, but the folder is called why-not-zero"),
    "need": ("[layers, backward]", "[layers, forwards]", "course.yaml has no lesson forwards"),
    "link": ("lesson:backward", "lesson:forwards", "course.yaml has no lesson forwards"),
    "block": ("(#only-the-bias)", "(#the-bias)", "the lesson “why-not-zero” has no block “the-bias”"),
    "own block": ("lesson:backward", "lesson:why-not-zero#nothing", "has no block “nothing”"),
    "file": ("lesson:backward", "notes.txt", "there is no file notes.txt"),
    "why": ("93 %: SGD finds its way from anywhere  ::", "93 %: SGD", "has no explanation"),
    "data": ("data: mnist", "data: minst", "the preset zeros-against-kaiming can't be trained"),
    "exercise": ("{exercise} keep-the-scale", "{exercise} keep-it", "the folder exercises/keep-it is missing"),
}


@pytest.mark.parametrize("fault", IN_LESSON)
def test_a_fault_in_the_lesson_is_an_error_with_its_line(fault: str, pack: Path, lesson: Path) -> None:
    old, new, expected = IN_LESSON[fault]
    file = lesson / "lesson.md"
    line = file.read_text(encoding="utf-8").partition(old)[0].count("\n") + 1
    change(file, old, new)
    errors = [p for p in check_pack(pack) if not p.warning]
    assert [(p.path.name, expected in p.what) for p in errors] == [("lesson.md", True)]
    # A preset is told as a whole; a paragraph by its own first line.
    assert line - 2 <= errors[0].line <= line


def test_a_question_of_an_explorable_without_answers_is_told(pack: Path, lesson: Path) -> None:
    change(lesson / "lesson.md", ":choices: equal | different\n", "")
    change(lesson / "lesson.md", ":answer: 1\n", "")
    told = [(name, warning, what) for name, _, warning, what in said(pack) if "two-equal-neurons" in what]
    assert ("lesson.md", True) in [(name, warning) for name, warning, what in told if ":choices:" in what]


def test_a_lesson_that_can_not_be_read_is_one_error_and_the_others_are_read(pack: Path, lesson: Path) -> None:
    other = shutil.copytree(lesson, pack / "01-start" / "01-layers")
    change(other / "lesson.md", "id: why-not-zero", "id: layers")
    change(other / "lesson.md", "[layers, backward]", "[nothing]")
    (lesson / "lesson.md").write_text("---\n", encoding="utf-8")
    errors = [(p.path.parent.name, p.line) for p in check_pack(pack) if not p.warning]
    assert errors == [("01-layers", 4), ("03-why-not-zero", 1)]


def test_without_a_course_the_lesson_alone_is_read(lesson: Path, tmp_path: Path) -> None:
    alone = shutil.copytree(lesson, tmp_path / "why-not-zero")
    assert said(alone) == []
    change(alone / "lesson.md", "lesson:backward", "lesson:whatever")
    assert said(alone) == []


def test_a_faulty_course_is_told_with_its_line(pack: Path) -> None:
    change(pack / "course.yaml", "minutes: 40", "minutes: soon")
    assert said(pack) == [
        ("course.yaml", 8, False, "minutes = soon is not accepted: it must be a whole number from 1 to 999")
    ]


def test_lessons_that_nobody_sees_are_warned_of(pack: Path, lesson: Path) -> None:
    shutil.copytree(lesson, pack / "01-start" / "09-hidden")
    shutil.copytree(lesson / "exercises" / "keep-the-scale", lesson / "exercises" / "unused")
    assert [(name, warning) for name, _, warning, _ in said(pack)] == [("check.py", True), ("lesson.md", True)]


def test_a_missing_translation_is_a_warning(pack: Path, lesson: Path) -> None:
    (lesson / "lesson.vi.md").unlink()
    assert said(pack) == [
        ("lesson.md", 1, True, "there is no translation to vi yet: write lesson.vi.md beside it"),
    ]


IN_TRANSLATION = {
    "partial": ("\n## Vậy nên lớn bao nhiêu?\n", "", True, "below breaks-the-tie"),
    "figure": ("Bên trái dừng ở 11,25 %", "Bên trái dừng ở 11,35 %", True, "only English says 11.25"),
    "cell gone": ("```{code-cell} python\n:id: only-the-bias\n```\n", "", True, "only-the-bias"),
    "cell unknown": (":id: only-the-bias", ":id: the-bias", True, "there is no the-bias in lesson.md"),
    "answers": ("+ 11 %: gần", "- 11 %: gần", False, "the quiz predict-zeros has no right answer"),
    "code": (":id: only-the-bias\n", ":id: only-the-bias\nprint(1)\n", False, "the code of only-the-bias differs"),
    "preset": ("zeros-against-kaiming\n", "zeros-against-kaiming\ndata: moons\n", False, "the preset zeros-against"),
    "numbers": ("- 0,01  ::", "- 0,02  ::", True, "the answers of hundred-classes are not those of lesson.md"),
    "choices": (":choices: bằng nhau | khác nhau\n", "", True, "two-equal-neurons"),
    "objectives": ("  - Nhận ra một mạng", "  - Một\n  - Nhận ra một mạng", True, "English has 3 objectives"),
    "yaml": ("objectives:", "objectives: !!seq", False, "the tag tag:yaml.org,2002:seq is not allowed"),
}


@pytest.mark.parametrize("fault", IN_TRANSLATION)
def test_a_translation_that_does_not_follow(fault: str, pack: Path, lesson: Path) -> None:
    old, new, warning, expected = IN_TRANSLATION[fault]
    change(lesson / "lesson.vi.md", old, new)
    found = [p for p in check_pack(pack) if expected in p.what]
    assert [(p.path.name, p.warning) for p in found[:1]] == [("lesson.vi.md", warning)]
    assert all(p.warning for p in check_pack(pack)) is warning


IN_EXERCISE = {
    "hint": (("wrong/xavier.py", "# hint: average", "# hint: avarage"), 1, "there is no mistake avarage"),
    "no hint": (("wrong/xavier.py", "# hint: average\n", ""), 1, "first line names the mistake"),
    "check name": (("check.py", '@check("in-place")', '@check("in-it")'), 42, "the check in-it has no text"),
    "fail": (("check.py", 'Fail("replaced")', 'Fail("repleced")'), 51, "there is no mistake repleced"),
    "check syntax": (("check.py", "def near(", "def near(("), 38, "isn't Python"),
    "solution": (("solution.py", "def init_", "def init_["), 2, "isn't Python"),
    "braces": (("messages.yaml", "({first:.2f}, {second:.2f}, {third:.2f}): bạn", "({first:.2f}): bạn"), 16, "braces"),
    "attribute": (("messages.yaml", "{wide:.2f} of", "{wide.real} of"), 18, "{wide.real} is not accepted"),
    "wide format": (("messages.yaml", "{wide:.2f} of", "{wide:99999d} of"), 18, "{wide:99999d} is not accepted"),
    "english": (("messages.yaml", '{en: "writes', '{ne: "writes'), 2, "English is missing"),
    "twice": (("messages.yaml", "  leaf:\n", "  replaced:\n"), 8, "stands twice"),
    "hints": (("messages.yaml", "hints:", "hint:"), 0, "there is no field hint"),
}


@pytest.mark.parametrize("fault", IN_EXERCISE)
def test_a_fault_in_an_exercise(fault: str, pack: Path, lesson: Path) -> None:
    (name, old, new), line, expected = IN_EXERCISE[fault]
    change(lesson / "exercises" / "keep-the-scale" / name, old, new)
    errors = [p for p in check_pack(pack) if not p.warning]
    assert [(p.path.name, expected in p.what) for p in errors] == [(Path(name).name, True)], errors
    assert line in (0, errors[0].line)


def test_fewer_than_three_wrong_answers_are_a_warning(pack: Path, lesson: Path) -> None:
    exercise = lesson / "exercises" / "keep-the-scale"
    for path in sorted((exercise / "wrong").glob("*.py"))[2:]:
        path.unlink()
    assert [what for name, _, warning, what in said(pack) if warning and name == "check.py"] == [
        "keep-the-scale has 2 wrong answers beside it: with fewer than 3, its checks have hardly been tried"
    ]


def test_a_text_without_vietnamese_and_one_never_said_are_warnings(pack: Path, lesson: Path) -> None:
    messages = lesson / "exercises" / "keep-the-scale" / "messages.yaml"
    change(messages, ', vi: "ghi vào chính trọng số của lớp"', "")
    change(messages, "hints:", "  spare: {en: Spare, vi: Thừa}\nhints:")
    assert [(warning, what) for _, _, warning, what in said(pack)] == [
        (True, "checks.in-place has no text in vi"),
        (True, "mistakes.spare is never said: check.py doesn't name it"),
    ]


# What is put at the end of the lesson, each with a part of what is said of it. The lines count from the first.
MANY = """
```{quiz} predict-zeros
:kind: one
Which?
- a  :: b
+ c  :: d
```

```{include} other.md
```

```{code-cell} python
:id: twice
:id: twice-again
1
```

```{explorable} nosuch
```

A [link](../../outside.md) and
another [link](missing.md).
"""
SAID_OF_MANY = {
    2: "the id predict-zeros stands in line",
    9: "there is no block {include}",
    14: "the key 'id' stands twice",
    18: "there is no explorable nosuch",
    21: "leads out of the lesson's folder",
    22: "there is no file missing.md",
}


def test_all_that_is_wrong_in_a_lesson_is_told_at_once_by_line(pack: Path, lesson: Path) -> None:
    file = lesson / "lesson.md"
    before = file.read_text(encoding="utf-8").rstrip("\n")
    file.write_text(f"{before}\n{MANY}", encoding="utf-8")
    first = before.count("\n") + 1
    errors = [(p.line - first, p.what) for p in check_pack(pack) if not p.warning]
    assert [line for line, _ in errors] == list(SAID_OF_MANY), errors
    assert all(part in what for part, (_, what) in zip(SAID_OF_MANY.values(), errors, strict=True)), errors


def test_what_only_follows_from_a_fault_is_not_told(pack: Path, lesson: Path) -> None:
    file = lesson / "lesson.md"
    change(file, "```{exercise} keep-the-scale\n", "```{exercise} keep-the-scale\n:no option\n")
    change(file, "```{code-cell} python\n:id: only-the-bias\n", "```{code-cell} python\n:id: only the bias\n")
    errors = [(p.path.name, p.what) for p in check_pack(pack)]
    assert [name for name, _ in errors] == ["lesson.md"] * 2, errors
    assert "is no id" in errors[0][1] and ":no option is no option" in errors[1][1]


def test_a_block_without_an_end_stands_below_what_was_wrong_before_it(lesson: Path, tmp_path: Path) -> None:
    file = lesson / "lesson.md"
    change(file, "needs:", "neads:")
    file.write_text(file.read_text(encoding="utf-8") + "\n```{note}\n[a](../b.md)\n", encoding="utf-8")
    errors = [p.what for p in check_pack(lesson)]
    assert len(errors) == 2 and "no field neads" in errors[0] and "has no end" in errors[1]


def test_all_that_is_wrong_in_a_translation_is_told_at_once(pack: Path, lesson: Path) -> None:
    file = lesson / "lesson.vi.md"
    change(file, "```{quiz} predict-zeros\n", "```{quiz} predict-zeros\n:kinds: one\n")
    change(file, "- 0,01  ::", "- kein  ::")
    errors = [(p.path.name, p.what) for p in check_pack(pack) if not p.warning]
    assert [name for name, _ in errors] == ["lesson.vi.md"] * 2
    assert "no option kinds" in errors[0][1] and "kein is no number" in errors[1][1]


def test_all_that_is_wrong_in_an_exercise_is_told_at_once(pack: Path, lesson: Path) -> None:
    exercise = lesson / "exercises" / "keep-the-scale"
    (exercise / "wrong" / "badhint.py").write_text("# hint: nosuch\n", encoding="utf-8")
    (exercise / "wrong" / "nohint.py").write_text("x = 1\n", encoding="utf-8")
    change(exercise / "wrong" / "xavier.py", "# hint: average", "# hint: avarage")
    change(exercise / "solution.py", "def init_", "def init_[")
    change(exercise / "messages.yaml", "{wide:.2f} of", "{wide.real} of")
    (exercise / "starter.py").unlink()
    errors = [p.path.name for p in check_pack(pack) if not p.warning]
    assert errors == ["messages.yaml", "solution.py", "starter.py", "badhint.py", "nohint.py", "xavier.py"]


def test_broken_mathematics_is_a_warning_in_both_languages(pack: Path, lesson: Path) -> None:
    for name in ("lesson.md", "lesson.vi.md"):
        file = lesson / name
        file.write_text(file.read_text(encoding="utf-8") + "\nA $\\nosuch{x}$.\n", encoding="utf-8")
    found = said(pack)
    assert [(name, warning) for name, _, warning, _ in found] == [("lesson.md", True), ("lesson.vi.md", True)]
    assert all(r"the command \nosuch" in what for *_, what in found)


def test_our_mathematics_is_all_known() -> None:
    assert [p for p in check_pack(shipped("lessons")) if "formula" in p.what] == []


def test_a_link_that_leads_out_of_the_pack_is_told_once(pack: Path, lesson: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("# hint: average\n", encoding="utf-8")
    for link in (
        lesson / "lesson.vi.md",
        lesson / "notes.txt",
        pack / "unlisted.md",
        lesson / "exercises" / "keep-the-scale" / "wrong" / "xavier.py",
    ):
        link.unlink(missing_ok=True)
        link.symlink_to(outside)
    errors = [(p.path.name, p.line) for p in check_pack(pack) if not p.warning]
    assert errors == [("xavier.py", 1), ("lesson.vi.md", 1), ("notes.txt", 1), ("unlisted.md", 1)]
    gone = pack / "01-start" / "01-layers"
    gone.mkdir()
    (gone / "lesson.md").symlink_to(tmp_path / "nowhere")
    told = [p.path for p in check_pack(pack) if not p.warning]
    assert told.count(gone / "lesson.md") == 1 and len(told) == 5


def test_an_exercise_named_twice_is_looked_at_once(pack: Path, lesson: Path) -> None:
    file = lesson / "lesson.md"
    again = "\n```{exercise} keep-the-scale\n:level: easy\nDo.\n```\n"
    file.write_text(file.read_text(encoding="utf-8") + again, encoding="utf-8")
    (lesson / "exercises" / "keep-the-scale" / "wrong" / "xavier.py").write_text("x = 1\n", encoding="utf-8")
    errors = [p.path.name for p in check_pack(pack) if not p.warning]
    assert errors == ["xavier.py", "lesson.md"]
