"""Watching a run without the app: its events become a progress bar, plain lines, or JSON lines."""

from __future__ import annotations

import shlex
import time
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, Self

import msgspec

from tui_lab.cli import FAILED, INTERRUPTED
from tui_lab.cli.output import complain, console, print_json, say, say_folder
from tui_lab.config import fields
from tui_lab.messages import t
from tui_lab.runs import commands, store
from tui_lab.runs import status as run_status
from tui_lab.runs.events import Changed, Continued, Epoch, Event, Failed, Finished, Paused, Started, Steps, Stopped
from tui_lab.runs.follow import EventTail, open_history
from tui_lab.runs.history import History
from tui_lab.runs.words import duration, metric, network, number, run_number

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from tui_lab.engine.tensorboard_log import TensorBoardLog

POLL_S = 0.2
"""How often the events file is looked at: five frames a second are enough for a bar."""
EPOCHS_SHOWN = 10
"""Of a run that is joined late, so many of its last epochs are shown."""

Ended = Finished | Failed | Stopped
Outcome = Literal["ended", "lost", "left"]


class View(Protocol):
    """What shows a run that is watched."""

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(self, *unused: object) -> None:
        """Leave the terminal as it was."""

    def event(self, event: Event, history: History) -> None:
        """Show an event that the history has taken in."""

    def refresh(self, history: History) -> None:
        """Show where the run is: after new events."""

    def note(self, text: str) -> None:
        """Say something on the side."""


class Watch:
    """Follows one run until it ends, its worker dies, or the learner leaves.

    Args:
        folder: the run folder.
        view: what shows it.
        history: what is known already; what was said of an end before this worker is not an end.
        stop_first: whether the first Ctrl+C stops the training (the second leaves) instead of leaving.

    Attributes:
        ended: how the run ended, once it has.
        stopping: whether it was asked to stop.
    """

    def __init__(self, folder: Path, view: View, history: History, *, stop_first: bool) -> None:
        self.folder = folder
        self.view = view
        self.history = history
        self.ended: Ended | None = None
        self._stop_first = stop_first
        self.stopping = False
        self._tail = EventTail(folder / "events.jsonl", history.offset)

    def follow(self) -> Outcome:
        """Show what happens until there is nothing more to wait for."""
        with self.view:
            while True:
                try:
                    outcome = self._look()
                    if outcome is not None:
                        return outcome
                    time.sleep(POLL_S)
                except KeyboardInterrupt:
                    if self.stopping or not self._stop_first:
                        return "left"
                    self.stopping = True
                    commands.send(self.folder, "stop")
                    self.view.note(t("cli.stopping"))

    def _look(self) -> Outcome | None:
        # Alive is asked first: events that are written between the two questions are still read.
        alive = run_status.alive(run_status.read(self.folder))
        new = self._tail.read()
        for event in new:
            self.history.apply(event)
            if isinstance(event, Started):
                self.ended = None
            elif isinstance(event, Ended):
                self.ended = event
            self.view.event(event, self.history)
        if new:
            self.view.refresh(self.history)
        if not alive:
            return "ended" if self.ended is not None else "lost"
        return None


def watch(
    folder: Path,
    *,
    as_json: bool,
    launched: bool = False,
    stop_first: bool = False,
    tensorboard: str | None = None,
) -> int:
    """Watch a run until its end and say how it ended; gives the exit code.

    Args:
        folder: the run folder.
        as_json: one JSON line per epoch and a summary, instead of what a person reads.
        launched: whether its worker was started for this watch: what came before it was seen then.
        stop_first: whether the first Ctrl+C stops the training.
        tensorboard: a folder into which all of the run is written for TensorBoard, while it is watched.
    """
    history = open_history(folder)
    view = _view(folder, as_json=as_json)
    if tensorboard is not None:
        from tui_lab.engine.tensorboard_log import TensorBoardLog

        view = Logged(view, TensorBoardLog(folder, Path(tensorboard).expanduser()))
    if not as_json:
        say(heading(folder), style="bold")
    if not launched and not as_json:
        say_epochs(history)
    follower = Watch(folder, view, history, stop_first=stop_first)
    if not launched and not run_status.alive(run_status.read(folder)):
        # Nobody works on it: all there will ever be is in the history.
        outcome: Outcome = "ended" if history.ended is not None else "lost"
        follower.ended = history.ended
        if as_json:
            for epoch in history.epochs:
                view.event(epoch, history)
        if isinstance(view, Logged):
            view.log.close()
    else:
        outcome = follower.follow()
    if tensorboard is not None and not as_json:
        say(t("cli.tensorboard_look", folder=shlex.quote(tensorboard)), style="dim")
    return _conclude(folder, outcome, follower, as_json=as_json)


