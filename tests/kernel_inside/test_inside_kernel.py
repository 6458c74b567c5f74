"""A real kernel prepared by `install()`: what cells show, how errors come, bars and figures for a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tui_lab.kernel.events import TABLE_MIME
from tui_lab.kernel.messages_in import error_of
from tui_lab.kernel.one_shot import OneShotKernel, Outcome


@dataclass
class Told:
    """What a cell sent."""

    outcome: Outcome = field(default_factory=Outcome)
    printed: str = ""
    data: list[dict[str, Any]] = field(default_factory=list)

    def take(self, kind: str, content: dict[str, Any]) -> None:
        if kind == "stream":
            self.printed += content["text"]
        elif kind in ("execute_result", "display_data"):
            self.data.append(content["data"])


@pytest.fixture(scope="module")
def kernel() -> Iterator[OneShotKernel]:
    """One for all tests of a worker. What a cell needs it imports itself: the tests come in any order."""
    with OneShotKernel() as kernel:
        yield kernel


def run(kernel: OneShotKernel, code: str) -> Told:
    told = Told()
    told.outcome = kernel.execute(code, limit=60, history=True, on_message=told.take)
    return told


def test_installing_is_quick_and_brings_nothing_heavy(kernel: OneShotKernel) -> None:
    program = (
        "import subprocess, sys; print(subprocess.run([sys.executable, '-c', '''import sys\n"
        "from tui_lab.kernel.inside import exercise, startup\nfrom tui_lab.content.checks import Fail, check\n"
        'print([m for m in ("torch", "numpy", "pandas", "matplotlib", "msgspec", "yaml") if m in sys.modules])'
        "'''], capture_output=True, text=True).stdout)"
    )
    assert run(kernel, program).printed.strip() == "[]"


def test_a_tensor_shows_what_sums_it_up(kernel: OneShotKernel) -> None:
    (data,) = run(kernel, "import torch\ntorch.ones(2, 3)").data
    assert data["text/plain"].splitlines()[0] == "(2, 3)  float32  cpu  1 … 1  mean 1"
    assert data["text/plain"].splitlines()[-1] == "        [1., 1., 1.]])"


def test_single_numbers_and_tensors_in_lists_stay_short(kernel: OneShotKernel) -> None:
    assert run(kernel, "import torch\ntorch.tensor(2.5)").data[0]["text/plain"] == "tensor(2.5000)"
    text = run(kernel, "import torch\n[torch.ones(2), torch.ones(9, 9)]").data[0]["text/plain"]
    assert text == "[tensor([1., 1.]), <tensor (9, 9)  float32  cpu  1 … 1  mean 1>]"


def test_parameters_and_modules_are_summed_up(kernel: OneShotKernel) -> None:
    imports = "from torch import nn\n"
    weight = run(kernel, imports + "nn.Linear(2, 2).weight").data[0]["text/plain"]
    assert "requires grad" in weight.splitlines()[0]
    assert "9 parameters" in run(kernel, imports + "nn.Sequential(nn.Linear(2, 3))").data[0]["text/plain"]


def test_a_table_comes_as_a_table_and_not_as_html(kernel: OneShotKernel) -> None:
    (data,) = run(kernel, "import pandas as pd\npd.DataFrame({'a': [1, 2]})").data
    assert data[TABLE_MIME]["columns"] == ["a"] and "text/html" not in data
    json.dumps(data[TABLE_MIME])
    assert run(kernel, "import pandas as pd\npd.Series([1.5], name='x')").data[0][TABLE_MIME]["columns"] == ["x"]


def test_an_error_comes_with_its_plain_words_and_place(kernel: OneShotKernel) -> None:
    run(kernel, "import torch\nfrom torch import nn")
    run(kernel, "def f(x):\n    return nn.Linear(4, 2)(x)\n")
    content = run(kernel, "y = 1\nf(torch.ones(2, 3))").outcome.error
    assert content is not None
    error = error_of(content, 1)
    assert (error.ename, error.plain_id) == ("RuntimeError", "explained_errors.linear_features")
    assert error.plain == {"shape": "(2, 3)", "got": 3, "expected": 4}
    lines = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in error.traceback]
    titles = [line for line in lines if line.startswith("In [")]
    assert re.fullmatch(r"In \[\d+\], line 2", titles[0]) and re.fullmatch(r"In \[\d+\], line 2, in f", titles[1])
    assert content["line"] == 2 and isinstance(content["cell"], int)
    assert any("inside torch" in line for line in lines) and not any("site-packages" in line for line in lines)


def test_what_is_never_closed_is_told_where_it_opens(kernel: OneShotKernel) -> None:
    error = run(kernel, "y = 1\nx = [1,\nprint(y)\n").outcome.error
    assert error is not None
    assert (error["plain_id"], error["plain"], error["line"]) == ("explained_errors.bracket_open", {"bracket": "["}, 2)
    assert any("was never closed" in line for line in error["traceback"])


def test_a_syntax_error_and_an_interrupt_are_short(kernel: OneShotKernel) -> None:
    error = run(kernel, "x = (1,\n").outcome.error
    assert error is not None and error["line"] == 1 and len(error["traceback"]) <= 4
    error = run(kernel, "raise KeyboardInterrupt").outcome.error
    assert error is not None and error["ename"] == "KeyboardInterrupt" and error["plain_id"] == ""


def test_figures_come_at_the_end_of_a_cell(kernel: OneShotKernel) -> None:
    told = run(kernel, "import matplotlib.pyplot as plt\nplt.plot([1, 2]);\nprint('before')")
    assert told.printed == "before\n"
    assert "image/png" in told.data[0]
    assert run(kernel, "1;").data == []


def test_tqdm_draws_text_whatever_it_is_imported_from(kernel: OneShotKernel) -> None:
    code = """
from tqdm.auto import tqdm as auto
from tqdm.notebook import tqdm as notebook
import tqdm.notebook
for bar in (auto, notebook, tqdm.notebook.tqdm):
    for _ in bar(range(2)): pass
"""
    told = run(kernel, code)
    assert told.outcome.error is None and told.data == []
    assert told.printed.count("100%") == 3


def test_rich_draws_text(kernel: OneShotKernel) -> None:
    told = run(kernel, "from rich.progress import track\nfor _ in track(range(2)): pass\nprint('end')")
    assert told.outcome.error is None and told.data == []
    assert "100%" in told.printed and told.printed.endswith("end\n")


def test_help_is_printed(kernel: OneShotKernel) -> None:
    assert "number of items" in run(kernel, "len?").printed


def test_an_exercise_sees_the_kernels_names_and_leaves_them(kernel: OneShotKernel, tmp_path: Any) -> None:
    checks = "from tui_lab.content.checks import check\n@check('one')\ndef one(answer):\n    assert answer.f() == 5\n"
    (tmp_path / "check.py").write_text(checks, encoding="utf-8")
    run(kernel, "x = 4")
    code = (
        "from tui_lab.kernel.inside.exercise import run as check\n"
        f"print(check({str(tmp_path)!r}, 'x = x + 1\\ndef f(): return x')['passed'], x)"
    )
    # `x = x + 1` reads the kernel's name: the answer's own is made by it.
    assert run(kernel, code).printed.strip() == "True 4"


def test_an_endless_loop_is_interrupted_and_the_kernel_lives_on(kernel: OneShotKernel) -> None:
    outcome = kernel.execute("while True: pass", limit=0.5)
    assert outcome.timed_out and outcome.error is not None and outcome.error["ename"] == "KeyboardInterrupt"
    assert run(kernel, "1 + 1").data[0]["text/plain"] == "2"
