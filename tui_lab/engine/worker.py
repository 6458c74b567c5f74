"""`python -m tui_lab.engine.worker RUN_DIR`: trains a run, tells it as events, obeys commands.

It runs in a session of its own and outlives whatever started it. Commands are looked for between two batches,
never between the last batch of an epoch and its end: so a change always falls before a batch, and a worker that
goes on from a checkpoint can carry it out at the very same place.
"""

from __future__ import annotations

import argparse
import errno
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from types import FrameType
from typing import Any, Literal

import torch

from tui_lab.config import file as config_file
from tui_lab.config.checks import check
from tui_lab.config.errors import LabError
from tui_lab.config.shapes import multiplications
from tui_lab.config.train import TrainConfig
from tui_lab.engine import checkpoint, devices, process, told
from tui_lab.engine.evaluate import Plane
from tui_lab.engine.inspection import Inspection
from tui_lab.engine.recorder import Recorder
from tui_lab.engine.trainer import Diverged, EpochRecord, StepRecord, Trainer, config_of, load_data
from tui_lab.runs import commands
from tui_lab.runs import status as run_status
from tui_lab.runs.branching import read_origin
from tui_lab.runs.events import (
    Changed,
    Checkpoint,
    Confusion,
    Continued,
    Failed,
    Finished,
    Paused,
    Started,
    Stopped,
)
from tui_lab.runs.replay import Changes, read_changes

FLUSH_S = 0.5
MOST_STEPS_A_LINE = 200
POLL_S = 0.1
CHECKPOINT_S = 60.0
PICTURE_S = 0.5
"""A confusion matrix or a boundary is recorded so often at most, however short the epochs are."""

BRANCH = "branch {run}"
"""Id of the change with which a branch begins, in place of a command's; one of a branch has its parent's, too."""

StopReason = Literal["learner", "signal", "gpu"]


