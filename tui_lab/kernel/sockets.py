"""Where the keeper's sockets lie: a folder of one's own under the temporary directory.

Not in the session's folder: a Unix socket's path holds 107 bytes and many network file systems have no sockets. Not in
`$XDG_RUNTIME_DIR`: that is emptied at the last logout, exactly when a kernel must survive.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tui_lab.config.errors import LabError
from tui_lab.messages import t

LONGEST_PATH = 103
"""Bytes: Linux has room for 107 and macOS for 103."""
TOKEN_BYTES = 2


@dataclass(frozen=True)
class SocketPaths:
    """The sockets of one session."""

    folder: Path
    name: str

    @property
    def keeper(self) -> Path:
        """Where the keeper listens for apps."""
        return self.folder / f"{self.name}.sock"

    @property
    def kernel(self) -> Path:
        """What the names of all files of its kernels begin with."""
        return self.folder / f"{self.name}-k"

    def of_a_kernel(self) -> tuple[Path, Path]:
        """Names for one kernel: what its sockets begin with (`…-1` to `…-5`), and Jupyter's connection file.

        Each kernel has its own: one whose keeper was killed takes its files away when it ends, and must not take those
        of the kernel that came after it.
        """
        own = self.folder / f"{self.kernel.name}{secrets.token_hex(TOKEN_BYTES)}"
        return own, own.with_suffix(".json")


def paths_for(session_folder: Path) -> SocketPaths:
    """The sockets of the session in a folder, in a private folder that is made where it is missing.

    Raises:
        LabError: the folder belongs to someone else, is open to others, or can't be made.
    """
    name = hashlib.sha256(os.fsencode(session_folder.absolute())).hexdigest()[:12]
    paths = SocketPaths(_folder(Path(tempfile.gettempdir())), name)
    if len(os.fsencode(paths.kernel)) + 2 * TOKEN_BYTES + len("-pipe") > LONGEST_PATH:  # a very long TMPDIR
        paths = SocketPaths(_folder(Path("/tmp")), name)
    _own(paths.folder)
    return paths


def _folder(temporary: Path) -> Path:
    return temporary / f"dl-lab-{os.getuid()}"


def _own(folder: Path) -> None:
    """Make the folder, or make sure that the one there is nobody else's.

    Raises:
        LabError: it isn't, or it can't be made.
    """
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise LabError(t("kernel.sockets_closed", where=folder, error=error.strerror)) from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise LabError(t("kernel.sockets_foreign", where=folder))
