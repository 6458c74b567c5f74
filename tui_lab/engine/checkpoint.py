"""Checkpoints: all that a run needs to go on as if it had never stopped.

Written aside and renamed, read with `weights_only=True`: a file that carries code is refused, not run.
"""

from __future__ import annotations

import errno
import os
import pickle
import shutil
from pathlib import Path
from typing import Any

import torch

from tui_lab.config.errors import LabError
from tui_lab.messages import t

VERSION = 1


def save(state: dict[str, Any], path: Path) -> None:
    """Write a checkpoint; a half-written one never takes the place of a whole one.

    Raises:
        OSError: the disk is full, or the folder can't be written.
    """
    aside = path.with_name(path.name + ".tmp")
    try:
        torch.save({"version": VERSION, **state}, aside)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    except RuntimeError as error:  # torch's own writer says a full disk in its own words
        aside.unlink(missing_ok=True)
        if "file" in str(error).lower() or "write" in str(error).lower():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path)) from error
        raise


def link(source: Path, target: Path) -> None:
    """Let `target` be the same checkpoint as `source`: a link where the file system has them, else a copy."""
    aside = target.with_name(target.name + ".tmp")
    aside.unlink(missing_ok=True)
    try:
        os.link(source, aside)
    except OSError:
        shutil.copyfile(source, aside)
    aside.replace(target)


def load(path: Path) -> dict[str, Any]:
    """Read a checkpoint to the CPU.

    Raises:
        LabError: there is none, it isn't one of ours, or it carries code.
    """
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
    except FileNotFoundError as error:
        raise _refused(path, error.strerror or "missing") from error
    except pickle.UnpicklingError as error:
        raise _refused(path, t("config.carries_code")) from error
    except (OSError, RuntimeError, EOFError, ValueError, KeyError, AttributeError) as error:
        raise _refused(path, str(error).splitlines()[0][:120] if str(error) else type(error).__name__) from error
    if not isinstance(state, dict) or state.get("version") != VERSION:
        raise _refused(path, t("config.other_version"))
    return state


def _refused(path: Path, error: str) -> LabError:
    return LabError(t("failure.bad_checkpoint", where=path, error=error))


class Shelf:
    """The checkpoints of a run: `last` and `best` always, those of other epochs while they fit a budget.

    Over the budget every second one goes, so that what is left still spans the whole run.
    """

    def __init__(self, folder: Path, budget_bytes: int) -> None:
        """`folder` is the run's `checkpoints/`."""
        self.folder = folder
        self.budget_bytes = budget_bytes
        self.stride = 1

    def add(self, state: dict[str, Any], epoch: int, *, best: bool) -> Path:
        """Put the state after `epoch` epochs on the shelf; gives its file."""
        path = self.folder / f"epoch-{epoch:06d}.pt"
        save(state, path)
        link(path, self.folder / "last.pt")
        if best:
            link(path, self.folder / "best.pt")
        return self._fit(path, epoch)

    def _fit(self, newest: Path, epoch: int) -> Path:
        kept = sorted(self.folder.glob("epoch-*.pt"))
        size = newest.stat().st_size
        while len(kept) > 1 and len(kept) * size > self.budget_bytes:
            self.stride *= 2
            kept = [p for p in kept if not self._drop(p)]
            if self.stride > epoch:
                break
        if newest.exists() and epoch % self.stride:
            newest.unlink()
        return newest if newest.exists() else self.folder / "last.pt"

    def _drop(self, path: Path) -> bool:
        if int(path.stem.split("-")[1]) % self.stride == 0:
            return False
        path.unlink(missing_ok=True)
        return True