class Worker:
    """One training process."""

    def __init__(
        self, folder: Path, *, resume: bool, epochs: int | None, budget_bytes: int, launched: float = 0.0
    ) -> None:
        """Claim the run folder.

        Raises:
            OSError: the folder can't be written.
        """
        self.folder = folder
        self.resume = resume
        self.epochs = epochs
        self.launched = launched
        self.recorder = Recorder(folder)
        self.shelf = checkpoint.Shelf(folder / "checkpoints", budget_bytes)
        self.origin = read_origin(folder) if resume else None
        self.changes: Changes = read_changes(folder / "events.jsonl") if resume else Changes()
        self.trainer: Trainer | None = None
        self.step = self.recorder.history.step
        self.stopping: StopReason | None = None
        self.paused = False
        self.batches_allowed = 0
        self.plane: Plane | None = None
        self.plane_told = False
        self.inspection = Inspection()
        self.gpu: tuple[float, float] | None = None
        now = time.perf_counter()
        self.flushed_at = self.checkpoint_at = now
        self.polled_at = self.pictured_at = 0.0
        self.flushed_step = self.step
        self.seconds = 0.0

    # -- starting

    def prepare(self) -> Trainer:
        """Load config, data and, when resuming, the last checkpoint; tell that it starts.

        Raises:
            LabError: something of these can't be used.
        """
        state: dict[str, Any] | None = None
        last = self.folder / "checkpoints" / "last.pt"
        config = config_file.read(self.folder / "config.json")
        if self.resume and last.exists():
            state = checkpoint.load(last)
            config = self._checkpoint_config(state, last)
        work = multiplications(check(config)) * config.data.batch_size
        device = devices.choose(config.run.device)
        torch.set_num_threads(self._threads(config.run.threads, work))
        trainer = Trainer(config, load_data(config), device)
        if state is not None:
            self._restore(trainer, state, last)
        if self.epochs is not None:
            trainer.epochs = self.epochs
        if trainer.splits.card.kind == "points":
            self.plane = Plane(trainer.splits, device)
        self.trainer = trainer
        self.step = self.flushed_step = trainer.step
        started = Started(
            # Never before the launch, though this node's clock may be behind that of the one that launched.
            time=max(time.time(), self.launched),
            step=trainer.step,
            epochs=trainer.epochs,
            steps_per_epoch=trainer.steps_per_epoch,
            samples=trainer.batches.samples,
            parameters=sum(p.numel() for p in trainer.model.parameters()),
            metric="r2" if trainer.task == "regression" else "accuracy",
            device=str(device),
            threads=torch.get_num_threads(),
            torch=str(torch.__version__),
            resumed=self.resume,
            changes_applied=trainer.changes_applied,
        )
        self.changes.take(started)
        self.recorder.write(started)
        return trainer

    def _threads(self, wanted: int, work: float) -> int:
        # A resumed run keeps its number of threads: another one sums in another order.
        before = self.recorder.history.started
        return before.threads if self.resume and before is not None else devices.threads(wanted, work)

    def _checkpoint_config(self, state: dict[str, Any], path: Path) -> TrainConfig:
        try:
            return config_of(state)
        except (KeyError, AttributeError) as error:
            raise _bad_checkpoint(path, error) from error

    def _restore(self, trainer: Trainer, state: dict[str, Any], path: Path) -> None:
        try:
            trainer.restore(state)
        except (KeyError, TypeError, ValueError, RuntimeError) as error:
            raise _bad_checkpoint(path, error) from error

    def wait_for(self, other: Path) -> bool:
        """Wait until another run's worker has gone; says whether to go on then, for one can be stopped meanwhile."""
        while run_status.alive(run_status.read(other)) and not self.stopping:
            time.sleep(POLL_S)
            for command in commands.pending(self.folder):
                if command.action in ("stop", "free-gpu"):
                    commands.done(self.folder, command)
                    self.stopping = "learner"
        if self.stopping:
            self.recorder.write(Stopped(time=time.time(), step=self.step, reason=self.stopping))
        return self.stopping is None

    # -- training

    def train(self, trainer: Trainer) -> None:
        """Train to the end, or until told to stop."""
        began = time.perf_counter()
        self._write_first_checkpoint(trainer)
        while not trainer.over:
            if not self._before_batch(trainer):
                return
            for _ in trainer.steps():
                self._after_batch(trainer)
                if trainer.in_epoch < trainer.steps_per_epoch and not self._before_batch(trainer):
                    return
            self._flush(trainer)
            self._end_epoch(trainer)
        self.seconds = time.perf_counter() - began
        self._finish(trainer)

    def _write_first_checkpoint(self, trainer: Trainer) -> None:
        """Before the first step, so that a run that dies in its first epoch goes on too."""
        if trainer.step == 0:
            self._checkpoint(trainer, best=False)

    def _before_batch(self, trainer: Trainer) -> bool:
        """Replay, obey, wait; says whether to go on."""
        self._replay(trainer)
        self._branch_off(trainer)
        now = time.perf_counter()
        if now - self.polled_at >= POLL_S or self.stopping or self.paused:
            self.polled_at = now
            self._obey(trainer)
            if self.paused:
                self._wait(trainer)
            if self.stopping:
                self._stop(trainer, self.stopping)
                return False
            self.inspection.arm(trainer, now, at_once=self.paused)
        if now - self.checkpoint_at >= CHECKPOINT_S:
            self._flush(trainer)
            checkpoint.save(trainer.state(), self.shelf.folder / "last.pt")
            self.checkpoint_at = now
        return True

    def _after_batch(self, trainer: Trainer) -> None:
        self.step = trainer.step
        now = time.perf_counter()
        if now - self.flushed_at >= FLUSH_S or trainer.step - self.flushed_step >= MOST_STEPS_A_LINE:
            self._flush(trainer)

    def _flush(self, trainer: Trainer) -> None:
        layers = self.inspection.take()
        if layers is not None:  # before the steps: it is of one of them, and a divergence ends the run
            self.recorder.write(layers)
        try:
            record = trainer.read_back()
        except Diverged as error:
            self._write_steps(error.record)
            raise
        if record is not None:
            self._write_steps(record)

    def _write_steps(self, record: StepRecord) -> None:
        now = time.perf_counter()
        samples = len(record.loss) * self._trainer.config.data.batch_size
        self.recorder.write(told.steps(record, samples / max(now - self.flushed_at, 1e-9), self.gpu))
        self.flushed_at, self.flushed_step = now, record.step

    @property
    def _trainer(self) -> Trainer:
        assert self.trainer is not None
        return self.trainer

    def _end_epoch(self, trainer: Trainer) -> None:
        record = trainer.end_epoch()
        self.recorder.write(told.epoch(record, trainer.step))
        self._picture(trainer, record)
        self._checkpoint(trainer, best=record.best)
        self.flushed_at = time.perf_counter()  # validation is not part of the training speed

    def _picture(self, trainer: Trainer, record: EpochRecord) -> None:
        now = time.perf_counter()
        if now - self.pictured_at < PICTURE_S and not trainer.over:
            return
        self.pictured_at = now
        result = record.validation
        if result is not None and result.confusion is not None:
            self.recorder.write(Confusion(time=time.time(), step=trainer.step, counts=result.confusion))
        if self.plane is not None:
            points = [] if self.plane_told else self.plane.some_points()
            self.recorder.write(told.boundary(self.plane, trainer, points))
            self.plane_told = True

    def _checkpoint(self, trainer: Trainer, *, best: bool) -> None:
        path = self.shelf.add(trainer.state(), trainer.epoch, best=best)
        self.checkpoint_at = time.perf_counter()
        self.recorder.write(Checkpoint(time=time.time(), step=trainer.step, file=path.name, epoch=trainer.epoch))

    def _finish(self, trainer: Trainer) -> None:
        best, best_path = self.recorder.history.best, self.shelf.folder / "best.pt"
        stopping = trainer.config.early_stopping
        if stopping.enabled and stopping.restore_best and best_path.exists():
            trainer.load_weights(checkpoint.load(best_path))
        test = trainer.test()
        self.recorder.write(
            Finished(
                time=time.time(),
                step=trainer.step,
                epoch=trainer.epoch,
                best_epoch=best.epoch if best else 0,
                best_metric=best.val_metric if best else None,
                early_stopped=trainer.epoch < trainer.epochs,
                test_loss=test.loss,
                test_metric=test.metric,
                test_extra=test.extra,
                test_confusion=test.confusion,
                test_look=self.recorder.history.test_looks + 1,
                seconds=self.seconds,
            )
        )

    # -- commands

    def _replay(self, trainer: Trainer) -> None:
        while self.changes.coming and self.changes.coming[0].step <= trainer.step:
            change = self.changes.coming[0]
            self._change(trainer, change.changes, command=change.command, replayed=True)

    def _branch_off(self, trainer: Trainer) -> None:
        """A branch begins with the change it was made for; once carried out, that is a live change like others."""
        origin, self.origin = self.origin, None
        command = BRANCH.format(run=self.folder.name)
        if origin is not None and origin.kind == "branch" and command not in self.changes.commands:
            self._change(trainer, origin.changes, command=command)

    def _obey(self, trainer: Trainer) -> None:
        for command in commands.pending(self.folder):
            commands.done(self.folder, command)
            match command.action:
                case "pause":
                    self.paused = True
                case "continue":
                    self.paused = False
                case "batch":
                    self.paused = True
                    self.batches_allowed += 1
                case "stop":
                    self.stopping = "learner"
                case "free-gpu":
                    self.stopping = "gpu"
                case "inspect-on":
                    self.inspection.begin()
                case "inspect-off":
                    self.inspection.end()
                case "set":
                    if command.id not in self.changes.commands:
                        self._change(trainer, command.changes, command=command.id)

    def _change(
        self, trainer: Trainer, changes: dict[str, bool | int | float | str], *, command: str, replayed: bool = False
    ) -> None:
        self._flush(trainer)
        try:
            before = trainer.change(changes)
        except LabError as error:  # a command by another program may hold anything
            print(error, file=sys.stderr)
            return
        if not before and not replayed:
            return
        trainer.changes_applied += 1
        norm_put_in = changes.get("regularisation.batch_norm") is True and "regularisation.batch_norm" in before
        event = Changed(
            time=time.time(),
            step=trainer.step,
            command=command,
            changes=changes,
            before=before,
            note="norm_put_in" if norm_put_in else "",
            replayed=replayed,
        )
        self.changes.take(event)
        self.recorder.write(event)

    def _wait(self, trainer: Trainer) -> None:
        """Wait until there is leave for a batch, for all, or a command to stop."""
        if self.batches_allowed:
            self.batches_allowed -= 1
            return
        self._flush(trainer)
        self.recorder.write(Paused(time=time.time(), step=trainer.step))
        while self.paused and not self.batches_allowed and not self.stopping:
            time.sleep(POLL_S / 4)
            self._obey(trainer)
        if self.stopping:
            return
        self.batches_allowed = max(0, self.batches_allowed - 1)
        self.flushed_at = time.perf_counter()
        self.recorder.write(Continued(time=time.time(), step=trainer.step))

    def _stop(self, trainer: Trainer, reason: StopReason) -> None:
        self._flush(trainer)
        checkpoint.save(trainer.state(), self.shelf.folder / "last.pt")
        self.recorder.write(Checkpoint(time=time.time(), step=trainer.step, file="last.pt", epoch=trainer.epoch))
        self.recorder.write(Stopped(time=time.time(), step=trainer.step, reason=reason))

    # -- failing

    def fail(self, reason: str, **values: str | int | float) -> None:
        """Tell why the run ended; what was recorded stays."""
        self.recorder.write_last(Failed(time=time.time(), step=self.step, reason=reason, values=values))


