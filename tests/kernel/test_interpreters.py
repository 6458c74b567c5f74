"""Finding a Python that can run cells, and saying in one sentence why one can't."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tui_lab.config.errors import LabError
from tui_lab.kernel import interpreters


def python_that(folder: Path, says: str) -> Path:
    """A program that stands for a Python."""
    path = folder / "bin" / "python"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\n{says}\n")
    path.chmod(0o755)
    return path


def answering(**found: str | list[str]) -> str:
    nothing = {"python": "3.12.1", "torch": "", "ipykernel": "", "lacks": []}
    return f"echo noise; echo '{json.dumps(nothing | found)}'"


def test_all_that_are_there_are_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    conda, listed, typed = (python_that(tmp_path / name, "true") for name in ("conda", "listed", "typed"))
    (tmp_path / ".conda").mkdir()
    (tmp_path / ".conda" / "environments.txt").write_text(
        f"{tmp_path}/conda\n{tmp_path}/listed\n\n{tmp_path}/gone\nno\n"
    )
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("CONDA_PREFIX", str(tmp_path / "conda"))
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    assert [(found.path, found.origin) for found in interpreters.find(str(typed))] == [
        (typed, "settings"),
        (Path(sys.executable), "own"),
        (conda, "conda"),
        (listed, "conda"),
    ]


def test_one_that_has_all_is_told_with_its_versions(tmp_path: Path) -> None:
    path = python_that(tmp_path, answering(torch="2.9.0a0+abc", ipykernel="7.0"))
    assert interpreters.check(path) == interpreters.Versions("3.12.1", "2.9.0a0+abc", "7.0")
    assert interpreters.check(tmp_path).python == "3.12.1"  # an environment's folder will do


def test_what_cells_of_lessons_want_beside_it_is_told_by_the_names_to_install(tmp_path: Path) -> None:
    path = python_that(tmp_path, answering(torch="2.9.0", ipykernel="7.0", lacks=["pandas", "yaml"]))
    assert interpreters.check(path).lacks == ("pandas", "pyyaml")
    assert interpreters.check(sys.executable).lacks == (), "the one that runs dl-lab has all"


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        (answering(ipykernel="7.0"), "has no torch, which"),
        (answering(), "has no torch, ipykernel, which"),
        ("exit 3", "exit code 3"),
        ("echo 5", "exit code 0"),
        ("echo '{}'", "exit code 0"),
        ("exec sleep 20", "did not answer within 0 s"),
    ],
)
def test_one_that_lacks_something_is_refused_in_a_sentence(tmp_path: Path, says: str, sentence: str) -> None:
    path = python_that(tmp_path, says)
    with pytest.raises(LabError, match=sentence) as told:
        interpreters.check(path, seconds=0.4 if "sleep" in says else 20)
    assert str(path) in str(told.value)


def test_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="No such file"):
        interpreters.check(tmp_path / "none")
