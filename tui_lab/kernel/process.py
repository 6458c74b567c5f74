"""One life of an ipykernel: its process and its five sockets, over Jupyter's protocol.

jupyter_client starts the process, writes its connection file and packs the messages. The sockets are read here,
straight from the event loop: no thread and no waiting stand between what the kernel says and who wants to know.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import zmq
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.session import DELIM
from jupyter_client.session import Session as MessageSession

from tui_lab.config.places import PACKAGE
from tui_lab.kernel.deaths import Death, death, kills_for_memory
from tui_lab.kernel.long_messages import MOST_BYTES, cut
from tui_lab.kernel.sockets import SocketPaths


class _Header(msgspec.Struct):
    msg_type: str = ""
    msg_id: str = ""


@dataclass(frozen=True)
class Message:
    """What of a kernel's message is of use."""

    kind: str
    parent: str
    """Id of the request that it belongs to; empty where it belongs to none."""
    content: dict[str, Any]


_header = msgspec.json.Decoder(_Header).decode
_content = msgspec.json.Decoder(dict[str, Any]).decode


def _loads(content: bytes) -> dict[str, Any]:
    try:
        return _content(content)
    except msgspec.DecodeError:  # NaN, or half of a surrogate pair: Python's own json writes and reads them
        found = json.loads(content.decode("utf-8", "replace"))
        return found if isinstance(found, dict) else {}


_AT_ONCE = 50
"""Messages taken from a socket before others get their turn."""
_SUBSCRIBED_S = 1.0
_START_S = 120.0
_GRACE_S = 2.0


class _OneSpec(KernelSpecManager):
    """The one kernel there is, whatever kernels Jupyter finds on this machine."""

    def __init__(self, interpreter: str) -> None:
        super().__init__()
        # No IPython history beside ours, and no completion by jedi, which may take seconds on torch and is asked
        # elsewhere: what the kernel says is what is really there.
        without = ["--HistoryManager.enabled=False", "--IPCompleter.use_jedi=False"]
        command = [interpreter, "-m", "ipykernel_launcher", "-f", "{connection_file}", *without]
        self._spec = KernelSpec(argv=command, display_name="dl-lab", language="python")

    def get_kernel_spec(self, _name: str) -> KernelSpec:
        return self._spec


