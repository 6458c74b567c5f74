"""Set dl-lab up in a virtual environment: what `make lab` and `make test` run first.

Needs nothing but Python >= 3.11 (standard library only). Safe to run again: it ends at once when
pyproject.toml, the kind of PyTorch and the checkout's place are those of the last full run, and goes
on where it stopped when it was interrupted. Ends with 2 and a sentence that says what to do when a
part is missing.
"""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(Path(__file__).resolve().parent))

from pip_progress import Progress, run_pip  # noqa: E402  (beside this file)

STAMP = "dl-lab-setup.json"
SYSTEM_PTH = "dl_lab_system.pth"
TORCH_INDEX = "https://download.pytorch.org/whl/"
TORCH_PACKAGES = ("torch", "torchvision")
OLDEST_TORCH = (2, 8)
OLD_DRIVER = 3  # what `python -m tui_lab.doctor --driver` ends with then

PROBE = """
import importlib.util, json, pathlib, re, sys
found = {"prefix": sys.prefix}
for name in ("torch", "torchvision"):
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        continue
    text = (pathlib.Path(spec.origin).parent / "version.py").read_text(encoding="utf-8")
    version = re.search(r"^__version__.*?= *['\\"]([^'\\"]+)", text, re.M)
    cuda = re.search(r"^cuda.*?= *['\\"]([^'\\"]+)", text, re.M)
    found[name] = version.group(1) if version else ""
    found[name + "_cuda"] = cuda.group(1) if cuda else ""
    found[name + "_at"] = str(pathlib.Path(spec.origin).parent.parent)
print(json.dumps(found))
"""


class SetupError(Exception):
    """What stops the set-up: what is wrong and what to do."""


def check_python(version: tuple[int, ...], has_ensurepip: bool) -> str | None:
    """What this interpreter lacks, with how to get it; None when it will do."""
    dotted = ".".join(map(str, version[:3]))
    if version < (3, 11):
        return (
            f"dl-lab needs Python 3.11 or newer; this is {dotted} ({sys.executable}).\n"
            "Install a newer one, or name one: make lab PYTHON=/path/to/python3.12"
        )
    if not has_ensurepip:
        minor = f"{version[0]}.{version[1]}"
        return (
            f"Python {dotted} ({sys.executable}) cannot make virtual environments: ensurepip is missing.\n"
            f"  Debian, Ubuntu:  sudo apt install python{minor}-venv\n"
            "  without root:    use a Python of conda or uv and name it: make lab PYTHON=/path/to/python"
        )
    return None


def torch_mode(asked: str, last: str | None) -> str:
    """Which PyTorch: `pypi`, `system` or an index of download.pytorch.org (`cpu`, `cu126`, `rocm6.4`).

    What is not asked for stays as it was, so that a plain `make test` does not undo `TORCH=system`.

    Raises:
        SetupError: the word is none of these.
    """
    mode = asked.strip().lower() or last or "pypi"
    if not re.fullmatch(r"pypi|system|cpu|xpu|cu\d{3}|rocm\d+(\.\d+)*", mode):
        raise SetupError(f"TORCH={asked} is not known: choose system, pypi, cpu, or an index such as cu126 or rocm6.4")
    return mode


def requirements(root: Path) -> tuple[list[str], list[str], list[str]]:
    """From pyproject.toml: PyTorch's two requirements, the other dependencies, the developers' extra."""
    import tomllib  # not in Python 3.10, whose users get a sentence instead

    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    torch: list[str] = []
    others: list[str] = []
    for requirement in project["dependencies"]:
        name = re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0]
        (torch if name in TORCH_PACKAGES else others).append(requirement)
    return torch, others, list(project["optional-dependencies"]["dev"])


def release(version: str) -> tuple[int, int]:
    """The first two numbers of a version: `2.9.0a0+gitabc` is (2, 9); what has none is (0, 0)."""
    match = re.match(r"(\d+)\.(\d+)", version)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def matching_torchvision(torch_version: str) -> str:
    """The requirement for the torchvision made for this torch: 2.8 goes with 0.23, 2.9 with 0.24 and so on."""
    _, minor = release(torch_version)
    return f"torchvision=={release(torch_version)[0] - 2}.{minor + 15}.*"


def build_tag(cuda: str) -> str:
    """The index a torch build with this CUDA version comes from: `12.6` is `cu126`, none is `cpu`."""
    return "cu" + "".join(cuda.split(".")[:2]) if cuda else "cpu"


