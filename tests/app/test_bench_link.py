"""The process that holds torch: started when needed, started again once, gone with the app however that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from tui_lab.app import bench_link
from tui_lab.app.bench_link import BenchLink
from tui_lab.config.errors import LabError

BOWL = {"name": "bowl", "x": 1.0, "y": 2.0, "h": 0.1, "lr": 0.1}


@pytest.fixture
async def link() -> AsyncIterator[BenchLink]:
    made = BenchLink()
    yield made
    made.close()


def gone(pid: int, seconds: float = 30) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


async def test_it_is_started_when_it_is_needed_answers_and_is_restarted_when_it_died(link: BenchLink) -> None:
    assert link.pid is None and not link.ready
    link.prepare()
    first = link.pid
    assert first is not None and not link.ready
    answer = await link.ask("surface", BOWL)
    assert answer["z"] == 5.0 and link.ready and link.pid == first
    with pytest.raises(LabError, match="KeyError"):
        await link.ask("nowhere", {})
    assert link.pid == first
    os.kill(first, signal.SIGKILL)
    assert (await link.ask("surface", BOWL))["z"] == 5.0
    second = link.pid
    assert second is not None and second != first
    link.close()
    assert gone(second) and link.pid is None


async def test_one_that_dies_again_is_a_sentence_with_its_last_words(
    link: BenchLink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench_link, "BENCH", "tui_lab.engine.nowhere")
    with pytest.raises(LabError, match=r"died twice: .*No module named tui_lab\.engine\.nowhere"):
        await link.ask("surface", BOWL)
    assert link.pid is None


async def test_one_that_takes_too_long_is_ended(link: BenchLink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_link, "STARTING_S", 0.01)
    link.prepare()
    pid = link.pid
    with pytest.raises(LabError, match="too long"):
        await link.ask("surface", BOWL)
    assert pid is not None and gone(pid)


async def test_one_that_cannot_be_started_is_a_sentence(link: BenchLink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    link.prepare()
    with pytest.raises(LabError, match="can't be started: No such file"):
        await link.ask("surface", BOWL)


APP = """
import asyncio, sys
from tui_lab.app.bench_link import BenchLink

async def main():
    link = BenchLink()
    await link.ask("surface", {"name": "bowl", "x": 1.0, "y": 2.0, "h": 0.1, "lr": 0.1})
    assert "torch" not in sys.modules
    print(link.pid, flush=True)
    request = {"data": "moons", "layers": 3, "width": 32, "activation": "tanh", "seed": 0, "lr": 0.01, "fresh": True,
               "steps": 10**9, "seconds": 600.0, "columns": 8, "rows": 8}
    await link.ask("boundary", request)

asyncio.run(main())
"""


def test_it_ends_with_an_app_that_is_killed_even_in_the_middle_of_a_long_sum(tmp_path: Path) -> None:
    app = subprocess.Popen([sys.executable, "-c", APP], stdout=subprocess.PIPE, text=True)
    assert app.stdout is not None
    pid = int(app.stdout.readline())
    assert psutil.pid_exists(pid)
    app.kill()
    app.wait()
    assert gone(pid)
    app.stdout.close()
