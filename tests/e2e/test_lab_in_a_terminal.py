"""The real app in a pseudo-terminal, driven by the keyboard alone, on real data."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from terminal import Terminal, end_workers

from tui_lab.runs import store
from tui_lab.runs.events import Changed, Finished
from tui_lab.runs.follow import EventTail, open_history

APP = [sys.executable, "-m", "tui_lab"]


@pytest.fixture
def home(own_home: Path) -> Iterator[Path]:
    """The learner's folder; whatever still trains in it is ended."""
    yield own_home
    end_workers(own_home)


def start(home: Path, *arguments: str, size: tuple[int, int] = (120, 40), **environment: str) -> Terminal:
    return Terminal([*APP, *arguments], size=size, environment={"DL_LAB_HOME": str(home), **environment})


def to_row(terminal: Terminal, label: str) -> None:
    """Move through the form until the row with this label is the current one."""
    for _ in range(60):
        if re.search(rf"^▌.*\b{label}\b", terminal.text, re.MULTILINE):
            return
        terminal.type("j")
        terminal.run(0.15)
    raise AssertionError(f"no row {label} on\n{terminal.text}")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_cnn_learns_digits_while_everything_is_switched_and_the_app_is_killed(home: Path) -> None:
    with start(home) as terminal:
        terminal.wait("Foundations of deep learning")
        terminal.type("l")
        terminal.wait("space or enter starts the training")
        to_row(terminal, "kind")
        terminal.type("enter")
        terminal.run(0.3)
        terminal.type("down", "enter")
        terminal.wait("cnn 16-32")
        to_row(terminal, "epochs")
        terminal.type("enter")
        terminal.run(0.3)
        terminal.type(*["backspace"] * 4, "9", "enter")
        terminal.wait(lambda text: re.search(r"epochs\s+9\b", text) is not None)
        terminal.run(0.5)
        terminal.type("space")
        terminal.wait("● training", 60)
        terminal.wait("step", 60)
        for key, shown in (("d", "d dropout"), ("b", "b batch norm"), ("+", "+ rate"), ("o", "o adam")):
            terminal.type(key)
            terminal.wait(shown, 30)
        terminal.type("space")
        terminal.wait("❚❚ paused", 30)
        [folder] = store.folders()
        before = open_history(folder).step
        terminal.type(".")
        terminal.wait(lambda _: open_history(folder).step == before + 1, 30)
        terminal.type("space")
        terminal.wait("● training", 30)
        terminal.type("d", "b")  # both off again
        terminal.wait(lambda _: len(open_history(folder).changes) == 6, 30)
        for changes in (7, 8, 9):  # small steps for the rest
            terminal.type("-")
            terminal.wait(lambda _, n=changes: len(open_history(folder).changes) == n, 30)  # type: ignore[misc]
        terminal.kill()
    assert store.open_run(folder).state == "training", "killing the app must not touch the training"
    with start(home) as terminal:
        shown = terminal.wait(lambda text: "w watch" in text or "✓ run 1" in text, 30)
        if "w watch" in shown:
            terminal.type("w")
        else:  # a quick machine was done meanwhile
            terminal.type("R")
            terminal.wait("finished")
            terminal.type("enter")
        terminal.wait(lambda text: "d dropout 0→0.3" in text, 30)  # the whole history is there
        terminal.wait("✓ finished", 300)
        terminal.type("esc")
        terminal.wait("Foundations of deep learning")
        terminal.type("q")
        terminal.run(1)
    end = open_history(folder).ended
    assert isinstance(end, Finished)
    assert end.test_metric is not None
    assert end.test_metric > 0.97
    changes = [event for event in EventTail(folder / "events.jsonl").read() if isinstance(event, Changed)]
    assert [set(change.changes) for change in changes] == [
        {"regularisation.dropout"},
        {"regularisation.batch_norm"},
        {"optimizer.lr"},
        {"optimizer.name"},
        {"regularisation.dropout"},
        {"regularisation.batch_norm"},
        *[{"optimizer.lr"}] * 3,
    ]


def test_a_lost_line_leaves_the_training_and_is_offered_to_watch(home: Path) -> None:
    with start(home, size=(80, 24), TERM="screen") as terminal:
        terminal.wait("Foundations")
        terminal.type("l")
        terminal.wait("mnist")
        terminal.type("space")
        terminal.wait("● training", 60)
        terminal.hang_up()
    [folder] = store.folders()
    with start(home, size=(80, 24), TERM="xterm") as terminal:
        terminal.wait(lambda text: "run 1" in text, 30)
    assert store.open_run(folder).state in ("training", "finished")


@pytest.mark.parametrize("term", ["xterm", "xterm-256color", "tmux-256color", "screen", "linux"])
def test_each_terminal_shows_the_map_and_the_lab(home: Path, term: str) -> None:
    with start(home, size=(80, 24), TERM=term, NO_COLOR="1" if term == "xterm" else "") as terminal:
        terminal.wait("Foundations")
        terminal.type("l")
        terminal.wait("mnist")
        terminal.type("?")
        terminal.wait("dropout")


def test_a_terminal_too_small_says_so_and_comes_back(home: Path) -> None:
    with start(home, size=(50, 15)) as terminal:
        terminal.wait("60")
        terminal.resize(100, 30)
        os.kill(terminal.pid, 28)  # SIGWINCH
        terminal.wait("Foundations")
