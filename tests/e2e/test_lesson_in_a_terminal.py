"""A lesson in a pseudo-terminal, by the keyboard alone: with a real kernel, real checks, and a killed app."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from lesson_typing import END, F5, MAP, SLOW_S, current, end_keepers, press_until, start, to_block, write
from terminal import Terminal

from tui_lab.content import packs
from tui_lab.kernel.outputs import History, TextItem
from tui_lab.kernel.sessions import keeper_of, session_for
from tui_lab.learner.store import Learner

SPECIMEN = Path(__file__).parents[1] / "packs" / "specimen"
KEY = "specimen/why-not-zero"
TITLE = "Why we don't start from zero"
ANSWER = "def init_(layer):\nwith torch.no_grad():\nlayer.weight.copy_({scale} * torch.randn_like(layer.weight))"
WRONG, RIGHT = ANSWER.format(scale="2 / layer.in_features"), ANSWER.format(scale="(2 / layer.in_features) ** 0.5")


@pytest.fixture
def home(own_home: Path) -> Iterator[Path]:
    """The learner's folder with the specimen's pack in it; keepers that live in it are ended."""
    packs.add(SPECIMEN)
    yield own_home
    end_keepers(own_home)


def open_specimen(terminal: Terminal) -> None:
    """From the map, as a new user: to the end of the list, where other people's lessons stand."""
    terminal.wait(MAP)
    terminal.wait("of 33")  # the pack is on the map too
    press_until(terminal, END, lambda text: TITLE in text)
    terminal.type("enter")
    terminal.wait("min left")


def work_through(home: Path, size: tuple[int, int], **environment: str) -> None:
    with start(home, size, **environment) as terminal:
        open_specimen(terminal)
        # Answer the first question, wrong and then right
        to_block(terminal, "three epochs of SGD")
        terminal.type("1", "enter")
        terminal.wait("Zero is a special place")
        terminal.type("3", "enter")
        terminal.wait("Yes. The surprise is")
        # Read on and run a cell, and what it needs first
        to_block(terminal, "model = mlp(init=0)")
        terminal.type("R")
        terminal.wait("4.bias     largest gradient", SLOW_S)
        # The exercise: fail it, get the hint for the mistake, open a graded hint, pass it
        press_until(terminal, END, lambda text: current(text, "def init_"))
        terminal.type("enter")
        terminal.wait("F5 run")
        write(terminal, WRONG)
        terminal.wait("randn_like(layer.weight))")
        terminal.type("esc")
        terminal.wait("r check")
        terminal.type("r")
        terminal.wait("standard", SLOW_S)  # ... where a standard deviation belongs?
        assert "variance" in terminal.text
        terminal.type("h")
        terminal.wait("Hint 1 of 3")
        terminal.type("enter")
        terminal.wait("F5 run")
        write(terminal, RIGHT)
        terminal.type(F5)
        terminal.wait("✓ passed", SLOW_S)
        terminal.type("esc")
        terminal.wait("r check")
        # Away, and back to the same place
        terminal.type("q")
        terminal.wait(MAP)
        terminal.type("q")
        terminal.run(1)
    with Learner.open() as learner:
        state = learner.state(KEY)
        assert state.exercises["keep-the-scale"].passed
        assert state.exercises["keep-the-scale"].attempts == 2
        assert state.exercises["keep-the-scale"].hints == 1
        assert state.quizzes["predict-zeros"].right
        assert state.ran == {"setup": True, "only-the-bias": True}
        assert state.seconds > 5
    with start(home, size, **environment) as terminal:
        terminal.wait(lambda text: MAP in text or TITLE in text)
        terminal.run(1)
        if MAP in terminal.text:  # the map, with what is next marked
            press_until(terminal, END, lambda text: TITLE in text)
            terminal.type("enter")
        terminal.wait(lambda text: current(text, "** 0.5"))
        terminal.wait("✓ passed")


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_new_user_works_through_a_lesson(home: Path) -> None:
    work_through(home, (120, 40))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_same_in_tmux_on_a_small_screen(home: Path) -> None:
    work_through(home, (80, 24), TERM="tmux-256color")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_busy_kernel_survives_the_app_and_all_it_printed_is_there(home: Path) -> None:
    code = "import time\nfor n in range(300):\nprint('tick', n)\ntime.sleep(0.1)"
    with start(home) as terminal:
        open_specimen(terminal)
        to_block(terminal, "import torch")
        terminal.type("enter")
        terminal.wait("F5 run")
        write(terminal, code)
        terminal.type(F5)
        terminal.wait("tick 3", SLOW_S)
        terminal.wait("running In [1]")
        terminal.kill()
    session = session_for(KEY)
    assert keeper_of(session) is not None, "killing the app must not touch the kernel"
    with start(home) as terminal:
        terminal.wait(lambda text: MAP in text or TITLE in text)
        terminal.run(1)
        if MAP in terminal.text:
            press_until(terminal, END, lambda text: TITLE in text)
            terminal.type("enter")
        terminal.wait("tick 0")  # what was printed before stands there at once, with the learner's own code
        terminal.wait("time.sleep(0.1)")
        terminal.wait(lambda text: "ran in" in text, SLOW_S)
        terminal.type("o")
        press_until(terminal, "j", lambda text: "tick 299" in text)
    end = time.monotonic() + 10
    while time.monotonic() < end and History.read(session.outputs).cells["setup"].status != "ok":
        time.sleep(0.1)
    output = History.read(session.outputs).cells["setup"]
    assert output.status == "ok"
    [item] = output.items
    assert isinstance(item, TextItem)
    lines = ["".join(piece[0] for piece in line) for line in (*item.first(), *item.last())]
    assert lines == [f"tick {n}" for n in range(300)]