def fingerprint(root: Path, mode: str) -> str:
    """What the installed state depends on."""
    digest = hashlib.sha256((root / "pyproject.toml").read_bytes())
    digest.update(f"\n{mode}\n{root}\n".encode())
    return digest.hexdigest()


def read_stamp(venv: Path) -> dict[str, Any]:
    """What the last run noted in the environment; empty when there was none."""
    try:
        stamp = json.loads((venv / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(venv: Path, stamp: dict[str, Any]) -> None:
    """Note it, in one piece."""
    aside = venv / (STAMP + ".new")
    aside.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
    aside.replace(venv / STAMP)


class Setup:
    """One run of the set-up, step by step."""

    def __init__(self, root: Path, venv: Path, mode: str, dev: bool, progress: Progress) -> None:
        self.root, self.venv, self.mode, self.dev, self.progress = root, venv, mode, dev, progress
        self.python = venv / "bin" / "python"
        self.torch, self.others, self.extra = requirements(root)
        self.env = {k: v for k, v in os.environ.items() if k not in ("PIP_TARGET", "PIP_PREFIX", "PYTHONHOME")}
        self.env |= {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_USER": "0", "PYTHONUNBUFFERED": "1"}
        if mode != "system":
            # What a module put on PYTHONPATH would count as installed here and be gone without that module.
            self.env.pop("PYTHONPATH", None)

    def pip(self, *arguments: str) -> None:
        """Run pip in the environment, telling how far it is.

        Raises:
            SetupError: pip failed; its last lines are in the text.
        """
        code, tail = run_pip([str(self.python), "-m", "pip"], list(arguments), self.env, self.progress)
        if code != 0:
            what = f"pip {' '.join(arguments)} failed:\n{tail}"
            raise SetupError(f"{what}\nWhen that is mended, run make again: it goes on here.")

    def probe(self) -> dict[str, str]:
        """Which torch and torchvision the environment sees, read without importing them."""
        out = subprocess.run([self.python, "-c", PROBE], env=self.env, capture_output=True, text=True, check=True)
        found: dict[str, str] = json.loads(out.stdout)
        return found

    def make_environment(self) -> None:
        """The virtual environment with a pip that can report its progress."""
        if not self.python.exists() or self._pip_version() is None:
            arguments = ["--system-site-packages"] if self.mode == "system" else []
            made = subprocess.run(
                [sys.executable, "-m", "venv", *arguments, str(self.venv)], capture_output=True, text=True, check=False
            )
            if made.returncode != 0:
                raise SetupError(f"python -m venv {self.venv} failed:\n{(made.stdout + made.stderr).strip()}")
        if self.mode == "system":
            self._see_outer_environment()
        if (self._pip_version() or (0, 0)) < (24, 1):
            # Older ones install as well, but in silence: no loss when the newer one can't be had.
            quiet = ["install", "--quiet", "--retries", "1", "--upgrade", "pip"]
            subprocess.run([self.python, "-m", "pip", *quiet], env=self.env, capture_output=True, check=False)

    def _pip_version(self) -> tuple[int, int] | None:
        out = subprocess.run(
            [self.python, "-m", "pip", "--version"], env=self.env, capture_output=True, text=True, check=False
        )
        return release(out.stdout.removeprefix("pip ")) if out.returncode == 0 else None

    def _see_outer_environment(self) -> None:
        """Let a venv made by a venv see that one's packages.

        `--system-site-packages` shows those of the base interpreter only, so the torch of a shared
        environment (/opt/torch/bin/python) would be invisible.
        """
        if sys.prefix == sys.base_prefix:
            return
        import site

        own = next((self.venv / "lib").glob("python3*/site-packages"))
        lines = [f"import site; site.addsitedir({folder!r})" for folder in site.getsitepackages()]
        (own / SYSTEM_PTH).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def install_torch(self, last: str) -> None:
        """PyTorch: found in the system, from an index of its own, or from PyPI; `last` is where one came from."""
        if self.mode == "system":
            self._use_system_torch()
            return
        if last != self.mode and "torch" in self.probe():
            # pip would keep it: 2.9.0 satisfies `torch>=2.8` whichever CUDA it is built for.
            self.pip("uninstall", "--yes", *TORCH_PACKAGES)
        index = [] if self.mode == "pypi" else ["--index-url", TORCH_INDEX + self.mode]
        self.pip("install", *self.torch, *index)

    def _use_system_torch(self) -> None:
        found = self.probe()
        if "torch" not in found:
            raise SetupError(
                f"TORCH=system, but {sys.executable} has no torch.\n"
                "Load the module or activate the environment that has it, or name its Python: "
                "make lab TORCH=system PYTHON=/path/to/python\n"
                "Without the server's own: make lab TORCH=pypi"
            )
        version = found["torch"]
        self.progress.note(f"torch {version} of {found['torch_at']}")
        if release(version) < OLDEST_TORCH:
            raise SetupError(
                f"The system's torch is {version}, and dl-lab needs 2.8 or newer.\n"
                "Ask for a newer module or container, or install one beside it: make lab TORCH=pypi"
            )
        if "torchvision" not in found:
            self._add_torchvision(version, found["torch_cuda"])

    def _add_torchvision(self, version: str, cuda: str) -> None:
        """The torchvision made for the system's torch, without touching that torch."""
        wanted = matching_torchvision(version)
        self.progress.note(f"the system has no torchvision: trying {wanted}")
        remedy = (
            f"Ask for torchvision beside torch {version}, or build it from its source against that torch:\n"
            f"  {self.python} -m pip install --no-build-isolation --no-deps "
            f"git+https://github.com/pytorch/vision@v{wanted.removeprefix('torchvision==').removesuffix('.*')}.0\n"
            "Without the server's own torch: make lab TORCH=pypi"
        )
        try:
            self.pip("install", "--no-deps", wanted, "--extra-index-url", TORCH_INDEX + build_tag(cuda))
            # It is compiled against one torch: with a server's own build only a try shows whether it fits.
            self._import("torchvision")
        except SetupError as error:
            subprocess.run(
                [self.python, "-m", "pip", "uninstall", "--yes", "torchvision"],
                env=self.env,
                capture_output=True,
                check=False,
            )
            raise SetupError(f"{error}\n{remedy}") from None

    def _import(self, name: str) -> None:
        out = subprocess.run(
            [self.python, "-c", f"import {name}"], env=self.env, capture_output=True, text=True, check=False
        )
        if out.returncode != 0:
            last = (out.stderr.strip().splitlines() or ["no message"])[-1]
            raise SetupError(f"`import {name}` fails in {self.venv}: {last}")

    def install_others(self) -> None:
        """All other packages; in system mode with the system's torch nailed down."""
        wanted = self.others + (self.extra if self.dev else [])
        if self.mode != "system":
            self.pip("install", *wanted)
            return
        found = self.probe()
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as constraint:
            constraint.write(f"torch=={found['torch']}\n")
            constraint.flush()
            self.pip("install", *wanted, "--constraint", constraint.name)

    def install_itself(self) -> None:
        """dl-lab, editable: an update of the checkout needs no new set-up."""
        self.pip("install", "--no-deps", "--editable", str(self.root))

    def check(self) -> bool:
        """Import what costs most to find out later; say how driver and build go together.

        Returns:
            Whether the NVIDIA driver is too old for this torch, which would train on the CPU.
        """
        for name in ("torch", "torchvision", "textual"):
            self._import(name)
        return self.tell_driver()

    def tell_driver(self) -> bool:
        """Print doctor's lines on GPU, driver and build; true when the driver is too old."""
        self.progress.clear()
        told = subprocess.run(
            [self.python, "-m", "tui_lab.doctor", "--driver"], env=self.env, cwd=self.root, check=False
        )
        return told.returncode == OLD_DRIVER


def hints(mode: str, venv: Path) -> list[str]:
    """What is worth knowing before gigabytes are fetched."""
    sys.path.insert(0, str(ROOT))
    from tui_lab.doctor import driver  # standard library only

    lines = []
    free = shutil.disk_usage(venv.parent).free
    if mode == "pypi" and sys.platform == "linux":
        lines.append("PyTorch with its CUDA libraries: about 3 GB to fetch, 6 GB on disk")
        if free < 7e9:
            lines.append(f"only {free / 1e9:.1f} GB are free here: VENV=/path on a larger disk, or TORCH=cpu (1 GB)")
        installed = driver.installed_driver()
        if installed is None:
            lines.append("no NVIDIA driver is seen here: `make lab TORCH=cpu` fetches 0.3 GB instead")
        elif (index := driver.index_for(driver.Driver(installed))) not in (None, driver.NEWEST_INDEX):
            lines.append(f"driver {installed} is older than PyPI's build wants: Ctrl+C, then make lab TORCH={index}")
    return lines


def prepare(venv: Path, stamp: dict[str, Any], mode: str, python_given: bool) -> dict[str, Any]:
    """Remove an environment that must be made anew, if it is one of ours; the stamp to go on with.

    Raises:
        SetupError: the environment was made by somebody else and does not fit.
    """
    if not (venv / "pyvenv.cfg").exists():
        return {}
    shows_system = "include-system-site-packages = true" in (venv / "pyvenv.cfg").read_text(encoding="utf-8")
    other_python = python_given and stamp.get("made_by", sys.executable) != sys.executable
    broken = not (venv / "bin" / "python").exists()
    if shows_system == (mode == "system") and not other_python and not broken:
        return stamp
    if not stamp:
        raise SetupError(
            f"{venv} was not made by make and does not fit TORCH={mode}: remove it (rm -r {venv}) and run make again"
        )
    print(f"{venv} was made for TORCH={stamp.get('mode')} with {stamp.get('made_by')}: making it anew", flush=True)
    shutil.rmtree(venv)
    return {}


def set_up(options: argparse.Namespace) -> None:
    """The whole set-up, or nothing when all is as it was.

    Raises:
        SetupError: something is missing.
    """
    venv = (ROOT / options.venv).absolute()
    stamp = read_stamp(venv)
    mode = torch_mode(options.torch, stamp.get("mode"))
    key = fingerprint(ROOT, mode)
    kind = "dev" if options.dev else "lab"
    same_python = not options.python_given or stamp.get("made_by") == sys.executable
    if stamp.get("key") == key and kind in stamp.get("done", []) and same_python and (venv / "bin" / "python").exists():
        if stamp.get("old_driver"):
            Setup(ROOT, venv, mode, options.dev, Progress(0)).tell_driver()
        return
    problem = check_python(sys.version_info[:3], importlib.util.find_spec("ensurepip") is not None)
    if problem:
        raise SetupError(problem)
    stamp = prepare(venv, stamp, mode, options.python_given)
    progress = Progress(5)
    setup = Setup(ROOT, venv, mode, options.dev, progress)

    progress.step(f"virtual environment in {venv} (Python {sys.version.split()[0]})")
    setup.make_environment()
    # An environment without a stamp was filled by hand: its torch counts as PyPI's.
    last = stamp.get("torch", "pypi")
    stamp = {"mode": mode, "made_by": stamp.get("made_by", sys.executable), "torch": last, "key": "", "done": []}
    write_stamp(venv, stamp)
    progress.step({"pypi": "PyTorch", "system": "PyTorch of the system"}.get(mode, f"PyTorch ({mode})"))
    if "torch" not in setup.probe():
        for line in hints(mode, venv):
            progress.note(line)
    setup.install_torch(last)
    stamp["torch"] = mode
    write_stamp(venv, stamp)
    progress.step(f"{len(setup.others)} more packages" + (f" and {len(setup.extra)} for tests" if options.dev else ""))
    setup.install_others()
    progress.step("dl-lab itself")
    setup.install_itself()
    progress.step("check")
    old_driver = setup.check()
    done = ["lab", "dev"] if options.dev else ["lab"]
    write_stamp(venv, stamp | {"key": key, "done": done, "old_driver": old_driver})
    progress.end()
    if old_driver and not options.dev and sys.stdin.isatty() and sys.stdout.isatty():
        input("Enter goes on with the CPU, Ctrl+C stops here: ")


def main() -> int:
    """Run it; 0 when all is ready, 2 with a sentence when something is missing, 130 when interrupted."""
    parser = argparse.ArgumentParser(description="set dl-lab up in a virtual environment")
    parser.add_argument("--venv", default=".venv", help="where the environment is (default: .venv)")
    parser.add_argument("--torch", default="", help="system, pypi, cpu, cu126 ... (default: as it was, else pypi)")
    parser.add_argument("--dev", action="store_true", help="what tests and checks need too")
    parser.add_argument("--python-given", action="store_true", help="this interpreter was asked for by name")
    options = parser.parse_args()
    started = time.monotonic()
    with (ROOT / "pyproject.toml").open() as lock:
        try:
            # Two `make lab` at once would install into each other.
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("another set-up runs in this checkout: waiting for it", flush=True)
            fcntl.flock(lock, fcntl.LOCK_EX)
        except OSError:
            pass  # a file system without locks
        try:
            set_up(options)
        except SetupError as error:
            print(f"\n{error}", file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            print(f"\nstopped after {time.monotonic() - started:.0f} s; make again goes on here", file=sys.stderr)
            return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
