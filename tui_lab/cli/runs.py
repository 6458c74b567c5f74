"""`dl-lab runs`: list, show, explain, compare, twin, branch, watch, open, resume, stop, delete, prune."""

from __future__ import annotations

import argparse
import sys
import time
from datetime import datetime
from pathlib import Path

import msgspec

from tui_lab.cli import FAILED
from tui_lab.cli.output import complain, console, print_json, say, say_folder, table_console
from tui_lab.cli.train import start
from tui_lab.cli.watch import change_line, finished_line, heading, say_epochs, started_line, watch
from tui_lab.config import fields
from tui_lab.config.errors import LabError
from tui_lab.config.train import TrainConfig
from tui_lab.messages import t
from tui_lab.runs import commands, store
from tui_lab.runs import status as run_status
from tui_lab.runs.branching import read_origin
from tui_lab.runs.compare_words import came_from
from tui_lab.runs.events import Failed, Finished, Layers
from tui_lab.runs.follow import open_history
from tui_lab.runs.words import clean, duration, metric, run_number, size

STOP_WAIT_S = 60.0
"""How long `stop` waits for the end of the batch and the checkpoint."""


def run(action: str, args: argparse.Namespace) -> int:
    """Do one of the actions on runs; gives the exit code."""
    match action:
        case "list":
            return _list(as_json=args.json)
        case "show":
            return _show(store.find(args.run), as_json=args.json)
        case "explain":
            from tui_lab.cli.explain import explain

            return explain(store.find(args.run), as_json=args.json)
        case "compare":
            from tui_lab.cli.comparing import compare_runs

            return compare_runs(_named(args.run), as_json=args.json)
        case "twin":
            from tui_lab.cli.comparing import twin

            return twin(store.find(args.run), args)
        case "branch":
            from tui_lab.cli.comparing import branch

            return branch(store.find(args.run), args)
        case "open":
            from tui_lab.cli import open_app

            return open_app(store.find(args.run))
        case "watch":
            return watch(store.find(args.run), as_json=args.json, tensorboard=args.tensorboard)
        case "resume":
            return _resume(store.find(args.run), args)
        case "stop":
            return _stop(store.find(args.run))
        case "delete":
            return _delete(_named(args.run), sure=args.yes)
        case _:
            return _prune(args)


def _named(names: list[str]) -> list[Path]:
    """The folders of the named runs, each once."""
    return list(dict.fromkeys(store.find(name) for name in names))


def _list(*, as_json: bool) -> int:
    runs = [store.open_run(folder) for folder in store.folders()]
    if as_json:
        print_json([store.to_json(run) for run in runs])
        return 0
    if not runs:
        say(t("cli.no_runs"))
        return 0
    _print_table(runs)
    say(t("cli.disk_total", n=len(runs), size=size(sum(run.disk_bytes for run in runs))), style="dim")
    return 0


def _print_table(runs: list[store.Run]) -> None:
    from rich.table import Table

    out = table_console()
    names = ["run", "state", "what", "epoch", "val", "test", "disk"] + ["begun"] * (out.width >= 100)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for name in names:
        right = name not in ("state", "what", "begun")
        # Where there is too little room, what a run is goes on in a second line; numbers are never cut.
        table.add_column(t(f"cli.column_{name}"), justify="right" if right else "left", no_wrap=name != "what")
    for run in runs:
        table.add_row(*(clean(cell) for cell in _row(run)[: len(names)]))
    out.print(table)


def _row(run: store.Run) -> tuple[str, ...]:
    history, c = run.history, run.config
    name = history.metric
    total = history.started.epochs if history.started else (c.run.epochs if c else 0)
    ended = history.ended
    return (
        str(run.number),
        t(f"runs.state.{run.state}"),
        f"{c.data.name} {c.model.kind} {c.optimizer.name}" if c else run.folder.name,
        f"{int(history.epoch)}/{total}",
        metric(name, history.best.val_metric if history.best else None, named=False),
        metric(name, ended.test_metric if isinstance(ended, Finished) else None, named=False),
        size(run.disk_bytes),
        _begun(run.folder),
    )


def _begun(folder: Path) -> str:
    """When a run was made, in local time."""
    try:
        when = (folder / "config.json").stat().st_mtime
    except OSError:
        return ""
    return datetime.fromtimestamp(when).strftime("%Y-%m-%d %H:%M")


