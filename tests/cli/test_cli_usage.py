from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

WRONG = {
    "trian": "dl-lab has no command trian: did you mean train?",
    "zzz": "dl-lab has no command zzz: there are lessons, progress, review, train, runs",
    "runs shw": "dl-lab runs has no command shw: did you mean show?",
    "train --epoch 3": "dl-lab train does not take --epoch: did you mean --epochs?",
    "train extra": "dl-lab train does not take extra: dl-lab train --help shows what it takes",
    "train --epochs": "--epochs needs a value: dl-lab train --help shows which",
    "train --set": "--set needs a value: dl-lab train --help shows which",
    "runs delete": "dl-lab runs delete needs RUN: dl-lab runs delete --help shows how",
    "train --epochs x": "run.epochs = x: accepted are whole numbers",
    "train --lr -1": "optimizer.lr = -1: accepted are numbers",
    "train --set dropout=1": "there is no field dropout: did you mean regularisation.dropout?",
    "train --set optimizer.name=adm": "optimizer.name = adm: accepted are sgd, momentum",
    "train --set optimizer.lr": "--set optimizer.lr: write it as field=value",
    "train --data mnits": "did you mean mnist?",
    "train --data moons --model cnn": "model.kind = cnn needs images",
    "train --config missing.json": "--config missing.json can't be read",
    "runs show 7": "there is no run 7",
    "runs prune": "name the runs to prune, or say --all",
    "runs prune 1 --all": "name the runs to prune, or say --all",
    "completion tcsh": "there is no completion for tcsh: there are bash, zsh, fish",
    "fields optimiser": "did you mean optimizer?",
    "--lang fr train": "--lang fr: there are en, vi",
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.items())
def test_wrong_usage_is_a_sentence(line, sentence, lab, home) -> None:
    result = lab(*line.split())
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("dl-lab: ") and result.err.count("\n") == 1
    assert sentence in result.err
    assert not list(home.glob("runs/*"))


def test_wrong_usage_in_vietnamese(lab) -> None:
    assert "có phải bạn muốn viết train?" in lab("--lang", "vi", "trian").err


def test_escape_sequences_of_arguments_stay_out_of_the_terminal(lab) -> None:
    result = lab("train", "--data", "\x1b]0;owned\x07\x9b31m\udcff")
    assert result.code == 2
    assert not {"\x1b", "\x07", "\x9b"} & set(result.err)


def test_no_terminal(lab) -> None:
    result = lab()
    assert result.code == 2 and "needs a terminal" in result.err and "dl-lab train" in result.err


def test_the_app_says_that_it_draws_on_standard_error(lab, monkeypatch) -> None:
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{name}.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stderr.isatty", lambda: False, raising=False)
    result = lab()
    assert result.code == 2 and "2>" in result.err


def test_config_is_what_would_be_trained(lab, tmp_path) -> None:
    first = lab("config", "--data", "digits8x8", "--epochs", "4", "--set", "model.hidden=32,16", "--lr", "0.01")
    assert first.code == 0
    config = json.loads(first.out)
    assert config["data"]["name"] == "digits8x8" and config["run"]["epochs"] == 4
    assert config["model"]["hidden"] == [32, 16] and config["optimizer"]["lr"] == 0.01
    file = tmp_path / "a.json"
    file.write_text(first.out)
    again = json.loads(lab("config", "--config", str(file), "--seed", "9").out)
    assert again["run"].pop("seed") == 9 and config["run"].pop("seed") == 0
    assert again == config


def test_set_comes_after_the_shortcuts(lab) -> None:
    assert json.loads(lab("config", "--set", "run.epochs=2", "--epochs", "7").out)["run"]["epochs"] == 2


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'{"version": 99}', b'{"run": {"epochs": 0}}'])
def test_bad_config_files(content, lab, tmp_path) -> None:
    file = tmp_path / "bad.json"
    file.write_bytes(content)
    result = lab("train", "--config", str(file))
    assert result.code == 2 and "bad.json" in result.err and result.err.count("\n") == 1


def test_fields(lab) -> None:
    result = lab("fields")
    assert "optimizer.name = adam   live" in result.out and "fashion_mnist" in result.out
    one = lab("fields", "schedule").out
    assert "schedule.name" in one and "optimizer.name" not in one
    listed = json.loads(lab("fields", "--json").out)
    assert {"path": "run.epochs", "minimum": 1}.items() <= {f["path"]: f for f in listed}["run.epochs"].items()


def test_data_list_as_json(lab) -> None:
    assert "mnist" in {card["id"] for card in json.loads(lab("data", "--json").out)}
    assert "mnist" in lab("data", "list").out


def test_a_reader_that_leaves_is_no_error(home) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "tui_lab", "fields"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert writer.stdout is not None and writer.stderr is not None
    writer.stdout.close()
    assert writer.stderr.read() == b""
    assert writer.wait() == 1
    writer.stderr.close()


def test_a_terminal_without_utf8(home) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(
        [sys.executable, "-m", "tui_lab", "--lang", "vi", "-h"], capture_output=True, text=True, env=environment
    )
    assert done.returncode == 0 and done.stderr == ""
