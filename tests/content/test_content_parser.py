from __future__ import annotations

from pathlib import Path

import pytest

from tui_lab.config.errors import LabError
from tui_lab.content import parser, presets
from tui_lab.content.lesson import (
    Bullets,
    Cell,
    Display,
    Exercise,
    Explorable,
    Heading,
    Lesson,
    Listing,
    Paragraph,
    Preset,
    Quiz,
    Quote,
    Span,
    Table,
)

FRONT = "---\nid: made\nminutes: 5\nobjectives: [Learn it]\n---\n\n# Made\n\n"
VI = "---\nobjectives: [Học được]\n---\n\n# Bài thử\n\n"
SPECIMEN = Path(__file__).parent.parent / "packs" / "specimen" / "01-start" / "03-why-not-zero"


def english(body: str) -> Lesson:
    return parser.parse(FRONT + body, Path("lesson.md"), folder=Path("made"))


def vietnamese(body: str, base: Lesson) -> Lesson:
    return parser.parse(VI + body, Path("lesson.vi.md"), folder=Path("made"), base=base)


def only(body: str):
    """The one block below the title."""
    (block,) = english(body).blocks[1:]
    return block


def test_front_matter_and_title() -> None:
    lesson = parser.read(SPECIMEN, "en")
    assert (lesson.id, lesson.minutes, lesson.needs) == ("why-not-zero", 20, ("layers", "backward"))
    assert lesson.title == "Why we don't start from zero"
    assert lesson.language == "en" and not lesson.missing
    assert len(lesson.objectives) == 3
    assert [cell.id for cell in lesson.cells] == ["setup", "only-the-bias", "one-neuron-256-times"]
    assert [exercise.id for exercise in lesson.exercises] == ["keep-the-scale"]


def test_lines_are_those_of_the_file() -> None:
    lesson = parser.read(SPECIMEN, "en")
    lines = lesson.path.read_text(encoding="utf-8").split("\n")
    for cell in lesson.cells:
        assert lines[cell.line - 1] == "```{code-cell} python"
        assert lines[cell.code_line - 1] == cell.code.split("\n")[0]
    for quiz in lesson.quizzes:
        assert lines[quiz.line - 1].startswith("```{quiz}")
        for choice in quiz.choices:
            assert lines[choice.line - 1].startswith("+" if choice.right else "-")
    for block in lesson.blocks:
        if isinstance(block, Heading):
            assert lines[block.line - 1].startswith("#" * block.level + " ")


def test_running_text() -> None:
    block = only("So *far*, **so `good`** at\n$x^2$:  \nsee [the *cell*](lesson:layers#a+1) or <https://a.org>.\n")
    assert block == Paragraph(
        line=9,
        key="top+2",
        spans=(
            Span("So "),
            Span("far", "em"),
            Span(", "),
            Span("so ", "strong"),
            Span("good", "code"),
            Span(" at "),
            Span("x^2", "math"),
            Span(":\nsee "),
            Span("the cell", "link", "lesson:layers#a+1"),
            Span(" or "),
            Span("https://a.org", "link", "https://a.org"),
            Span("."),
        ),
    )


def test_prices_are_no_mathematics() -> None:
    assert only("It costs $5, or $6 more.\n").spans == (Span("It costs $5, or $6 more."),)


def test_lists_quotes_listings_tables_and_displays() -> None:
    body = (
        "3. three\n4. four\n\n   more\n\n> said\n\n```{tip}\n- a\n- b\n```\n\n```text\n+--+\n```\n\n"
        "```python\nx = 1\n```\n\n| a | b |\n|---|--:|\n| 1 | $x$ |\n\n$$\na\n$$\n"
    )
    items, quote, tip, figure, code, table, display = english(body).blocks[1:]
    assert isinstance(items, Bullets) and items.start == 3
    assert [len(item) for item in items.items] == [1, 2]
    assert items.items[1][1].line == 12
    assert isinstance(quote, Quote) and quote.kind == ""
    assert isinstance(tip, Quote) and tip.kind == "tip"
    assert isinstance(tip.blocks[0], Bullets) and tip.blocks[0].line == 17
    assert isinstance(figure, Listing) and (figure.text, figure.language) == ("+--+", "")
    assert isinstance(code, Listing) and (code.text, code.language) == ("x = 1", "python")
    assert isinstance(table, Table)
    assert table.align == ("left", "right")
    assert table.header == ((Span("a"),), (Span("b"),))
    assert table.rows == (((Span("1"),), (Span("x", "math"),)),)
    assert isinstance(display, Display) and display.latex == "a"