def _show(folder: Path, *, as_json: bool) -> int:
    run = store.open_run(folder)
    history = run.history
    if as_json:
        config = msgspec.to_builtins(run.config) if run.config else None
        epochs = [msgspec.to_builtins(epoch) for epoch in history.epochs]
        print_json({**store.to_json(run), "config": config, "epochs_done": epochs}, indent=2)
        return 0
    say(heading(folder), style="bold")
    say(f"{t(f'runs.state.{run.state}')}   {_begun(folder)}   {duration(history.seconds)}")
    if run.problem:
        say(run.problem)
    if (origin := read_origin(folder)) is not None:
        say(came_from(origin))
    if run.config is not None:
        _show_config(run.config)
    if history.started is not None:
        say("")
        say(started_line(history.started))
    say_epochs(history)
    for change in history.changes:
        say(change_line(change))
    if history.layers is not None:
        _show_layers(history.layers)
    match history.ended:
        case Finished() if run.state == "finished":
            say(finished_line(history.ended, history), style="bold")
        case Failed() if run.state == "failed":
            say(t("cli.failed", number=run.number, why=store.failure_text(history.ended)))
    if run.state in ("training", "paused"):
        say(t("cli.watch_hint", number=run.number))
    elif run.state in ("stopped", "failed", "lost"):
        say(t("cli.resume_hint", number=run.number))
    say("")
    if history.damaged:
        say(t("cli.damaged", n=history.damaged))
    say(t("cli.disk", size=size(run.disk_bytes), freed=size(_prunable(folder))), style="dim")
    say_folder(folder)
    return 0


def _show_layers(layers: Layers) -> None:
    from tui_lab.app.layers_view import said  # pure: it draws what key `l` of the lab shows

    say("")
    say(f"{t('layers.title')}, {t('layers.step', step=layers.step)}", style="bold")
    for line in said(layers, console().width):
        say(line)


def _show_config(config: TrainConfig) -> None:
    usual = TrainConfig()
    changed = [
        f"{path}={fields.show(path, fields.get(config, path))}"
        for path in fields.fields()
        if fields.get(config, path) != fields.get(usual, path)
    ]
    say(t("cli.config_differs", changes="  ".join(changed)) if changed else t("cli.config_usual"))


def _resume(folder: Path, args: argparse.Namespace) -> int:
    epochs = None if args.epochs is None else int(fields.parse("run.epochs", args.epochs))
    run = store.open_run(folder)
    if run.config is None:
        raise LabError(run.problem)
    if epochs is not None:
        fields.replace(run.config, {"run.epochs": epochs})  # checks its bounds
    done = int(run.history.epoch)
    wanted = epochs or (run.history.started.epochs if run.history.started else run.config.run.epochs)
    if run.state == "finished" and epochs is None:
        raise LabError(t("cli.nothing_left", number=run.number, done=done, more=done + 5))
    if run.state in ("stopped", "failed", "lost", "finished") and done >= wanted and epochs is not None:
        raise LabError(t("cli.too_few_epochs", number=run.number, done=done, epochs=epochs))
    return start(folder, resume=run.state != "created", epochs=epochs, detach=args.detach, as_json=args.json)


def _stop(folder: Path) -> int:
    name = run_number(folder)
    if not run_status.alive(run_status.read(folder)):
        state = store.state_of(folder, open_history(folder))
        raise LabError(t("cli.not_training", number=name, state=t(f"runs.state.{state}")))
    commands.send(folder, "stop")
    say(t("cli.stop_sent", number=name))
    console().file.flush()
    until = time.monotonic() + STOP_WAIT_S
    while run_status.alive(run_status.read(folder)):
        if time.monotonic() > until:
            complain(t("cli.stop_slow", number=name, seconds=round(STOP_WAIT_S)))
            return FAILED
        time.sleep(0.1)
    say(t("cli.stopped_learner", number=name))
    return 0


def _delete(chosen: list[Path], *, sure: bool) -> int:
    for folder in chosen:
        say(f"{heading(folder)}   {size(store.disk_bytes(folder))}")
    if not sure:
        if not sys.stdin.isatty():
            raise LabError(t("cli.delete_unsure"))
        answer = input(clean(t("cli.delete_ask", n=len(chosen))) + " ").strip().lower()
        if answer not in t("cli.yes_answers").split():
            say(t("cli.kept"))
            return 0
    freed, refused = 0, []
    for folder in chosen:
        try:
            freed += store.delete(folder)
        except LabError as error:
            refused.append(str(error))
    say(t("cli.deleted", n=len(chosen) - len(refused), size=size(freed)))
    if refused:
        raise LabError("; ".join(refused))
    return 0


def _prunable(folder: Path) -> int:
    """Bytes that `prune` would free: checkpoints of epochs, unless the last or the best is the same file."""
    found = [(path.name, path.lstat()) for path in (folder / "checkpoints").glob("*.pt")]
    kept = {stat.st_ino for name, stat in found if not name.startswith("epoch-")}
    freed = {stat.st_ino: stat.st_size for _, stat in found if stat.st_ino not in kept}
    return sum(freed.values())


def _prune(args: argparse.Namespace) -> int:
    if bool(args.run) == args.all:
        raise LabError(t("cli.prune_what"))
    freed, refused = 0, []
    for folder in store.folders() if args.all else _named(args.run):
        worth = _prunable(folder)
        busy = run_status.alive(run_status.read(folder))
        if busy and args.all:
            say(t("cli.prune_skipped", number=run_number(folder)))
            continue
        try:
            worth = worth if args.dry_run else store.prune(folder)
        except LabError as error:
            refused.append(str(error))
            continue
        freed += worth
        if worth:
            say(t("cli.pruned_run", name=folder.name, size=size(worth)))
    say(t("cli.would_free" if args.dry_run else "cli.freed", size=size(freed)))
    if refused:
        raise LabError("; ".join(refused))
    return 0
