"""The time limit and the bound on output."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
import threading
import time

import pytest

from tui_lab.kernel.inside import limits
from tui_lab.kernel.inside.limits import Printed, TimeUp, TooMuchOutput, within


def loop() -> None:
    while True:
        pass


def test_what_ends_in_time_is_returned() -> None:
    assert within(5, lambda: 3) == 3


def test_a_loop_is_ended_and_the_alarm_given_back() -> None:
    def mine(*_: object) -> None: ...

    before = signal.signal(signal.SIGALRM, mine)
    signal.setitimer(signal.ITIMER_REAL, 100)
    try:
        with pytest.raises(TimeUp):
            within(0.05, loop)
        assert signal.getsignal(signal.SIGALRM) is mine
        assert 50 < signal.setitimer(signal.ITIMER_REAL, 0)[0] < 100
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_an_error_leaves_no_alarm_behind() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with pytest.raises(ZeroDivisionError):
        within(0.2, lambda: 1 / 0)
    assert signal.getsignal(signal.SIGALRM) is before
    time.sleep(0.3)


def test_stop_iteration_is_an_error_like_others() -> None:
    with pytest.raises(StopIteration):
        within(5, lambda: next(iter(())))


def test_a_sleep_is_ended() -> None:
    with pytest.raises(TimeUp):
        within(0.05, lambda: time.sleep(60))


def test_a_trace_function_is_put_back() -> None:
    def swallow() -> None:
        while True:
            with contextlib.suppress(BaseException):
                loop()

    before = sys.gettrace()
    with pytest.raises(TimeUp):
        within(0.05, swallow)
    assert sys.gettrace() is before
    # Nothing of it is left as the context of what is raised later.
    assert sys.exc_info() == (None, None, None)
    assert ValueError().__context__ is None


def test_outside_the_main_thread_there_is_no_alarm() -> None:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(within(0.01, lambda: 3)))
    thread.start()
    thread.join()
    assert found == [3]


def test_code_in_c_that_never_comes_back_ends_the_process() -> None:
    program = (
        "import itertools; from tui_lab.kernel.inside import limits; limits.HARD_END_GRACE = 0.2;"
        "limits.within(0.2, lambda: sum(itertools.repeat(1)))"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert b"Timeout" in ended.stderr


def test_printed_text_keeps_its_beginning_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "KEPT_CHARACTERS", 10)
    printed = Printed()
    for word in ("abcdef", "ghijkl", "mnopqr", "stuvwx", "yz1234"):
        printed.write(word)
    assert printed.text() == "abcdefghij\n…\nuvwxyz1234"


def test_a_short_text_is_whole() -> None:
    printed = Printed()
    print("one", "two", file=printed)
    assert printed.text() == "one two\n"


@pytest.mark.parametrize("piece", ["x" * 1000, "\n" * 100])
def test_a_flood_is_ended(piece: str) -> None:
    printed = Printed()
    with pytest.raises(TooMuchOutput):
        for _ in range(1_000_000):
            printed.write(piece)
    assert len(printed.text()) < 3 * limits.KEPT_CHARACTERS
