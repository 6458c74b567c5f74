"""The installer's decisions, without a network and without installing anything."""

from __future__ import annotations

import importlib.util
import io
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


setup = _load("setup")
pip_progress = _load("pip_progress")


class Planned(setup.Setup):  # type: ignore[misc, name-defined]
    """A set-up whose pip only notes what it is asked for."""

    def __init__(self, mode: str, found: dict[str, str], venv: Path, dev: bool = False) -> None:
        super().__init__(ROOT, venv, mode, dev, pip_progress.Progress(5, io.StringIO()))
        self.found, self.asked = found, []
        self.broken: tuple[str, ...] = ()

    def pip(self, *arguments: str) -> None:
        self.asked.append(arguments)

    def probe(self) -> dict[str, str]:
        return self.found

    def _import(self, name: str) -> None:
        if name in self.broken:
            raise setup.SetupError(f"`import {name}` fails")


def torch(version: str, cuda: str = "13.0", **more: str) -> dict[str, str]:
    return {"torch": version, "torch_cuda": cuda, "torch_at": "/opt/torch"} | more


def test_an_old_python_is_told_what_to_do() -> None:
    assert "3.11 or newer" in setup.check_python((3, 10, 12), True)
    assert "PYTHON=" in setup.check_python((3, 8), True)
    assert setup.check_python((3, 11, 0), True) is None


def test_a_python_without_ensurepip_is_told_the_package() -> None:
    assert "apt install python3.12-venv" in setup.check_python((3, 12, 3), False)


@pytest.mark.parametrize(
    ("asked", "last", "mode"),
    [
        ("", None, "pypi"),
        ("", "system", "system"),
        ("pypi", "system", "pypi"),
        ("cu126", None, "cu126"),
        ("rocm6.4", None, "rocm6.4"),
        (" CPU ", "pypi", "cpu"),
    ],
)
def test_which_torch(asked: str, last: str | None, mode: str) -> None:
    assert setup.torch_mode(asked, last) == mode


def test_an_unknown_torch_names_the_choices() -> None:
    with pytest.raises(setup.SetupError, match=r"TORCH=cuda is not known.*system"):
        setup.torch_mode("cuda", None)


def test_requirements_come_from_pyproject() -> None:
    wanted, others, dev = setup.requirements(ROOT)
    assert {requirement.partition(">")[0] for requirement in wanted} == {"torch", "torchvision"}
    assert any(requirement.startswith("textual") for requirement in others)
    assert any(requirement.startswith("pytest") for requirement in dev)


def test_the_fingerprint_follows_what_matters(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("a")
    first = setup.fingerprint(tmp_path, "pypi")
    assert setup.fingerprint(tmp_path, "pypi") == first
    assert setup.fingerprint(tmp_path, "system") != first
    (tmp_path / "pyproject.toml").write_text("b")
    assert setup.fingerprint(tmp_path, "pypi") != first


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_damaged_stamp_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / setup.STAMP).write_text(text)
    assert setup.read_stamp(tmp_path) == {}


@pytest.mark.parametrize(
    ("version", "wanted"),
    [
        ("2.8.0", "torchvision==0.23.*"),
        ("2.9.0a0+145a3a7bda.nv25.10", "torchvision==0.24.*"),
        ("2.14.1+cu130", "torchvision==0.29.*"),
    ],
)
def test_the_torchvision_for_a_torch(version: str, wanted: str) -> None:
    assert setup.matching_torchvision(version) == wanted


def test_pypi_needs_one_command(tmp_path: Path) -> None:
    plan = Planned("pypi", {}, tmp_path)
    plan.install_torch("pypi")
    assert plan.asked == [("install", "torch>=2.8", "torchvision>=0.23")]


def test_another_build_replaces_the_one_that_is_there(tmp_path: Path) -> None:
    plan = Planned("cu126", torch("2.14.1+cu130"), tmp_path)
    plan.install_torch("pypi")
    assert plan.asked[0][:2] == ("uninstall", "--yes")
    assert plan.asked[1][-2:] == ("--index-url", "https://download.pytorch.org/whl/cu126")


def test_system_torch_is_never_installed(tmp_path: Path) -> None:
    found = torch("2.9.0a0+145a3a7bda.nv25.10", torchvision="0.24.0a0")
    plan = Planned("system", found, tmp_path, dev=True)
    plan.install_torch("pypi")
    plan.install_others()
    [install] = plan.asked
    assert not any(word.startswith("torch") for word in install)
    assert "--constraint" in install


