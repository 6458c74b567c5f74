"""`make` itself, on a copy of the checkout, with a made-up server: its torch is a package of three lines.

Nothing is fetched: all other packages are seen in the environment that runs the tests.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAKE = shutil.which("make")
pytestmark = pytest.mark.skipif(MAKE is None, reason="no make here")

VERSION = "2.9.0a0+145a3a7bda.nv25.10"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout, with next to nothing in lessons/ and datasets/."""
    copy = tmp_path / "checkout"
    copy.mkdir()
    for name in ("tui_lab", "scripts"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "README.md").write_text("# dl-lab\n")
    for name in ("pyproject.toml", "Makefile"):
        shutil.copy(ROOT / name, copy)
    for name in ("lessons", "datasets"):
        (copy / name).mkdir()
        (copy / name / "one.yaml").write_text("a: 1\n")
    return copy


def package(site: Path, name: str, version: str) -> None:
    (site / name).mkdir()
    (site / name / "__init__.py").write_text("from .version import __version__\n")
    (site / name / "version.py").write_text(f"__version__ = {version!r}\ncuda = '13.0'\nhip = None\n")
    info = site / f"{name}-{version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")


@pytest.fixture
def server_python(tmp_path: Path) -> Path:
    """A server's interpreter: an environment with a torch of its own, and no pip."""
    server = tmp_path / "server"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(server)], check=True)
    site = next((server / "lib").glob("python3*/site-packages"))
    package(site, "torch", VERSION)
    package(site, "torchvision", "0.24.0a0+x")
    line = f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n"
    (site / "others.pth").write_text(line)
    return server / "bin" / "python"


def make(checkout: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    # `make test ARGS=...` hands its variables on to us.
    ours = ("PIP_", "MAKE", "PYTHON", "MFLAGS", "ARGS", "VENV", "TORCH", "LAB_CMD")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    # No index, and what builds the package is taken from the environment (pip reads 0 as "no isolation").
    env |= {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"} | more
    assert MAKE is not None
    return subprocess.run(
        [MAKE, "--no-print-directory", *words],
        cwd=checkout,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_servers_own_torch(checkout: Path, server_python: Path) -> None:
    done = make(checkout, "lab", "TORCH=system", f"PYTHON={server_python}", "LAB_CMD=echo started")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[5/5]" in done.stdout
    assert VERSION in done.stdout
    assert done.stdout.endswith("started\n")

    venv = checkout / ".venv"
    own = next((venv / "lib").glob("python3*/site-packages"))
    assert not (own / "torch").exists()
    assert not (own / "torchvision").exists()
    seen = subprocess.run(
        [venv / "bin" / "python", "-P", "-c", "import torch, tui_lab; print(torch.__version__, tui_lab.__file__)"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert seen.strip() == f"{VERSION} {checkout / 'tui_lab' / '__init__.py'}"
    assert (venv / "bin" / "dl-lab").exists()

    # The second time there is nothing to do, and a plain call keeps the server's torch.
    for words in (("TORCH=system", f"PYTHON={server_python}"), ()):
        again = make(checkout, "setup", *words)
        assert again.returncode == 0, again.stderr
        assert again.stdout == ""
    assert json.loads((venv / "dl-lab-setup.json").read_text())["mode"] == "system"


def test_a_server_without_torch(checkout: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(bare)], check=True)
    done = make(checkout, "lab", "TORCH=system", f"PYTHON={bare / 'bin' / 'python'}")
    assert done.returncode != 0
    assert "has no torch" in done.stderr
    assert "TORCH=pypi" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_python_at_all(checkout: Path, tmp_path: Path) -> None:
    old = tmp_path / "bin" / "python3"
    old.parent.mkdir()
    old.write_text('#!/bin/sh\n[ "$1" = -V ] && echo "Python 3.8.10" && exit 0\nexit 1\n')
    old.chmod(0o755)
    done = make(checkout, "lab", PATH=str(old.parent))
    assert done.returncode != 0
    assert "dl-lab needs Python 3.11 or newer" in done.stdout
    assert "Python 3.8.10" in done.stdout
    assert "apt install" in done.stdout


def test_an_unknown_torch(checkout: Path) -> None:
    done = make(checkout, "lab", "TORCH=cuda", f"PYTHON={sys.executable}")
    assert done.returncode != 0
    assert "choose system, pypi, cpu" in done.stderr
    assert not (checkout / ".venv").exists()


@pytest.mark.registry
@pytest.mark.slow
def test_packages_come_from_an_index(tmp_path: Path) -> None:
    """What the set-up asks an index for can be had: pip resolves it, torch left out."""
    if not os.environ.get("DL_LAB_TEST_REGISTRY"):
        pytest.skip("DL_LAB_TEST_REGISTRY is not set: no package index is asked")
    import tomllib

    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    others = [requirement for requirement in wanted if not requirement.startswith("torch")]
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--ignore-installed", "--no-deps"]
    done = subprocess.run([*command, *others], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