def test_a_cell_with_its_options() -> None:
    cell = only("```{code-cell} ipython3\n:id: one\n:seconds: 30\n:tags: [raises-exception]\n\nx = 1\n\ny\n```\n")
    assert cell == Cell(line=9, key="one", id="one", code="x = 1\n\ny", code_line=14, seconds=30.0, fails=True)


def test_quizzes_of_three_kinds() -> None:
    one = only("```{quiz} q\n:kind: one\n:before: true\nWhich\n$x$?\n- a  :: no,\n  never\n+ `b`\n```\n")
    assert isinstance(one, Quiz) and one.before and one.kind == "one"
    assert one.choices[0].why == (Span("no, never"),)
    assert one.choices[1].right and one.choices[1].spans == (Span("b", "code"),) and one.choices[1].why == ()
    many = only("```{quiz} q\n:kind: many\nWhich?\n+ a\n+ b\n- c :: no\n```\n")
    assert [choice.right for choice in many.choices] == [True, True, False]
    number = only(
        "```{quiz} q\n:kind: number\n:answer: 0.25\n:tolerance: 0.01\nHow much?\n- 0,5 :: no\n+  :: yes\n```\n"
    )
    assert (number.answer, number.tolerance, number.numbers) == (0.25, 0.01, (0.5, 0.25))


def test_a_preset_is_what_would_be_typed() -> None:
    preset = only(
        "```{lab} p\ndata: moons\nmodel: {kind: mlp, hidden: [8, 8]}\noptimizer.lr: 1e-2\nepochs: 3\n"
        "regularisation:\n  batch_norm: true\ntwin: {lr: 0.5}\n```\n"
    )
    assert isinstance(preset, Preset)
    assert dict(preset.settings) == {
        "data.name": "moons",
        "model.kind": "mlp",
        "model.hidden": "8, 8",
        "optimizer.lr": "0.01",
        "run.epochs": "3",
        "regularisation.batch_norm": "on",
    }
    config, twin = presets.config(preset), presets.config(preset, twin=True)
    assert config.model.hidden == (8, 8) and config.optimizer.lr == 0.01
    assert twin.optimizer.lr == 0.5 and twin.model == config.model


def test_exercises_and_explorables() -> None:
    exercise, explorable = english(
        "```{exercise} e\n:level: real\nDo `it`.\n```\n\n"
        "```{explorable} two-two-one\n:id: x\n:w11: 0.5\nWhat\nthen?\n```\n"
    ).blocks[1:]
    assert isinstance(exercise, Exercise)
    assert (exercise.level, exercise.folder) == ("real", Path("made/exercises/e"))
    assert isinstance(explorable, Explorable)
    assert (explorable.id, explorable.name, explorable.options) == ("x", "two-two-one", (("w11", "0.5"),))
    assert explorable.predict == (Span("What then?"),)


def test_keys_name_blocks_after_the_last_id() -> None:
    lesson = english("One.\n\n```{code-cell}\n:id: a\n1\n```\n\nTwo.\n\n> Three.\n")
    assert [block.key for block in lesson.blocks] == ["top+1", "top+2", "a", "a+1", "a+2"]


def test_a_whole_translation_has_the_keys_of_english_and_its_code() -> None:
    lesson, translated = parser.read(SPECIMEN, "en"), parser.read(SPECIMEN, "vi")
    assert translated.language == "vi" and not translated.missing
    assert translated.title == "Vì sao không khởi tạo bằng 0"
    assert [block.key for block in translated.blocks] == [block.key for block in lesson.blocks]
    assert [cell.code for cell in translated.cells] == [cell.code for cell in lesson.cells]
    assert (translated.minutes, translated.needs, translated.id) == (lesson.minutes, lesson.needs, lesson.id)
    for quiz, own in zip(lesson.quizzes, translated.quizzes, strict=True):
        assert (own.kind, own.answer, own.tolerance, own.before) == (
            quiz.kind,
            quiz.answer,
            quiz.tolerance,
            quiz.before,
        )
        assert own.question != quiz.question
    explorables = [b for b in translated.blocks if isinstance(b, Explorable)]
    assert dict(explorables[0].options)["choices"] == "bằng nhau | khác nhau"
    assert dict(explorables[0].options)["w11"] == "0.4"


