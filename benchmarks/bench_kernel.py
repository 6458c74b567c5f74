"""From Run to the output of `1 + 1`: through jupyter_client alone, and through link and keeper. And `import torch`.

    python benchmarks/bench_kernel.py [--runs 100] [--reading 10]

Both kernels are asked in turn, so that what else the machine does meets both alike. Before each question the kernel is
left alone for a moment, as by a person. `import torch` is the first cell of a fresh kernel, run after some seconds of
reading.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time

from jupyter_client.manager import KernelManager

from tui_lab.kernel import events
from tui_lab.kernel.link import KernelLink
from tui_lab.kernel.sessions import session_for

BAR, FINAL_BAR = 1.5, 1.2
TORCH_BAR_S = 1.0
PAUSE_S = 0.03


class Plain:
    """jupyter_client and nothing else."""

    def __init__(self, transport: str, folder: str) -> None:
        self.manager = KernelManager(transport=transport, connection_file=f"{folder}/{transport}.json")
        self.manager.start_kernel()
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready()

    def seconds(self) -> float:
        """Until the result is there; then what else comes is taken."""
        asked = time.perf_counter()
        self.client.execute("1 + 1")
        while self.client.get_iopub_msg()["msg_type"] != "execute_result":
            pass
        taken = time.perf_counter() - asked
        while self.client.get_iopub_msg()["content"].get("execution_state") != "idle":
            pass
        self.client.get_shell_msg()
        return taken

    def end(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


class Ours:
    """A link and its keeper."""

    def __init__(self) -> None:
        self.came: asyncio.Queue[tuple[float, events.Event]] = asyncio.Queue()

    async def open(self, key: str, *, warm: bool) -> None:
        self.link = await KernelLink.open(session_for(key), self.take, warm=warm)

    def take(self, event: events.Event) -> None:
        self.came.put_nowait((time.perf_counter(), event))

    async def until(self, kind: type[events.Event]) -> float:
        while True:
            at, event = await asyncio.wait_for(self.came.get(), 60)
            if isinstance(event, kind):
                return at

    async def seconds(self, code: str = "1 + 1") -> float:
        asked = time.perf_counter()
        self.link.execute("cell", code)
        shown = await self.until(events.Display) - asked
        await self.until(events.Done)
        return shown

    async def end(self) -> None:
        self.link.end()
        while self.link.state.state != "ended":
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.5)
        self.link.close()


def told(seconds: list[float]) -> str:
    quarters = statistics.quantiles(seconds, n=4)
    return f"{statistics.median(seconds) * 1000:5.2f} ms ({quarters[0] * 1000:.2f} to {quarters[2] * 1000:.2f})"


async def measure(runs: int, reading: float, folder: str) -> None:
    plain, tcp, ours = Plain("ipc", folder), Plain("tcp", folder), Ours()
    await ours.open("bench/one-and-one", warm=False)
    taken: dict[str, list[float]] = {"ipc": [], "tcp": [], "ours": []}
    try:
        for _ in range(10):
            plain.seconds(), tcp.seconds(), await ours.seconds()
        for _ in range(runs):
            for name, ask in (("ipc", plain.seconds), ("tcp", tcp.seconds)):
                await asyncio.sleep(PAUSE_S)
                taken[name].append(ask())
            await asyncio.sleep(PAUSE_S)
            taken["ours"].append(await ours.seconds())
    finally:
        plain.end()
        tcp.end()
        await ours.end()
    print(f"1 + 1, jupyter_client alone, ipc    {told(taken['ipc'])}")
    print(f"1 + 1, jupyter_client alone, tcp    {told(taken['tcp'])}")
    print(f"1 + 1, link and keeper              {told(taken['ours'])}")
    ratio = statistics.median(taken["ours"]) / statistics.median(taken["ipc"])
    print(f"ratio to ipc {ratio:.2f} (bar {BAR}, then {FINAL_BAR})")
    if reading:
        reader = Ours()
        opened = time.perf_counter()
        await reader.open("bench/torch", warm=True)
        try:
            await asyncio.sleep(reading - (time.perf_counter() - opened))
            first = await reader.seconds("import torch\n1")
        finally:
            await reader.end()
        print(f"first cell, import torch after {reading:.0f} s of reading: {first:.3f} s (bar {TORCH_BAR_S})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--reading", type=float, default=10.0, help="seconds before the first cell; 0: leave it out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DL_LAB_HOME"] = folder
        asyncio.run(measure(options.runs, options.reading, folder))


if __name__ == "__main__":
    main()
