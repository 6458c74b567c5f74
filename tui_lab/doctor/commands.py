"""Short commands of the system, started together and waited for together.

They are asked for what files can't tell. On a server whose GPUs sleep, nvidia-smi alone can take
seconds: what has not answered in time counts as absent, and the check says what it used instead.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
import time


class Asked:
    """A command that was started; `answer` waits for it."""

    def __init__(self, *command: str) -> None:
        self.late = False
        self._process: subprocess.Popen[str] | None = None
        self._out = ""
        if shutil.which(command[0]) is None:
            return
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        except OSError:
            return
        self._reader = threading.Thread(target=self._read, args=(self._process,), daemon=True)
        self._reader.start()

    def _read(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self._out = process.stdout.read()

    def answer(self, until: float) -> str | None:
        """What it printed; None when it is not there, failed, or took longer than `until` (of time.monotonic)."""
        if self._process is None:
            return None
        self._reader.join(max(0.0, until - time.monotonic()))
        if self._reader.is_alive():
            self.late = True
            self._process.kill()
            return None  # not waited for: a driver that hangs would hold us too
        return self._out if self._process.wait() == 0 else None
