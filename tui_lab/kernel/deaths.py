"""Why a kernel died, as far as the system tells."""

from __future__ import annotations

import signal
from dataclasses import dataclass, field
from pathlib import Path

_CRASHES = {signal.SIGSEGV, signal.SIGBUS, signal.SIGILL, signal.SIGABRT, signal.SIGFPE}


@dataclass(frozen=True)
class Death:
    """Id of the message that says why, and what it is filled in with."""

    why_id: str
    why: dict[str, str | int | float] = field(default_factory=dict)


def kills_for_memory() -> int:
    """How often the system has ended a process because memory ran out: in our control group, or on this machine."""
    return max([_number(path, key) for path, key in _counters()], default=0)


def death(exit_code: int, kills_before: int) -> Death:
    """Why a process ended.

    Args:
        exit_code: as `subprocess` gives it: a signal is negative.
        kills_before: `kills_for_memory()` when the process was started.
    """
    if exit_code >= 0:
        return Death("kernel.died_exit", {"code": exit_code})
    name = signal.Signals(-exit_code).name if -exit_code in set(signal.Signals) else str(-exit_code)
    if -exit_code == signal.SIGKILL:
        return Death("kernel.died_memory" if kills_for_memory() > kills_before else "kernel.died_killed")
    if -exit_code in _CRASHES:
        return Death("kernel.died_segfault", {"signal": name})
    return Death("kernel.died_signal", {"signal": name})


def _counters() -> list[tuple[Path, str]]:
    """Where Linux counts such kills; macOS doesn't."""
    found = [(Path("/proc/vmstat"), "oom_kill")]
    try:
        groups = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return found
    for group in groups:
        _, _, rest = group.partition(":")
        controllers, _, path = rest.partition(":")
        if not controllers:  # version 2
            found.append((Path("/sys/fs/cgroup") / path.lstrip("/") / "memory.events", "oom_kill"))
        elif "memory" in controllers.split(","):
            found.append((Path("/sys/fs/cgroup/memory") / path.lstrip("/") / "memory.oom_control", "oom_kill"))
    return found


def _number(path: Path, key: str) -> int:
    try:
        for line in path.read_text().splitlines():
            name, _, value = line.partition(" ")
            if name == key:
                return int(value)
    except (OSError, ValueError):
        pass
    return 0