def heading(folder: Path) -> str:
    """A run in a line: its number, data, model, optimizer and rate."""
    run = store.open_run(folder)
    if run.config is None:
        return t("cli.heading_plain", number=run.number, name=folder.name)
    c = run.config
    return t(
        "cli.heading",
        number=run.number,
        data=c.data.name,
        model=network(c.model),
        optimizer=f"{c.optimizer.name} {c.optimizer.lr:g}",
    )


def say_epochs(history: History) -> None:
    """Print the last epochs of a run, a line each, and how many there were before them."""
    shown = history.epochs[-EPOCHS_SHOWN:]
    if len(history.epochs) > len(shown):
        say(t("cli.epochs_before", n=len(history.epochs) - len(shown)), style="dim")
    for epoch in shown:
        say(epoch_line(epoch, history))


def _conclude(folder: Path, outcome: Outcome, follower: Watch, *, as_json: bool) -> int:
    run = store.open_run(folder)
    number_, ended = run.number, follower.ended
    if outcome != "left":
        store.mark_seen(folder)
    if as_json:
        print_json({"event": "summary", **store.to_json(run)})
    if outcome == "left":
        if not as_json:
            say(t("cli.left_stopping" if follower.stopping else "cli.left", number=number_))
        return INTERRUPTED
    if outcome == "lost":
        complain(t("cli.lost", number=number_, log=folder / "worker.log"))
        return FAILED
    match ended:
        case Failed():
            complain(t("cli.failed", number=number_, why=store.failure_text(ended)))
            return FAILED
        case Stopped():
            if not as_json:
                say(t(f"cli.stopped_{ended.reason}", number=number_))
            return INTERRUPTED
    if isinstance(ended, Finished) and not as_json:
        say(finished_line(ended, run.history), style="bold")
        say_folder(folder)
    return 0


def epoch_line(epoch: Epoch, history: History) -> str:
    """An epoch in a line."""
    name = history.metric
    total = history.started.epochs if history.started else epoch.epoch
    return t(
        "cli.epoch_line",
        epoch=f"{epoch.epoch:>{len(str(total))}}/{total}",
        train_loss=f"{number(epoch.train_loss):>6}",
        val_loss=f"{number(epoch.val_loss):>6}",
        metric=t(f"cli.metric_{name}"),
        train_metric=f"{metric(name, epoch.train_metric, named=False):>6}",
        val_metric=f"{metric(name, epoch.val_metric, named=False):>6}",
        time=duration(epoch.seconds),
        best="  " + t("cli.best") if epoch.best else "",
    ).rstrip()


def finished_line(ended: Finished, history: History) -> str:
    """How a run ended, in a line: what test says."""
    name = history.metric
    parts = [
        t("runs.state.finished"),
        t("cli.test_result", metric=t(f"cli.metric_{name}"), value=metric(name, ended.test_metric, named=False)),
        t("cli.test_loss", value=number(ended.test_loss)),
        *([t("cli.best_epoch", epoch=ended.best_epoch)] if ended.best_metric is not None else []),
        duration(ended.seconds),
    ]
    if ended.early_stopped:
        parts.insert(1, t("cli.early_stopped", epoch=ended.epoch))
    if ended.test_look > 1:
        parts.append(t("cli.test_look", n=ended.test_look))
    return "   ".join(parts)


def change_line(event: Changed) -> str:
    """A live change in a line."""
    shown = [
        f"{fields.field(path).label} {fields.show(path, event.before.get(path, ''))} → {fields.show(path, value)}"
        for path, value in event.changes.items()
        if path in fields.fields()
    ]
    return t("cli.changed", step=f"{event.step:,}", changes=", ".join(shown))


def started_line(event: Started) -> str:
    """What a worker said when it began, in a line."""
    return t(
        "cli.resumed" if event.resumed else "cli.started",
        parameters=f"{event.parameters:,}",
        samples=f"{event.samples:,}",
        device=event.device,
        epoch=event.step // max(1, event.steps_per_epoch),
    )


def _view(folder: Path, *, as_json: bool) -> View:
    if as_json:
        return JsonLines(folder)
    return Bar() if console().is_terminal else Lines()