def _bad_checkpoint(path: Path, error: Exception) -> LabError:
    from tui_lab.messages import t

    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    return LabError(t("failure.bad_checkpoint", where=path, error=first[:120]))


def _run(worker: Worker, after: Path | None = None) -> int:
    """Train, and turn what goes wrong into a `failed` event; gives the exit code."""
    try:
        if after is None or worker.wait_for(after):
            worker.train(worker.prepare())
    except Diverged as error:
        trainer = worker._trainer
        epoch = round(error.step / trainer.steps_per_epoch, 2)
        worker.step = error.step
        worker.fail("loss_not_finite", value=str(error.value), step=error.step, epoch=epoch, lr=f"{trainer.lr:g}")
    except torch.OutOfMemoryError:
        worker.fail("out_of_gpu_memory", step=worker.step, batch=worker._trainer.config.data.batch_size)
    except MemoryError:
        batch = worker.trainer.config.data.batch_size if worker.trainer else 0
        worker.fail("out_of_memory", step=worker.step, batch=batch)
    except LabError as error:
        worker.fail("bad_config", problem=str(error))
    except OSError as error:
        where = str(error.filename or worker.folder)
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            worker.fail("disk_full", step=worker.step, where=where)
        else:
            worker.fail("cannot_write", step=worker.step, where=where, error=error.strerror or str(error))
    except Exception as error:  # whatever it is, the learner must see it, not an empty chart
        traceback.print_exc()
        if "not enough memory" in str(error):  # how torch's CPU allocator says it
            batch = worker.trainer.config.data.batch_size if worker.trainer else 0
            worker.fail("out_of_memory", step=worker.step, batch=batch)
        else:
            worker.fail("crashed", step=worker.step, error=f"{type(error).__name__}: {error}"[:300])
    else:
        return 0
    return 1


