"""Versions of what dl-lab stands on, and what is missing, without importing any of it."""

from __future__ import annotations

import importlib.util
import platform
import re
import sys
from pathlib import Path

import tui_lab
from tui_lab.config.places import shipped
from tui_lab.doctor.driver import Build, installer, numbers
from tui_lab.doctor.findings import Finding, fail, ok
from tui_lab.messages import t

# Import name and distribution of every dependency in pyproject.toml but torch, which has its own line.
PACKAGES = {
    "torchvision": "torchvision",
    "textual": "textual",
    "rich": "rich",
    "plotext": "plotext",
    "numpy": "numpy",
    "pandas": "pandas",
    "sklearn": "scikit-learn",
    "msgspec": "msgspec",
    "yaml": "PyYAML",
    "fsrs": "fsrs",
    "platformdirs": "platformdirs",
}
OLDEST_TORCH = (2, 8)
_DIST_INFO = re.compile(r"(?P<name>[^-]+)-(?P<version>[^-]+)\.(?:dist-info|egg-info)")


def installed(path: list[str] | None = None) -> dict[str, str]:
    """Version by distribution name (lower case, `_` for `-`), from the names of the metadata folders.

    One listing a folder of `sys.path`: importlib.metadata would open a file for each of them.
    """
    found: dict[str, str] = {}
    for entry in sys.path if path is None else path:
        try:
            names = [child.name for child in Path(entry or ".").iterdir() if child.name.endswith("-info")]
        except OSError:
            continue
        for name in names:
            if match := _DIST_INFO.fullmatch(name):
                found.setdefault(match["name"].lower().replace("-", "_"), match["version"])
    return found


def check(build: Build | None) -> list[Finding]:
    """Python, dl-lab, torch and the other packages; what is missing makes dl-lab unusable."""
    findings = [
        ok(
            "versions.dl_lab",
            t(
                "doctor.dl_lab",
                version=tui_lab.__version__,
                python=platform.python_version(),
                system=f"{platform.system()} {platform.release()}",
            ),
        ),
        _torch(build),
    ]
    versions = installed()
    there, missing = [], []
    for module, name in PACKAGES.items():
        if importlib.util.find_spec(module) is None:
            missing.append(name)
        else:
            there.append(f"{name} {versions.get(name.lower().replace('-', '_'), '?')}")
    findings.append(ok("versions.packages", ", ".join(there)))
    if missing:
        findings.append(
            fail(
                "versions.missing",
                t("doctor.missing", names=", ".join(missing)),
                t("doctor.missing_do", command=f"{installer(sys.executable)} {' '.join(missing)}"),
            )
        )
    for folder in ("lessons", "datasets"):
        try:
            shipped(folder)
        except FileNotFoundError:
            findings.append(fail(f"versions.{folder}", t("doctor.no_shipped", name=folder), t("doctor.no_shipped_do")))
    return findings


def _torch(build: Build | None) -> Finding:
    if build is None:
        command = f'{installer(sys.executable)} "torch>=2.8" "torchvision>=0.23"'
        return fail("versions.torch", t("doctor.no_torch"), t("doctor.no_torch_do", command=command))
    kind = (
        f"CUDA {build.cuda}"
        if build.cuda
        else f"ROCm {build.hip}"
        if build.hip
        else f"XPU {build.xpu}"
        if build.xpu
        else t("doctor.cpu_only")
    )
    text = t("doctor.torch", version=build.version or "?", kind=kind)
    if build.version and numbers(build.version)[:2] < OLDEST_TORCH:
        return fail("versions.torch", text, t("doctor.torch_old_do"))
    return ok("versions.torch", text)
