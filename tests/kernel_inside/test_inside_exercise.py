"""The runner: reserved failures, isolation of checks from answers, and everything put back afterwards."""

from __future__ import annotations

import builtins
import json
import os
import random
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tui_lab.content.exercise import GENERAL
from tui_lab.kernel.inside.exercise import Report, run
from tui_lab.messages import has, t

torch = pytest.importorskip("torch")

CHECKS = """
import torch
from tui_lab.content.checks import Fail, check

LOADED = []

@check("first", seconds={seconds})
def first(answer):
    {first}

@check("second", seconds={seconds})
def second(answer):
    {second}
"""

Run = Callable[..., Report]


@pytest.fixture
def checked(tmp_path: Path) -> Run:
    """Checks an answer with two checks whose bodies are given."""

    def checked(
        code: str, first: str = "answer.f()", second: str = "pass", seconds: float = 5.0, **names: Any
    ) -> Report:
        folder = tmp_path / "an-exercise"
        folder.mkdir(exist_ok=True)
        (folder / "check.py").write_text(CHECKS.format(first=first, second=second, seconds=seconds), encoding="utf-8")
        report = run(folder, code, names=names)
        json.dumps(report, allow_nan=False)
        return report

    return checked


def hints(report: Report) -> list[str]:
    return [result["hint"] for result in report["results"]]


def said(report: Report) -> str:
    """What the learner reads, so that each key has a text and each text its values."""
    if report["error"]:
        return t(report["error"]["plain_id"], **report["error"]["plain"])
    failed = next(result for result in report["results"] if not result["passed"])
    assert failed["hint"] in GENERAL
    return t(f"exercise.{failed['hint']}", **failed["numbers"])


def test_every_general_failure_has_a_text() -> None:
    assert all(has(f"exercise.{key}") for key in GENERAL)


def test_a_syntax_error_names_its_line(checked: Run) -> None:
    report = checked("x = 1\ndef f(:\n")
    assert report["error"]["hint"] == "syntax-error" and report["error"]["line"] == 2
    assert not report["passed"] and not report["results"]
    assert "2" in said(report)


@pytest.mark.parametrize("code", ["x = 1\n  y = 2\n", "def f(x):\nreturn x\n", "x = 1\nreturn x\n"])
def test_lines_that_stand_in_the_wrong_column_are_told_as_that(checked: Run, code: str) -> None:
    report = checked(code)
    assert report["error"]["hint"] == "indentation" and report["error"]["line"] == 2
    assert "column" in said(report)


def test_an_exception_that_ends_with_a_full_stop_gets_no_second_one(checked: Run) -> None:
    report = checked("raise IndexError('out of range.')\n")
    assert said(report).endswith("range.") and not said(report).endswith("..")


def test_an_exception_of_the_answer_itself_names_its_line(checked: Run) -> None:
    report = checked("x = 1\ny = x / 0\n")
    assert report["error"]["hint"] == "exception" and report["error"]["line"] == 2
    assert "ZeroDivisionError" in said(report)


def test_an_exception_in_a_check_names_the_learners_line_and_leaves_the_other_check(checked: Run) -> None:
    report = checked("def f():\n    import torch\n    return torch.ones(2, 3) @ torch.ones(4, 5)\n")
    assert [result["passed"] for result in report["results"]] == [False, True]
    failed = report["results"][0]
    assert failed["hint"] == "exception" and failed["line"] == 3
    assert failed["error"]["plain_id"] == "explained_errors.matmul_shapes"
    assert "your answer, line 3" in "\n".join(failed["error"]["traceback"])


def test_an_endless_loop_is_ended_and_its_line_told(checked: Run) -> None:
    report = checked("def f():\n    while True:\n        pass\n", seconds=0.3)
    assert hints(report) == ["endless-loop", ""]
    assert report["results"][0]["line"] in (2, 3)
    assert "0.3" in said(report)


def test_an_endless_loop_that_swallows_every_exception_is_ended(checked: Run) -> None:
    code = """
def f():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
"""
    assert hints(checked(code, seconds=0.3)) == ["endless-loop", ""]


def test_a_flood_of_output_is_ended_and_kept_short(checked: Run) -> None:
    report = checked("def f():\n    while True:\n        print('again')\n")
    assert hints(report) == ["too-much-output", ""]
    assert report["results"][0]["line"] == 3
    assert len(report["output"]) < 10_000 and report["output"].startswith("again\n")
    assert said(report)


