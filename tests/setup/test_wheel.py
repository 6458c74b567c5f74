"""The wheel and the sdist: what ships, and that an installed wheel finds it."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import tui_lab
from tui_lab.config.places import shipped

ROOT = Path(__file__).resolve().parents[2]
IGNORED = {"__pycache__", ".DS_Store"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel built from it, as an index would get them; offline."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.fixture(scope="module")
def target(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel is installed, without its dependencies."""
    folder = tmp_path_factory.mktemp("target")
    wheel = next(built.glob("*.whl"))
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target"]
    subprocess.run([*command, str(folder), str(wheel)], check=True)
    return folder


def run(target: Path, elsewhere: Path, *command: str) -> str:
    env = os.environ | {"PYTHONPATH": str(target), "DL_LAB_HOME": str(elsewhere / "home")}
    done = subprocess.run(command, cwd=elsewhere, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def files(folder: str) -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not IGNORED & set(path.parts) and path.suffix != ".pyc"
    }


def test_from_the_checkout() -> None:
    for name in ("lessons", "datasets"):
        assert shipped(name) == Path(tui_lab.__file__).resolve().parent.parent / name


def test_the_wheel_holds_all_of_it_under_the_package(built: Path) -> None:
    names = set(zipfile.ZipFile(next(built.glob("*.whl"))).namelist())
    top = {name.partition("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"tui_lab"}
    for name in ("lessons", "datasets"):
        assert {f"tui_lab/{path}" for path in files(name)} <= names
    assert {name for name in files("tui_lab") if "/lessons/" not in name} <= names


def test_the_sdist_holds_it_too(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in ("lessons", "datasets"):
        assert files(name) <= names
    assert {"pyproject.toml", "README.md", "Makefile", "scripts/setup.py"} <= names


def test_from_an_installed_wheel(target: Path, tmp_path: Path) -> None:
    code = "import tui_lab; from tui_lab.config.places import shipped; print(shipped('lessons'), shipped('datasets'))"
    told = run(target, tmp_path, sys.executable, "-P", "-c", code).split()
    assert told == [str(target / "tui_lab" / "lessons"), str(target / "tui_lab" / "datasets")]


def test_the_command_of_an_installed_wheel(target: Path, tmp_path: Path) -> None:
    script = target / "bin" / "dl-lab"
    assert tui_lab.__version__ in run(target, tmp_path, sys.executable, "-P", str(script), "--version")
