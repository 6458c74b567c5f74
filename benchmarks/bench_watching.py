"""What watching a training costs: bytes, CPU, memory, and the time from a key to the frame that shows its effect.

    python benchmarks/bench_watching.py [--seconds 15] [--keys 20]

The app runs in a pseudo-terminal of 120x40 with both charts while a worker trains the CNN on MNIST at full speed on
all cores. CPU and memory are the app's own; the worker's are not counted.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from terminal import Terminal, end_workers

from tui_lab.config import settings
from tui_lab.config.fields import apply_text
from tui_lab.config.train import TrainConfig
from tui_lab.runs import store
from tui_lab.runs.follow import open_history
from tui_lab.runs.launch import launch


def watch(seconds: float, keys: int) -> tuple[float, float, float, dict[str, list[float]]]:
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
        terminal.type("j")  # into the form, on its first row
        latencies = {}
        for name, pair in KEYS.items():
            # Pauses of many lengths: not in step with the app's own frames.
            latencies[name] = [key_seconds(terminal, *pair[i % 2], 0.2 + 0.03 * (i % 7)) for i in range(keys)]
        terminal.kill()
    return rate, share, memory, latencies


KEYS: dict[str, tuple[tuple[str, Callable[[str], bool]], tuple[str, Callable[[str], bool]]]] = {
    "j, k (move in the form)": (
        ("j", lambda text: "▌   batch size" in text),
        ("k", lambda text: "▌   data set" in text),
    ),
    "m, m (the layers over the charts)": (
        ("m", lambda text: "conv1" in text),
        ("m", lambda text: "conv1" not in text),
    ),
}


def key_seconds(terminal: Terminal, key: str, shows: Callable[[str], bool], pause: float) -> float:
    """From the press of a key to the frame that shows its effect."""
    terminal.run(pause)
    pressed = time.perf_counter()
    terminal.type(key)
    terminal.wait(shows, 10)
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
                print(f"watching at {frames} frames/s: {rate / 1e3:.1f} kB/s, {share:.1%} of a core, {memory:.0f} MiB "
                      f"(bars {bars}, 60 MiB)")  # fmt: skip
                for name, seconds in latencies.items():
                    median, late = statistics.median(seconds), sorted(seconds)[int(len(seconds) * 0.95)]
                    print(f"  {name}: median {median * 1e3:.0f} ms, 95th percentile {late * 1e3:.0f} ms (bar 50)")
        finally:
            end_workers(Path(home))
            with contextlib.suppress(ChildProcessError):
                os.waitpid(worker, 0)


if __name__ == "__main__":
    main()
