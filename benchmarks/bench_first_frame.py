"""Seconds to the first frame that can be read and used, against an empty Textual app, side by side in one run.

    python benchmarks/bench_first_frame.py [--runs 9]

The two start in turn, so that a slow moment of a shared machine meets both. "Can be read" is a word of the course
map, not a splash; for the empty app, its one word.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from terminal import Terminal

EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("Foundations")
Empty().run()
"""
WORD = "Foundations"


def seconds(command: list[str], home: str) -> float:
    """Time from the start of the process until the word stands on the screen."""
    with Terminal(command, environment={"DL_LAB_HOME": home}) as terminal:
        started = terminal.started
        terminal.wait(WORD, 30)
        taken = time.perf_counter() - started
        terminal.kill()
    return taken


def main() -> None:
    """Measure and print the row of the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    ours, empty = [sys.executable, "-m", "tui_lab"], [sys.executable, "-c", EMPTY]
    ratios, times = [], []
    with tempfile.TemporaryDirectory() as home:
        for run in range(options.runs + 1):
            pair = seconds(ours, home), seconds(empty, home)
            if run:  # the first warms the disk cache
                times.append(pair)
                ratios.append(pair[0] / pair[1])
    a, b = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"first readable frame: dl-lab {a:.2f} s, empty Textual app {b:.2f} s, ratio {statistics.median(ratios):.2f}")
    print(f"  (median of {options.runs} pairs; ratios {min(ratios):.2f} to {max(ratios):.2f}; bar 1.5)")


if __name__ == "__main__":
    main()
