"""Between the apps' wishes and the kernel: what runs now, what it says, and how it ends."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any, Protocol

from tui_lab.kernel import events, protocol
from tui_lab.kernel.audience import Pacer, StreamName, in_pieces
from tui_lab.kernel.completing import Completer
from tui_lab.kernel.deaths import Death
from tui_lab.kernel.long_messages import Cut
from tui_lab.kernel.messages_in import event_of, failed_report
from tui_lab.kernel.process import KernelProcess, Message
from tui_lab.kernel.recording import Recorder
from tui_lab.kernel.run_queue import Run, RunQueue
from tui_lab.kernel.sessions import Session
from tui_lab.kernel.sockets import SocketPaths

WARM_AFTER_S = 0.5
"""So long after its start a kernel that nobody has given work imports torch."""
_STARTUP = """
__import__("tui_lab.kernel.inside.child_output", fromlist=["_"]).use_private_socket()
__import__("tui_lab.kernel.inside.startup", fromlist=["_"]).install()
"""
_WARM_UP = "__import__('torch')"
_CHECK = (
    "__import__('IPython.display', fromlist=['display']).publish_display_data({{{mime!r}: "
    "__import__('tui_lab.kernel.inside.exercise', fromlist=['run']).run({folder!r}, {code!r}, {language!r})}})"
)
_UNTIL_IT_MINDS_S = 0.05
"""A kernel ignores an interrupt until it has begun with a run: one that came too early is handed on so much later."""
_REPLY_S = 1.0
"""How long after its last output the reply to an interrupted run is waited for."""
_CHECK_GRACE_S = 3.0
"""Given to checks after their time, and again after they were interrupted."""


class Teller(Protocol):
    """Whom the desk tells what happens: the keeper."""

    def emit(self, event: events.Event) -> None:
        """Record an event and send it."""

    def emit_printed(self, run: int, pieces: list[events.Stream]) -> None:
        """Record what was printed and send it."""

    def tell(self, state: events.State) -> None:
        """Say what the kernel does now."""


class KernelDesk:
    """Gives the kernel one run after the other and makes events of what it says."""

    def __init__(
        self,
        session: Session,
        paths: SocketPaths,
        recorder: Recorder,
        teller: Teller,
        *,
        interpreter: str,
        warm: bool,
    ) -> None:
        """Nothing is started yet."""
        self._session, self._paths, self._recorder, self._teller = session, paths, recorder, teller
        self._interpreter = interpreter
        self._loop = asyncio.get_running_loop()
        self._queue = RunQueue(recorder.last_run)
        self._pacer = Pacer(self._printed)
        self._kernel: KernelProcess | None = None
        self._alive = False
        self._dead: Death | None = None
        self._restarting = self._ending = False
        self._warm, self._to_warm = warm, warm
        self._own: dict[str, asyncio.Future[dict[str, Any]]] = {}
        """Requests of ours that the kernel has not answered: it is busy with them."""
        self._asked: events.Asked | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._restart_task: asyncio.Future[None] | None = None
        self.completer = Completer(self._ask_kernel, interpreter)

    async def start(self) -> None:
        """Start a kernel."""
        self._dead = None
        self._to_warm = self._warm
        kernel = self._kernel = KernelProcess(
            self._paths, self._session.folder, self._interpreter, self._received, self._died
        )
        try:
            await kernel.start()
        except (OSError, RuntimeError) as error:
            await kernel.end(now=True)
            if kernel is self._kernel:
                told = "" if isinstance(error, OSError) else _last_line(self._session.log)
                last = told or str(error)
                self._died(Death("kernel.not_started", {"last": last, "log": str(self._session.log)}))
            return
        if kernel is not self._kernel:
            return
        self._alive = True
        self._request(_STARTUP)
        self._loop.call_later(WARM_AFTER_S, self._warm_up)
        self._next()

    async def restart(self, interpreter: str = "") -> None:
        """A new kernel instead of the one there is, of a Python that may be named; what ran or waited is aborted."""
        if self._restarting:
            return
        if interpreter:
            self._interpreter = interpreter
        self._restarting = True
        try:
            self._alive = False
            self._abort_all()
            self._teller.tell(events.State(state="restarting"))
            kernel, self._kernel = self._kernel, None
            if kernel is not None:
                await kernel.end(now=True)
            await self.start()
        finally:
            self._restarting = False

    async def close(self) -> None:
        """End the kernel; what ran or waited is aborted."""
        self._alive = False
        busy = self._queue.busy
        self._abort_all()
        self._ending = True
        kernel, self._kernel = self._kernel, None
        if kernel is not None:
            await kernel.end(now=busy)
        await self.completer.close()

    @property
    def busy(self) -> bool:
        """Whether something runs or waits."""
        return self._queue.busy

    def flush(self) -> None:
        """Hand on what was printed: something else comes after it."""
        self._pacer.flush()

    def execute(self, cells: list[tuple[str, str]]) -> None:
        """Run cells one after the other."""
        self._add([self._queue.add(cell, code, code) for cell, code in cells])

    def check(self, request: protocol.Check) -> None:
        """Run the checks of an exercise on an answer."""
        source = _CHECK.format(
            mime=events.CHECK_MIME, folder=request.folder, code=request.code, language=request.language
        )
        self._add(
            [
                self._queue.add(
                    request.exercise, request.code, source, exercise=request.exercise, seconds=request.seconds
                )
            ]
        )

    def interrupt(self) -> None:
        """Stop what runs and take back what waits; the kernel and its variables stay."""
        for run in self._queue.take_waiting():
            self._end_unbegun(run)
        current = self._queue.current
        if current is not None and current.message:
            current.interrupted = True
            if self._kernel is not None and current.heard:
                self._kernel.interrupt()
        elif current is None:
            self._settle()

    def answer(self, text: str) -> None:
        """Give `input()` its line."""
        asked, self._asked = self._asked, None
        if asked is None or self._kernel is None:
            return
        self._kernel.send("stdin", "input_reply", {"value": text})
        self._emit(events.Answered(run=asked.run, text="" if asked.password else text))

    # The queue.

    def _add(self, runs: list[Run]) -> None:
        if self._dead is not None or self._ending:
            for run in runs:
                self._emit(events.Ran(run=run.number, cell=run.cell, code=run.code, time=time.time()))
            self._abort_all()
            if self._dead is not None:
                self._teller.tell(events.State(state="dead", why_id=self._dead.why_id, why=self._dead.why))
            return
        if not (self._free and len(runs) == 1):
            for run in runs:
                self._emit(events.Queued(run=run.number, cell=run.cell, code=run.code))
        self._next()

    @property
    def _free(self) -> bool:
        return self._alive and self._queue.current is None and not self._own

    def _next(self) -> None:
        """Give the kernel the next run, unless it has something to do."""
        if not self._free:
            return
        if not self._queue.waits:
            self._settle()
            return
        run = self._queue.next()
        self._to_warm = self._to_warm and "torch" not in run.code
        content = {
            "code": run.source,
            "silent": bool(run.exercise),
            "store_history": not run.exercise,
            "user_expressions": {},
            "allow_stdin": not run.exercise,
            "stop_on_error": False,
        }
        assert self._kernel is not None
        run.message = self._kernel.send("shell", "execute_request", content)
        self._emit(events.Ran(run=run.number, cell=run.cell, code=run.code, time=time.time()))
        self._teller.tell(events.State(state="busy"))
        if run.exercise:
            self._timer = self._loop.call_later(run.seconds + _CHECK_GRACE_S, self._too_long, run)
        else:
            self.completer.saw(run.cell, run.code)

    def _settle(self) -> None:
        if self._alive and not self._queue.busy:
            self._teller.tell(events.State(state="idle"))

    def _too_long(self, run: Run) -> None:
        """The checks don't come to an end: interrupt them, and if they don't mind that, end the kernel."""
        if self._queue.current is not run or self._kernel is None:
            return
        if not run.timed_out:
            run.timed_out = True
            self._kernel.interrupt()
            self._timer = self._loop.call_later(_CHECK_GRACE_S, self._too_long, run)
        else:
            self._end_current("interrupted")
            self._restart_task = asyncio.ensure_future(self.restart())

    def _end_current(self, status: events.RunStatus) -> None:
        run, self._queue.current = self._queue.current, None
        if run is None:
            return
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._asked is not None:
            self._emit(events.Answered(run=self._asked.run))
            self._asked = None
        if run.exercise and not run.checked and not (run.interrupted and not run.timed_out):
            report = failed_report("kernel.check_silent")
            if run.timed_out:
                report = failed_report("kernel.check_timeout", seconds=run.seconds)
            elif status == "aborted":
                report = failed_report("kernel.check_died")
            self._emit(events.Checked(run=run.number, exercise=run.exercise, report=report))
        self._emit(events.Done(run=run.number, status=status, seconds=time.monotonic() - run.began))

    def _abort_all(self) -> None:
        self._end_current("aborted")
        for run in self._queue.take_waiting():
            self._end_unbegun(run)

    def _end_unbegun(self, run: Run) -> None:
        self._emit(events.Done(run=run.number, status="aborted"))

    # What the kernel is asked by ourselves.

    def _request(self, code: str) -> None:
        """Run something of ours without a trace; the learner's runs wait for it."""
        content = {
            "code": code,
            "silent": True,
            "store_history": False,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": False,
        }
        assert self._kernel is not None
        self._own[self._kernel.send("shell", "execute_request", content)] = self._loop.create_future()

    def _warm_up(self) -> None:
        """Import torch while nobody waits for the kernel."""
        if self._to_warm and self._free and not self._queue.busy:
            self._to_warm = False
            self._request(_WARM_UP)

    def _ask_kernel(self, kind: str, content: dict[str, Any]) -> asyncio.Future[dict[str, Any]] | None:
        if not self._free or self._queue.busy or self._kernel is None:
            return None
        answer: asyncio.Future[dict[str, Any]] = self._loop.create_future()
        self._own[self._kernel.send("shell", kind, content)] = answer
        return answer

    # What the kernel says.

    def _received(self, channel: str, message: Message) -> None:
        kind, parent, content = message.kind, message.parent, message.content
        if channel == "shell":
            self._replied(parent, content)
            return
        run = self._queue.current
        if run is None or parent != run.message:
            return  # of our own requests, or late words of a run that is over (a thread that prints)
        if channel == "stdin":
            if kind == "input_request":
                prompt, password = str(content.get("prompt", ""))[:10_000], bool(content.get("password"))
                self._asked = events.Asked(run=run.number, prompt=prompt, password=password)
                self._emit(self._asked)
            return
        if kind == "stream":
            name: StreamName = "stderr" if content.get("name") == "stderr" else "stdout"
            printed = content.get("cut")
            if isinstance(printed, Cut):
                self._pacer.take(run.number, name, printed.first)
                lines, characters = printed.lines, printed.characters
                self._emit(events.Skipped(run=run.number, lines=lines, characters=characters))
                self._pacer.take(run.number, name, printed.last)
            else:
                self._pacer.take(run.number, name, str(content.get("text", "")))
        elif kind == "execute_input":
            if not run.exercise:
                self._emit(events.Counted(run=run.number, count=int(content.get("execution_count") or 0)))
        elif kind == "status":
            if content.get("execution_state") == "busy":
                run.began = time.monotonic()
                run.heard = True
                if run.interrupted and self._kernel is not None:
                    self._loop.call_later(_UNTIL_IT_MINDS_S, self._kernel.interrupt)
            elif content.get("execution_state") == "idle":
                run.was_idle = True
                self._maybe_over(run)
                if run.interrupted or run.timed_out:
                    self._loop.call_later(_REPLY_S, self._reply_is_lost, run)
        else:
            event = event_of(kind, content, run.number, run.exercise, self._recorder.save_file)
            if event is not None:
                run.checked = run.checked or isinstance(event, events.Checked)
                self._emit(event)

    def _replied(self, parent: str, content: dict[str, Any]) -> None:
        own = self._own.pop(parent, None)
        if own is not None:
            if not own.done():
                own.set_result(content)
            self._next()
            return
        run = self._queue.current
        if run is not None and run.message == parent:
            interrupted = content.get("ename") == "KeyboardInterrupt"
            run.reply = "ok" if content.get("status") == "ok" else "interrupted" if interrupted else "error"
            self._maybe_over(run)

    def _reply_is_lost(self, run: Run) -> None:
        """An interrupt between two steps of the kernel itself, not in the cell: it drops the run and never replies."""
        if self._queue.current is run and run.reply is None:
            run.reply = "interrupted"
            self._maybe_over(run)

    def _maybe_over(self, run: Run) -> None:
        status = run.reply
        if status is None or not run.was_idle:
            return
        self._end_current(status)
        if status != "ok":
            for waiting in self._queue.take_waiting():
                self._end_unbegun(waiting)
        if self._to_warm and not self._queue.waits:
            self._loop.call_later(WARM_AFTER_S, self._warm_up)
        self._next()

    def _died(self, death: Death) -> None:
        self._alive = False
        self._dead = death
        for future in self._own.values():
            future.cancel()
        self._own.clear()
        self._abort_all()
        self._teller.tell(events.State(state="dead", why_id=death.why_id, why=death.why))

    # Telling.

    def _emit(self, event: events.Event) -> None:
        self._pacer.flush()
        self._teller.emit(event)

    def _printed(self, run: int, printed: list[tuple[StreamName, str]]) -> None:
        self._teller.emit_printed(run, in_pieces(run, printed))


def _last_line(log: Path) -> str:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 4096))
            lines = [line.strip() for line in file.read().decode("utf-8", "replace").splitlines()]
    except OSError:
        return ""
    return next((line for line in reversed(lines) if line), "")[:300]
