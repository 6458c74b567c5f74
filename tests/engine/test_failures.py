"""Whatever goes wrong, a run ends with a sentence, and what was recorded stays."""

from __future__ import annotations

import errno
import os
import pickle
from pathlib import Path

import pytest
import torch
from small_runs import events, make_run, train, train_until

from tui_lab.engine import checkpoint
from tui_lab.engine.recorder import Recorder
from tui_lab.engine.trainer import Trainer
from tui_lab.runs.events import Epoch, Failed, Steps
from tui_lab.runs.store import failure_text


def failure(folder: Path) -> Failed:
    last = events(folder)[-1]
    assert isinstance(last, Failed), last
    assert failure_text(last)
    return last


def test_a_loss_that_is_not_finite_says_where_and_what_to_try() -> None:
    folder = make_run(
        "optimizer.name=sgd",
        "optimizer.lr=1000",
        "model.activation=none",
        "model.hidden=32, 32, 32",
        "data.name=auto_mpg",
        "data.train_samples=0",
    )
    assert train(folder) == 1
    failed = failure(folder)
    assert failed.reason == "loss_not_finite"
    assert "1000" in failure_text(failed)
    recorded = [e for e in events(folder) if isinstance(e, Steps)][-1]
    assert recorded.step == failed.step
    assert recorded.loss[-1] is None
    assert all(loss is not None for loss in recorded.loss[:-1])


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (torch.OutOfMemoryError("CUDA out of memory"), "out_of_gpu_memory"),
        (MemoryError(), "out_of_memory"),
        (RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 1 byte"), "out_of_memory"),
        (RuntimeError("something new"), "crashed"),
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/somewhere"), "disk_full"),
        (PermissionError(errno.EACCES, os.strerror(errno.EACCES), "/somewhere"), "cannot_write"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_machine_refuses(error: Exception, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_run()
    usual = Trainer.train_batch

    def failing(self: Trainer, inputs: torch.Tensor, targets: torch.Tensor) -> None:
        if self.step == 7:
            raise error
        usual(self, inputs, targets)

    monkeypatch.setattr(Trainer, "train_batch", failing)
    assert train(folder) == 1
    assert failure(folder).reason == reason
    assert len([e for e in events(folder) if isinstance(e, Epoch)]) == 1


def test_a_disk_that_fills_while_a_checkpoint_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_run()

    def full(state: object, path: Path) -> None:
        if "epoch-000002" in path.name:
            path.write_bytes(b"half")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        usual(state, path)

    usual = torch.save
    monkeypatch.setattr(torch, "save", full)
    assert train(folder) == 1
    assert failure(folder).reason == "disk_full"
    assert not list(folder.rglob("*.tmp"))
    monkeypatch.setattr(torch, "save", usual)
    assert train(folder, resume=True) == 0  # from the checkpoint of epoch 1


def test_on_a_full_disk_the_end_is_written_into_the_space_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_run()
    usual = Recorder.write

    def full(self: Recorder, event: object) -> None:
        if isinstance(event, Epoch) or (isinstance(event, Failed) and (folder / "reserve").exists()):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(folder / "events.jsonl"))
        usual(self, event)  # type: ignore[arg-type]

    monkeypatch.setattr(Recorder, "write", full)
    assert train(folder) == 1
    assert failure(folder).reason == "disk_full"


def test_a_checkpoint_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_run()
    train_until(folder, 8, monkeypatch)
    (folder / "checkpoints/last.pt").write_bytes(b"not a checkpoint")
    assert train(folder, resume=True) == 1
    assert "last.pt" in failure_text(failure(folder))


class Evil:
    """Unpickled, it would make a file."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.target),)


@pytest.mark.parametrize("writer", ["torch", "pickle"])
def test_a_checkpoint_that_carries_code_does_not_run_it(
    writer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_run()
    train_until(folder, 8, monkeypatch)
    last, proof = folder / "checkpoints/last.pt", tmp_path / "ran"
    last.unlink()  # a link: the checkpoint of the epoch must not change with it
    if writer == "torch":
        torch.save({"version": 1, "model": Evil(proof)}, last)
    else:
        last.write_bytes(pickle.dumps(Evil(proof)))
    assert train(folder, resume=True) == 1
    assert "last.pt" in failure_text(failure(folder))
    assert not proof.exists()


def test_a_checkpoint_of_another_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_run()
    train_until(folder, 8, monkeypatch)
    path = folder / "checkpoints/last.pt"
    state = checkpoint.load(path)
    state["model"]["output.weight"] = torch.zeros(2, 2)
    checkpoint.save(state, path)
    assert train(folder, resume=True) == 1
    assert "last.pt" in failure_text(failure(folder))


@pytest.mark.parametrize("content", [b"{", b'{"version": 99}', b'{"optimizer": {"lr": "fast"}}', b"\xff\xfe"])
def test_a_config_that_cannot_be_read_is_named(content: bytes) -> None:
    folder = make_run()
    (folder / "config.json").write_bytes(content)
    assert train(folder) == 1
    assert "config.json" in failure_text(failure(folder))


def test_a_device_that_is_not_here_is_named() -> None:
    folder = make_run("run.device=cuda:7")
    if torch.cuda.device_count() > 7:
        pytest.skip("it is here")
    assert train(folder) == 1
    assert "cuda:7" in failure_text(failure(folder))


def test_a_torn_last_line_is_ended_before_going_on(monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_run()
    train_until(folder, 8, monkeypatch)
    with (folder / "events.jsonl").open("ab") as file:
        file.write(b'{"event":"steps","ti')
    assert train(folder, resume=True) == 0
    lines = (folder / "events.jsonl").read_bytes().splitlines()
    assert lines.count(b'{"event":"steps","ti') == 1
