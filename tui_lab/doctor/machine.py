"""Cores and memory that are really ours: affinity and control groups count, not what is built in."""

from __future__ import annotations

import os
from pathlib import Path

from tui_lab.doctor.findings import Finding, ok, warn
from tui_lab.messages import t

CGROUP = Path("/sys/fs/cgroup")
LEAST_MEMORY = 3.0  # GiB: the app, one worker and one kernel with torch


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def own_cgroups(root: Path = CGROUP, text: str | None = None) -> list[Path]:
    """The folders of this process's control group (v2), from its own up to the root; each may set a limit."""
    if text is None:
        text = _read(Path("/proc/self/cgroup"))
    own = next((line[3:] for line in text.splitlines() if line.startswith("0::")), "/")
    folder = root / own.lstrip("/")
    if ".." in own or not folder.is_dir():
        folder = root  # inside a container the path is that of the host
    return [folder, *(parent for parent in folder.parents if parent == root or root in parent.parents)]


def cpu_quota(folders: list[Path], v1: Path = CGROUP / "cpu") -> float | None:
    """Cores that the control groups grant, as a number of cores; None without a limit."""
    limits = []
    for folder in folders:
        quota, _, period = _read(folder / "cpu.max").partition(" ")
        if quota.isdigit() and period.isdigit() and int(period) > 0:
            limits.append(int(quota) / int(period))
    quota, period = _read(v1 / "cpu.cfs_quota_us"), _read(v1 / "cpu.cfs_period_us")
    if quota.isdigit() and period.isdigit() and int(period) > 0:
        limits.append(int(quota) / int(period))
    return min(limits, default=None)


def cores() -> int:
    """Cores this process may run on (Slurm and taskset narrow them); all of them where the system can't say."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory_limit(folders: list[Path], v1: Path = CGROUP / "memory") -> int | None:
    """Bytes that the control groups grant; None without a limit."""
    texts = [_read(folder / "memory.max") for folder in folders] + [_read(v1 / "memory.limit_in_bytes")]
    # v1 says "no limit" with a number near 2^63.
    return min((int(text) for text in texts if text.isdigit() and int(text) < 1 << 60), default=None)


def memory() -> tuple[int, int | None]:
    """Bytes of memory built in, and bytes free now (None where the system can't say)."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for line in _read(Path("/proc/meminfo")).splitlines():
        if line.startswith("MemAvailable:"):
            return total, int(line.split()[1]) * 1024
    return total, None


def check() -> list[Finding]:
    """What there is to compute with."""
    folders = own_cgroups()
    has, quota, built_in = cores(), cpu_quota(folders), os.cpu_count() or 1
    if quota is not None and quota < has:
        text = t("doctor.cores_quota", quota=f"{quota:g}", cores=has)
    elif has < built_in:
        text = t("doctor.cores_some", cores=has, all=built_in)
    else:
        text = t("doctor.cores", cores=has)
    findings = [ok("machine.cores", text)]

    total, free = memory()
    limit = memory_limit(folders)
    ours = total if limit is None else min(total, limit)
    values = {"ours": f"{ours / 2**30:.1f}", "free": f"{min(free if free is not None else ours, ours) / 2**30:.1f}"}
    text = t("doctor.memory_limited" if limit is not None and limit < total else "doctor.memory", **values)
    if ours / 2**30 < LEAST_MEMORY:
        findings.append(warn("machine.memory", text, t("doctor.memory_do")))
    else:
        findings.append(ok("machine.memory", text))
    return findings
