from __future__ import annotations

import json

from cli_made_runs import FAILED, STOPPED, WHOLE, epoch, make_run, started, steps

from tui_lab.config.train import TrainConfig
from tui_lab.runs import status as run_status
from tui_lab.runs import store


def test_no_runs_yet(lab) -> None:
    result = lab("runs")
    assert result.code == 0 and "dl-lab train" in result.out
    assert json.loads(lab("runs", "list", "--json").out) == []


def test_list(lab) -> None:
    make_run(WHOLE, "data.name=digits8x8")
    make_run([started(), steps(7), FAILED])
    make_run([])
    out = lab("runs", "list").out.splitlines()
    assert out[1].split()[:11] == ["1", "✓", "finished", "digits8x8", "mlp", "adam", "3/3", "93.0", "%", "91.2", "%"]
    assert "✗ failed" in out[2] and "○ created" in out[3]
    assert out[-1].startswith("runs: 3, ")


def test_list_as_json(lab) -> None:
    make_run(WHOLE, "data.name=digits8x8")
    (run,) = json.loads(lab("runs", "--json").out)
    assert (run["run"], run["state"], run["test_metric"], run["best_epoch"]) == (1, "finished", 0.912, 3)
    assert run["disk_bytes"] > 0


def test_show(lab, monkeypatch) -> None:
    folder = make_run(WHOLE, "data.name=digits8x8", "optimizer.lr=0.01")
    monkeypatch.setenv("SSH_CONNECTION", "10.0.0.2 5000 10.0.0.1 22")
    for name in ("1", "last", folder.name, "0001"):
        out = lab("runs", "show", name).out
        assert "run 1   digits8x8 · mlp 128 · adam 0.01" in out
        assert "data.name=digits8x8  optimizer.lr=0.01" in out
        assert "epoch 3/3" in out and "test accuracy 91.2 %" in out
        assert "step 12: dropout p 0 → 0.3" in out
        assert str(folder) in out and "scp -r " in out


def test_show_as_json(lab) -> None:
    make_run(WHOLE)
    shown = json.loads(lab("runs", "show", "--json").out)
    assert [e["epoch"] for e in shown["epochs_done"]] == [1, 2, 3]
    assert shown["config"]["model"]["kind"] == TrainConfig().model.kind


def test_show_says_why_a_run_failed(lab) -> None:
    make_run([started(), steps(7), FAILED])
    out = lab("runs", "show").out
    assert "the loss became nan at step 7" in out and "runs resume 1" in out


def test_show_of_a_run_with_damaged_files(lab) -> None:
    folder = make_run([started(), epoch(1)])
    (folder / "config.json").write_text("{")
    with (folder / "events.jsonl").open("ab") as file:
        file.write(b"\x1b[31m nonsense\n")
    result = lab("runs", "show")
    assert result.code == 0 and "config.json" in result.out and "1 lines of its events" in result.out
    assert "\x1b" not in result.out
    assert json.loads(lab("runs", "--json").out)[0]["problem"]
    assert lab("runs", "list").code == 0


def test_names_with_escape_sequences(lab) -> None:
    folder = make_run(WHOLE)
    folder.rename(folder.with_name("0001-\x1b[31mred"))
    (store.find("1") / "config.json").unlink()
    for command in ("list", "show"):
        assert "\x1b" not in lab("runs", command).out


def test_delete_asks_first(lab, monkeypatch) -> None:
    folder = make_run(WHOLE)
    result = lab("runs", "delete", "1")
    assert result.code == 2 and "--yes" in result.err and folder.exists()
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    for answer, kept in (("", True), ("n", True), ("y", False)):
        monkeypatch.setattr("builtins.input", lambda _question, answer=answer: answer)
        assert lab("runs", "delete", "1").code == 0
        assert folder.exists() is kept


def test_delete_some(lab) -> None:
    first, second = make_run(WHOLE), make_run(WHOLE)
    result = lab("runs", "delete", "2", "1", "last", "--yes")
    assert result.code == 0 and result.out.splitlines()[-1].startswith("2 deleted, ")
    assert not first.exists() and not second.exists()


def test_a_run_that_trains_is_not_deleted(lab) -> None:
    gone, kept = make_run(WHOLE), make_run([started()])
    run_status.write(kept, running=True)  # this process stands for its worker
    result = lab("runs", "delete", "1", "2", "--yes")
    assert result.code == 2 and kept.name in result.err
    assert kept.exists() and not gone.exists()
    assert lab("runs", "prune", "2").code == 2
    assert "run 2 is training" in lab("runs", "prune", "--all").out


def test_prune(lab) -> None:
    folder = make_run(WHOLE)
    for name in ("last.pt", "best.pt", "epoch-0001.pt", "epoch-0002.pt"):
        (folder / "checkpoints" / name).write_bytes(b"0" * 1500)
    (folder / "checkpoints" / "epoch-0003.pt").hardlink_to(folder / "checkpoints" / "last.pt")
    assert "would free 3.00 kB" in lab("runs", "show").out
    dry = lab("runs", "prune", "--all", "--dry-run")
    assert dry.out.splitlines()[-1] == "3.00 kB would be freed"
    assert len(list((folder / "checkpoints").iterdir())) == 5
    assert lab("runs", "prune", "last").out.splitlines()[-1] == "3.00 kB freed"
    assert sorted(p.name for p in (folder / "checkpoints").iterdir()) == ["best.pt", "last.pt"]


def test_stop_needs_a_run_that_trains(lab) -> None:
    make_run([started(), STOPPED])
    result = lab("runs", "stop", "1")
    assert result.code == 2 and "isn't training (■ stopped)" in result.err


def test_resume_that_leaves_nothing_to_do(lab) -> None:
    make_run(WHOLE)
    assert "--epochs 8 adds some" in lab("runs", "resume").err
    assert "leaves nothing to train" in lab("runs", "resume", "--epochs", "3").err
    assert "run.epochs = 0" in lab("runs", "resume", "--epochs", "0").err
