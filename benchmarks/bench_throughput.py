"""Training speed of the worker, recording and watched by the app, against loops written by hand and by libraries.

    python benchmarks/bench_throughput.py [--rounds 5] [--threads 1] [--models mlp,cnn]

With `--threads 0` each has the threads that it takes when nobody says a number: torch's default for the loops, what
suits the size of the network for the worker.

In each round every loop trains some epochs in a process of its own, one after the other, so that a slow moment of a
shared machine meets all of them in turn; the figures are medians over the rounds of the ratio to the plain loop of the
same round. The worker is the real one, with the app open on it in a pseudo-terminal whose output is read and dropped
(a learner's terminal runs on the learner's machine). See `loops.py` for the others.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "support"))

from terminal import Terminal

from tui_lab.config.fields import apply_text
from tui_lab.config.train import TrainConfig
from tui_lab.runs import store
from tui_lab.runs.events import Epoch
from tui_lab.runs.follow import EventTail, open_history
from tui_lab.runs.launch import launch

HERE = Path(__file__).resolve().parent
LOOPS = ("plain", "tuned", "skorch", "lightning")
EPOCHS = {"mlp": 12, "cnn": 3}
NAMES = {"mlp": "MLP 784-128-10, dropout", "cnn": "CNN 16-32 on 28x28, dropout"}


def epoch_seconds(loop: str, model: str, threads: int) -> float:
    """Median epoch of one loop in a process of its own; its first epoch is warm-up."""
    command = [sys.executable, str(HERE / "loops.py"), loop, model, str(EPOCHS[model]), str(threads)]
    environment = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    shown = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return statistics.median(json.loads(shown.stdout.splitlines()[-1])[1:])


def worker_seconds(model: str, threads: int) -> float:
    """Median epoch of the worker while the app watches it."""
    settings = [f"model.kind={model}", "regularisation.dropout=0.2", f"run.epochs={EPOCHS[model]}",
                f"run.threads={threads}", "run.device=cpu"]  # fmt: skip
    folder = store.create(apply_text(TrainConfig(), settings))
    worker = launch(folder)
    with Terminal([sys.executable, "-m", "tui_lab", "runs", "open", folder.name], emulate=False) as terminal:
        until = time.monotonic() + 600
        while open_history(folder).ended is None and time.monotonic() < until:
            terminal.run(0.5)
        terminal.kill()
    with contextlib.suppress(ChildProcessError):
        os.waitpid(worker, 0)
    epochs = [e.seconds for e in EventTail(folder / "events.jsonl").read() if isinstance(e, Epoch)]
    return statistics.median(epochs[1:])


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--models", default="mlp,cnn")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["DL_LAB_HOME"] = home
        for model in options.models.split(","):
            rounds: list[dict[str, float]] = []
            for _ in range(options.rounds):
                taken = {loop: epoch_seconds(loop, model, options.threads) for loop in LOOPS}
                taken["dl-lab, watched"] = worker_seconds(model, options.threads)
                rounds.append(taken)
            print(f"{NAMES[model]}, batch 64, {options.threads or 'default'} thread(s): speed against the plain loop")
            for name in rounds[0]:
                ratios = [taken["plain"] / taken[name] for taken in rounds]
                seconds = statistics.median(taken[name] for taken in rounds)
                spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
                print(f"  {name:16} {statistics.median(ratios):5.2f}  ({spread}; {seconds:.3f} s an epoch)")
            tuned = [taken["tuned"] / taken["dl-lab, watched"] for taken in rounds]
            print(f"  dl-lab against the loop tuned by hand: {statistics.median(tuned):.2f}")


if __name__ == "__main__":
    main()