def _beat(worker: Worker, launched: float, token: str, after: Path | None, over: threading.Event) -> None:
    while not over.wait(run_status.HEARTBEAT_S):
        try:
            waits_for = after.name if after is not None and worker.trainer is None else ""
            run_status.write(worker.folder, running=True, launched=launched, token=token, waits_for=waits_for)
            if worker.trainer is not None:
                worker.gpu = devices.gpu_use(worker.trainer.device)
        except OSError:
            continue  # a full disk: the loop itself will meet it and say so


def main(arguments: list[str] | None = None) -> int:
    """Entry point; gives 0 when the run ended well, 1 when it failed, 3 when another worker has it."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments == ["--wait"]:
        given = process.wait_for_run()
        if given is None:
            return 0
        arguments = given
    parser = argparse.ArgumentParser(prog="python -m tui_lab.engine.worker", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--checkpoint-budget-mb", type=int, default=200)
    parser.add_argument("--after", type=Path)
    parser.add_argument("--launched", type=float, default=time.time())
    parser.add_argument("--token", default="")
    options = parser.parse_args(arguments)
    folder: Path = options.folder.resolve()
    try:
        lock = process.claim(folder)
        other = run_status.read(folder)
        ours = other is not None and bool(options.token) and other.token == options.token
        if not ours and run_status.alive(other):
            raise BlockingIOError
        run_status.write(folder, running=True, launched=options.launched, token=options.token)
    except BlockingIOError:
        print(f"{folder}: another worker trains this run", file=sys.stderr)
        return 3
    with lock:
        try:
            worker = Worker(
                folder,
                resume=options.resume,
                epochs=options.epochs,
                budget_bytes=options.checkpoint_budget_mb * 2**20,
                launched=options.launched,
            )
        except OSError as error:
            print(f"{folder}: {error}", file=sys.stderr)
            return 1

        def stop(_signal: int, _frame: FrameType | None) -> None:
            worker.stopping = "signal"

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        over = threading.Event()
        known = (worker, options.launched, options.token, options.after, over)
        heart = threading.Thread(target=_beat, args=known, daemon=True)
        heart.start()
        try:
            return _run(worker, options.after)
        finally:
            over.set()
            heart.join()
            worker.recorder.close()
            try:
                run_status.write(folder, running=False, launched=options.launched, token=options.token)
            except OSError:
                (folder / "status.json").unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
