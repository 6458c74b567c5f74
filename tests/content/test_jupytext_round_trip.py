"""A lesson that was opened in Jupyter and saved is the same lesson."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_lab.content import parser
from tui_lab.content.lesson import Exercise
from tui_lab.content.new_lesson import ENGLISH

SPECIMEN = Path(__file__).parent.parent / "packs" / "specimen" / "01-start" / "03-why-not-zero" / "lesson.md"
TEXTS = {
    "specimen": SPECIMEN.read_text(encoding="utf-8"),
    "new lesson": ENGLISH.replace("LESSON-ID", "made").replace("TITLE", "Made"),
}


def blocks(text: str, folder: Path) -> list[object]:
    """The blocks without their lines, which Jupytext may move."""
    lesson = parser.parse(text, folder / "lesson.md", folder=folder)
    found: list[object] = [(lesson.id, lesson.title, lesson.minutes, lesson.needs, lesson.objectives)]
    for block in lesson.blocks:
        inner = block.task if isinstance(block, Exercise) else ()
        found.append((type(block).__name__, block.key, getattr(block, "code", ""), len(inner)))
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_through_a_notebook_and_back(name: str) -> None:
    jupytext = pytest.importorskip("jupytext")
    text = TEXTS[name]
    notebook = jupytext.reads(text, fmt="md:myst")
    kinds = [cell.cell_type for cell in notebook.cells]
    assert kinds.count("code") == len(parser.parse(text, Path("lesson.md"), folder=SPECIMEN.parent).cells)
    again = jupytext.writes(notebook, fmt="md:myst")
    assert blocks(again, SPECIMEN.parent) == blocks(text, SPECIMEN.parent)
    once_more = jupytext.writes(jupytext.reads(again, fmt="md:myst"), fmt="md:myst")
    assert once_more == again
