"""How a learner in an SSH session gets a file to the machine they sit at."""

from __future__ import annotations

import getpass
import os
import shlex
import socket
from pathlib import Path


def over_ssh() -> bool:
    """Whether this is an SSH session."""
    return len(os.environ.get("SSH_CONNECTION", "").split()) == 4


def scp_line(path: Path) -> str:
    """The command that fetches a file or folder, to be typed on the learner's own machine.

    In an SSH session it names the address and port that were reached, which a host name need not be from there.
    """
    parts = os.environ.get("SSH_CONNECTION", "").split()
    host, port = (parts[2], parts[3]) if len(parts) == 4 else (socket.gethostname(), "22")
    target = f"{getpass.getuser()}@{f'[{host}]' if ':' in host else host}:{path}"
    flags = ("-r " if path.is_dir() else "") + ("" if port == "22" else f"-P {port} ")
    return f"scp {flags}{shlex.quote(target)} ."
