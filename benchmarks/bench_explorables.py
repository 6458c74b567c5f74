"""What explorables cost: bytes a second under held keys and in training, the time from a key to the frame it changes.

    python benchmarks/bench_explorables.py [--seconds 5] [--keys 20]

The app runs in a pseudo-terminal of 120x40, the values come from its bench. A held key makes 30 presses a second.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from terminal import KEYS, Terminal

OPEN = """
import sys
from tui_lab.app.app import DlLabApp
from tui_lab.app.explorables import open_explorable
from tui_lab.content.lesson import Explorable

class Opened(DlLabApp):
    CSS_PATH = []
    def on_mount(self):
        super().on_mount()
        options = tuple(tuple(part.split("=")) for part in sys.argv[2:])
        open_explorable(self, Explorable(id="it", name=sys.argv[1], options=options))

Opened().run()
"""
Pair = tuple[tuple[str, Callable[[str], bool]], tuple[str, Callable[[str], bool]]]
"""Two keys that undo each other, and when the effect of each is seen."""
SIZE = (120, 40)
WAITING = (" 1,", " enter", " esc")
REPEAT_S = 1 / 30

HELD: dict[str, tuple[tuple[str, ...], Sequence[str], Sequence[str]]] = {
    "two-two-one, n and p": (("two-two-one",), (), ("n", "n", "n", "p", "p", "p")),
    "two-two-one, a weight changed": (("two-two-one",), ("n", "n", "n", "w"), ("up",)),
    "neuron, the line turned": (("neuron",), (), ("up",)),
    "neuron, updates": (("neuron", "data=overlap"), (), ("space",)),
    "surface, walked over": (("surface",), (), ("right",)),
    "surface, down a ravine": (("surface", "surface=rosenbrock"), (), ("space",)),
    "surface, one after the other": (("surface",), (), ("s",)),
    "boundary, in training": (("boundary", "data=spirals", "layers=2", "width=16"), ("space",), ()),
    "boundary, widths": (("boundary", "data=circles", "layers=2"), (), ("right", "left")),
    "activations, the cursor": (("activations",), (), ("left",)),
    "activations, depth": (("activations", "view=depth", "function=tanh"), (), ("right", "left")),
}
"""What is opened, keys that lead there, and keys that are held."""

ANSWERED: dict[str, tuple[tuple[str, ...], Pair]] = {
    "two-two-one, n, p": (
        ("two-two-one",),
        (("n", lambda text: "step 2 of 9" in text), ("p", lambda text: "step 1 of 9" in text)),
    ),
    "neuron, up, down": (
        ("neuron",),
        (("up", lambda text: "w₁    1.25" in text), ("down", lambda text: "w₁    1.00" in text)),
    ),
    "surface, right, left": (
        ("surface",),
        (("right", lambda text: "x  -1.400" in text), ("left", lambda text: "x  -1.500" in text)),
    ),
    "boundary, up, down": (
        ("boundary", "data=xor"),
        (("up", lambda text: "2 → 4 → 4 → 1" in text), ("down", lambda text: "2 → 4 → 1" in text)),
    ),
    "activations, right, left": (
        ("activations", "view=depth", "depth=29"),
        (("right", lambda text: "30 layers" in text), ("left", lambda text: "29 layers" in text)),
    ),
}


def answers(text: str) -> bool:
    """Whether the bench has answered: the explorable's own keys stand first in the last line."""
    lines = text.splitlines()
    return len(lines) >= SIZE[1] and bool(lines[SIZE[1] - 1]) and not lines[SIZE[1] - 1].startswith(WAITING)


@contextlib.contextmanager
def opened(arguments: Sequence[str], *, emulate: bool = True) -> Iterator[Terminal]:
    """The app with an explorable whose question is answered."""
    with Terminal([sys.executable, "-c", OPEN, *arguments], size=SIZE) as terminal:
        terminal.wait("play without a guess", 30)
        terminal.type("enter")
        terminal.wait(answers, 60)
        terminal.run(2)
        terminal.emulate = emulate
        yield terminal


def held(arguments: Sequence[str], before: Sequence[str], keys: Sequence[str], seconds: float) -> tuple[float, float]:
    """Bytes a second and the app's share of a core."""
    with opened(arguments, emulate=False) as terminal:
        terminal.type(*before)
        terminal.run(0.5)
        bytes_before, (cpu_before, _), started = terminal.bytes, terminal.usage(), time.perf_counter()
        presses = 0
        while (taken := time.perf_counter() - started) < seconds:
            if keys and taken >= presses * REPEAT_S:
                key = keys[presses % len(keys)]
                os.write(terminal._fd, KEYS.get(key, key).encode())
                presses += 1
            terminal.read(0.005)
        cpu, _ = terminal.usage()
        return (terminal.bytes - bytes_before) / taken, (cpu - cpu_before) / taken


def answered(arguments: Sequence[str], pair: Pair, keys: int) -> list[float]:
    """From the press of a key to the frame that shows its effect."""
    found = []
    with opened(arguments) as terminal:
        for i in range(keys):
            terminal.run(0.3 + 0.03 * (i % 7))
            key, shows = pair[i % 2]
            pressed = time.perf_counter()
            terminal.type(key)
            terminal.wait(shows, 10)
            found.append(time.perf_counter() - pressed)
    return found


def main() -> None:
    """Measure and print the rows of the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--keys", type=int, default=20)
    parser.add_argument("--only", default="", help="a word in the names of what is measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DL_LAB_HOME"] = home
        for name, (arguments, before, keys) in HELD.items():
            if options.only in name:
                rate, share = held(arguments, before, keys, options.seconds)
                print(f"{name:<32} {rate / 1000:>6.1f} kB/s (at most 40)   app {100 * share:>5.1f} % of a core")
        for name, (arguments, pair) in ANSWERED.items():
            if options.only in name:
                times = sorted(answered(arguments, pair, options.keys))
                worst = times[min(len(times) - 1, int(0.95 * len(times)))]
                print(
                    f"{name:<32} {1000 * statistics.median(times):>6.0f} ms median   {1000 * worst:>6.0f} ms p95 (100)"
                )


if __name__ == "__main__":
    main()
