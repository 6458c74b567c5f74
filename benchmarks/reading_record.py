"""Makes the recorded runs of `tests/reading/runs` anew, and reports how often what is read from them is right.

    python benchmarks/reading_record.py                 # the report on the runs that are there
    python benchmarks/reading_record.py --record        # train all of them first (about eight minutes on one core)
    python benchmarks/reading_record.py --record dead   # only those whose name has `dead` in it
    python benchmarks/reading_record.py --detail        # each run with what was read from it

Each cause in `tests/reading/reading_causes.py` is trained with seven seeds by the real worker, in this process, with
one thread. What is kept of a history is what `read` looks at: epochs, and the training loss in few bins.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "reading"))

import msgspec
from reading_causes import CAUSES, NEUTRAL, RUNS, SEEDS, TUNED_SEEDS, Cause, recorded, until

from tui_lab.reading import read
from tui_lab.reading.finding import FINDINGS
from tui_lab.runs.history import History

MOST_BINS = 128


def train(cause: Cause, seed: int) -> History:
    """Train a cause in this process; gives its history."""
    from tui_lab.engine import worker as worker_module
    from tui_lab.runs import store

    worker = worker_module.Worker(store.create(cause.config(seed)), resume=False, epochs=None, budget_bytes=2**20)
    try:
        worker_module._run(worker)
        return worker.recorder.history
    finally:
        worker.recorder.close()
        store.delete(worker.folder)


def compact(history: History) -> History:
    """The history without what `read` doesn't look at, and with few digits."""
    while len(history.train_loss.bins) > MOST_BINS:
        if len(history.train_loss.bins) % 2:
            history.train_loss.bins.pop(0)
        history.train_loss._halve()
    raw = msgspec.to_builtins(history)
    for name in ("train_metric", "val_loss", "val_metric", "last_steps", "checkpoints", "boundary"):
        raw.pop(name)
    if raw["ended"]:
        raw["ended"].pop("test_confusion", None)
    return msgspec.convert(few_digits(raw), History)


CLOCKS = ("time", "seconds", "offset", "version")


def few_digits(value: Any) -> Any:
    """Floats with five significant digits; nothing of when it was, how long it took and in how many lines it was
    written, so that runs made anew are the same files.
    """
    match value:
        case float():
            return float(f"{value:.5g}")
        case dict():
            return {key: 0 if key in CLOCKS else few_digits(inner) for key, inner in value.items()}
        case list() | tuple():
            return [few_digits(inner) for inner in value]
        case _:
            return value


def record(causes: list[Cause]) -> None:
    """Train causes and write their histories."""
    RUNS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["DL_LAB_HOME"] = home
        for cause in causes:
            began = time.perf_counter()
            histories = [compact(train(cause, seed)) for seed in SEEDS]
            packed = gzip.compress(msgspec.json.encode(histories), 9, mtime=0)
            (RUNS / f"{cause.name}.json.gz").write_bytes(packed)
            print(f"{cause.name}: {time.perf_counter() - began:.1f} s, {len(packed)} bytes", flush=True)


def judged(cause: Cause, found: set[str]) -> str:
    """`right`, `wrong` or `silent`: what was read from a run against what is known of it."""
    if found - cause.expected - cause.allowed - NEUTRAL:
        return "wrong"
    return "right" if found & cause.expected or not cause.expected else "silent"


def report(causes: list[Cause], *, detail: bool) -> None:
    """Print the tables of `docs/reading.md`."""
    rows: dict[str, dict[bool, Counter[str]]] = {}
    said: dict[str, Counter[str]] = {id: Counter() for id in FINDINGS}
    for cause in causes:
        counts = rows.setdefault(cause.name, {True: Counter(), False: Counter()})
        for seed, history in zip(SEEDS, recorded(cause), strict=True):
            found = {f.id for f in read(history, cause.config(seed))}
            verdict = judged(cause, found)
            counts[seed in TUNED_SEEDS][verdict] += 1
            for id in found:
                kind = "asked" if id in cause.expected else "also" if id in cause.allowed | NEUTRAL else "wrong"
                said[id][kind] += 1
            if detail:
                print(f"{cause.name:28} seed {seed}  {verdict:6}  {', '.join(sorted(found)) or '-'}")
    print("| runs | what may be read | seeds 0-4 | seeds 5-6 |\n| --- | --- | --- | --- |")
    for cause in causes:
        expected = " or ".join(f"`{id}`" for id in sorted(cause.expected)) or "no fault"
        cells = [_counted(rows[cause.name][tuned]) for tuned in (True, False)]
        print(f"| {cause.name} | {expected} | {cells[0]} | {cells[1]} |")
    totals = {tuned: sum((row[tuned] for row in rows.values()), Counter()) for tuned in (True, False)}
    print(f"| **all** | | {_counted(totals[True])} | {_counted(totals[False])} |")
    print("\n| finding | said of its cause | said where it is so too | said wrongly |\n| --- | --- | --- | --- |")
    for id, kinds in said.items():
        print(f"| `{id}` | {kinds['asked']} | {kinds['also']} | {kinds['wrong']} |")
    print(f"\nWhile they trained: {_while_training(causes)}")


def _while_training(causes: list[Cause]) -> str:
    """How often something wrong was read after some epoch of a run, before its end."""
    reads = wrong = 0
    for cause in causes:
        for seed, history in zip(SEEDS, recorded(cause), strict=True):
            for epochs in range(1, len(history.epochs)):
                found = {f.id for f in read(until(history, epochs), cause.config(seed))}
                reads += 1
                wrong += judged(cause, found) == "wrong"
    return f"{wrong} of {reads} readings wrong"


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[verdict]} {verdict}" for verdict in ("right", "wrong", "silent") if counts[verdict])


def main() -> None:
    """Record where asked to, then report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", nargs="?", const="", metavar="NAME")
    parser.add_argument("--detail", action="store_true")
    options = parser.parse_args()
    if options.record is not None:
        record([cause for cause in CAUSES if options.record in cause.name])
    report(list(CAUSES), detail=options.detail)


if __name__ == "__main__":
    main()
