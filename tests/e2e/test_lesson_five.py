"""Lesson 5 by the keyboard alone: read, step, run, fail, get the fitting hint, pass, answer, come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lesson_typing import END, F5, MAP, SLOW_S, current, end_keepers, press_until, start, to_block, write

from tui_lab.learner.store import Learner

KEY = "course/forward"
TITLE = "Forward propagation"
WRONG = "def layer(X, W, b):\nreturn sigmoid(X @ W + b)"
RIGHT = "def layer(X, W, b):\nreturn sigmoid(X @ W.T + b)"


@pytest.fixture
def home(own_home: Path) -> Iterator[Path]:
    """A new user's folder."""
    yield own_home
    end_keepers(own_home)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_from_the_map_to_the_quiz_and_back(home: Path) -> None:
    with start(home, (80, 24)) as terminal:
        terminal.wait(MAP)
        to_block(terminal, TITLE)
        terminal.type("enter")
        terminal.wait("min left")
        # Guess, and play: the network is stepped forward
        to_block(terminal, "What does the network answer")
        terminal.type("3", "enter")
        terminal.wait("Each hidden neuron squeezes")
        to_block(terminal, "Play ")
        terminal.type("enter")
        terminal.wait("step 1 of", SLOW_S)
        terminal.type("2")  # the guess that was asked for
        terminal.run(0.5)
        press_until(terminal, "n", lambda text: "0.27" in text)
        terminal.type("esc")
        terminal.wait("min left")
        # Run what the exercise needs, then fail it, get its hint, pass it
        to_block(terminal, "a1 = sigmoid")
        terminal.type("R")
        terminal.wait("x1   5.0   answer 0.6248", SLOW_S)
        to_block(terminal, "def layer")
        terminal.type("enter")
        terminal.wait("F5 run")
        write(terminal, WRONG)
        terminal.type(F5)
        terminal.wait("each neuron took a column", SLOW_S)
        write(terminal, RIGHT)
        terminal.type(F5)
        terminal.wait("✓ passed", SLOW_S)
        terminal.type("esc")
        terminal.wait("r check")
        # A question near the end, wrong and then right
        press_until(terminal, END, lambda text: "Go further" in text)
        to_block(terminal, "has shape (64, 784)", "k")
        terminal.type("1", "enter")
        terminal.wait("the inner sizes")
        terminal.type("2", "enter")
        terminal.wait("is (64, 128), and b of")
        terminal.type("q")
        terminal.wait(MAP)
        terminal.type("q")
        terminal.run(1)
    with Learner.open() as learner:
        state = learner.state(KEY)
        assert state.exercises["one-layer"].passed and state.exercises["one-layer"].attempts == 2
        assert state.quizzes["predict-ten-times"].right and state.quizzes["which-shapes"].right
        assert state.ran["by-hand"]
    with start(home, (80, 24)) as terminal:  # it opens where the learner was
        terminal.wait(lambda text: current(text, "is (64, 128), and b of"), 60)
