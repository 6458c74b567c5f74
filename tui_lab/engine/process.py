"""What a worker is as a process: the lock on its run folder, and how a spare one comes to a run."""

from __future__ import annotations

import fcntl
import os
import sys
from pathlib import Path
from typing import IO

import msgspec
import torch


def claim(folder: Path) -> IO[bytes]:
    """Lock the run folder for the life of this process.

    Raises:
        BlockingIOError: another worker has it.
    """
    lock = (folder / "lock").open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        raise
    except OSError:
        return lock  # a file system without locks: the status and its heartbeat decide alone
    return lock


def wait_for_run() -> list[str] | None:
    """The arguments that the app hands to a spare worker by its standard input; None where the app has gone.

    torch is loaded already: the run starts seconds sooner. Its first optimizer loads as much again (torch.compile,
    sympy), so one takes a step here.
    """
    weight = torch.nn.Parameter(torch.ones(1))
    weight.grad = torch.ones(1)
    torch.optim.Adam([weight], fused=True).step()
    line = sys.stdin.readline()
    if not line:
        return None
    arguments: list[str] = msgspec.json.decode(line, type=list[str])
    folder = Path(arguments[0])
    os.chdir(folder)
    log = os.open(folder / "worker.log", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.close(log)
    return arguments
