"""A program in a pseudo-terminal: typed to, read as a person sees it, and measured.

Used by the end-to-end tests and by `benchmarks/`.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import psutil
import pyte

KEYS = {
    "enter": "\r", "esc": "\x1b", "tab": "\t", "space": " ", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C",
    "left": "\x1b[D", "backspace": "\x7f", "ctrl+c": "\x03",
}  # fmt: skip

# What a terminal answers when it is asked who it is.
ANSWERS = (
    (b"\x1b[6n", b"\x1b[1;1R"),
    (b"\x1b[c", b"\x1b[?62;22c"),
    (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
)


class Terminal:
    """A program in a terminal of a given size."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (120, 40),
        environment: Mapping[str, str] | None = None,
        emulate: bool = True,
    ) -> None:
        """Start the program; `size` is columns and rows.

        Without `emulate` what it writes is counted and its last part kept in `tail`: emulating a terminal, which is
        on the learner's machine, takes time from what is measured here.
        """
        columns, rows = size
        self.emulate = emulate
        self.tail = b""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.started = time.perf_counter()
        self.bytes = 0
        self.last_output = self.started
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            # A whole new environment: readline in this process may have put LINES and COLUMNS into the old one.
            hidden = ("COLUMNS", "LINES", "NO_COLOR", "TMUX", "STY")
            kept = {name: value for name, value in os.environ.items() if name not in hidden}
            new = {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", **(environment or {})}
            os.execvpe(command[0], list(command), new)
        self.process = psutil.Process(self.pid)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size, as a person drags the window."""
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.screen.resize(rows, columns)

    def type(self, *keys: str) -> None:
        """Press keys, by name or character, as fast as a person: Textual mixes up what comes in one read."""
        for i, key in enumerate(keys):
            if i:
                self.run(0.05)
            os.write(self._fd, KEYS.get(key, key).encode())

    def read(self, seconds: float) -> bool:
        """Take in what comes within some seconds; says whether anything came."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # the program has ended
            return False
        self.bytes += len(data)
        self.last_output = time.perf_counter()
        for question, answer in ANSWERS:
            if question in data:
                os.write(self._fd, answer)
        # pyte takes some private sequences for text: leave out what no terminal would show.
        self.tail = (self.tail + data)[-65536:]
        if self.emulate:
            self._stream.feed(data.replace(b"\x1b[>1u", b"").replace(b"\x1b[<u", b""))
        return bool(data)

    def run(self, seconds: float) -> None:
        """Let the program run for a while, reading all it writes."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self.read(left)

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait(self, what: str | Callable[[str], bool], seconds: float = 30) -> str:
        """Wait until the screen holds a text, or a condition on it is true; gives the screen.

        Raises:
            TimeoutError: it never came; the message shows the screen.
        """
        found = (lambda text: what in text) if isinstance(what, str) else what
        until = time.perf_counter() + seconds
        while not found(self.text):
            if time.perf_counter() > until:
                raise TimeoutError(f"no {what!r} within {seconds} s on\n{self.text}")
            self.read(0.05)
        return self.text

    def usage(self) -> tuple[float, float]:
        """CPU seconds of the program itself (not of the workers it started) and its memory (MiB, proportional)."""
        times = self.process.cpu_times()
        with contextlib.suppress(psutil.Error, AttributeError):
            return times.user + times.system, self.process.memory_full_info().pss / 2**20
        return times.user + times.system, self.process.memory_info().rss / 2**20

    def kill(self) -> None:
        """End the program as `kill -9` does."""
        self._end(signal.SIGKILL)

    def hang_up(self) -> None:
        """Close the terminal, as a lost SSH connection does: the program gets SIGHUP."""
        os.close(self._fd)
        self._fd = -1
        self._reap()

    def close(self) -> None:
        """End the program if it still runs, and the terminal."""
        if self._fd >= 0:
            self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, how)
        until = time.perf_counter() + 5
        while self._fd >= 0 and time.perf_counter() < until and self.process.is_running() and not self._zombie():
            self.read(0.05)
        os.close(self._fd)
        self._fd = -1
        self._reap()

    def _zombie(self) -> bool:
        with contextlib.suppress(psutil.Error):
            return self.process.status() == psutil.STATUS_ZOMBIE
        return True

    def _reap(self) -> None:
        until = time.perf_counter() + 10
        while time.perf_counter() < until:
            with contextlib.suppress(ChildProcessError):
                if os.waitpid(self.pid, os.WNOHANG)[0] == 0:
                    time.sleep(0.05)
                    continue
            return
        os.kill(self.pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, 0)

    def __enter__(self) -> Terminal:
        """Use as a context: the program never outlives it."""
        return self

    def __exit__(self, *_: object) -> None:
        """See `close`."""
        self.close()


def end_workers(home: Path) -> None:
    """End every worker that trains under this data folder."""
    for process in psutil.process_iter(["cmdline"]):
        line = process.info["cmdline"] or []
        if "tui_lab.engine.worker" in line and any(str(home) in part for part in line):
            process.kill()
            with contextlib.suppress(psutil.Error):
                process.wait(5)
