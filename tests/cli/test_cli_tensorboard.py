"""`--tensorboard`: all that was recorded; with a stand-in for the package, and with itself where it is installed."""

from __future__ import annotations

import importlib.util
import math
import subprocess
import sys
import types
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import ClassVar

import pytest
from cli_made_runs import FAILED, WHOLE, epoch, make_run, started, steps
from msgspec.structs import replace

from tui_lab.cli.parser import build

ANEW = [
    *(started(), steps(10), epoch(1), replace(steps(17), loss=[0.5] * 7, metric=[0.9] * 7)),
    *(started(step=10, resumed=True), steps(20), epoch(2)),
]
"""A run that lost its worker at step 17 and went on from its checkpoint at step 10."""
REAL = importlib.util.find_spec("tensorboard") is not None


class Writer:
    """What `SummaryWriter` is called with."""

    made: ClassVar[list[Writer]] = []

    def __init__(self, log_dir: str, purge_step: int | None = None, flush_secs: int = 120) -> None:
        self.folder, self.purge_step = Path(log_dir), purge_step
        self.points: dict[str, list[tuple[int, float]]] = {}
        self.texts: dict[str, str] = {}
        self.closed = False
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"events.out.tfevents.{len(self.made)}").touch()
        self.made.append(self)

    def add_scalar(self, tag: str, value: float, step: int, walltime: float) -> None:
        assert walltime >= 1.0
        self.points.setdefault(tag, []).append((step, value))

    def add_text(self, tag: str, text: str, step: int, walltime: float) -> None:
        self.texts[tag] = text

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def writers(monkeypatch: pytest.MonkeyPatch) -> list[Writer]:
    """Stand-ins for the package and for torch's writer."""
    found = importlib.util.find_spec
    stand_in = types.ModuleType("torch.utils.tensorboard")
    stand_in.SummaryWriter = Writer  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", stand_in)
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: ModuleSpec(name, None) if name == "tensorboard" else found(name)
    )
    monkeypatch.setattr(Writer, "made", [])
    return Writer.made


def test_export_writes_every_step_and_epoch(lab, tmp_path, writers) -> None:
    run = make_run(WHOLE)
    result = lab("export", "1", "--tensorboard", str(tmp_path / "tb"))
    assert result.code == 0, result.err
    assert str(tmp_path / "tb" / run.name) in result.out and "tensorboard --logdir" in result.out
    (writer,) = writers
    assert writer.closed and writer.folder == tmp_path / "tb" / run.name
    assert [step for step, _ in writer.points["loss/train"]] == list(range(1, 31))
    assert writer.points["loss/validation"] == [(10, 0.5), (20, 0.25), (30, 0.5 / 3)]
    assert writer.points["accuracy/test"] == [(30, 0.912)]
    assert "optimizer.name = adam" in writer.texts["config"]
    assert writer.texts["changes"] == "regularisation.dropout: 0.0 → 0.3"


def test_what_was_trained_anew_takes_the_place_of_what_was_before(lab, tmp_path, writers) -> None:
    make_run(ANEW)
    assert lab("export", "--tensorboard", str(tmp_path)).code == 0
    before, after = writers
    assert before.closed and before.purge_step is None and after.purge_step == 11
    assert [step for step, _ in after.points["loss/train"]] == list(range(11, 21))


def test_a_divergence_stays_visible(lab, tmp_path, writers) -> None:
    make_run([started(), replace(steps(5), loss=[2.0, None], metric=[0.1, None]), FAILED])
    assert lab("export", "--tensorboard", str(tmp_path)).code == 0
    assert math.isnan(writers[0].points["loss/train"][-1][1])


def test_watching_an_ended_run_writes_all_of_it(lab, tmp_path, writers) -> None:
    make_run(WHOLE)
    result = lab("runs", "watch", "1", "--tensorboard", str(tmp_path))
    assert result.code == 0 and "tensorboard --logdir" in result.out
    assert len(writers[0].points["loss/train"]) == 30 and writers[0].closed


def test_the_same_run_is_never_written_twice(lab, tmp_path, writers) -> None:
    make_run(WHOLE)
    assert lab("export", "--tensorboard", str(tmp_path)).code == 0
    again = lab("export", "--tensorboard", str(tmp_path))
    assert again.code == 2 and "holds this run already" in again.err and len(writers) == 1


def test_what_can_be_mended_is_said_before_anything_is_trained(lab, home, tmp_path, writers) -> None:
    (tmp_path / "file").touch()
    refused = lab("train", "--data", "moons", "--tensorboard", str(tmp_path / "file" / "tb"))
    assert refused.code == 2 and "another folder" in refused.err
    both = lab("train", "--data", "moons", "--detach", "--tensorboard", str(tmp_path))
    assert both.code == 2 and "--detach" in both.err
    two = lab("export", "--script", "--tensorboard", str(tmp_path))
    assert two.code == 2 and "one of the two" in two.err
    assert not (home / "runs").exists()


def test_without_the_package_a_sentence_says_how_to_get_it(lab, home, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    refused = lab("train", "--data", "moons", "--tensorboard", str(tmp_path))
    assert refused.code == 2 and "pip install tensorboard" in refused.err
    assert not (home / "runs").exists()


def test_torch_is_loaded_for_nothing_else(home) -> None:
    make_run(WHOLE)
    code = (
        "import sys; from tui_lab.cli import main; "
        "assert main(['export', '1', '--script']) == 0 and main(['runs', 'watch', '1']) == 0; "
        "assert 'torch' not in sys.modules and 'tui_lab.engine' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def test_train_writes_while_it_watches(lab, tmp_path, writers) -> None:
    result = lab(
        *("train", "--data", "moons", "--epochs", "2", "--set", "run.threads=1", "--device", "cpu"),
        *("--tensorboard", str(tmp_path / "tb"), "--json"),
    )
    assert result.code == 0, result.err
    assert result.lines[-1]["event"] == "summary"
    (writer,) = writers
    steps_written = [step for step, _ in writer.points["loss/train"]]
    assert writer.closed and steps_written == list(range(1, len(steps_written) + 1))
    assert len(writer.points["loss/validation"]) == 2 and len(writer.points["loss/test"]) == 1


@pytest.mark.skipif(not REAL, reason="tensorboard is not installed")
def test_tensorboard_reads_what_was_written(lab, tmp_path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    run = make_run(ANEW)
    assert lab("export", "--tensorboard", str(tmp_path)).code == 0
    read = EventAccumulator(str(tmp_path / run.name), size_guidance={"scalars": 0})
    read.Reload()
    assert [point.step for point in read.Scalars("loss/train")] == list(range(1, 21))
    assert [point.value for point in read.Scalars("loss/validation")] == pytest.approx([0.5, 0.25])


def test_completion_offers_folders() -> None:
    assert build().commands["export"].values["tensorboard"] == "folders"
