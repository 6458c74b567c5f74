"""A folder of lessons with one fault each: what is said of it stands beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_lab.config.errors import LabError
from tui_lab.content import parser
from tui_lab.content.source import UNSAFE, Source

BROKEN = Path(__file__).parent / "broken"
FILES = sorted(BROKEN.glob("*.md"))


def test_each_has_its_sentence() -> None:
    assert len(FILES) > 60
    assert {path.stem for path in BROKEN.glob("*.txt")} == {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_said(path: Path, tmp_path: Path) -> None:
    (tmp_path / "lesson.md").write_bytes(path.read_bytes())
    with pytest.raises(LabError) as raised:
        parser.read(tmp_path, "en")
    said = str(raised.value)
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").strip()
    assert said == f"{tmp_path / 'lesson.md'}:{expected}"
    assert not UNSAFE.search(said)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_translation_never_fails_otherwise(path: Path) -> None:
    base = parser.parse("---\nid: a\nminutes: 1\nobjectives: [b]\n---\n\n# A\n", Path("lesson.md"), folder=BROKEN)
    with pytest.raises(LabError):
        parser.parse(Source.read(path).text, Path("lesson.vi.md"), folder=BROKEN, base=base)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_one_fault_leads_to_no_other(path: Path, tmp_path: Path) -> None:
    (tmp_path / "lesson.md").write_bytes(path.read_bytes())
    _, faults = parser.inspect(tmp_path, "en")
    with pytest.raises(LabError) as raised:
        parser.read(tmp_path, "en")
    assert [str(fault) for fault in faults] == [str(raised.value)]
