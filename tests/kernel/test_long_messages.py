"""Messages of 100 MB are cut as they come, at whatever letter."""

from __future__ import annotations

import json

import pytest

from tui_lab.kernel import long_messages
from tui_lab.kernel.long_messages import cut


@pytest.mark.parametrize("letters", ["ab", "ạ\n", 'quote " and \\ back', "\x1b[31m", "😀é\n", "\x07"])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("sizes", [(40, 25), (41, 26), (43, 27), (46, 31)])
def test_the_beginning_and_the_end_are_the_text_s_own(
    letters: str, ascii_only: bool, sizes: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_messages, "_FIRST", sizes[0])
    monkeypatch.setattr(long_messages, "_LAST", sizes[1])
    text = letters * 40
    found = cut(json.dumps({"name": "stderr", "text": text}, ensure_ascii=ascii_only).encode())
    assert found is not None and found.name == "stderr"
    assert found.first and text.startswith(found.first)
    assert found.last and text.endswith(found.last[6:])  # the letter that was cut through may leave a few of JSON's own
    if letters == "ạ\n" and not ascii_only:
        assert abs(found.lines + found.first.count("\n") + found.last.count("\n") - 40) <= 1


@pytest.mark.parametrize("content", [{"data": {}}, {"name": "stdout"}, {"text": "x", "name": "stdout"}, []])
def test_anything_else_is_left_as_it_is(content: object) -> None:
    assert cut(json.dumps(content).encode()) is None
