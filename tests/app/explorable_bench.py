"""A bench in the test's own process: the engine's true answers without a process of their own."""

from __future__ import annotations

from typing import Any

import msgspec

from tui_lab.config.errors import LabError
from tui_lab.engine import bench


class OwnBench:
    """In the place of `app.bench_link.BenchLink`."""

    ready = True

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.broken = ""
        """A sentence with which every request fails."""
        self.prepared = 0

    def prepare(self) -> None:
        self.prepared += 1

    def close(self) -> None:
        pass

    async def ask(self, name: str, values: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(name)
        if self.broken:
            raise LabError(self.broken)
        request = msgspec.json.encode({"id": 1, "name": name, "values": values})
        reply: dict[str, Any] = msgspec.json.decode(bench.answer(request))
        assert "error" not in reply, reply
        answer: dict[str, Any] = reply["answer"]
        return answer
