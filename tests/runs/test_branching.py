"""What is said where no branch can start."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui_lab.runs.branching import why_no_branch

KEPT = range(2, 2795, 2)


@pytest.fixture
def long_run(tmp_path: Path) -> Path:
    """A run whose checkpoints were thinned out: only every other is there."""
    folder = tmp_path / "0003-xor-mlp"
    (folder / "checkpoints").mkdir(parents=True)
    for epoch in KEPT:
        (folder / "checkpoints" / f"epoch-{epoch:06}.pt").touch()
    return folder


@pytest.mark.parametrize(
    ("epoch", "named"),
    [
        (1, "2, 4, 6, 8, 10, 12, 14, 16, …, 2794"),
        (701, "2, …, 694, 696, 698, 700, 702, 704, 706, 708, …, 2794"),
        (2793, "2, …, 2780, 2782, 2784, 2786, 2788, 2790, 2792, 2794"),
    ],
)
def test_of_many_epochs_those_around_the_wanted_one_are_named(long_run: Path, epoch: int, named: str) -> None:
    said = why_no_branch(long_run, epoch, 3000)
    assert said.endswith(named) and len(said) < 200


def test_where_it_can_start_nothing_is_said(long_run: Path) -> None:
    assert why_no_branch(long_run, 700, 3000) == ""
