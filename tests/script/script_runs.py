"""Runs of the lab beside their scripts: trained here, then run in a process that knows nothing of the lab."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from small_runs import events, make_config, make_run, train

from tui_lab.engine.trainer import Trainer
from tui_lab.engine.worker import Worker
from tui_lab.runs import commands
from tui_lab.runs.events import Changed, Epoch, Finished
from tui_lab.script import script_of, script_of_run

Values = dict[str, bool | int | float | str]
Changes = Mapping[int, Values]
"""What is changed before which step."""


class Case(msgspec.Struct, frozen=True):
    name: str
    settings: str = ""
    changes: dict[int, Values] = {}


def script_of_case(case: Case, datasets: Path | None = None) -> str:
    """The script of a case that was not trained."""
    changes = [
        Changed(time=0.0, step=step, command="", changes=values, before={}) for step, values in case.changes.items()
    ]
    return script_of(make_config(*case.settings.split()), changes, datasets=datasets)


RUNNER = """
import contextlib, io, json, runpy, sys
printed = {}
for name, path in json.loads(sys.stdin.read()).items():
    sys.argv = [path]
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(path, run_name="__main__")
    printed[name] = out.getvalue()
assert not any(module.startswith("tui_lab") for module in sys.modules)
print(json.dumps(printed))
"""


def train_with(folder: Path, changes: Changes, monkeypatch: pytest.MonkeyPatch, **how: int | bool) -> None:
    """Train a run whose learner changes something before some steps."""
    usual = Worker._after_batch

    def changing(self: Worker, trainer: Trainer) -> None:
        usual(self, trainer)
        if trainer.step in changes:
            commands.send(folder, "set", changes[trainer.step])

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "_after_batch", changing)
        if 0 in changes:
            commands.send(folder, "set", changes[0])
        assert train(folder, **how) == 0, events(folder)[-1]  # type: ignore[arg-type]


def run_scripts(folders: Mapping[str, Path], tmp_path: Path) -> dict[str, str]:
    """What the scripts of these runs print, all in one fresh process."""
    paths = {}
    for name, folder in folders.items():
        path = tmp_path / f"{name}.py"
        path.write_text(script_of_run(folder), encoding="utf-8")
        paths[name] = str(path)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-W", "ignore:Using padding", "-c", RUNNER],
        input=json.dumps(paths),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        timeout=280,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    printed: dict[str, str] = json.loads(done.stdout)
    return printed


def recorded(folder: Path) -> list[list[float]]:
    """What the lab recorded: a row of losses and metrics an epoch, and one for test."""
    last: dict[int, Epoch] = {}
    for event in events(folder):
        if isinstance(event, Epoch):
            last = {n: e for n, e in last.items() if n < event.epoch} | {event.epoch: event}
    end = events(folder)[-1]
    assert isinstance(end, Finished)
    rows = [[e.train_loss, e.train_metric, e.val_loss, e.val_metric] for e in last.values()]
    found = [[value for value in row if value is not None] for row in rows]
    assert end.test_loss is not None and end.test_metric is not None
    return [*found, [end.test_loss, end.test_metric]]


def numbers(printed: str) -> list[list[float]]:
    """The losses and metrics in what a script printed."""
    return [[float(x) for x in re.findall(r"-?\d+\.\d+", line)] for line in printed.splitlines()]


def differences(folder: Path, printed: str) -> float:
    """The largest difference between what was recorded and what was printed."""
    ours, theirs = recorded(folder), numbers(printed)
    assert [len(row) for row in ours] == [len(row) for row in theirs], (ours, printed)
    return max(abs(a - b) for mine, its in zip(ours, theirs, strict=True) for a, b in zip(mine, its, strict=True))


def agree(cases: list[Case], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Train all cases, run their scripts, compare every number."""
    folders = {}
    for case in cases:
        folders[case.name] = make_run(*case.settings.split())
        train_with(folders[case.name], case.changes, monkeypatch)
    printed = run_scripts(folders, tmp_path)
    far = {name: differences(folder, printed[name]) for name, folder in folders.items()}
    assert max(far.values()) < 1e-6, {name: value for name, value in far.items() if value >= 1e-6}
