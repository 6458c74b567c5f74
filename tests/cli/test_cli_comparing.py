"""`dl-lab runs compare`, `twin` and `branch`; the workers are only pretended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_made_runs import WHOLE, epoch, make_run, started, steps

from tui_lab.cli import train
from tui_lab.config import file as config_file
from tui_lab.runs import status as run_status
from tui_lab.runs import store
from tui_lab.runs.branching import read_origin
from tui_lab.runs.events import Checkpoint, Event

DIGITS = "data.name=digits8x8"


@pytest.fixture
def launched(monkeypatch):
    found = []

    def pretend(folder: Path, **more: object) -> int:
        found.append((folder, more))
        return 4242

    monkeypatch.setattr(train, "launch", pretend)
    return found


def with_checkpoint(number: int) -> Path:
    events: list[Event] = [started()]
    for n in range(1, number + 1):
        events += [steps(10 * n), epoch(n), Checkpoint(time=1.0, step=10 * n, file=f"epoch-{n:06d}.pt", epoch=n)]
    folder = make_run(events, DIGITS)
    (folder / "checkpoints" / f"epoch-{number:06d}.pt").write_bytes(b"weights")
    return folder


def test_compare(lab) -> None:
    make_run(WHOLE, DIGITS)
    make_run([started(), epoch(1)], DIGITS, "regularisation.dropout=0.3")
    result = lab("runs", "compare", "1", "2")
    head, first, second, blank, says = result.out.splitlines()
    assert result.code == 0 and blank == ""
    assert head.split("  ")[0] == "run" and "what differs" in head
    assert "dropout p 0, changed live 1×" in first and "93.0 %" in first and "3/3" in first and "91.2 %" in first
    assert "dropout p 0.3" in second and "91.0 %" in second
    assert says.startswith("Run 1 is ahead of run 2 by 2.0 points (93.0 % against 91.0 %): within the noise")


def test_compare_as_json_and_in_vietnamese(lab) -> None:
    make_run(WHOLE, DIGITS)
    make_run(WHOLE, DIGITS, "optimizer.lr=0.01")
    shown = json.loads(lab("runs", "compare", "1", "last", "--json").out)
    assert shown["differing"] == ["optimizer.lr"] and [side["best"] for side in shown["sides"]] == [0.93, 0.93]
    assert shown["sides"][1]["settings"] == {"optimizer.lr": "0.01"} and "equally good" in shown["says"]
    assert "tốt như nhau" in lab("--lang", "vi", "runs", "compare", "1", "2").out


def test_compare_refuses_what_it_cannot_hold_side_by_side(lab) -> None:
    make_run(WHOLE, DIGITS)
    make_run(WHOLE, "data.name=auto_mpg")
    for argv, sentence in ((("1",), "2 to 6"), (("1", "2"), "different tasks"), (("1", "9"), "no run 9")):
        result = lab("runs", "compare", *argv)
        assert result.code == 2 and sentence in result.err and result.out == ""


def test_compare_names_the_run_that_another_waits_for(lab) -> None:
    first, second = make_run(WHOLE, DIGITS), make_run([], DIGITS, "run.seed=1")
    run_status.write(second, running=True, launched=5.0, waits_for=first.name)
    assert "waits for run 1" in lab("runs", "compare", "1", "2").out


def test_twin(lab, launched) -> None:
    make_run(WHOLE, DIGITS)
    result = lab("runs", "twin", "1", "--set", "regularisation.dropout=0.3", "--set", "run.seed=4", "--detach")
    [(folder, more)] = launched
    assert result.code == 0 and more["resume"] is False and "runs watch 2" in result.out
    config = config_file.read(folder / "config.json")
    assert (config.data.name, config.regularisation.dropout, config.run.seed) == ("digits8x8", 0.3, 4)


def test_twin_waits_for_the_run_in_training(lab, launched, monkeypatch) -> None:
    folder = make_run([started()], DIGITS)
    run_status.write(folder, running=True)
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: {0, 1}, raising=False)
    result = lab("runs", "twin", "1", "--set", "run.seed=4", "--detach")
    assert launched[0][1]["after"] == folder or launched[0][1]["after"] is None
    if launched[0][1]["after"] is not None:
        assert "run 2 waits until run 1 has ended" in result.out


def test_branch(lab, launched) -> None:
    with_checkpoint(2)
    result = lab("runs", "branch", "1", "--epoch", "2", "--set", "optimizer.lr=0.1", "--detach", "--json")
    [(folder, more)] = launched
    assert result.code == 0 and more["resume"] is True and result.lines[0]["event"] == "launched"
    origin = read_origin(folder)
    assert origin is not None and (origin.epoch, origin.changes) == (2, {"optimizer.lr": 0.1})
    assert "from run 1 at epoch 2: rate 0.1" in lab("runs", "show", "2").out


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("twin 1", "needs --set"),
        ("twin 1 --set run.seed=0", "would be the same run"),
        ("twin 1 --set dropout=1", "did you mean regularisation.dropout?"),
        ("twin 1 --set run.seed", "write it as field=value"),
        ("branch 1 --set optimizer.lr=0.1", "needs --epoch"),
        ("branch 1 --epoch two --set optimizer.lr=0.1", "--epoch two: give the number"),
        (
            "branch 1 --epoch 1 --set optimizer.lr=0.1",
            "no checkpoint after epoch 1 any more: a branch can start from epoch 2",
        ),
        ("branch 1 --epoch 2 --set model.hidden=8", "can't be changed in mid-run"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_starts_nothing(lab, launched, line, sentence) -> None:
    with_checkpoint(2)
    result = lab("runs", *line.split())
    assert result.code == 2 and sentence in result.err and result.err.count("\n") == 1
    assert not launched and len(store.folders()) == 1