class Lines:
    """One plain line per epoch and per thing that happened: for pipes, log files and screen readers."""

    def __enter__(self) -> Self:
        """Nothing to begin."""
        return self

    def __exit__(self, *unused: object) -> None:
        """Nothing to put back."""

    def event(self, event: Event, history: History) -> None:
        """Print it where it matters."""
        match event:
            case Started():
                say(started_line(event))
            case Epoch():
                say(epoch_line(event, history))
            case Changed():
                say(change_line(event))
            case Paused():
                say(t("cli.paused", step=f"{event.step:,}"))
            case Continued():
                say(t("cli.continued", step=f"{event.step:,}"))

    def refresh(self, history: History) -> None:  # noqa: ARG002  # a Bar needs it
        """Lines stand as they are; a reader of a pipe gets them now."""
        console().file.flush()

    def note(self, text: str) -> None:
        """Print it."""
        say(text)


class Logged:
    """Another view, beside which all that is recorded goes to TensorBoard."""

    def __init__(self, view: View, log: TensorBoardLog) -> None:
        self._view = view
        self.log = log

    def __enter__(self) -> Self:
        """Begin."""
        self._view.__enter__()
        return self

    def __exit__(self, *unused: object) -> None:
        """Write the rest."""
        self._view.__exit__(*unused)
        self.log.close()

    def event(self, event: Event, history: History) -> None:
        """Show it; the log reads the run's file itself, from its beginning."""
        self._view.event(event, history)

    def refresh(self, history: History) -> None:
        """Show where the run is, and write what is new."""
        self._view.refresh(history)
        self.log.catch_up()

    def note(self, text: str) -> None:
        """Say it."""
        self._view.note(text)


class JsonLines:
    """One JSON line per epoch, for machines."""

    def __init__(self, folder: Path) -> None:
        self._run = run_number(folder)

    def __enter__(self) -> Self:
        """Nothing to begin."""
        return self

    def __exit__(self, *unused: object) -> None:
        """Nothing to put back."""

    def event(self, event: Event, history: History) -> None:  # noqa: ARG002
        """Print an epoch."""
        if isinstance(event, Epoch):
            print_json({**msgspec.to_builtins(event), "run": self._run})

    def refresh(self, history: History) -> None:
        """Nothing between epochs."""

    def note(self, text: str) -> None:
        """On standard error: the lines on standard output are for machines."""
        complain(text)


class Bar(Lines):
    """A progress bar below the lines. It is redrawn when there are new events, at most five times a second."""

    _progress: Progress
    _task: TaskID
    _speed: float | None = None
    """Samples a second, smoothed: half a second's worth jumps about."""

    def event(self, event: Event, history: History) -> None:
        """Print it where it matters; steps give the speed."""
        if isinstance(event, Steps):
            old = self._speed
            self._speed = event.samples_per_s if old is None else 0.8 * old + 0.2 * event.samples_per_s
        super().event(event, history)

    def __enter__(self) -> Self:
        """Show the bar."""
        from rich.progress import BarColumn, Progress, TextColumn  # 57 ms

        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[now]}", markup=False),
            console=console(),
            auto_refresh=False,
            expand=True,
            transient=True,
        )
        self._task = self._progress.add_task(t("cli.starting"), total=1, now="")
        self._progress.start()
        return self

    def __exit__(self, *unused: object) -> None:
        """Take the bar away."""
        self._progress.stop()

    def refresh(self, history: History) -> None:
        """Draw the bar as the run stands."""
        started = history.started
        if started is None:
            return
        self._progress.update(
            self._task,
            description=_where(history),
            total=started.epochs * started.steps_per_epoch,
            completed=history.step,
            now=_now(history, self._speed, wide=console().width >= 110),
        )
        self._progress.refresh()


def _where(history: History) -> str:
    started = history.started
    assert started is not None
    epoch = min(started.epochs, int(history.epoch) + 1)
    shown = t("cli.bar_epoch", epoch=epoch, epochs=started.epochs)
    return f"{t('runs.state.paused')}  {shown}" if history.phase == "paused" else shown


def _now(history: History, speed: float | None, *, wide: bool) -> str:
    """What stands after the bar: loss, validation metric, speed, time left; the step too where there is room."""
    started, steps = history.started, history.last_steps
    assert started is not None
    parts = []
    total = str(started.epochs * started.steps_per_epoch)
    if wide:
        parts.append(t("cli.bar_step", step=f"{history.step:>{len(total)}}/{total}"))
    if steps is not None:
        losses = [loss for loss in steps.loss if loss is not None]
        parts.append(t("cli.bar_loss", loss=f"{number(sum(losses) / len(losses) if losses else None):>6}"))
    if history.epochs:
        value = metric(started.metric, history.epochs[-1].val_metric, named=False)
        parts.append(t("cli.bar_val", value=value))
    if speed is not None:
        parts.append(t("cli.bar_speed", speed=f"{speed:>7,.0f}"))
    if (left := history.seconds_left) is not None:
        parts.append(t("cli.bar_left", time=duration(left)))
    return "  ".join(parts)
