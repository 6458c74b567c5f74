"""Shipped files are compared with their card before a byte of them is used."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from tui_lab.config.catalogue import Card
from tui_lab.config.errors import LabError
from tui_lab.messages import t


@lru_cache(maxsize=64)
def _sha256(path: Path, size: int, changed_ns: int) -> str:
    """The file's checksum. Size and time of the last change are there to tell a changed file from a known one."""
    del size, changed_ns
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def checked_file(card: Card) -> Path:
    """The set's shipped file, once its sha256 has been found to be the card's.

    Raises:
        LabError: it is missing, can't be read, or isn't the file that the card describes.
    """
    path = card.path
    assert path is not None
    try:
        status = path.stat()
        found = _sha256(path, status.st_size, status.st_mtime_ns)
    except FileNotFoundError as error:
        raise LabError(t("data.file_missing", name=card.id, file=path)) from error
    except OSError as error:
        raise LabError(t("data.file_unreadable", file=path, why=error.strerror)) from error
    if found != card.sha256:
        raise LabError(t("data.file_damaged", file=path, expected=card.sha256, found=found))
    return path
