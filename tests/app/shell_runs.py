"""Made-up run folders for the tests of the shell: as a worker would leave them, without one."""

from __future__ import annotations

import socket
import time
from pathlib import Path
from typing import Literal

import msgspec

from tui_lab.config.train import DataConfig, ModelConfig, TrainConfig
from tui_lab.runs import events, status, store

WHEN = 1_790_000_000.0
"""A moment long ago, so that pictures of screens stay as they are."""


def make_run(
    end: Literal["finished", "failed", "stopped", "lost"] = "finished",
    *,
    data: str = "mnist",
    kind: Literal["mlp", "cnn"] = "cnn",
    worker: int = 0,
) -> Path:
    """A run of three epochs; with `worker`, the pid of a living process, it trains."""
    folder = store.create(TrainConfig(data=DataConfig(name=data), model=ModelConfig(kind=kind)))
    at = {"time": WHEN, "step": 300}
    found: list[events.Event] = [
        events.Started(
            time=WHEN,
            step=0,
            epochs=10,
            steps_per_epoch=100,
            samples=6400,
            parameters=20490,
            metric="accuracy",
            device="cpu",
            threads=2,
            torch="2.14",
        )
    ]
    for n in (1, 2, 3):
        found.append(
            events.Epoch(
                time=WHEN,
                step=100 * n,
                epoch=n,
                train_loss=0.3 / n,
                train_metric=0.9,
                val_loss=0.3 / n,
                val_metric=0.9 + 0.02 * n,
                lr=1e-3,
                seconds=4.0,
                best=True,
            )
        )
    if not worker and end == "finished":
        found.append(
            events.Finished(
                **at,
                epoch=3,
                best_epoch=3,
                best_metric=0.962,
                early_stopped=False,
                test_loss=0.1,
                test_metric=0.958,
                seconds=12.0,
            )
        )
    elif not worker and end == "failed":
        found.append(events.Failed(**at, reason="crashed", values={"step": 300, "error": "KeyError: 3"}))
    elif not worker and end == "stopped":
        found.append(events.Stopped(**at, reason="learner"))
    (folder / "events.jsonl").write_bytes(b"".join(events.encode(event) for event in found))
    (folder / "checkpoints" / "last.pt").write_bytes(b"x" * 4_200_000)
    (folder / "checkpoints" / "epoch-0001.pt").write_bytes(b"x" * 1_000_000)
    set_worker(folder, worker)
    return folder


def set_worker(folder: Path, pid: int) -> None:
    """Write the status that a worker with this pid would; 0: it has ended of its own will."""
    written = status.Status(
        host=socket.gethostname(),
        boot=status.boot_id(),
        pid=pid or 1,
        process_start=(status.process_start(pid) or "") if pid else "gone",
        heartbeat=time.time(),
        running=bool(pid),
    )
    (folder / "status.json").write_bytes(msgspec.json.encode(written))
