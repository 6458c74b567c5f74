"""Tracebacks show the learner's frames and fold the others."""

from __future__ import annotations

import linecache
import re
from typing import Any

import pytest

from tui_lab.kernel.inside.tracebacks import MOST_FRAMES, learners_place, trimmed

CELL = "<cell 3>"


def number(filename: str) -> int | None:
    return 3 if filename == CELL else None


def error_of(code: str) -> BaseException:
    linecache.cache[CELL] = (len(code), None, code.splitlines(keepends=True), CELL)
    names: dict[str, Any] = {}
    try:
        exec(compile(code, CELL, "exec"), names)
    except BaseException as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename != CELL:
            trace = trace.tb_next
        return error.with_traceback(trace)
    pytest.fail("this raises nothing")


def shown(code: str) -> list[str]:
    return [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in trimmed(error_of(code), number)]


def test_the_line_stands_among_its_neighbours() -> None:
    assert shown("a = 1\nb = 0\nc = a / b\nd = 2\n") == [
        "In [3], line 3",
        "     1 a = 1",
        "     2 b = 0",
        "->   3 c = a / b",
        "     4 d = 2",
        "ZeroDivisionError: division by zero",
    ]


def test_the_failing_part_is_underlined() -> None:
    lines = trimmed(error_of("tệp = {'é': 1}; b = tệp['é'] + tệp['x']"), number)
    assert "\x1b[4mtệp['x']\x1b[0m" in lines[1]


def test_frames_inside_libraries_are_one_line() -> None:
    lines = shown("import torch\nm = torch.nn.Sequential(torch.nn.Linear(3, 4))\nm(torch.ones(2, 5))\n")
    (folded,) = (line for line in lines if "inside" in line)
    assert re.fullmatch(r"  … \d frames inside torch", folded)
    assert lines[-1].startswith("RuntimeError: mat1 and mat2")


def test_functions_of_the_learner_are_all_shown() -> None:
    lines = shown("def f(x):\n    return 1 / x\n\n\nf(0)\n")
    assert [line for line in lines if line.startswith("In")] == ["In [3], line 5", "In [3], line 2, in f"]


def test_a_deep_recursion_is_short() -> None:
    lines = shown("def f(n):\n    return f(n + 1)\nf(0)\n")
    assert sum(line.startswith("In [3]") for line in lines) == MOST_FRAMES
    assert any("frames more of your code" in line for line in lines)
    assert len(lines) < 60


def test_a_cause_is_one_line_and_its_place() -> None:
    lines = shown("try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    raise ValueError('no') from e\n")
    assert lines[:2] == ["before it: ZeroDivisionError: division by zero", "  In [3], line 2"]
    assert lines[-1] == "ValueError: no"


def test_a_cause_that_was_silenced_is_left_out() -> None:
    lines = shown("try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise ValueError('no') from None\n")
    assert not any("before it" in line for line in lines)


def test_a_syntax_error_points_at_its_place() -> None:
    assert shown("x = 1\ny = (2,\n") == [
        "In [3], line 2",
        "->   2 y = (2,",
        "           ^",
        "SyntaxError: '(' was never closed",
    ]


def test_a_long_message_is_cut() -> None:
    assert len("".join(shown("raise ValueError('x' * 100_000)"))) < 5000


def test_the_place_is_the_innermost_line_of_the_learners() -> None:
    assert learners_place(error_of("def f(x):\n    return int(x)\n\nf('a')\n"), number) == (3, 2)
    assert learners_place(error_of("x = (1,"), number) == (3, 1)
    assert learners_place(ValueError(), number) == (None, 0)


def test_notes_are_kept() -> None:
    assert shown("e = ValueError('a')\ne.add_note('look there')\nraise e\n")[-1] == "look there"