def test_without_a_system_torch_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(setup.SetupError, match="has no torch"):
        Planned("system", {}, tmp_path).install_torch("pypi")


def test_a_system_torch_that_is_too_old(tmp_path: Path) -> None:
    with pytest.raises(setup.SetupError, match=r"torch is 2\.5\.1, and dl-lab needs 2\.8"):
        Planned("system", torch("2.5.1"), tmp_path).install_torch("pypi")


def test_a_missing_torchvision_is_added_without_touching_torch(tmp_path: Path) -> None:
    plan = Planned("system", torch("2.9.1+cu126", "12.6"), tmp_path)
    plan.install_torch("pypi")
    [install] = plan.asked
    assert install[:3] == ("install", "--no-deps", "torchvision==0.24.*")
    assert install[-1].endswith("/cu126")


def test_a_torchvision_that_does_not_fit_is_taken_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Any] = []
    monkeypatch.setattr(setup.subprocess, "run", lambda command, **more: ran.append(command))
    plan = Planned("system", torch("2.9.0a0+x"), tmp_path)
    plan.broken = ("torchvision",)
    with pytest.raises(setup.SetupError, match=r"vision@v0\.24\.0"):
        plan.install_torch("pypi")
    assert "uninstall" in ran[0]


def test_somebody_elses_environment_is_not_removed(tmp_path: Path) -> None:
    (tmp_path / "pyvenv.cfg").write_text("include-system-site-packages = false\n")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").touch()
    assert setup.prepare(tmp_path, {}, "pypi", False) == {}
    with pytest.raises(setup.SetupError, match="was not made by make"):
        setup.prepare(tmp_path, {}, "system", False)
    assert (tmp_path / "pyvenv.cfg").exists()


def test_one_of_ours_is_made_anew_when_the_kind_changes(tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    venv.mkdir()
    (venv / "pyvenv.cfg").write_text("include-system-site-packages = true\n")
    assert setup.prepare(venv, {"mode": "system"}, "pypi", False) == {}
    assert not venv.exists()


def test_large_downloads_are_named_with_their_size() -> None:
    lines = pip_progress.PipLines()
    assert lines.read("Collecting torch>=2.8\n") is None
    assert "torch" in lines.doing
    assert lines.read("  Downloading torch-2.14.1-cp311-none-any.whl.metadata (29 kB)\n") is None
    kept = lines.read("Downloading torch-2.14.1-cp311-cp311-manylinux_2_28_x86_64.whl (899.7 MB)\n")
    assert kept == "torch 2.14.1 (900 MB)"
    lines.read("Progress 450000000 of 899700000\n")
    assert lines.status(0) == "downloading torch 2.14.1: 450 MB of 900 MB"
    assert lines.read("Downloading rich-15.0.0-py3-none-any.whl (243 kB)\n") is None
    names = ", ".join(f"p{n}" for n in range(40))
    assert lines.read(f"Installing collected packages: {names}\n") == "installing 40 packages"
    assert "2.3 GB written" in lines.status(2.3e9)


def test_a_log_gets_steps_and_no_control_characters() -> None:
    out = io.StringIO()
    progress = pip_progress.Progress(2, out)
    progress.step("one")
    progress.status("working")
    progress.note("torch 2.14.1 (900 MB)")
    progress.step("two")
    progress.end()
    assert out.getvalue().startswith("[1/2] one\n      torch 2.14.1 (900 MB)\n[2/2] two\nready after 0:0")
    assert "\x1b" not in out.getvalue()


def test_a_failing_pip_shows_its_last_lines(tmp_path: Path) -> None:
    talk = "import sys; print('Collecting x'); print('ERROR: no space left'); sys.exit(1)"
    progress = pip_progress.Progress(1, io.StringIO())
    code, tail = pip_progress.run_pip([sys.executable, "-c", talk], ["wheel"], {}, progress)
    assert code == 1
    assert tail.endswith("ERROR: no space left")


def test_a_wheel_of_a_wheelhouse_is_named_too(tmp_path: Path) -> None:
    wheel = tmp_path / "nvidia_cublas-13.1.1.3-py3-none-any.whl"
    with wheel.open("wb") as file:
        file.truncate(30_000_000)
    lines = pip_progress.PipLines()
    assert lines.read(f"Processing {wheel} (from torch>=2.8)\n") == "nvidia_cublas 13.1.1.3 (30 MB)"
