"""What watching a training costs: bytes, CPU, memory, and the time from a key to the frame that shows its effect.

    python benchmarks/bench_watching.py [--seconds 15] [--keys 20]

The app runs in a pseudo-terminal of 120x40 with both charts while a worker trains the CNN on MNIST at full speed on
all cores. CPU and memory are the app's own; the worker's are not counted. The keys are `v` (the curves are drawn
another way), told by the word that the status line shows for it.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from terminal import Terminal, end_workers

from tui_lab.config import settings
from tui_lab.config.fields import apply_text
from tui_lab.config.train import TrainConfig
from tui_lab.runs import store
from tui_lab.runs.follow import open_history
from tui_lab.runs.launch import launch


def watch(seconds: float, keys: int) -> tuple[float, float, float, list[float]]:
    """Bytes a second, share of a core, MiB, and key-to-frame times of the app on a run in training."""
    with Terminal([sys.executable, "-m", "tui_lab", "runs", "open", "last"], size=(120, 40)) as terminal:
        terminal.wait("train ", 30)
        terminal.run(4)
        bytes_before, (cpu_before, _) = terminal.bytes, terminal.usage()
        started = time.perf_counter()
        terminal.run(seconds)
        taken = time.perf_counter() - started
        cpu, memory = terminal.usage()
        rate, share = (terminal.bytes - bytes_before) / taken, (cpu - cpu_before) / taken
        latencies = [key_seconds(terminal, i) for i in range(keys)]
        terminal.kill()
    return rate, share, memory, latencies


def key_seconds(terminal: Terminal, number: int) -> float:
    """From a press of `m` (the layers) or `esc` (away with them) to the frame that shows it."""
    terminal.run(0.2 + 0.03 * (number % 7))  # not in step with the app's own frames
    opens = number % 2 == 0
    pressed = time.perf_counter()
    terminal.type("m" if opens else "esc")
    terminal.wait(lambda text: ("conv1" in text) == opens, 10)
    return time.perf_counter() - pressed


def main() -> None:
    """Measure and print the rows of the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15)
    parser.add_argument("--keys", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DL_LAB_HOME"] = home
        folder = store.create(apply_text(TrainConfig(), ["model.kind=cnn", "run.epochs=100"]))
        worker = launch(folder)
        try:
            while open_history(folder).epoch < 0.3:
                time.sleep(0.2)
            for frames, bars in ((5, "6 kB/s, 16 %"), (2, "3 kB/s, 8 %")):
                settings.write(settings.Settings(frames_per_second=frames))
                rate, share, memory, latencies = watch(options.seconds, options.keys)
                latencies.sort()
                median, late = statistics.median(latencies), latencies[int(len(latencies) * 0.95)]
                print(f"watching at {frames} frames/s: {rate / 1e3:.1f} kB/s, {share:.1%} of a core, {memory:.0f} MiB "
                      f"(bars {bars}, 60 MiB)")  # fmt: skip
                print(f"  key to frame: median {median * 1e3:.0f} ms, 95th percentile {late * 1e3:.0f} ms (bar 50)")
        finally:
            end_workers(Path(home))
            with contextlib.suppress(ChildProcessError):
                os.waitpid(worker, 0)


if __name__ == "__main__":
    main()
