"""Completion and signatures from the text of the cells alone, by jedi, for when the kernel is busy.

`python -m tui_lab.kernel.static_completion INTERPRETER` is a process of its own, which answers one JSON line on
standard input with one on standard output. It reads code and runs none of it. A question about torch may take seconds
the first time, which nobody waits for.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from typing import Any

MOST_MATCHES = 300
_PATIENCE_S = 2.0


class StaticCompletion:
    """Asks the process, and starts it when it is first needed."""

    def __init__(self, interpreter: str) -> None:
        """Complete what the packages of this interpreter offer."""
        self._interpreter = interpreter
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._last = 0

    async def ask(self, what: str, before: str, code: str, cursor: int) -> Any:
        """The answer, or None where it takes too long.

        Args:
            what: `complete` or `signature`.
            before: the code of the cells so far.
            code: the cell that is being written.
            cursor: where the cursor stands in it.
        """
        try:
            async with asyncio.timeout(_PATIENCE_S), self._turn:
                return await self._ask({"what": what, "before": before, "code": code, "cursor": cursor})
        except (TimeoutError, OSError, ValueError):
            return None

    async def _ask(self, question: dict[str, Any]) -> Any:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tui_lab.kernel.static_completion", self._interpreter),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=2**22,
            )
        assert process.stdin is not None and process.stdout is not None
        self._last += 1
        process.stdin.write(json.dumps({"id": self._last, **question}).encode() + b"\n")
        await process.stdin.drain()
        wanted = self._last
        while line := await process.stdout.readline():
            answer = json.loads(line)
            if answer["id"] == wanted:  # not the late one to a question that nobody waits for any more
                return answer["answer"]
        return None

    async def close(self) -> None:
        """End the process."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


def _place(text: str, cursor: int) -> tuple[int, int]:
    before = text[:cursor]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1)


def _answer(question: dict[str, Any], environment: Any) -> Any:
    import jedi

    before = question["before"]
    whole, cursor = f"{before}\n{question['code']}", len(before) + 1 + question["cursor"]
    line, column = _place(whole, cursor)
    script = jedi.Script(whole, environment=environment)
    if question["what"] == "complete":
        found = script.complete(line, column)
        length = found[0].get_completion_prefix_length() if found else 0
        return [length, [completion.name for completion in found[:MOST_MATCHES]]]
    signatures = script.get_signatures(line, column)
    return signatures[0].to_string() if signatures else ""


def main() -> None:
    """Answer until standard input ends."""
    import jedi

    interpreter = sys.argv[1]
    environment = None
    if interpreter != sys.executable:
        with contextlib.suppress(jedi.InvalidPythonEnvironment):
            environment = jedi.create_environment(interpreter, safe=False)
    for line in sys.stdin:
        question = json.loads(line)
        try:
            answer = _answer(question, environment or jedi.InterpreterEnvironment())
        except Exception:  # jedi has many ways to trip over half-written code
            answer = None
        sys.stdout.write(json.dumps({"id": question["id"], "answer": answer}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
