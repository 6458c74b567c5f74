"""Starting a run that comes from another one: a twin from the start, a branch from an epoch. Knows no Textual."""

from __future__ import annotations

from pathlib import Path

from tui_lab.app.lab_session import LabSession
from tui_lab.config import file as config_file
from tui_lab.runs import launch
from tui_lab.runs.branching import Value, create_branch, create_twin


def needs_original(session: LabSession) -> bool:
    """Whether there is no run yet that a twin could be held against: then both are started."""
    run = session.run
    return run is None or run.state == "created" or run.never_began


def start_twin(session: LabSession, changes: dict[str, Value]) -> list[Path]:
    """Start a twin of the watched run, and the run itself where there is none; gives both folders.

    Raises:
        LabError: nothing would differ, the config can't be trained, or a run can't be made or started.
    """
    if needs_original(session):
        session.start()
    original = session.folder
    assert original is not None
    twin = create_twin(original, changes)
    _launch(twin)
    return [original, twin]


def start_branch(parent: Path, epoch: int, changes: dict[str, Value]) -> list[Path]:
    """Start a branch of a run after one of its epochs; gives both folders.

    Raises:
        LabError: the checkpoint is gone, a field can't be changed in mid-run, or it can't be made or started.
    """
    branch = create_branch(parent, epoch, changes)
    _launch(branch, resume=True)
    return [parent, branch]


def _launch(folder: Path, *, resume: bool = False) -> None:
    config = config_file.read(folder / "config.json")
    # A checkpoint knows the epochs of its own run only, which may have been given more later.
    epochs = config.run.epochs if resume else None
    launch.launch(folder, resume=resume, epochs=epochs, after=launch.after_whom(config))
