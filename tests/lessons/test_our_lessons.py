"""Our own lessons: what `dl-lab check lessons` says of them when every cell, solution and wrong answer is run."""

from __future__ import annotations

import pytest

from tui_lab.content import packs, parser
from tui_lab.kernel import author

WRITTEN = [ref for ref in packs.our_pack().lessons if ref.written]


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("ref", WRITTEN, ids=[ref.id for ref in WRITTEN])
def test_every_cell_and_every_answer_does_what_it_must(ref: packs.LessonRef) -> None:
    problems = author.check_lesson(parser.read(ref.folder, "en"))
    assert [f"{p.path}:{p.line}: {p.what}" for p in problems if not p.warning] == []
