"""A kernel for one piece of work: started, asked one thing after the other, and always ended.

For `dl-lab check` and `dl-lab lessons run`, which wait for each cell; the learner's own kernels live behind the keeper.
"""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from tui_lab.config.errors import LabError
from tui_lab.config.places import PACKAGE
from tui_lab.kernel.events import CHECK_MIME
from tui_lab.messages import t

Message = dict[str, Any]

INSTALL = "from tui_lab.kernel.inside.startup import install as _install; _install(); del _install"
WARM_UP = "__import__('torch')"
START_SECONDS = 60.0
_LOOK_S = 0.5
_AFTER_INTERRUPT_S = 10.0


class KernelDied(Exception):
    """The kernel's process ended by itself."""


@dataclass
class Outcome:
    """How a piece of code ended."""

    seconds: float = 0.0
    error: Message | None = None
    """The content of Jupyter's message about an error, with what `startup` adds to it."""
    timed_out: bool = False
    number: int = 0
    """Of the cell, as in `In [3]`."""
    reports: list[Message] = field(default_factory=list)
    """Reports of exercises that were displayed."""


class OneShotKernel:
    """A kernel as a context manager; its files lie in a private folder that goes with it."""

    def __init__(self, *, warm: bool = True) -> None:
        """Prepare one.

        Args:
            warm: whether it imports torch before it is asked anything, so that no cell's time counts that.
        """
        self._warm = warm
        self._folder = Path()
        self._manager: Any = None
        self._client: Any = None

    def __enter__(self) -> OneShotKernel:
        """Start it and prepare it for lessons.

        Raises:
            LabError: it doesn't start.
        """
        from jupyter_client.manager import KernelManager  # 150 ms

        self._folder = Path(tempfile.mkdtemp(prefix="dl-lab-"))
        try:
            (self._folder / "work").mkdir()
            self._manager = KernelManager(
                transport="ipc",
                ip=str(self._folder / "k"),
                connection_file=str(self._folder / "k.json"),
                kernel_name="python3",
            )
            self._manager.kernel_spec.argv = [
                *(sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"),
                "--HistoryManager.enabled=False",
            ]
            with (self._folder / "log").open("wb") as log:
                self._manager.start_kernel(
                    cwd=str(self._folder / "work"), env=self._environment(), stdout=log, stderr=log
                )
            self._client = self._manager.blocking_client()
            self._client.start_channels()
            self._client.wait_for_ready(timeout=START_SECONDS)
            for code in (INSTALL, WARM_UP) if self._warm else (INSTALL,):
                if (error := self.execute(code, limit=START_SECONDS).error) is not None:
                    raise LabError(t("author.no_kernel", why=f"{error.get('ename')}: {error.get('evalue')}"))
        except BaseException as error:
            why = self._log() or str(error)
            self.__exit__(None, None, None)
            if isinstance(error, (RuntimeError, OSError, KernelDied)):
                raise LabError(t("author.no_kernel", why=why)) from error
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it, whatever it is doing."""
        if self._client is not None:
            with contextlib.suppress(Exception):
                self._client.stop_channels()
        if self._manager is not None:
            # Its children too: it leads a process group of its own.
            with contextlib.suppress(Exception):
                self._manager.shutdown_kernel(now=True)
            with contextlib.suppress(Exception):
                self._manager.context.destroy(linger=0)
        shutil.rmtree(self._folder, ignore_errors=True)

    def execute(
        self,
        code: str,
        *,
        limit: float,
        history: bool = False,
        on_message: Callable[[str, Message], None] | None = None,
    ) -> Outcome:
        """Run code and wait for its end.

        Args:
            code: what to run.
            limit: seconds after which it is interrupted.
            history: whether it counts as a cell (`In [3]`).
            on_message: is told the kind and content of each message on the output channel.

        Raises:
            KernelDied: the process ended meanwhile, or could not be interrupted.
        """
        outcome = Outcome()
        began = time.monotonic()
        asked = self._client.execute(code, store_history=history, allow_stdin=False)
        interrupted = 0.0
        while True:
            message = self._next()
            now = time.monotonic()
            if not interrupted and now - began > limit:
                outcome.timed_out = True
                self._manager.interrupt_kernel()
                interrupted = now
            if interrupted and now - interrupted > _AFTER_INTERRUPT_S:
                raise KernelDied
            if message is None or message["parent_header"].get("msg_id") != asked:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "execute_input":
                outcome.number = content["execution_count"]
            elif kind == "error":
                outcome.error = content
            elif kind == "display_data" and CHECK_MIME in content.get("data", {}):
                outcome.reports.append(content["data"][CHECK_MIME])
            elif kind == "status" and content["execution_state"] == "idle":
                break
            if on_message is not None:
                on_message(kind, content)
        outcome.seconds = time.monotonic() - began
        return outcome

    def _next(self) -> Message | None:
        """The next message on the output channel, or None after a moment without one."""
        try:
            message: Message = self._client.get_iopub_msg(timeout=_LOOK_S)
            return message
        except queue.Empty:
            if not self._manager.is_alive():
                raise KernelDied from None
            return None

    def _environment(self) -> dict[str, str]:
        """Ours, without the learner's own IPython startup files, and with this package on the path."""
        path = [str(PACKAGE.parent)] if PACKAGE.parent.name not in ("site-packages", "dist-packages") else []
        path += [p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
        calm = {"OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0", "COLUMNS": "78"}
        ours = {"IPYTHONDIR": str(self._folder / "ipython"), "PYTHONPATH": os.pathsep.join(path)}
        return {**os.environ, **calm, **ours}

    def _log(self) -> str:
        """The last line that the process wrote."""
        try:
            lines = (self._folder / "log").read_text(encoding="utf-8", errors="replace").split("\n")
        except OSError:
            return ""
        return next((line for line in reversed(lines) if line.strip()), "")[:300]
