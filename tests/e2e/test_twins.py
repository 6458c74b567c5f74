"""A twin and a branch made by keyboard in the real app, trained by real workers, and read in the table."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import Terminal, end_workers

from tui_lab.config import fields
from tui_lab.config.train import TrainConfig
from tui_lab.runs import store
from tui_lab.runs.branching import read_origin
from tui_lab.runs.launch import launch
from tui_lab.runs.status import alive, read

MOONS = ["data.name=moons", "run.epochs=6", "run.threads=1", "run.device=cpu", "model.hidden=16"]


@pytest.fixture
def home(own_home: Path) -> Iterator[Path]:
    """The learner's folder; whatever still trains in it is ended."""
    yield own_home
    end_workers(own_home)


def both_done(text: str, number: int, differs: str) -> bool:
    """The table has two rows, of the original and of this run, whose values are those of its end."""
    rows = re.findall(r"^.([●○]) +(\d+) .*✓ finished", text, re.MULTILINE)
    row = re.compile(rf"^.○ +{number} +{differs} +\d\d\.\d % +\d +6/6 .*✓ finished", re.MULTILINE)
    return rows == [("●", "1"), ("○", str(number))] and row.search(text) is not None


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_twin_and_a_branch_by_keyboard(home: Path) -> None:
    original = store.create(fields.apply_text(TrainConfig(), MOONS))
    launch(original)
    with Terminal(
        [sys.executable, "-m", "tui_lab", "runs", "open", "1"], environment={"DL_LAB_HOME": str(home)}
    ) as terminal:
        terminal.wait("✓ finished", 60)
        terminal.wait(lambda _: not alive(read(original)), 30)
        terminal.type("t")
        terminal.wait("Twin of run 1")
        terminal.type("d")
        terminal.wait("0 → 0.3")
        terminal.type("enter")
        terminal.wait("Comparison")
        text = terminal.wait(lambda text: both_done(text, 2, r"dropout p 0\.3"), 90)
        assert re.search(r"^ Runs? [12] (is|and) ", text, re.MULTILINE), text
        terminal.type("esc")
        terminal.wait("Result")
        terminal.type("<", "<", "<", "<")
        terminal.wait("at epoch 3: val")
        terminal.type("B")
        terminal.wait("Branch of run 1 after epoch 3")
        terminal.type("+")
        terminal.wait("1e-3 → 3e-3")
        terminal.type("enter")
        terminal.wait(lambda text: both_done(text, 3, r"from run 1 at epoch 3: rate 0\.003"), 90)
    twin, branch = (read_origin(store.find(number)) for number in ("2", "3"))
    assert twin is not None and (twin.kind, twin.changes) == ("twin", {"regularisation.dropout": 0.3})
    assert branch is not None and (branch.kind, branch.epoch) == ("branch", 3)
    history = store.open_run(store.find("3")).history
    assert [change.changes for change in history.changes] == [{"optimizer.lr": 0.003}]
    assert history.changes[0].step == 3 * history.steps_per_epoch
    before = store.open_run(original).history
    assert [e.val_loss for e in history.epochs[:3]] == [e.val_loss for e in before.epochs[:3]]
