"""What authors of checks compare with: strictly, and by fingerprints."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
import torch

from tui_lab.content.checking import (
    first_wrong,
    gradients_at_each_step,
    how_differs,
    largest_difference,
    ratio,
    same,
    shares_memory,
    which,
)

nan = float("nan")


@pytest.mark.parametrize(
    ("got", "want", "how"),
    [
        (torch.ones(3), torch.ones(3), ""),
        (torch.ones(3), torch.ones(3, 1), "shape"),
        (torch.tensor(0.0), torch.zeros(3), "shape"),
        (torch.ones(3).double(), torch.ones(3), "dtype"),
        (torch.ones(3) * 1.1, torch.ones(3), "values"),
        (torch.ones(3) * (1 + 1e-7), torch.ones(3), ""),
        (1.0, torch.tensor(1.0), "type"),
        (None, torch.tensor(1.0), "type"),
        ([1.0], torch.ones(1), "type"),
        (torch.tensor([nan]), torch.tensor([nan]), ""),
        (torch.tensor([1]), torch.tensor([2]), "values"),
        (torch.ones(2, 3).T, torch.ones(3, 2), ""),
        (torch.ones(2, requires_grad=True), torch.ones(2), ""),
        (2, 2.0, ""),
        (True, 1, "type"),
        (1, True, "type"),
        (nan, nan, ""),
        (float("inf"), float("inf"), ""),
        ("a", "b", "values"),
        ((1, 2), [1, 2], ""),
        ((1, 2, 3), (1, 2), "shape"),
        ((1, torch.ones(2)), (1, torch.zeros(2)), "values"),
        ({"w": torch.ones(2)}, {"w": torch.ones(2)}, ""),
        ({"w": torch.ones(2)}, {"b": torch.ones(2)}, "shape"),
        (torch.tensor(1.0), 1.0, "type"),
        (None, None, ""),
    ],
)
def test_how_two_things_differ(got: Any, want: Any, how: str) -> None:
    assert how_differs(got, want) == how
    assert same(got, want) == (not how)


def test_ratio_is_the_one_factor() -> None:
    want = torch.tensor([1.0, -2.0, 0.0, 4.0])
    assert ratio(8 * want, want) == pytest.approx(8)
    assert ratio(-want, want) == pytest.approx(-1)
    assert ratio(0 * want, want) == 0
    assert ratio(want + 1, want) is None
    assert ratio(want[:, None], want) is None
    assert ratio(want * nan, want) is None
    assert ratio(want, 0 * want) is None
    assert ratio(3.0, want) is None


def test_which_mutant_an_answer_equals() -> None:
    mutants = {"no-two": torch.tensor([24.0, 8.0]), "not-put-back": torch.tensor([12.0, 3.9601])}
    assert which(torch.tensor([12.0, 3.9601]), mutants) == "not-put-back"
    assert which(torch.tensor([12.0, 4.0]), mutants) == ""


def test_a_ledger_names_the_first_wrong_step() -> None:
    ones = torch.ones(2)
    assert first_wrong([("z", ones, ones), ("a", ones * 3, ones), ("loss", None, ones)]) == ("a", "values", 2.0)
    assert first_wrong([("z", ones[None], ones)]) == ("z", "shape", 0.0)
    assert first_wrong([("z", ones, ones)]) is None


def test_the_largest_difference_never_broadcasts() -> None:
    assert largest_difference(torch.tensor([1.0, 5.0]), torch.tensor([1.0, 2.0])) == 3
    with pytest.raises(ValueError, match="shapes"):
        largest_difference(torch.ones(2, 1), torch.ones(2))


def test_shared_memory_is_found() -> None:
    x = torch.ones(4)
    assert shares_memory(x, x[1:].view(3, 1))
    assert not shares_memory(x, x.clone())


@pytest.mark.parametrize(
    ("zero", "sees"), [("no", [2.0, 4.0, 6.0]), ("zero_grad", [2.0, 2.0, 2.0]), ("none", [2.0, 2.0, 2.0])]
)
def test_the_gradients_at_each_step_judge_a_loop(zero: str, sees: list[float]) -> None:
    w = torch.tensor([1.0], requires_grad=True)
    optimizer = torch.optim.SGD([w], lr=0.0)
    with gradients_at_each_step() as steps:
        for _ in range(3):
            if zero == "zero_grad":
                optimizer.zero_grad()
            elif zero == "none":
                w.grad = None
            (2 * w).sum().backward()
            optimizer.step()
    assert [step[0].item() for step in steps] == sees
    optimizer.step()
    assert len(steps) == 3


def test_importing_it_brings_no_torch() -> None:
    program = "import sys, tui_lab.content.checking, tui_lab.content.checks; print('torch' in sys.modules)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "False"
