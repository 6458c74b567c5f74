"""NVIDIA driver against torch's CUDA build: an old driver under a new build trains on the CPU without a word.

Standard library only: the set-up asks here too, before anything is installed. Nothing here imports torch.
"""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Literal, NamedTuple

INDEX = "https://download.pytorch.org/whl/"

# The oldest Linux driver that serves each CUDA version in full (docs.nvidia.com/cuda/cuda-toolkit-release-notes,
# tables 2 and 3). A program runs on drivers of its own major version from the first on ("minor version
# compatibility", docs.nvidia.com/deploy/cuda-compatibility), and on all newer ones.
OLDEST_DRIVER: dict[tuple[int, int], tuple[int, ...]] = {
    (11, 0): (450, 80, 2),
    (11, 8): (520, 61, 5),
    (12, 0): (525, 60, 13),
    (12, 1): (530, 30, 2),
    (12, 2): (535, 54, 3),
    (12, 4): (550, 54, 14),
    (12, 6): (560, 28, 3),
    (12, 8): (570, 26),
    (12, 9): (575, 51, 3),
    (13, 0): (580, 65, 6),
}
# Indices that have torch 2.8 or newer, newest first, with the oldest CUDA a driver must offer for each.
INDICES: tuple[tuple[str, tuple[int, int]], ...] = (("cu130", (13, 0)), ("cu128", (12, 8)), ("cu126", (12, 0)))
NEWEST_INDEX = INDICES[0][0]
OLDEST_USABLE = "525.60.13"  # the first driver that any of them runs on

Verdict = Literal["fits", "fits_by_compatibility", "too_old", "no_driver", "cpu_build", "not_nvidia", "no_torch"]


class Build(NamedTuple):
    """What torch's own `version.py` says: the version, and the CUDA, ROCm or XPU it is built for ("" for none)."""

    version: str
    cuda: str
    hip: str
    xpu: str
    folder: str


class Driver(NamedTuple):
    """The kernel's driver version, and the CUDA version it offers where nvidia-smi told it ("" otherwise)."""

    version: str
    cuda: str = ""


def numbers(version: str) -> tuple[int, ...]:
    """`535.104.05` as (535, 104, 5); what follows the digits and dots is left out."""
    match = re.match(r"\d+(?:\.\d+)*", version.strip())
    return tuple(int(part) for part in match[0].split(".")) if match else ()


def parse_build(text: str, folder: str = "") -> Build:
    """Read the text of a `torch/version.py`."""

    def value(name: str) -> str:
        match = re.search(rf"^{name}\b[^=\n]*= *['\"]([^'\"]*)['\"]", text, re.MULTILINE)
        return match[1] if match else ""

    return Build(value("__version__"), value("cuda"), value("hip"), value("xpu"), folder)


def torch_build() -> Build | None:
    """The torch that `import torch` would find, without importing it."""
    try:
        spec = importlib.util.find_spec("torch")
    except (ImportError, ValueError):
        return None
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    try:
        text = (folder / "version.py").read_text(encoding="utf-8")
    except OSError:
        text = ""
    return parse_build(text, str(folder))


def parse_proc(text: str) -> str | None:
    """The driver's version in `/proc/driver/nvidia/version`."""
    match = re.search(r"(?:Kernel Module|NVRM version:).*?\s(\d{3,}\.\d+(?:\.\d+)?)\b", text)
    return match[1] if match else None


def installed_driver(proc: Path = Path("/proc/driver/nvidia/version")) -> str | None:
    """The version of the loaded NVIDIA driver; None where there is none (WSL has no such file either)."""
    try:
        return parse_proc(proc.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return None


def parse_smi_header(text: str) -> Driver | None:
    """Driver and CUDA version from the head of what plain `nvidia-smi` prints."""
    version = re.search(r"Driver Version: *([\d.]+)", text)
    cuda = re.search(r"CUDA(?: UMD)? Version: *([\d.]+)", text)
    return Driver(version[1], cuda[1] if cuda else "") if version else None


def offered_cuda(driver: Driver) -> tuple[int, ...]:
    """The newest CUDA version that this driver serves: what nvidia-smi says, else by the driver's number.

    nvidia-smi comes first because it counts in a compatibility library (cuda-compat) and because Windows'
    drivers, which WSL shows, have other numbers. () for drivers before CUDA 11's.
    """
    if driver.cuda:
        return numbers(driver.cuda)
    has = numbers(driver.version)
    return max((cuda for cuda, needs in OLDEST_DRIVER.items() if has >= needs), default=())


def index_for(driver: Driver) -> str | None:
    """The newest index of download.pytorch.org whose torch runs on this driver; None when it is too old for all."""
    has = offered_cuda(driver)
    return next((index for index, needs in INDICES if has >= needs), None)


def compare(build: Build | None, driver: Driver | None) -> Verdict:
    """How torch's build and the driver go together."""
    if build is None:
        return "no_torch"
    if build.hip or build.xpu:
        return "not_nvidia"
    if driver is None:
        return "no_driver"
    if not build.cuda:
        return "cpu_build"
    has, needs = offered_cuda(driver), numbers(build.cuda)
    if has >= needs:
        return "fits"
    return "fits_by_compatibility" if has[:1] == needs[:1] else "too_old"


def oldest_capability(cuda: str) -> tuple[int, int]:
    """The lowest compute capability PyTorch's own builds for this CUDA version hold code for."""
    if numbers(cuda) >= (13,):
        return (7, 5)
    return (7, 0) if numbers(cuda) >= (12, 8) else (5, 0)


def pip_command(python: str, index: str) -> str:
    """The command that puts in the torch of that index.

    `--force-reinstall`, because the torch that is there satisfies `>=2.8` whatever its CUDA.
    """
    return f'{installer(python)} --force-reinstall "torch>=2.8" "torchvision>=0.23" --index-url {INDEX}{index}'


def installer(python: str, has_pip: bool | None = None) -> str:
    """The beginning of a command that installs beside this interpreter; uv's where there is no pip (`uv tool`)."""
    if has_pip is None:
        has_pip = importlib.util.find_spec("pip") is not None
    return f"{python} -m pip install" if has_pip else f"uv pip install --python {python}"
