"""Cells in a real kernel: what they print, display, ask and raise; all tests share one kernel.

Each has cells of its own: a cell that waits and is aborted keeps what it showed, and the tests come in any order.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
from kernel_following import Follower, text_of

from tui_lab.kernel import events, sessions
from tui_lab.kernel.link import history
from tui_lab.kernel.outputs import ErrorItem, ImageItem, TableItem, TextItem
from tui_lab.kernel.sessions import Session


@pytest.fixture
async def app(shared: Session) -> AsyncIterator[Follower]:
    follower = await Follower.open(shared)
    await follower.until_state("idle")
    yield follower
    follower.link.close()


async def test_a_result_is_shown(app: Follower) -> None:
    output = await app.ran("sum", "1 + 1")
    assert output.status == "ok"
    assert [item.kind for item in output.items if isinstance(item, TextItem)] == ["result"]
    assert text_of(output) == "2"


async def test_text_comes_while_it_is_printed(app: Follower) -> None:
    code = "import time\nprint('early', flush=True)\nwhile not globals().get('told'): time.sleep(0.01)"
    app.link.execute("slow", code)
    await app.until(lambda: "early" in text_of(app.history.cells["slow"]) if "slow" in app.history.cells else False)
    assert app.history.cells["slow"].status == "running"
    app.link.interrupt()
    assert (await app.over("slow", code)).status == "interrupted"


async def test_a_flood_is_bounded_and_counted(app: Follower, shared: Session) -> None:
    output = await app.ran(
        "flood", "import sys\nfor i in range(20): sys.stdout.write('a line\\n' * 50_000)\nprint('end')"
    )
    assert len(output.items) == 1
    item = output.items[0]
    assert isinstance(item, TextItem)
    assert item.text.count == 1_000_002 and item.left_out > 900_000
    assert len(list(item.text.lines())) <= 700
    assert text_of(output).endswith("\nend")
    recorded = history(shared).cells["flood"].items[0]
    assert isinstance(recorded, TextItem) and recorded.text.count == item.text.count


async def test_pieces_of_a_flood_come_seldom(app: Follower) -> None:
    before = len(app.of(events.Stream))
    output = await app.ran("flushes", "for i in range(1500): print(i, flush=True)")
    seen = len(app.of(events.Stream)) - before
    assert seen <= 5 + 25 * output.seconds
    assert text_of(output).splitlines()[-1] == "1499"


async def test_an_error_aborts_what_waits(app: Follower) -> None:
    app.link.run_all([("one", "1 / 0"), ("two", "print('never')")])
    two = await app.over("two", "print('never')")
    assert two.status == "aborted" and not two.items
    one = app.history.cells["one"]
    assert one.status == "error"
    error = one.items[-1]
    assert isinstance(error, ErrorItem) and error.ename == "ZeroDivisionError"


async def test_an_endless_loop_is_interrupted_with_what_waits(app: Follower) -> None:
    app.link.run_all([("loop", "while True: pass"), ("behind-the-loop", "2")])
    await app.until(lambda: "loop" in app.history.cells and app.history.cells["loop"].status == "running")
    app.link.interrupt()
    assert (await app.over("loop", "while True: pass")).status == "interrupted"
    assert app.history.cells["behind-the-loop"].status == "aborted"
    assert (await app.ran("behind-the-loop", "'alive'")).status == "ok"


async def test_another_app_answers_what_the_first_left_open(app: Follower, shared: Session) -> None:
    first = await Follower.open(shared)
    code = "name = input('Who? ')\nprint('Hello', name)"
    first.link.execute("ask", code)
    await first.until(lambda: first.history.asked is not None)
    first.link.close()
    second = await Follower.open(shared)
    await second.until(lambda: second.history.asked is not None)
    asked = second.history.asked
    assert asked is not None and asked.prompt == "Who? " and not asked.password
    second.link.answer("Ada")
    output = await second.over("ask", code)
    second.link.close()
    assert text_of(output) == "Who? Ada\nHello Ada"
    await app.until(lambda: app.history.asked is None)


async def test_a_password_is_not_recorded(app: Follower, shared: Session) -> None:
    code = "import getpass\nlength = len(getpass.getpass('Secret: '))\nlength"
    app.link.execute("secret", code)
    await app.until(lambda: app.history.asked is not None)
    app.link.answer("sesame")
    assert text_of(await app.over("secret", code)).endswith("6")
    assert b"sesame" not in shared.outputs.read_bytes()


SWALLOWING = """
kernel = get_ipython().kernel
usual = kernel.do_execute

async def before_the_cell(*arguments, **more):
    kernel.do_execute = usual
    import time
    print("begun", flush=True)
    time.sleep(100)