def test_what_is_printed_is_in_the_report_and_not_on_the_screen(
    checked: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    report = checked("import sys\ndef f():\n    print('seen')\n    print('too', file=sys.stderr)\n")
    assert report["output"] == "seen\ntoo\n"
    assert capsys.readouterr().out == ""


def test_a_missing_name_is_told(checked: Run) -> None:
    report = checked("def g(): pass\n")
    assert hints(report) == ["name-missing", ""] and report["results"][0]["numbers"] == {"name": "f"}
    assert "f" in said(report)


def test_a_function_left_in_the_kernel_is_not_the_answer(checked: Run) -> None:
    assert hints(checked("x = 1\n", f=lambda: None)) == ["name-missing", ""]


def test_a_recursion_without_an_end_is_told(checked: Run) -> None:
    report = checked("def f():\n    return f()\n")
    assert hints(report) == ["recursion", ""] and report["results"][0]["numbers"] == {"line": 2, "name": "f"}
    assert said(report)


def test_a_check_that_fails_itself_is_not_the_learners_fault(checked: Run) -> None:
    report = checked("def f(): return None\n", first="answer.f().shape")
    assert hints(report) == ["check-broken", ""]
    assert report["results"][0]["numbers"]["line"] == 9
    assert "first" in said(report)


def test_a_check_file_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    (tmp_path / "check.py").write_text("import nothing_of_this_name\n", encoding="utf-8")
    report = run(tmp_path, "x = 1", names={})
    assert report["error"]["hint"] == "check-broken" and report["error"]["numbers"]["line"] == 1


def test_check_py_is_loaded_anew_each_time(checked: Run) -> None:
    body = "LOADED.append(1); assert len(LOADED) == 1"
    assert checked("", first=body)["passed"]
    assert checked("", first=body)["passed"]


def test_the_answer_sees_the_kernels_names(checked: Run) -> None:
    assert checked("def f(): return x + 1\n", first="assert answer.f() == 4", x=3)["passed"]


def test_the_answer_does_not_change_the_kernels_names(checked: Run) -> None:
    names = {"x": 3}
    assert checked("x = 4\ndef f(): return x\n", first="assert answer.f() == 4", **names)["passed"]
    assert names == {"x": 3}


def test_the_learners_names_do_not_reach_the_checks(checked: Run) -> None:
    body = "print(sum([len('ab'), 1])); assert torch.ones(2).sum() == 2"
    names: dict[str, Any] = {"torch": 3, "print": None, "sum": 0, "len": 1, "Fail": None, "check": 4}
    assert checked("y = 1\n", first=body, **names)["passed"]


@pytest.mark.parametrize(
    ("names", "line"), [({"sum": 3}, "sum([1])"), ({"torch": 3}, "torch.ones(2)"), ({"np": None}, "np.zeros(3)")]
)
def test_a_shadowed_name_in_the_kernel_is_told(checked: Run, names: dict[str, Any], line: str) -> None:
    report = checked(f"def f():\n    return {line}\n", **names)
    assert hints(report) == ["shadowed", ""]
    assert report["results"][0]["numbers"]["name"] == next(iter(names))
    assert said(report)


def test_a_function_of_torch_that_a_cell_replaced_is_told(checked: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def equal(*_: Any) -> bool:
        return True

    equal.__module__ = "__main__"
    monkeypatch.setattr(torch, "equal", equal)
    report = checked("def f(): pass\n")
    assert report["error"]["hint"] == "torch-replaced" and report["error"]["numbers"] == {"name": "torch.equal"}
    assert "torch.equal" in said(report)


def test_what_an_answer_does_to_torch_and_builtins_is_undone_before_the_checks(checked: Run) -> None:
    code = "import builtins, torch\nbuiltins.sum = None\ntorch.equal = lambda *a: True\ntorch.Tensor.sum = None\n"
    body = "assert not torch.equal(torch.ones(1), torch.zeros(1)) and sum([1]) == 1 and torch.ones(2).sum() == 2"
    assert checked(code, first=body)["passed"]
    assert builtins.sum([1]) == 1
    assert not torch.equal(torch.ones(1), torch.zeros(1))


def test_one_check_does_not_disturb_the_next(checked: Run) -> None:
    spoil = "torch.set_default_dtype(torch.float64); torch.set_grad_enabled(False); torch.manual_seed(9); answer.f()"
    body = "assert torch.ones(1).dtype == torch.float32 and torch.is_grad_enabled() and torch.initial_seed() == 0"
    assert checked("def f(): pass\n", first=spoil, second=body)["passed"]


def test_checks_find_defaults_whatever_the_learner_has_set(checked: Run) -> None:
    torch.set_default_dtype(torch.float64)
    torch.use_deterministic_algorithms(True)
    try:
        body = "assert torch.ones(1).dtype == torch.float32 and not torch.are_deterministic_algorithms_enabled()"
        assert checked("", first=body)["passed"]
        assert torch.get_default_dtype() == torch.float64
        assert torch.are_deterministic_algorithms_enabled()
    finally:
        torch.set_default_dtype(torch.float32)
        torch.use_deterministic_algorithms(False)


def test_everything_is_put_back(checked: Run, tmp_path: Path) -> None:
    import numpy as np

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    code = f"""
import os, random, sys, warnings, torch, numpy as np
os.chdir({str(elsewhere)!r}); os.environ["DL_LAB_MADE"] = "1"; sys.path.append("made"); sys.setrecursionlimit(500)
random.seed(5); np.random.seed(5); torch.manual_seed(5); np.seterr(all="ignore")
torch.set_default_dtype(torch.float64); torch.set_grad_enabled(False); torch.set_num_threads(2)
torch.use_deterministic_algorithms(True); torch.set_default_device("meta"); torch.autograd.set_detect_anomaly(True)
warnings.simplefilter("error"); sys.stdout = None
"""

    def state() -> list[Any]:
        return [
            *(Path.cwd(), dict(os.environ), list(sys.path), sys.getrecursionlimit(), sys.stdout, sys.stderr),
            *(list(warnings.filters), random.getstate(), np.geterr(), str(np.random.get_state())),
            *(torch.get_rng_state().tolist(), torch.get_default_dtype(), torch.is_grad_enabled()),
            *(torch.get_num_threads(), torch.are_deterministic_algorithms_enabled(), torch.is_anomaly_enabled()),
            *(torch.get_default_device(), torch.ones(1).device, sys.modules.get("answer")),
        ]

    before = state()
    assert checked(code, first="pass")["passed"]
    assert state() == before


def test_what_an_interrupt_leaves_is_put_back_and_the_interrupt_goes_on(checked: Run) -> None:
    with pytest.raises(KeyboardInterrupt):
        checked("import torch\ntorch.set_grad_enabled(False)\nraise KeyboardInterrupt\n")
    assert torch.is_grad_enabled()
    assert "answer" not in sys.modules


def test_input_has_nobody_to_ask(checked: Run) -> None:
    before = builtins.input
    report = checked("def f(): return input('?')\n")
    assert hints(report) == ["exception", ""] and "EOFError" in said(report)
    assert builtins.input is before


def test_exit_in_an_answer_is_an_exception(checked: Run) -> None:
    assert checked("import sys\nsys.exit(3)\n")["error"]["hint"] == "exception"


def test_dataclasses_and_sources_work_in_an_answer(checked: Run) -> None:
    code = """
from __future__ import annotations
from dataclasses import dataclass
import inspect

@dataclass
class A:
    x: int = 1

def f(): return inspect.getsource(A)
"""
    assert checked(code, first="assert 'class A' in answer.f()")["passed"]


def test_numbers_of_a_hint_are_made_fit_for_json(checked: Run) -> None:
    body = "raise Fail('k', a=torch.tensor(1.5), b=float('nan'), c=3, d=torch.ones(2), e='x' * 999, f=True)"
    numbers = checked("", first=body)["results"][0]["numbers"]
    assert numbers["a"] == 1.5 and numbers["b"] == "nan" and numbers["c"] == 3
    assert isinstance(numbers["d"], str) and len(numbers["e"]) == 300 and numbers["f"] == "True"


def test_figures_of_an_answer_are_not_shown(checked: Run) -> None:
    plt = pytest.importorskip("matplotlib.pyplot")
    kept = plt.figure()
    assert checked("import matplotlib.pyplot as plt\nplt.figure()\n", first="pass")["passed"]
    assert plt.get_fignums() == [kept.number]
    plt.close("all")
