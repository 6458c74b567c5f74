"""GPUs, and whether torch's build can use them."""

from __future__ import annotations

import os
import platform
import sys
import time
from pathlib import Path
from typing import NamedTuple

from tui_lab.doctor import driver as nvidia
from tui_lab.doctor.commands import Asked
from tui_lab.doctor.driver import Build, Driver
from tui_lab.doctor.findings import Finding, ok, warn
from tui_lab.messages import t

QUERY = "index,name,memory.total,memory.used,utilization.gpu,compute_cap,driver_version"
PROC = Path("/proc/driver/nvidia")


class Gpu(NamedTuple):
    """One NVIDIA GPU; memory in MiB, use in percent, -1 where it is not known."""

    number: int
    name: str
    total: int = -1
    used: int = -1
    use: int = -1
    capability: str = ""
    driver: str = ""


def parse_query(text: str) -> list[Gpu]:
    """Read what `nvidia-smi --query-gpu=QUERY --format=csv,noheader,nounits` prints ("[N/A]" for the unknown)."""
    gpus = []
    for line in text.splitlines():
        fields = [field.strip() for field in line.split(",")]
        if len(fields) != len(QUERY.split(",")) or not fields[0].isdigit():
            continue
        total, used, use = (int(field) if field.isdigit() else -1 for field in fields[2:5])
        gpus.append(Gpu(int(fields[0]), fields[1], total, used, use, fields[5], fields[6]))
    return gpus


def from_proc(root: Path = PROC) -> list[Gpu]:
    """The GPUs' names as the loaded driver lists them: all that is known when nvidia-smi is slow or absent."""
    version = nvidia.installed_driver(root / "version") or ""
    gpus = []
    for number, file in enumerate(sorted((root / "gpus").glob("*/information"))):
        for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("Model:"):
                gpus.append(Gpu(number, line.partition(":")[2].strip(), driver=version))
    return gpus


class Ask:
    """nvidia-smi's two answers, asked for at once and read later."""

    def __init__(self) -> None:
        self._query = Asked("nvidia-smi", f"--query-gpu={QUERY}", "--format=csv,noheader,nounits")
        self._header = Asked("nvidia-smi")

    def answers(self) -> tuple[list[Gpu], Driver | None, bool]:
        """The GPUs, the driver, and whether nvidia-smi took too long.

        Where the kernel lists the GPUs too, a fifth of a second is enough waiting; elsewhere (WSL) two seconds.
        """
        until = time.monotonic() + (0.2 if (PROC / "version").exists() else 2.0)
        gpus = parse_query(self._query.answer(until) or "")
        found = nvidia.parse_smi_header(self._header.answer(until) or "")
        late = self._query.late
        if not gpus:
            gpus = from_proc()
        if found is None:
            version = gpus[0].driver if gpus and gpus[0].driver else nvidia.installed_driver()
            found = Driver(version) if version else None
        return gpus, found, late


def check(build: Build | None, gpus: list[Gpu], found: Driver | None, late: bool) -> list[Finding]:
    """The devices that training can use, and how driver and build go together."""
    findings = [ok(f"devices.gpu{gpu.number}", _gpu_text(gpu)) for gpu in gpus]
    if late:
        findings.append(warn("devices.slow", t("doctor.smi_slow"), t("doctor.smi_slow_do")))
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if gpus and visible is not None:
        findings.append(ok("devices.visible", t("doctor.visible", value=visible or '""')))
    findings += check_driver(build, found)
    if build is not None and build.cuda:
        findings += [_too_old_gpu(gpu, build) for gpu in gpus if _below(gpu, build)]
    if sys.platform == "darwin":
        arm = platform.machine() == "arm64"
        findings.append(ok("devices.mps", t("doctor.mps" if arm else "doctor.no_mps")))
    elif not gpus and found is None and not (build and (build.hip or build.xpu)):
        findings.append(ok("devices.cpu", t("doctor.no_gpu")))
    return findings


def check_driver(build: Build | None, found: Driver | None, python: str = sys.executable) -> list[Finding]:
    """The NVIDIA driver against torch's build; nothing where there is no driver or no torch."""
    verdict = nvidia.compare(build, found)
    if build is None or found is None or verdict == "not_nvidia":
        return []
    name = "devices.driver"
    cuda = ".".join(map(str, nvidia.offered_cuda(found))) or "?"
    values = {"driver": found.version, "cuda": cuda, "torch": build.version, "build": build.cuda}
    index = nvidia.index_for(found)
    remedy = t("doctor.no_index_do", needed=nvidia.OLDEST_USABLE)
    if index is not None:
        remedy = t("doctor.index_do", index=index, url=nvidia.INDEX + index, command=nvidia.pip_command(python, index))
    if verdict == "too_old":
        return [warn(name, t("doctor.driver_old", **values), remedy)]
    if verdict == "cpu_build":
        return [warn(name, t("doctor.cpu_build", **values), remedy)]
    return [ok(name, t("doctor.driver_compat" if verdict == "fits_by_compatibility" else "doctor.driver_ok", **values))]


def _gpu_text(gpu: Gpu) -> str:
    if gpu.total < 0:
        return t("doctor.gpu_name", index=gpu.number, name=gpu.name)
    return t(
        "doctor.gpu",
        index=gpu.number,
        name=gpu.name,
        used=f"{max(gpu.used, 0) / 1024:.1f}",
        total=f"{gpu.total / 1024:.1f}",
        use=gpu.use if gpu.use >= 0 else "?",
    )


def _below(gpu: Gpu, build: Build) -> bool:
    has = nvidia.numbers(gpu.capability)
    return bool(has) and has < nvidia.oldest_capability(build.cuda)


def _too_old_gpu(gpu: Gpu, build: Build) -> Finding:
    index = "cu126"  # the last index whose builds hold code for GPUs from Maxwell to Volta
    return warn(
        f"devices.capability{gpu.number}",
        t("doctor.capability", name=gpu.name, capability=gpu.capability, build=build.cuda),
        t(
            "doctor.index_do",
            index=index,
            url=nvidia.INDEX + index,
            command=nvidia.pip_command(sys.executable, index),
        ),
    )
