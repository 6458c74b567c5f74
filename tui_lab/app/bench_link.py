"""The app's end of the bench: starts the process that holds torch, asks it, starts it again once when it has died."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
from typing import IO, Any

from tui_lab.config.errors import LabError
from tui_lab.config.places import PACKAGE
from tui_lab.messages import t

BENCH = "tui_lab.engine.bench"
STARTING_S = 60.0
"""So long the first answer may take: torch is loaded meanwhile, 3 s on an idle machine."""
ANSWER_S = 10.0
LONGEST_LINE = 4 * 2**20


class BenchGone(Exception):
    """The bench died before it answered; `why` is the last line that it wrote."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Process:
    """One process of the bench and what it still owes."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process
        path = os.pathsep.join(p for p in (str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")) if p)
        # Threads that wait must sleep, not spin, beside a training on few cores; see runs.launch.
        calm = {"OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0"}
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", BENCH, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self.errors,
                start_new_session=True,  # it ends with its socket, not by a key in the terminal
                env={**calm, **os.environ, "PYTHONPATH": path},
            )
        except OSError as error:
            ours.close()
            self.errors.close()
            raise LabError(t("explorable.cannot_start", error=error.strerror)) from error
        finally:
            theirs.close()
        self._socket = ours
        self._writer: asyncio.StreamWriter | None = None
        self._reading: asyncio.Task[None] | None = None
        self._connecting = asyncio.Lock()
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._next = 0
        self.answered = False

    async def ask(self, name: str, values: dict[str, Any]) -> dict[str, Any]:
        """Send a request and wait for its answer.

        Raises:
            BenchGone: the process died.
            TimeoutError: no answer came in time.
        """
        import msgspec  # 10 ms

        async with self._connecting:
            if self._writer is None:
                reader, self._writer = await asyncio.open_connection(sock=self._socket, limit=LONGEST_LINE)
                self._reading = asyncio.create_task(self._read(reader))
        self._next += 1
        id, future = self._next, asyncio.get_running_loop().create_future()
        self._waiting[id] = future
        try:
            if self._reading is None or self._reading.done():
                raise BenchGone(self._last_words())
            self._writer.write(msgspec.json.encode({"id": id, "name": name, "values": values}) + b"\n")
            return await asyncio.wait_for(future, ANSWER_S if self.answered else STARTING_S)
        finally:
            self._waiting.pop(id, None)

    async def _read(self, reader: asyncio.StreamReader) -> None:
        import msgspec

        with contextlib.suppress(OSError, ValueError):
            async for line in reader:
                reply = msgspec.json.decode(line)
                self.answered = True
                future = self._waiting.get(reply["id"])
                if future is not None and not future.done():
                    future.set_result(reply)
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(BenchGone(self._last_words()))

    def _last_words(self) -> str:
        with contextlib.suppress(OSError, ValueError):
            self.errors.seek(0)
            lines = self.errors.read().decode("utf-8", "replace").split("\n")
            return next((line.strip() for line in reversed(lines) if line.strip()), "")
        return ""

    def close(self) -> None:
        """End it."""
        if self._reading is not None:
            self._reading.cancel()
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(BenchGone(""))
        if self._writer is not None:
            self._writer.close()
        self._socket.close()
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.wait()
        self.errors.close()


class BenchLink:
    """At most one bench of the app."""

    def __init__(self) -> None:
        self._process: _Process | None = None

    @property
    def pid(self) -> int | None:
        """Of the bench, where there is one."""
        return self._process.process.pid if self._process is not None else None

    @property
    def ready(self) -> bool:
        """Whether it has answered before: until then torch may still be loading."""
        return self._process is not None and self._process.answered

    def prepare(self) -> None:
        """Let it load torch before it is asked anything; whoever asks hears what went wrong."""
        if self._process is None:
            with contextlib.suppress(LabError):
                self._process = _Process()

    async def ask(self, name: str, values: dict[str, Any]) -> dict[str, Any]:
        """The bench's answer to a request by name; see `engine.bench.REQUESTS`.

        Raises:
            LabError: it can't be started, died twice, took too long, or the request failed.
        """
        why = ""
        for _attempt in range(2):
            if self._process is None:
                self._process = _Process()
            process = self._process
            try:
                reply = await process.ask(name, values)
            except BenchGone as gone:
                why = gone.why
                self._drop(process)
                continue
            except TimeoutError as error:
                self._drop(process)
                raise LabError(t("explorable.slow")) from error
            if "error" in reply:
                raise LabError(t("explorable.failed", error=reply["error"]))
            answer: dict[str, Any] = reply["answer"]
            return answer
        raise LabError(t("explorable.bench_gone", why=why or "?"))

    def _drop(self, process: _Process) -> None:
        """Forget a process; another request may have started the next one already."""
        process.close()
        if self._process is process:
            self._process = None

    def close(self) -> None:
        """End the bench."""
        if self._process is not None:
            self._drop(self._process)
