from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys

import pytest
from cli_made_runs import WHOLE, make_run

from tui_lab.cli.completion import answer, candidates
from tui_lab.cli.parser import SHELLS, build


def words(line: str) -> list[str]:
    return [word for word, _ in candidates(build(), line.split(" "))]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("tr", ["train"]),
        ("runs re", ["resume"]),
        ("runs prune --d", ["--dry-run"]),
        ("train --ep", ["--epochs"]),
        ("train --data mo", ["moons"]),
        ("train --data=mo", ["--data=moons"]),
        ("train --json --model ", ["mlp", "cnn"]),
        ("train --set schedule.n", ["schedule.name="]),
        ("train --set optimizer.name=ad", [f"optimizer.name={n}" for n in ("adagrad", "adam", "adamw")]),
        ("train --set regularisation.batch_norm=", [f"regularisation.batch_norm={n}" for n in ("on", "off")]),
        ("train --set no.such=", []),
        ("train --no-such=", []),
        ("train --epochs ", []),
        ("data show mni", ["mnist"]),
        ("data show mnist ", []),
        ("completion ", list(SHELLS)),
        ("fields sch", ["schedule"]),
        ("--lang ", ["en", "vi"]),
        ("--lang vi tr", ["train"]),
        ("--prof", ["--profile"]),
        ("--profile ", []),
        ("--profile an progress ex", ["export"]),
        ("rev", ["review"]),
        ("runs show ", []),
        ("train ", []),
    ],
)
def test_candidates(line, expected) -> None:
    assert words(line) == expected


def test_runs() -> None:
    make_run(WHOLE)
    make_run(WHOLE)
    assert words("runs show ") == ["2", "1", "last"]
    assert words("runs show 1 ") == []
    assert words("runs delete 1 ") == ["2", "1", "last"]


def test_profiles(home) -> None:
    home.mkdir()
    for name in ("learner-minh.sqlite", "learner-an.sqlite", "learner.sqlite", "learner-an.sqlite.v1.bak"):
        (home / name).touch()
    assert words("progress --profile ") == ["an", "minh"]


def test_files(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    for name in ("a.json", "b.txt", "sub/c.json"):
        (tmp_path / name).touch()
    assert set(words("train --config ")) >= {"a.json", "sub/"}
    assert "b.txt" not in words("train --config ")
    assert words("train --config sub/") == ["sub/c.json"]
    assert words("train --config nowhere/") == []


def test_bash_gets_what_comes_after_its_own_word_ends(capsys) -> None:
    assert answer("bash", ["dl-lab train --set optimizer.name=adamw"]) == 0
    assert capsys.readouterr().out == "adamw\n"
    answer("bash", ["dl-lab 'unfinished"])
    answer("bash", ["dl-lab runs "])
    assert "list\n" in capsys.readouterr().out


def test_others_get_descriptions(capsys) -> None:
    answer("fish", ["dl-lab", "doc"])
    word, _, about = capsys.readouterr().out.rstrip("\n").partition("\t")
    assert word == "doctor" and about


ASK = {
    "bash": 'eval "$(dl-lab completion bash)"; COMP_LINE="dl-lab runs pr"; COMP_POINT=${#COMP_LINE}; '
    'COMP_WORDS=(dl-lab runs pr); _dl_lab; echo "${COMPREPLY[@]}"',
    "zsh": 'compdef() { :; }; eval "$(dl-lab completion zsh)"; _describe() { print -l -- "${(@P)4}"; }; '
    "words=(dl-lab runs pr); CURRENT=3; _dl_lab",
    "fish": 'dl-lab completion fish | source; complete -C "dl-lab runs pr"',
}


@pytest.mark.parametrize("shell", SHELLS)
def test_scripts_in_the_shells_that_are_here(shell, tmp_path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")
    script = tmp_path / "dl-lab"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tui_lab "$@"\n')
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path)}
    done = subprocess.run([shell, "-c", ASK[shell]], capture_output=True, text=True, env=environment)
    assert done.stdout.startswith("prune"), done.stderr
