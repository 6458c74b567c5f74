"""Kernels that die, are restarted, or whose keeper is killed."""

from __future__ import annotations

import os
import signal
from collections.abc import AsyncIterator

import pytest
from kernel_following import Follower, text_of

from tui_lab.kernel import deaths, events, sessions
from tui_lab.kernel.deaths import Death
from tui_lab.kernel.link import history
from tui_lab.kernel.sessions import Session
from tui_lab.messages import has, t


@pytest.fixture
async def app(shared: Session) -> AsyncIterator[Follower]:
    follower = await Follower.open(shared)
    await follower.until(lambda: follower.link.state.state in ("idle", "dead"))
    if follower.link.state.state == "dead":
        follower.link.restart()
        await follower.until_state("idle")
    yield follower
    follower.link.close()


@pytest.mark.parametrize(
    ("code", "why_id", "why"),
    [
        ("import os; os._exit(3)", "kernel.died_exit", {"code": 3}),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "kernel.died_killed", {}),
        ("import ctypes; ctypes.string_at(0)", "kernel.died_segfault", {"signal": "SIGSEGV"}),
    ],
)
async def test_a_death_is_told_with_why(app: Follower, code: str, why_id: str, why: dict[str, object]) -> None:
    app.link.run_all([("kept", "kept = 1\nprint('before')"), ("deadly", code), ("behind", "3")])
    dead = await app.until_state("dead")
    assert (dead.why_id, dead.why) == (why_id, why)
    assert has(dead.why_id) and t(dead.why_id, **dead.why)
    cells = app.history.cells
    assert cells["kept"].status == "ok"
    assert cells["deadly"].status == cells["behind"].status == "aborted"
    app.link.execute("behind", "4")  # nobody is there: told again, and nothing waits
    assert (await app.over("behind", "4")).status == "aborted"
    app.link.restart()
    await app.until_state("idle")
    assert text_of(app.history.cells["kept"]) == "before"
    assert (await app.ran("kept", "kept")).status == "error"


async def test_a_cell_that_minds_no_interrupt_can_be_ended_by_a_restart(app: Follower) -> None:
    code = "while True:\n    try:\n        print('go', flush=True)\n        while True: pass\n"
    code += "    except KeyboardInterrupt:\n        print('no', flush=True)"
    app.link.execute("stubborn", code)
    await app.until(lambda: app.link.state.state == "busy" and "go" in text_of(app.history.cells["stubborn"]))
    app.link.interrupt()
    await app.until(lambda: "no" in text_of(app.history.cells["stubborn"]))
    app.link.restart()
    assert (await app.over("stubborn", code)).status == "aborted"
    await app.until_state("idle")
    assert text_of(await app.ran("new", "'new'")) == "'new'"


async def test_a_killed_keeper_is_told_and_work_brings_another(app: Follower, shared: Session) -> None:
    await app.ran("kept", "'kept'")
    app.link.execute("cut", "import time; print('cut', flush=True); time.sleep(100)")
    await app.until(lambda: "cut" in app.history.cells and "cut" in text_of(app.history.cells["cut"]))
    keeper = sessions.keeper_of(shared)
    assert keeper is not None
    os.kill(keeper.pid, signal.SIGKILL)
    dead = await app.until_state("dead")
    assert dead.why_id == "kernel.keeper_gone"
    recorded = history(shared).cells
    assert recorded["cut"].status == "aborted" and text_of(recorded["cut"]) == "cut"
    assert text_of(await app.ran("again", "'again'")) == "'again'"
    assert app.history.cells["cut"].status == "aborted" and text_of(app.history.cells["kept"]) == "'kept'"


def test_memory_is_named_where_the_system_counted_a_kill(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deaths, "kills_for_memory", lambda: 5)
    assert deaths.death(-signal.SIGKILL, 4) == Death("kernel.died_memory")
    assert deaths.death(-signal.SIGKILL, 5) == Death("kernel.died_killed")
    assert deaths.death(-signal.SIGTERM, 5) == Death("kernel.died_signal", {"signal": "SIGTERM"})
    assert deaths.death(-63, 5).why == {"signal": "63"} or deaths.death(-63, 5).why_id == "kernel.died_signal"


def test_kills_are_counted() -> None:
    assert deaths.kills_for_memory() >= 0


def test_each_state_has_a_word() -> None:
    from typing import get_args

    for state in get_args(events.KernelState):
        assert has(f"kernel.state.{state}")
