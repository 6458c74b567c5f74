"""Completion and signatures: from the kernel, which knows what is really there, while it has nothing else to do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from typing import Any

from tui_lab.kernel.static_completion import MOST_MATCHES, StaticCompletion
from tui_lab.kernel.terminal_text import clean

KERNEL_S = 0.3
"""How long the kernel is waited for."""
_MOST_CODE = 200_000

Ask = Callable[[str, dict[str, Any]], asyncio.Future[dict[str, Any]] | None]
"""Asks the kernel something; None where it is busy."""


class Completer:
    """Asks the kernel first and the text of the cells else."""

    def __init__(self, ask: Ask, interpreter: str) -> None:
        """`ask` reaches the kernel."""
        self._ask = ask
        self._static = StaticCompletion(interpreter)
        self._cells: dict[str, str] = {}

    def saw(self, cell: str, code: str) -> None:
        """The code of a cell that was run: its names may be used in what is written next."""
        self._cells.pop(cell, None)
        self._cells[cell] = code

    async def complete(self, code: str, cursor: int) -> tuple[int, int, list[str]]:
        """From where to where of the code a name may be replaced, and by what."""
        reply = await self._kernel("complete_request", {"code": code, "cursor_pos": cursor})
        matches = [clean(str(m)) for m in reply.get("matches", [])][:MOST_MATCHES]
        if matches:
            return int(reply.get("cursor_start", cursor)), int(reply.get("cursor_end", cursor)), matches
        answer = await self._static.ask("complete", self._before(), code, cursor)
        if not answer:
            return cursor, cursor, []
        length, names = answer
        return cursor - length, cursor, names

    async def signature(self, code: str, cursor: int) -> str:
        """How the function is called in whose call the cursor stands; empty where nobody knows."""
        reply = await self._kernel("inspect_request", {"code": code, "cursor_pos": cursor, "detail_level": 0})
        data = reply.get("data")
        told = _signature(clean_lines(str(data.get("text/plain", "")))) if isinstance(data, dict) else ""
        return told or clean(await self._static.ask("signature", self._before(), code, cursor) or "")

    async def close(self) -> None:
        """End what was started."""
        await self._static.close()

    def _before(self) -> str:
        return "\n".join(self._cells.values())[-_MOST_CODE:]

    async def _kernel(self, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        asked = self._ask(kind, content)
        if asked is None:
            return {}
        try:
            return await asyncio.wait_for(asked, KERNEL_S)
        except (TimeoutError, asyncio.CancelledError):
            return {}


def clean_lines(text: str) -> str:
    """The text without control sequences, in its lines."""
    return "\n".join(map(clean, text.split("\n")))


def _signature(told: str) -> str:
    """The signature in what IPython says of an object."""
    found = re.search(r"^(?:Init s|S)ignature:\s*(.*?)(?=^\w[\w ]*:)", told + "\nEnd:", re.MULTILINE | re.DOTALL)
    return " ".join(found.group(1).split()) if found else ""
