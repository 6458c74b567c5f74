"""The 2-2-1 network stepped forward and backward in the real app, with the values of a real bench."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil
import pytest
from terminal import Terminal

APP = """
from tui_lab.app.app import DlLabApp
from tui_lab.app.explorables import open_explorable
from tui_lab.content.lesson import Explorable

class Opened(DlLabApp):
    CSS_PATH = []
    def on_mount(self):
        super().on_mount()
        open_explorable(self, Explorable(id="it", name="two-two-one"))

Opened().run()
"""


def benches(terminal: Terminal) -> list[psutil.Process]:
    return [p for p in terminal.process.children(recursive=True) if "tui_lab.engine.bench" in p.cmdline()]


@pytest.mark.slow
def test_stepping_there_and_back_and_a_bench_that_ends_with_a_killed_app(own_home: Path) -> None:
    with Terminal([sys.executable, "-c", APP], size=(80, 24), environment={"DL_LAB_HOME": str(own_home)}) as terminal:
        terminal.wait("Predict first: Where will the prediction")
        terminal.type("2")
        terminal.wait("Your guess: not far from 0.5")
        terminal.wait("n next", 90)  # torch is loaded meanwhile
        terminal.type("n")
        terminal.wait("0.40·0.50 + (−0.50)·0.10 + 0.12 = 0.270")
        terminal.type("n")
        terminal.wait("a₁  0.567")
        terminal.type("n")
        terminal.wait("Predict a₂:")
        terminal.type("1")
        terminal.wait("✗ No, over 0.5")
        terminal.type("enter")
        terminal.wait("✓ not far from 0.5, as you guessed.")
        terminal.type("w")
        terminal.wait("Changing w₁₁")
        terminal.type("up")
        terminal.wait("z₁  0.320")
        terminal.type("esc")
        terminal.run(0.3)
        terminal.type("g")
        terminal.wait("Backward pass · step 1 of 11")
        for step in range(2, 11):
            terminal.type("n")
            terminal.wait(f"step {step} of 11")
        terminal.wait("w ← w − lr·∂L/∂w")
        terminal.type("1")
        terminal.wait("✓ Yes, smaller.")
        terminal.type("u")
        terminal.wait("Backward pass · step 1 of 11")
        (bench,) = benches(terminal)
        terminal.kill()
    until = time.monotonic() + 30
    while bench.is_running() and bench.status() != psutil.STATUS_ZOMBIE and time.monotonic() < until:
        time.sleep(0.05)
    assert not bench.is_running() or bench.status() == psutil.STATUS_ZOMBIE
