"""Whatever stands in a file, the parser gives a lesson or a sentence with the file and a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tui_lab.content import parser
from tui_lab.content.lesson import Lesson
from tui_lab.content.source import UNSAFE, ContentError

FOLDER = Path("made")
SPECIMEN = Path(__file__).parent.parent / "packs" / "specimen" / "01-start" / "03-why-not-zero"
ENGLISH = (SPECIMEN / "lesson.md").read_text(encoding="utf-8")
VIETNAMESE = (SPECIMEN / "lesson.vi.md").read_text(encoding="utf-8")

FRONT = "---\nid: made\nminutes: 5\nobjectives: [Learn it]\n---\n\n# Made\n\n"
PIECES = [
    "```", "````", "~~~", "{code-cell}", "{quiz}", "{lab}", "{exercise}", "{explorable}", "{note}", "{", "}",
    " a", " b", ":id: a", ":kind: one", ":kind: number", ":answer: 1", ":level: easy", ":", ": ", "- ", "+ ",
    " :: ", "x", "1,5", "\n", "\n\n", "\n    ", "\t", "# ", "## ", "> ", "1. ", "| a | b |", "|---|--:|", "$",
    "$$", "\\", "**", "*", "_", "`", "[x](", "lesson:a", "#a+1", ")", "![", "]", "](../..)", "<http://%1b>",
    "&#27;", "&amp;", "---", "+++", "%", "===", "\x1b[2J", "\u202e", "\r", "\0", "\u00e9", "\ud83d\ude00",
    "data: mnist", "twin: {lr: 1}", "!!str", "&a", "*a", "9" * 400, "{a: {b: ",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=200)


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


def read(text: str, name: str = "lesson.md", base: Lesson | None = None) -> Lesson | None:
    try:
        lesson = parser.parse(text, Path(name), folder=FOLDER, base=base)
    except ContentError as error:
        assert re.match(rf"{re.escape(name)}:[0-9]+: \S", str(error))
        assert 1 <= error.line <= text.count("\n") + text.count("\r") + 2
        assert not UNSAFE.search(str(error)) and "\n" not in str(error)
        return None
    assert not any(UNSAFE.search(text) for text in strings(lesson))
    keys = [block.key for block in lesson.blocks]
    assert all(keys) and len(keys) == len(set(keys))
    return lesson


@settings(max_examples=300)
@given(TEXT)
def test_any_text_below_front_matter(body: str) -> None:
    read(FRONT + body)


@settings(max_examples=150)
@given(TEXT)
def test_any_text(text: str) -> None:
    read(text)


@settings(max_examples=150)
@given(TEXT)
def test_any_front_matter(head: str) -> None:
    read(f"---\n{head}\n---\n\n# Made\n")


@st.composite
def changed(draw: st.DrawFn, text: str) -> str:
    """A lesson with a stretch taken out or something put in."""
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 40)))
    return text[:start] + draw(TEXT) + text[end:]


@settings(max_examples=150)
@given(changed(ENGLISH))
def test_a_lesson_that_was_damaged(text: str) -> None:
    read(text)


@settings(max_examples=150)
@given(changed(VIETNAMESE))
def test_a_translation_that_was_damaged(text: str) -> None:
    base = parser.parse(ENGLISH, Path("lesson.md"), folder=FOLDER)
    lesson = read(text, "lesson.vi.md", base)
    if lesson is not None:
        assert [block.key for block in lesson.blocks] == [block.key for block in base.blocks]
        assert [cell.code for cell in lesson.cells] == [cell.code for cell in base.cells]


@settings(max_examples=50)
@given(st.binary(max_size=100))
def test_any_bytes(data: bytes) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "lesson.md"
        path.write_bytes(FRONT.encode() + data)
        try:
            parser.read(Path(folder), "en")
        except ContentError as error:
            assert str(error).startswith(f"{path}:")