class KernelProcess:
    """A kernel that is starting, alive or dead; a restart makes another."""

    def __init__(
        self,
        paths: SocketPaths,
        folder: Path,
        interpreter: str,
        on_message: Callable[[str, Message], None],
        on_death: Callable[[Death], None],
    ) -> None:
        """Prepare one.

        Args:
            paths: where its sockets lie.
            folder: of the session; the kernel works in `work/` there.
            interpreter: the Python that runs the cells.
            on_message: is given the channel (`iopub`, `shell`, `stdin`) and the message.
            on_death: is told why when the process ends without having been told to.
        """
        self._paths, self._folder = paths, folder
        self._on_message, self._on_death = on_message, on_death
        self._loop = asyncio.get_running_loop()
        self._address, self._connection = paths.of_a_kernel()
        self._manager = AsyncKernelManager(
            transport="ipc",
            ip=str(self._address),
            connection_file=str(self._connection),
            kernel_spec_manager=_OneSpec(interpreter),
        )
        self._session: MessageSession = self._manager.session
        self._context = zmq.Context(1)
        self._sockets: dict[str, zmq.Socket[bytes]] = {}
        self._ready: asyncio.Future[None] = self._loop.create_future()
        self._heard = asyncio.Event()
        self._exited = asyncio.Event()
        self._kills = kills_for_memory()
        self._expected = False
        self.pid = 0

    async def start(self) -> None:
        """Start the process and wait until it answers and hears us.

        Raises:
            OSError, RuntimeError: it can't be started, or dies before it answers.
        """
        self._remove(f"{self._paths.kernel.name}*")  # what kernels left that were killed
        work = self._folder / "work"
        work.mkdir(mode=0o700, exist_ok=True)
        with (self._folder / "keeper.log").open("ab") as log:
            await self._manager.start_kernel(cwd=str(work), env=self._environment(), stdout=log, stderr=log, stdin=None)
        process = self._manager.provisioner.process  # type: ignore[union-attr]
        self.pid = process.pid
        # A thread of its own waits for the end: it is told at once and nobody looks every now and then.
        threading.Thread(target=self._wait, args=(process,), daemon=True, name="kernel-end").start()
        self._connect()
        self.send("shell", "kernel_info_request", {})
        deadline = self._loop.time() + _START_S
        while not self._ready.done():
            if self._loop.time() > deadline:
                raise RuntimeError(f"no answer in {_START_S:.0f} s")
            done, _ = await asyncio.wait({self._ready}, timeout=_SUBSCRIBED_S)
            if not done:  # it may have answered before it heard that we listen to its outputs
                self.send("shell", "kernel_info_request", {})
        self._ready.result()

    def send(self, channel: str, kind: str, content: dict[str, Any]) -> str:
        """Send a message; gives its id, by which answers name it."""
        message = self._session.msg(kind, content)
        socket = self._sockets[channel]
        self._session.send(socket, message)
        # Sending may swallow the sign that something has come in on the same socket.
        self._loop.call_soon(self._drain, channel)
        return str(message["header"]["msg_id"])

    def interrupt(self) -> None:
        """SIGINT, as from Ctrl+C: to the kernel's children too."""
        self._signal(signal.SIGINT)

    async def end(self, *, now: bool) -> None:
        """End it: at once, or with a moment to put things in order."""
        self._expected = True
        if self.pid and not self._exited.is_set():
            if not now and "control" in self._sockets:
                self.send("control", "shutdown_request", {"restart": False})
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._exited.wait(), _GRACE_S)
            self._signal(signal.SIGKILL)
            await self._exited.wait()
        self._close()

    def _environment(self) -> dict[str, str]:
        # Of ours, only this package is put on the path of another interpreter: beside it, in a site-packages of ours,
        # there may be another torch.
        shared = self._folder / "path"
        shared.mkdir(mode=0o700, exist_ok=True)
        link = shared / PACKAGE.name
        if not link.is_symlink() or link.readlink() != PACKAGE:
            link.unlink(missing_ok=True)
            link.symlink_to(PACKAGE)
        others = [p for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p and Path(p) != PACKAGE.parent]
        calm = {"OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0"}
        # The learner's own IPython may run things at its start that lessons don't expect.
        apart = {"IPYTHONDIR": str(self._folder / "ipython"), "COLUMNS": "78"}
        return {**os.environ, **calm, **apart, "PYTHONPATH": os.pathsep.join([str(shared), *others])}

    def _connect(self) -> None:
        kinds = {"iopub": zmq.SUB, "shell": zmq.DEALER, "stdin": zmq.DEALER, "control": zmq.DEALER}
        for channel, kind in kinds.items():
            socket: zmq.Socket[bytes] = self._context.socket(kind)
            socket.linger = 0
            socket.rcvhwm = (
                0  # a flood is cut short here and not lost on its way, with the kernel's word that it is idle
            )
            if kind == zmq.DEALER:
                socket.identity = self._session.bsession  # input() is asked of whoever ran the cell
            else:
                socket.subscribe(b"")
            socket.connect(f"ipc://{self._address}-{getattr(self._manager, f'{channel}_port')}")
            self._sockets[channel] = socket
            self._loop.add_reader(socket.fileno(), self._drain, channel)
            self._loop.call_soon(self._drain, channel)

    def _drain(self, channel: str) -> None:
        socket = self._sockets.get(channel)
        if socket is None:
            return
        for _ in range(_AT_ONCE):
            try:
                frames = socket.recv_multipart(zmq.NOBLOCK)
            except zmq.Again:
                return
            message = self._unpack(frames)
            if message is not None:
                self._received(channel, message)
            if self._sockets.get(channel) is not socket:
                return
        self._loop.call_soon(self._drain, channel)

    def _unpack(self, frames: list[bytes]) -> Message | None:
        """The message in frames; None where it is none: a cell may write to its kernel's sockets.

        Not by jupyter_client's `deserialize`, which takes ten times as long, for dates that nobody asks for.
        """
        try:
            start = frames.index(DELIM) + 1
            signature, header, parent, metadata, content = frames[start : start + 5]
            if len(content) > MOST_BYTES and _header(header).msg_type == "stream":
                printed = cut(content)
                if printed is not None:
                    return Message("stream", _header(parent).msg_id, {"name": printed.name, "cut": printed})
            if signature != self._session.sign([header, parent, metadata, content]):
                return None
            return Message(_header(header).msg_type, _header(parent).msg_id, _loads(content))
        except (ValueError, RecursionError):  # msgspec's errors are ValueErrors
            return None

    def _received(self, channel: str, message: Message) -> None:
        if channel == "iopub":
            self._heard.set()
        elif message.kind == "kernel_info_reply":
            if self._heard.is_set() and not self._ready.done():
                self._ready.set_result(None)
            return
        self._on_message(channel, message)

    def _wait(self, process: Any) -> None:
        code = process.wait()
        with contextlib.suppress(RuntimeError):  # the loop is closed: the keeper ends too
            self._loop.call_soon_threadsafe(self._ended, code)

    def _ended(self, code: int) -> None:
        for channel in ("iopub", "shell"):  # what it said last
            self._drain(channel)
        self._exited.set()
        self._signal(signal.SIGKILL)  # its children
        if not self._ready.done():
            self._ready.set_exception(RuntimeError(f"exit code {code}"))
            self._ready.exception()  # taken notice of, where nobody waits any more
        elif not self._expected:
            self._on_death(death(code, self._kills))

    def _signal(self, number: int) -> None:
        if self.pid:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, number)  # it leads a group of its own

    def _close(self) -> None:
        for socket in self._sockets.values():
            self._loop.remove_reader(socket.fileno())
            socket.close()
        self._sockets.clear()
        self._context.term()
        self._remove(f"{self._address.name}*")
        self._manager.cleanup_connection_file()  # else it does when it is collected: that of the next kernel, by then

    def _remove(self, names: str) -> None:
        for path in self._paths.folder.glob(names):
            path.unlink(missing_ok=True)