def test_a_missing_translation_is_english_with_a_note(tmp_path: Path) -> None:
    (tmp_path / "lesson.md").write_text(FRONT + "Text.\n", encoding="utf-8")
    lesson = parser.read(tmp_path, "vi")
    assert lesson.missing and lesson.language == "en" and lesson.path == tmp_path / "lesson.md"


BASE = (
    "One.\n\n```{code-cell}\n:id: a\n1\n```\n\nTwo.\n\nThree.\n\n```{quiz} q\n:kind: one\nWhich?\n- x :: no\n+ y\n```\n"
)
CELL = "```{code-cell}\n:id: a\n```\n\n"
QUIZ = "```{quiz} q\nĐâu?\n- x :: không\n+ y\n```\n"


@pytest.mark.parametrize(
    ("body", "missing", "words"),
    [
        (f"Một.\n\n{CELL}Hai.\n\nBa.\n\n{QUIZ}", False, ["Bài thử", "Một.", "Hai.", "Ba.", "Đâu?"]),
        (f"Một.\n\n{CELL}Hai.\n", True, ["Bài thử", "Một.", "Hai.", "Three.", "Which?"]),
        (f"Một.\n\n{CELL}> Hai.\n\nBa.\n\n{QUIZ}", True, ["Bài thử", "Một.", "Two.", "Three.", "Đâu?"]),
        (f"Một.\n\n{CELL}Hai.\n\nBa.\n\nBốn.\n\n{QUIZ}", True, ["Bài thử", "Một.", "Two.", "Three.", "Đâu?"]),
        (f"Một.\n\n{CELL}Hai.\n\nBa.\n\n{QUIZ.replace('- x', '+ x').replace('+ y', '- y')}", True, ["Which?"]),
        (f"{CELL}Hai.\n\nBa.\n\n{QUIZ}\n```{{code-cell}}\n:id: gone\n```\n", True, ["One.", "Hai."]),
    ],
)
def test_english_stands_in_where_the_translation_does_not_follow(body: str, missing: bool, words: list[str]) -> None:
    base = english(BASE)
    lesson = vietnamese(body, base)
    assert lesson.missing is missing
    assert [block.key for block in lesson.blocks] == [block.key for block in base.blocks]
    shown = []
    for block in lesson.blocks:
        if isinstance(block, Quiz):
            shown.append(block.question[0].spans[0].text)  # type: ignore[attr-defined]
        elif isinstance(block, Heading | Paragraph):
            shown.append(block.spans[0].text)
    assert [text for text in shown if text in words] == words


def test_every_error_names_file_and_line() -> None:
    with pytest.raises(LabError, match=r"^lesson\.md:11: there is no option kind here; known are id, seconds, tags$"):
        english("```{code-cell}\n:id: a\n:kind: one\n1\n```\n")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "lesson.md").write_text(FRONT + "a" * 2_000_001, encoding="utf-8")
    with pytest.raises(LabError, match=r"lesson\.md:1: is larger than 2 MB"):
        parser.read(tmp_path, "en")


def test_an_exercise_that_leads_out_of_the_lesson_is_refused(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "lesson"
    outside.mkdir()
    (folder / "exercises").mkdir(parents=True)
    (folder / "exercises" / "e").symlink_to(outside)
    (folder / "lesson.md").write_text(FRONT + "```{exercise} e\n:level: easy\nDo.\n```\n", encoding="utf-8")
    with pytest.raises(LabError, match=r"lesson\.md:9: the folder exercises/e leads out of the lesson"):
        parser.read(folder, "en")


def test_windows_line_ends_and_a_mark_of_byte_order_are_read() -> None:
    text = "\ufeff" + FRONT + "```{code-cell}\n:id: a\n1\n2\n```\n"
    lesson = parser.parse(text.replace("\n", "\r\n"), Path("lesson.md"), folder=Path("made"))
    assert lesson.cells[0].code == "1\n2"