kernel.do_execute = before_the_cell
"""


async def test_an_interrupt_that_hits_the_kernel_itself_ends_the_run_too(app: Follower) -> None:
    await app.ran("swallow", SWALLOWING)
    app.link.run_all([("lost", "3"), ("behind-the-lost", "4")])
    await app.until(lambda: "begun" in text_of(app.history.cells["lost"]) if "lost" in app.history.cells else False)
    app.link.interrupt()
    assert (await app.over("lost", "3")).status == "interrupted"
    assert text_of(await app.ran("behind-the-lost", "4 + 1")) == "5"


async def test_an_interrupt_takes_a_question_back(app: Follower) -> None:
    app.link.execute("unanswered", "input()")
    await app.until(lambda: app.history.asked is not None)
    app.link.interrupt()
    assert (await app.over("unanswered", "input()")).status == "interrupted"
    assert app.history.asked is None


async def test_two_apps_see_the_same(app: Follower, shared: Session) -> None:
    other = await Follower.open(shared)
    await other.until_state("idle")
    await app.ran("shared", "for i in range(3): print(i)")
    seen = await other.over("shared", "for i in range(3): print(i)")
    other.link.close()
    assert text_of(seen) == text_of(app.history.cells["shared"]) == "0\n1\n2"


async def test_a_known_history_is_not_told_again(app: Follower, shared: Session) -> None:
    await app.ran("old", "'old'")
    later = await Follower.open(shared, known=history(shared))
    await app.ran("new", "'new'")
    await later.until(lambda: "new" in later.history.cells)
    later.link.close()
    assert "old" not in later.history.cells


async def test_completion_comes_from_the_kernel_or_else_from_the_text(app: Follower) -> None:
    await app.ran("names", "pineapples = 3\ndef price(weight, *, per_kilo=2.0): return weight * per_kilo")
    found = await app.link.complete("pineap", 6)
    assert found.matches == ("pineapples",) and (found.start, found.end) == (0, 6)
    assert "per_kilo" in await app.link.signature("price(", 6)
    busy = "import time\nwhile True: time.sleep(0.01)"
    app.link.execute("busy", busy)
    await app.until(lambda: app.link.state.state == "busy")
    async with asyncio.timeout(30):
        while "pineapples" not in found.matches or found.start != 1:
            found = await app.link.complete("(pineap", 7)  # jedi may not be awake at the first try
        while "per_kilo" not in (told := await app.link.signature("price(", 6)):
            pass
    assert app.history.cells["busy"].status == "running" and "weight" in told
    app.link.interrupt()
    await app.over("busy", busy)


PICTURE = """
import base64
from IPython.display import clear_output, display, publish_display_data
png = b"\\x89PNG and so on"
"""


async def test_pictures_become_files(app: Follower, shared: Session) -> None:
    code = PICTURE + "publish_display_data({'image/png': base64.b64encode(png).decode(), 'text/plain': 'a dot'})"
    output = await app.ran("picture", code)
    item = output.items[-1]
    assert isinstance(item, ImageItem) and item.mime == "image/png"
    assert (shared.files / item.file).read_bytes().startswith(b"\x89PNG")


async def test_displays_are_updated_cleared_and_chosen(app: Follower) -> None:
    code = PICTURE + (
        "shown = display('first', display_id=True)\nshown.update('second')\n"
        "publish_display_data({'text/html': '<b>only</b>'})\n"
        "publish_display_data({'application/vnd.jupyter.widget-view+json': {}, 'text/plain': 'a widget'})\n"
        "publish_display_data({'application/vnd.dl-lab.table+json': {'columns': ['a\\x1b[2J']}})"
    )
    output = await app.ran("displays", code)
    assert text_of(output).splitlines() == ["'second'", "<b>only</b>", "a widget"]
    assert isinstance(output.items[-1], TableItem) and output.items[-1].table == {"columns": ["a"]}
    cleared = await app.ran("cleared", PICTURE + "for i in range(5):\n    clear_output(wait=True)\n    print(i)")
    assert text_of(cleared) == "4"


async def test_no_tcp_port_is_open_and_children_print(app: Follower, shared: Session) -> None:
    code = "import os, sys\nif os.fork() == 0:\n    print('a child'); sys.stdout.flush(); os._exit(0)\n_ = os.wait()\n"
    output = await app.ran("child", code + "import time; time.sleep(0.3); print('parent')")
    assert "a child" in text_of(output) and "parent" in text_of(output)
    keeper = sessions.keeper_of(shared)
    assert keeper is not None
    for process in (psutil.Process(keeper.pid), *psutil.Process(keeper.pid).children(recursive=True)):
        assert not process.net_connections("inet")


async def test_the_checks_of_an_exercise_are_run(app: Follower, tmp_path: Path) -> None:
    (tmp_path / "check.py").write_text(
        "from tui_lab.content.checks import Fail, check\n\n\n"
        "@check('is-two')\ndef is_two(answer):\n    if answer.x != 2:\n        raise Fail('not-two', got=answer.x)\n"
    )
    app.link.check("exercise", tmp_path, "x = 3", "en")
    wrong = await app.over("exercise", "x = 3")
    assert wrong.report is not None and not wrong.report.passed
    assert wrong.report.results[0].hint == "not-two" and wrong.report.results[0].numbers == {"got": 3}
    app.link.check("exercise", tmp_path, "x = 2", "en")
    right = await app.over("exercise", "x = 2")
    assert right.report is not None and right.report.passed


async def test_checks_without_an_end_are_stopped(app: Follower, tmp_path: Path) -> None:
    (tmp_path / "check.py").write_text(
        "from tui_lab.content.checks import check\n\n\n"
        "@check('waits', seconds=50)\ndef waits(answer):\n    while True: pass\n"
    )
    app.link.check("endless", tmp_path, "x = 2", "en", seconds=0.5)
    output = await app.over("endless", "x = 2")
    assert output.report is not None and output.report.error is not None
    assert output.report.error.plain_id == "kernel.check_timeout" and output.report.error.plain == {"seconds": 0.5}
    assert (await app.ran("behind-the-checks", "'alive'")).status == "ok"


async def test_a_cell_has_the_number_that_its_traceback_names(app: Follower) -> None:
    """Our own requests don't count, as they don't in the kernel."""
    output = await app.ran("division", "1 / 0")
    [error] = app.of(events.Error)[-1:]
    shown = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(error.traceback))
    assert output.count > 0 and f"In [{output.count}]" in shown
