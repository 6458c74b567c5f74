from __future__ import annotations

import json

from cli_made_runs import WHOLE, epoch, make_run, started
from msgspec.structs import replace

from tui_lab.runs.events import Changed

OVERFIT = [
    started(epochs=12),
    *(replace(epoch(n), train_loss=1 / n, val_loss=0.4 + 0.05 * abs(n - 4), val_metric=0.85) for n in range(1, 13)),
]


def test_explain(lab) -> None:
    make_run(OVERFIT)
    result = lab("runs", "explain")
    assert result.code == 0
    assert "Overfitting   (epochs 4 to 12, sure)" in result.out
    assert "risen from 0.400 to 0.800" in result.out
    assert "Try it as a twin: dropout p 0 → 0.5" in result.out
    assert "Lesson 19: Regularisation and dropout" in result.out
    assert "Quá khớp" in lab("--lang", "vi", "runs", "explain").out


def test_explain_as_json(lab) -> None:
    make_run(OVERFIT)
    shown = json.loads(lab("runs", "explain", "1", "--json").out)
    assert shown["run"] == 1
    (finding,) = shown["findings"]
    assert (finding["id"], finding["epochs"], finding["numbers"]["epoch"]) == ("overfitting", [4, 12], 4)
    assert finding["remedy"] == {"regularisation.dropout": 0.5} and finding["says"]


def test_the_remedy_starts_from_what_is_in_force(lab) -> None:
    change = Changed(time=1.0, step=0, command="c", changes={"regularisation.dropout": 0.1}, before={})
    make_run([OVERFIT[0], change, *OVERFIT[1:]])
    assert "Try it as a twin: early stop off → on" in lab("runs", "explain").out


def test_nothing_to_say(lab) -> None:
    make_run([])
    assert "too early" in lab("runs", "explain").out
    make_run(WHOLE)
    assert "Nothing wrong can be seen" in lab("runs", "explain").out
    assert json.loads(lab("runs", "explain", "--json").out)["findings"] == []


def test_a_config_that_cannot_be_read(lab) -> None:
    folder = make_run(WHOLE)
    (folder / "config.json").write_text("{")
    result = lab("runs", "explain")
    assert result.code == 2 and "config.json" in result.err
