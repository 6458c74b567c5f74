from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from tui_lab.config.errors import LabError
from tui_lab.config.places import shipped
from tui_lab.content import course
from tui_lab.messages import LANGUAGES, set_language

GOOD = """\
modules:
  - id: 01-first
    hours: 1
    title: {en: First, vi: Một}
    lessons:
      - id: 01-first/01-one
        minutes: 60
        title: {en: One, vi: Bài một}
        doing: {en: Do it., vi: Làm đi.}
"""


@pytest.fixture(autouse=True)
def english():
    set_language("en")
    yield
    set_language("en")


def test_the_course_that_ships_has_thirty_lessons_in_four_modules() -> None:
    read = course.read()
    assert [len(module.lessons) for module in read.modules] == [7, 11, 8, 4]
    assert [module.hours for module in read.modules] == [8, 9, 8, 5]
    assert [lesson.number for lesson in read.lessons] == list(range(1, 31))
    assert read.lessons[3].id == "01-foundations/04-activations"


def test_the_lessons_of_a_module_take_its_hours() -> None:
    for module in course.read().modules:
        assert sum(lesson.minutes for lesson in module.lessons) == 60 * module.hours


def test_both_languages_stand_everywhere_and_are_composed() -> None:
    read = course.read()
    for thing in (*read.modules, *read.lessons):
        assert set(thing.title) == set(LANGUAGES)
    for lesson in read.lessons:
        assert all(0 < len(text) <= 90 for text in lesson.doing.values()), lesson.id
    text = (shipped("lessons") / "course.yaml").read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)


def test_a_title_is_given_in_the_language_in_use() -> None:
    title = course.read().lessons[3].title
    assert course.in_use(title) == "Activation functions"
    set_language("vi")
    assert course.in_use(title) == "Hàm kích hoạt"


def test_a_lesson_with_its_file_is_written(tmp_path: Path) -> None:
    place = tmp_path / "course.yaml"
    place.write_text(GOOD, encoding="utf-8")
    assert not course.read(place).lessons[0].written
    (tmp_path / "01-first" / "01-one").mkdir(parents=True)
    (tmp_path / "01-first" / "01-one" / "lesson.md").write_text("# One")
    assert course.read(place).lessons[0].written


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("minutes: 60", "minutes: soon", "line 7: minutes = soon is not accepted"),
        ("minutes: 60", "minutes: true", "line 7: minutes = True is not accepted"),
        ("minutes: 60", "minutes: 60\n        minutes: 61", "line 8: the key 'minutes' stands twice"),
        ("hours: 1", "hour: 1", "line 3: there is no field hour"),
        ("        minutes: 60\n", "", "line 6: the field minutes is missing"),
        ("{en: One, vi: Bài một}", "{en: One}", "line 8: the field vi is missing"),
        ("{en: One, vi: Bài một}", '{en: "One\\e[2J", vi: Bài một}', "line 8: title.en must be a line of text"),
        ("01-first/01-one", "02-other/01-one", "line 6: the lesson 02-other/01-one stands in the module 01-first"),
        ("01-first/01-one", "../01-one", "line 6: ../01-one is no id"),
        ("01-first/01-one", "01-first", "line 6: 01-first is no id"),
        (GOOD[GOOD.index("    lessons:") :], "    lessons: []\n", "line 5: lessons must be a list"),
        ("modules:", "- modules:", "line 1: here must stand the fields modules"),
        (GOOD, "", "line 1: the file is empty"),
        ("01-first\n", "&a 01-first\n", "line 2: anchors and aliases are not allowed"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, old: str, new: str, expected: str) -> None:
    place = tmp_path / "course.yaml"
    assert old in GOOD
    place.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LabError) as raised:
        course.read(place)
    assert str(raised.value).startswith(str(place))
    assert expected in str(raised.value)


def test_a_file_that_is_missing_or_not_text_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="can't be read"):
        course.read(tmp_path / "none.yaml")
    (tmp_path / "course.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LabError, match="can't be read"):
        course.read(tmp_path / "course.yaml")
