"""Seconds to the first frame that can be read and used, against an empty Textual app, side by side in one run.

    python benchmarks/bench_first_frame.py [--runs 9] [--returning]

The two start in turn, so that a slow moment of a shared machine meets both. "Can be read" is a word of the course
map, not a splash; for the empty app, its one word. `--returning`: for a learner who has worked through some lessons,
whose last one is opened over the map; the time until that lesson can be read is told too.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from terminal import Terminal

from tui_lab.learner.store import Learner

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("Foundations")
Empty().run()
"""
WORD = "Foundations"


def seconds(command: list[str], home: str, word: str = WORD) -> float:
    """Time from the start of the process until the word stands on the screen."""
    with Terminal(command, environment={"DL_LAB_HOME": home}) as terminal:
        started = terminal.started
        terminal.wait(word, 30)
        taken = time.perf_counter() - started
        terminal.kill()
    return taken


def work_through_some(home: str) -> None:
    """What a learner's file has after some lessons."""
    os.environ["DL_LAB_HOME"] = home
    with Learner.open() as learner:
        for lesson in ("neuron", "gradient", "networks"):
            learner.saw(f"course/{lesson}", *(f"top+{n}" for n in range(60)))
            for n in range(8):
                learner.answered(f"course/{lesson}", f"quiz-{n}", "1", n % 3 > 0)
                learner.save_edit(f"course/{lesson}", f"cell-{n}", "x = 1\n" * 20)
        learner.save_place("course/gradient", "chains")


def main() -> None:
    """Measure and print the row of the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--returning", action="store_true")
    options = parser.parse_args()
    ours, empty = [sys.executable, "-m", "tui_lab"], [sys.executable, "-c", EMPTY]
    ratios, times = [], []
    with tempfile.TemporaryDirectory() as home:
        if options.returning:
            work_through_some(home)
        for run in range(options.runs + 1):
            pair = seconds(ours, home), seconds(empty, home)
            if run:  # the first warms the disk cache
                times.append(pair)
                ratios.append(pair[0] / pair[1])
        a, b = (statistics.median(column) for column in zip(*times, strict=True))
        ratio = statistics.median(ratios)
        print(f"first readable frame: dl-lab {a:.2f} s, empty Textual app {b:.2f} s, ratio {ratio:.2f}")
        print(f"  (median of {options.runs} pairs; ratios {min(ratios):.2f} to {max(ratios):.2f}; bar 1.5)")
        if options.returning:
            read = statistics.median(seconds(ours, home, "min left") for _ in range(options.runs))
            print(f"  the lesson where the learner was: readable after {read:.2f} s")


if __name__ == "__main__":
    main()
