"""Which Pythons can run the cells of lessons: the one that runs dl-lab, conda's, one that a learner names.

One that runs cells must have torch and ipykernel; this package is put on its path.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tui_lab.config.errors import LabError
from tui_lab.messages import t

CHECK_S = 60.0
"""A first `import torch` from a cold disk may take long."""
NEEDED = ("torch", "ipykernel")
FOR_LESSONS = {"numpy": "numpy", "pandas": "pandas", "msgspec": "msgspec", "yaml": "pyyaml", "matplotlib": "matplotlib"}
"""What cells of lessons import, `tui_lab.data` among it, by the names to install them by. Other cells run without."""

_ASK = """
import importlib, importlib.util, json, sys
found = {"python": sys.version.split()[0]}
for name in %r:
    try:
        found[name] = str(importlib.import_module(name).__version__)
    except Exception:
        found[name] = ""
found["lacks"] = [name for name in %r if importlib.util.find_spec(name) is None]
print("\\n" + json.dumps(found))
"""


@dataclass(frozen=True)
class Interpreter:
    """A Python, and where it was found: `own`, `virtualenv`, `conda` or `settings`."""

    path: Path
    origin: str


@dataclass(frozen=True)
class Versions:
    """What an interpreter that can run cells has."""

    python: str
    torch: str
    ipykernel: str
    lacks: tuple[str, ...] = ()
    """Packages that some cells of lessons want, as `pip install` knows them."""


def find(chosen: str = "") -> list[Interpreter]:
    """The Pythons that are there, each once; none is run.

    Args:
        chosen: the path in the settings, named first where there is one.
    """
    candidates: list[tuple[Path, str]] = [(Path(chosen).expanduser(), "settings")] if chosen else []
    candidates.append((Path(sys.executable), "own"))
    for variable, origin in (("VIRTUAL_ENV", "virtualenv"), ("CONDA_PREFIX", "conda")):
        if os.environ.get(variable):
            candidates.append((_python_in(Path(os.environ[variable])), origin))
    candidates += [(_python_in(folder), "conda") for folder in _conda_environments()]
    found: dict[Path, Interpreter] = {}
    for path, origin in candidates:
        # Not resolved: an environment's python is a link to another's, and the place of the link says whose it is.
        path = path.absolute()
        if path not in found and os.access(path, os.X_OK) and path.is_file():
            found[path] = Interpreter(path, origin)
    return list(found.values())


def check(path: str | Path, seconds: float = CHECK_S) -> Versions:
    """What an interpreter has; it is run for this, for seconds.

    Args:
        path: of the interpreter, or of the folder of its environment.
        seconds: how long it is waited for.

    Raises:
        LabError: it can't be run, lacks something that cells need, or doesn't answer in time.
    """
    path = python_of(path)
    try:
        shown = subprocess.run(
            [str(path), "-c", _ASK % (NEEDED, tuple(FOR_LESSONS))],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            cwd=Path.home() if Path.home().is_dir() else "/",
            env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"},
        )
    except subprocess.TimeoutExpired as error:
        raise LabError(t("kernel.interpreter_slow", path=path, seconds=round(seconds))) from error
    except OSError as error:
        raise LabError(t("kernel.interpreter_missing", path=path, error=error.strerror)) from error
    try:
        found = json.loads(shown.stdout.decode("utf-8", "replace").splitlines()[-1])
        lacks = tuple(FOR_LESSONS[name] for name in found["lacks"])
        versions = Versions(found["python"], found["torch"], found["ipykernel"], lacks)
    except (ValueError, LookupError, TypeError) as error:
        why = t("kernel.interpreter_exit", code=shown.returncode)
        raise LabError(t("kernel.interpreter_missing", path=path, error=why)) from error
    missing = [name for name in NEEDED if not found[name]]
    if missing:
        raise LabError(t("kernel.interpreter_lacks", path=path, missing=", ".join(missing)))
    return versions


def python_of(path: str | Path) -> Path:
    """The interpreter that a path means: itself, or that of the environment in this folder."""
    path = Path(path).expanduser().absolute()  # the app may have been started anywhere
    return _python_in(path) if path.is_dir() else path


def _python_in(folder: Path) -> Path:
    return folder / "bin" / "python"


def _conda_environments() -> list[Path]:
    """The environments that conda has written down for this user."""
    try:
        lines = (Path.home() / ".conda" / "environments.txt").read_text("utf-8", "replace").splitlines()
    except (OSError, RuntimeError):
        return []
    return [Path(line.strip()) for line in lines[:200] if line.strip().startswith("/")]
