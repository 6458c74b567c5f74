"""The index over the text of all lessons: what it finds, in which order, in which language."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from made_course import make_course, use_course

from tui_lab.content import packs
from tui_lab.content.packs import LessonRef
from tui_lab.content.search import Hit, Index, fold
from tui_lab.messages import set_language

ONE, TWO = "01-foundations/01-neuron", "01-foundations/02-gradient"


@pytest.fixture
def refs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[LessonRef]:
    use_course(monkeypatch, make_course(tmp_path / "lessons", (ONE, TWO)))
    return [ref for pack in packs.all_packs()[0] for ref in pack.lessons]


@pytest.fixture
def index(refs: list[LessonRef]) -> Index:
    made = Index()
    made.read(refs, "en")
    return made


def places(hits: list[Hit]) -> list[tuple[str, str]]:
    return [(hit.ref.id, hit.block) for hit in hits]


def marked(hit: Hit) -> list[str]:
    return [hit.text[start:end] for start, end in hit.marks]


@pytest.mark.parametrize(
    ("query", "kind", "block"),
    [
        ("last words", "prose", "second-question+2"),
        ("torch.zeros(3)", "code", "first-cell"),
        ("steepest slope", "quiz", "first-question"),
        ("middle of neuron", "heading", "top+3"),
    ],
)
def test_every_kind_of_text_is_found(index: Index, query: str, kind: str, block: str) -> None:
    found = [hit for hit in index.find(query, "en") if hit.ref.id == "neuron"]
    assert (found[0].kind, found[0].block) == (kind, block)


def test_titles_come_first_then_headings_then_text(index: Index) -> None:
    kinds = [hit.kind for hit in index.find("gradient", "en")]
    assert kinds[0] == "title"
    order = ["title", "heading", "quiz"]
    assert [kind for kind in order if kind in kinds] == list(dict.fromkeys(kinds))


def test_a_planned_lesson_is_found_by_its_title(index: Index) -> None:
    [hit] = [hit for hit in index.find("optuna", "en") if hit.kind == "title"]
    assert (hit.ref.number, hit.block, hit.ref.written) == (26, "", False)


def test_all_words_are_needed_and_some_may_stand_in_the_titles_above(index: Index) -> None:
    assert places(index.find("end neuron last", "en")) == [("neuron", "second-question+2")]
    assert index.find("last nowhere", "en") == []
    assert index.find("   ", "en") == []


def test_what_was_found_is_marked(index: Index) -> None:
    hit = index.find("STEEP slope", "en")[0]
    assert marked(hit) == ["steep", "slope"] * 2


def test_accents_may_be_left_out_and_count_where_they_were_typed(refs: list[LessonRef]) -> None:
    set_language("vi")
    index = Index()
    index.read(refs, "vi")
    for query in ("doi dieu", "đôi điều", "ĐÔI ĐIỀU"):
        hit = index.find(query, "vi")[0]
        assert marked(hit) == ["Đôi", "điều"]


def test_vietnamese_stands_before_english_and_both_are_searched(refs: list[LessonRef]) -> None:
    set_language("vi")
    index = Index()
    index.read(refs, "vi")
    assert index.find("something about", "vi")[0].text == "Something about tensors and softmax."
    assert index.find("hướng nào", "vi")[0].block == "first-question"
    code = [hit for hit in index.find("torch.zeros", "vi") if hit.ref.id == "neuron"]
    assert len(code) == 1, "code is the same in both languages and stands in the list once"


def test_a_lesson_that_cannot_be_read_is_said_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_course(monkeypatch, make_course(tmp_path / "lessons", {ONE: "# no front matter\n", TWO: ""}))
    refs = [ref for pack in packs.all_packs()[0] for ref in pack.lessons]
    index = Index()
    index.read(refs, "en")
    assert len(index.problems) == 1 and "lesson.md" in index.problems[0]
    assert index.complete
    assert ("gradient", "first-question") in places(index.find("steepest", "en"))


def test_only_what_changed_is_read_again(index: Index, refs: list[LessonRef], monkeypatch: pytest.MonkeyPatch) -> None:
    from tui_lab.content import parser

    read: list[str] = []
    real = parser.read
    monkeypatch.setattr(parser, "read", lambda folder, language: (read.append(folder.name), real(folder, language))[1])
    file = refs[0].folder / "lesson.md"
    file.write_text(file.read_text().replace("The last words", "Quite other words"))
    os.utime(file, (1, 1))
    index.read(refs, "en")
    assert read == ["01-neuron"]
    assert places(index.find("quite other", "en")) == [("neuron", "second-question+2")]


def test_whoever_leaves_ends_the_reading(refs: list[LessonRef]) -> None:
    index, over = Index(), threading.Event()
    over.set()
    index.read(refs, "en", over)
    assert not index.complete
    assert index.find("neuron", "en"), "titles are there at once"


@pytest.mark.parametrize("query", ["w₁x₁", "w1x1", "σ(z)"])
def test_formulas_are_found_as_the_lesson_shows_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    folder = make_course(tmp_path / "lessons", (ONE,))
    file = folder / ONE / "lesson.md"
    file.write_text(file.read_text("utf-8") + "\nIt is $w_1 x_1$, and then\n\n$$a = \\sigma(z)$$\n", "utf-8")
    use_course(monkeypatch, folder)
    made = Index()
    made.read([ref for pack in packs.all_packs()[0] for ref in pack.lessons], "en")
    [found] = made.find(query, "en")
    assert "\\" not in found.text and "_" not in found.text


def test_folding_keeps_the_places() -> None:
    text = "Đạo hàm, Ω and ﬁ, İstanbul ß"
    assert len(fold(text)) == len(text)
    assert fold("Đạo hàm") == "dao ham"
