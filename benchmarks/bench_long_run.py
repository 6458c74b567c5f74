"""A chart frame, and opening the lab, on a run of 1,000,000 recorded steps against one of 1,000.

    python benchmarks/bench_long_run.py [--steps 1000000] [--frames 40]

A frame is what the lab does when new steps have come: read them, take them in, turn the series into traces, build
and compare the lines of both charts. Opening is from the start of `dl-lab` on the run to the charts.
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

from made_runs import LINE, make_run
from terminal import Terminal

from tui_lab.app import lab_view
from tui_lab.app.widgets.chart_figure import ChartFigure
from tui_lab.runs.events import Steps, encode
from tui_lab.runs.follow import catch_up, open_history


def frame_seconds(folder: Path, frames: int) -> float:
    """Median time of a frame with 200 new steps."""
    history = open_history(folder)
    figures = ChartFigure(), ChartFigure()
    taken = []
    for _ in range(frames):
        step = history.step + LINE
        with (folder / "events.jsonl").open("ab") as file:
            file.write(encode(Steps(time=time.time(), step=step, loss=[0.2] * LINE, metric=[0.95] * LINE, lr=1e-3,
                                    gradient_norm=1.0, samples_per_s=8_000)))  # fmt: skip
        started = time.perf_counter()
        catch_up(history, folder / "events.jsonl")
        epochs = history.started.epochs if history.started else 1
        marks = lab_view.marks(history, epochs=epochs)
        for figure, which in zip(figures, ("loss", "metric"), strict=True):
            traces = lab_view.traces(history, which, "both")  # type: ignore[arg-type]
            figure.paint(traces, marks, 85, 13, x_max=epochs, unit="%" if which == "metric" else "")
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def open_seconds(folder: Path) -> float:
    """From the start of the process until the lab shows the run's curves."""
    with Terminal([sys.executable, "-m", "tui_lab", "runs", "open", folder.name]) as terminal:
        started = terminal.started
        terminal.wait(lambda text: "train 0" in text.lower() or ("train " in text.lower() and "epoch" in text), 60)
        taken = time.perf_counter() - started
        terminal.kill()
    return taken


def main() -> None:
    """Measure and print the rows of the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=1_000_000)
    parser.add_argument("--frames", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DL_LAB_HOME"] = home
        short, long = make_run(1_000, ended=False), make_run(options.steps, ended=False)
        frames = [(frame_seconds(long, options.frames), frame_seconds(short, options.frames)) for _ in range(3)]
        a, b = min(frames, key=lambda pair: pair[0] / pair[1])
        ratio = statistics.median(x / y for x, y in frames)
        print(f"chart frame: {a * 1e3:.1f} ms after {options.steps:,} steps, {b * 1e3:.1f} ms after 1,000: "
              f"ratio {ratio:.2f} (bar 1.2)")  # fmt: skip
        short, long = make_run(1_000), make_run(options.steps)
        opened = [(open_seconds(long), open_seconds(short)) for _ in range(5)]
        a, b = (statistics.median(column) for column in zip(*opened, strict=True))
        ratio = statistics.median(x / y for x, y in opened)
        print(f"opening the lab: {a:.2f} s on {options.steps:,} steps, {b:.2f} s on 1,000: ratio {ratio:.2f} (bar 1.5)")


if __name__ == "__main__":
    main()
