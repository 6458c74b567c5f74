"""pip's output as a few lines that say how far it is. Standard library only.

On a terminal one line is rewritten four times a second; elsewhere (a log, CI) a line comes every ten
seconds. Large downloads are named with their sizes either way.
"""

from __future__ import annotations

import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import TextIO

LARGE = 20e6
_FILE = re.compile(r"^\s*(Downloading|Using cached|Processing) (\S+)(?: \(from .*?\))?(?: \(([\d.]+) ?([kMG]?B)\))?$")
_BYTES = re.compile(r"^Progress (\d+) of (\d+)$")
_UNITS = {"B": 1.0, "kB": 1e3, "MB": 1e6, "GB": 1e9}


def clock(seconds: float) -> str:
    """`75` s as `1:15`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def size(count: float) -> str:
    """A number of bytes for people: `812 MB`, `2.3 GB`."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


class Progress:
    """Numbered steps, notes under them, and a status line."""

    def __init__(self, steps: int, stream: TextIO | None = None) -> None:
        self.steps, self.at = steps, 0
        self.stream = stream or sys.stdout
        self.live = self.stream.isatty()
        self.started = time.monotonic()
        self._last_beat = self.started
        self._shown = ""

    def step(self, text: str) -> None:
        """Begin the next step."""
        self.at += 1
        self._print(f"[{self.at}/{self.steps}] {text}")

    def note(self, text: str) -> None:
        """A line that stays, under the step."""
        self._print(f"      {text}")

    def end(self) -> None:
        """Say that all is done."""
        self._print(f"ready after {clock(time.monotonic() - self.started)}")

    def status(self, text: str) -> None:
        """What happens now: rewritten in place on a terminal, every ten seconds elsewhere."""
        now = time.monotonic()
        line = f"      {text}, {clock(now - self.started)}"
        if self.live:
            line = line[: shutil.get_terminal_size().columns - 1]
            if line != self._shown:
                self.stream.write("\r\x1b[K" + line)
                self.stream.flush()
                self._shown = line
        elif now - self._last_beat >= 10:
            self._print(line)

    def clear(self) -> None:
        """Take the status line away."""
        if self._shown:
            self.stream.write("\r\x1b[K")
            self._shown = ""
        self.stream.flush()

    def _print(self, line: str) -> None:
        self.clear()
        self._last_beat = time.monotonic()
        self.stream.write(line + "\n")
        self.stream.flush()


class PipLines:
    """What pip's lines say: which file, how far, which stage."""

    def __init__(self) -> None:
        self.doing = "looking for packages"
        self.done, self.total = 0, 0
        self.installing = 0

    def read(self, line: str) -> str | None:
        """Take one line in; the text to keep on the screen when it names a large file."""
        line = line.rstrip()
        if match := _BYTES.match(line):
            self.done, self.total = int(match[1]), int(match[2])
            return None
        if match := _FILE.match(line):
            return self._file(match)
        if line.startswith("Collecting "):
            self.doing, self.total = f"looking for {line.split()[1]}", 0
        elif line.startswith("Installing collected packages:"):
            self.installing = line.count(",") + 1
            self.doing, self.total = f"installing {self.installing} packages", 0
            if self.installing > 15:
                return f"installing {self.installing} packages"
        return None

    def _file(self, match: re.Match[str]) -> str | None:
        what = match[2].rsplit("/", 1)[-1]
        if what.endswith(".metadata"):
            return None
        name = " ".join(what.split("-")[:2]) if what.endswith(".whl") else what
        count = float(match[3]) * _UNITS[match[4]] if match[3] else 0.0
        if match[1] == "Processing":
            file = Path(match[2])
            count = file.stat().st_size if file.is_file() else 0.0
            self.doing = f"reading {name}"
        else:
            self.doing = f"downloading {name}"
        self.done, self.total = 0, int(count)
        return f"{name} ({size(count)})" if count >= LARGE else None

    def status(self, written: float) -> str:
        """The status line; `written` is what the disk has taken since pip began, in bytes."""
        if self.done and self.total > LARGE:
            return f"{self.doing}: {size(self.done)} of {size(self.total)}"
        return f"{self.doing}: {size(written)} written" if written > LARGE else self.doing


def run_pip(pip: list[str], arguments: list[str], env: dict[str, str], progress: Progress) -> tuple[int, str]:
    """Run pip and tell how far it is.

    Returns:
        Its exit code and its last lines.
    """
    command = [*pip, *arguments]
    if arguments[0] == "install" and _reports_bytes(pip, env):
        command += ["--progress-bar", "raw"]
    process = subprocess.Popen(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    lines: queue.Queue[str | None] = queue.Queue()
    threading.Thread(target=_feed, args=(process, lines), daemon=True).start()
    seen, tail = PipLines(), deque[str](maxlen=25)
    disk = Path(pip[0]).parent
    free = shutil.disk_usage(disk).free
    try:
        while True:
            try:
                line = lines.get(timeout=0.25)
            except queue.Empty:
                progress.status(seen.status(free - shutil.disk_usage(disk).free))
                continue
            if line is None:
                break
            if not line.startswith(("Progress ", "Requirement already satisfied")):
                tail.append(line.rstrip())
            if keep := seen.read(line):
                progress.note(keep)
            if progress.live and not lines.qsize():
                progress.status(seen.status(free - shutil.disk_usage(disk).free))
    except BaseException:
        process.terminate()
        process.wait()
        raise
    finally:
        progress.clear()
    return process.wait(), "\n".join(tail)


def _feed(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        lines.put(line)
    lines.put(None)


def _reports_bytes(pip: list[str], env: dict[str, str]) -> bool:
    """Whether this pip knows `--progress-bar raw` (24.1 and newer)."""
    out = subprocess.run([*pip, "--version"], env=env, capture_output=True, text=True, check=False).stdout
    match = re.match(r"pip (\d+)\.(\d+)", out)
    return match is not None and (int(match[1]), int(match[2])) >= (24, 1)
