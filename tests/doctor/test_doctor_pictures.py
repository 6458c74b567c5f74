"""What doctor says of figures."""

from __future__ import annotations

import pytest

from tui_lab.doctor import pictures
from tui_lab.doctor.pictures import Answers

SIXEL = b"\x1b[?63;1;2;4;6;9;15;22c"


@pytest.mark.parametrize(
    ("data", "answers"),
    [
        (SIXEL, Answers(sixel=True)),
        (b"\x1b[?62;14;22c", Answers()),
        (b"\x1bP>|kitty(0.26.5)\x1b\\\x1b[?2048;0$y\x1b[?62;c", Answers(kitty=(0, 26))),
        (b"\x1bP>|kitty(0.41.1)\x1b\\\x1b[?2048;2$y\x1b[?62;52c", Answers(new=True, kitty=(0, 41))),
    ],
)
def test_what_a_terminal_answers(data: bytes, answers: Answers) -> None:
    assert pictures.read_answers(data) == answers


@pytest.mark.parametrize(
    ("env", "answers", "setting", "says", "remedy"),
    [
        ({"TERM": "xterm"}, None, "auto", "half blocks, since TERM=xterm", ""),
        ({"TERM": "xterm"}, Answers(sixel=True), "auto", "half blocks", 'pictures = "sixel"'),
        ({"TERM": "xterm"}, Answers(sixel=True), "blocks", 'pictures = "blocks" in the settings', ""),
        ({"TERM": "foot", "TMUX": "/x"}, Answers(sixel=True), "auto", "a multiplexer", ""),
        ({"TERM": "foot"}, Answers(sixel=True), "auto", "sixel graphics, by TERM=foot", ""),
        ({"TERM": "xterm-kitty"}, None, "auto", "kitty graphics, by TERM=xterm-kitty", ""),
        ({"TERM": "xterm-kitty"}, Answers(kitty=(0, 26)), "auto", "too old", ""),
        ({"TERM": "xterm-kitty"}, Answers(kitty=(0, 32)), "auto", "too old", 'pictures = "kitty"'),
        ({"TERM": "xterm", "KITTY_WINDOW_ID": "1"}, None, "auto", "all colours", "COLORTERM"),
    ],
)
def test_what_is_used_and_what_would_be_better(
    env: dict[str, str], answers: Answers | None, setting: str, says: str, remedy: str
) -> None:
    (finding,) = pictures.check(env, answers, (8, 16), setting)
    assert says in finding.text and finding.level == "ok"
    assert remedy in finding.remedy and bool(remedy) == bool(finding.remedy)


def test_sixel_without_the_size_of_a_cell() -> None:
    (finding,) = pictures.check({"TERM": "foot"}, None, None, "auto")
    assert "size of a cell" in finding.text


def test_nothing_is_asked_where_nobody_can_answer() -> None:
    assert pictures.ask() is None
