"""Several learners on one account: each profile has a file of its own."""

from __future__ import annotations

import os
import re
from pathlib import Path

from tui_lab.config.errors import LabError
from tui_lab.config.places import home
from tui_lab.messages import t

VARIABLE = "DL_LAB_PROFILE"
"""What `--profile` sets, so that every process started from this one has the same learner."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")


def checked(name: str) -> str:
    """The name as it is used: in small letters, since some file systems take `An` and `an` for the same file.

    Raises:
        LabError: it has characters that don't belong into a file name, or none at all.
    """
    small = name.lower()
    if not _NAME.fullmatch(small):
        raise LabError(t("learner.profile_name", name=name))
    return small


def current() -> str:
    """The profile chosen by `--profile` or `DL_LAB_PROFILE`; empty for the learner without one.

    Raises:
        LabError: its name isn't one.
    """
    name = os.environ.get(VARIABLE, "")
    return checked(name) if name else ""


def choose(name: str) -> None:
    """Take this profile in this process and in those it starts.

    Raises:
        LabError: its name isn't one.
    """
    os.environ[VARIABLE] = checked(name)


def file(profile: str = "") -> Path:
    """The learner's file: of this profile, else of the one chosen.

    Raises:
        LabError: the profile's name isn't one.
    """
    name = checked(profile) if profile else current()
    return home() / (f"learner-{name}.sqlite" if name else "learner.sqlite")


def known() -> tuple[str, ...]:
    """The profiles that have a file."""
    try:
        names = sorted(path.stem.removeprefix("learner-") for path in home().glob("learner-*.sqlite"))
    except OSError:
        return ()
    return tuple(name for name in names if _NAME.fullmatch(name))
