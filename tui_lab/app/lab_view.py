"""From a run's history to what the lab shows of it: curves, marks and texts. Pure: no Textual."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from tui_lab.app.lab_form import KEYS
from tui_lab.app.lines import Line
from tui_lab.app.widgets.chart_figure import Mark, Trace
from tui_lab.config.train import TrainConfig
from tui_lab.config.value_words import in_words
from tui_lab.messages import has, t
from tui_lab.runs.events import Changed, Failed, Finished
from tui_lab.runs.history import History
from tui_lab.runs.series import Bin, Series
from tui_lab.runs.store import failure_text
from tui_lab.runs.words import duration, metric, network, rate, steady_number

Smoothing = Literal["both", "smoothed", "raw"]
SMOOTHINGS: tuple[Smoothing, ...] = ("both", "smoothed", "raw")
SMOOTH_PART = 0.01
"""Time constant of the smoothing, as a part of the planned run: about one dot of a braille chart."""
MERGE_PART = 0.012
"""Changes of one field nearer than this part of the x axis share a mark: `+` pressed three times is one."""


def smooth(bins: Sequence[Bin], constant: float) -> list[float]:
    """Exponential moving mean of the bins, with its bias at the beginning corrected.

    Only past values count, so that what is drawn stays where it is while the run goes on.

    Args:
        bins: of a series.
        constant: steps after which a value counts 1/e.
    """
    total = weight = 0.0
    smoothed = []
    for b in bins:
        keep = math.exp(-b.count / constant)
        total = total * keep + b.mean * (1 - keep)
        weight = weight * keep + (1 - keep)
        smoothed.append(total / weight)
    return smoothed


def traces(history: History, which: Literal["loss", "metric"], smoothing: Smoothing) -> list[Trace]:
    """The curves of one chart, training first; x in epochs, accuracy in percent."""
    per_epoch = history.steps_per_epoch
    train: Series = getattr(history, f"train_{which}")
    validation: Series = getattr(history, f"val_{which}")
    factor = 100.0 if which == "metric" and history.metric == "accuracy" else 1.0
    found = []
    if train.bins:
        planned = per_epoch * (history.started.epochs if history.started else 1)
        xs = [(b.first + b.last) / 2 / per_epoch for b in train.bins]
        raw = smoothing == "raw"
        ys = [b.mean for b in train.bins] if raw else smooth(train.bins, max(1.0, SMOOTH_PART * planned))
        extents = smoothing == "both" or (raw and train.per_bin > 1)
        found.append(
            Trace(
                role="train",
                label=t("lab.train"),
                xs=xs,
                ys=[factor * y for y in ys],
                lows=[factor * b.low for b in train.bins] if extents else None,
                highs=[factor * b.high for b in train.bins] if extents else None,
            )
        )
    if validation.bins:
        found.append(
            Trace(
                role="validation",
                label=t("lab.val"),
                xs=[b.last / per_epoch for b in validation.bins],
                ys=[factor * b.mean for b in validation.bins],
                style="dots",
            )
        )
    return found


def marks(history: History, *, epochs: int, labels: bool = True) -> list[Mark]:
    """The live changes and the divergence as marks; `labels` False for the second of two charts."""
    per_epoch = history.steps_per_epoch
    merged: list[tuple[str, int, Any, Any]] = []  # path, step, before, after
    for change in history.changes:
        for path, after in change.changes.items():
            near = MERGE_PART * epochs * per_epoch
            last = next((i for i in range(len(merged) - 1, -1, -1) if merged[i][0] == path), None)
            if last is not None and change.step - merged[last][1] <= near and last == len(merged) - 1:
                merged[last] = (path, merged[last][1], merged[last][2], after)
            else:
                merged.append((path, change.step, change.before.get(path), after))
    found = [
        Mark(x=step / per_epoch, label=change_label(path, before, after) if labels else "")
        for path, step, before, after in merged
    ]
    missing = history.train_loss.missing or history.val_loss.missing
    if missing:
        found.append(Mark(x=missing[0] / per_epoch, label=t("lab.diverged") if labels else "", kind="divergence"))
    return found


def change_label(path: str, before: Any, after: Any) -> str:
    """What a change was, with the key that made it: `d dropout 0→0.3`, `o adam→sgd`."""
    key = KEYS.get(path, "")
    if path == "optimizer.lr" and isinstance(before, (int, float)):
        key = "+" if after > before else "-"
    what = "" if path == "optimizer.name" else t(f"lab.mark.{path}") + " "
    arrow = f"{_value(path, before)}→{_value(path, after)}"
    return f"{key} {what}{arrow}".strip()


def _value(path: str, value: Any) -> str:
    if value is None:
        return "?"
    return rate(value) if path == "optimizer.lr" else in_words(path, value)


def title(config: TrainConfig) -> str:
    """A config in a few words: `mnist · cnn 16-32 · adamw 1e-3`."""
    optimizer = f"{config.optimizer.name} {rate(config.optimizer.lr)}"
    return f"{config.data.name} · {network(config.model, most=4)} · {optimizer}"


@dataclass(frozen=True)
class Progress:
    """What the header says: epoch 3 of 10, part done, time left."""

    epoch: int
    epochs: int
    part: float
    left: str


def progress(history: History, epochs: int) -> Progress:
    """How far a run is."""
    done = history.epoch
    ended = isinstance(history.ended, Finished)
    number = min(epochs, math.floor(done + 1e-9) + (0 if ended or (done and done >= epochs) else 1))
    left = None if history.ended is not None else history.seconds_left
    return Progress(number, epochs, min(1.0, done / max(1, epochs)), duration(left) if left is not None else "")


def now_lines(history: History, width: int) -> list[Line]:
    """The figures of the moment, as parts that never change their width, wrapped to the width."""
    last, started = history.last_steps, history.started
    if started is None:
        return []
    total = f"{started.epochs * started.steps_per_epoch:,}"
    parts: list[Line] = [
        ((t("lab.now_step") + " ", "dim"), (f"{history.step:,}".rjust(len(total)), "plain"), (f"/{total}", "dim"))
    ]
    if last is not None:
        speed = float(f"{last.samples_per_s:.3g}")
        parts.append(((f"{speed:,.0f}".rjust(7), "plain"), (" " + t("lab.now_speed"), "dim")))
        parts.append(((t("lab.now_lr") + " ", "dim"), (rate(last.lr).ljust(7), "plain")))
        parts.append(((t("lab.now_gradient") + " ", "dim"), (steady_number(last.gradient_norm), "plain")))
    if history.epochs:
        epoch = history.epochs[-1]
        if epoch.val_loss is not None and epoch.train_loss is not None:
            gap = steady_number(epoch.val_loss - epoch.train_loss, signed=True)
            parts.append(((t("lab.now_gap") + " ", "dim"), (gap, "plain")))
        best = history.best
        if best is not None:
            text = f"{metric(history.metric, best.val_metric)} "
            parts.append(
                ((t("lab.now_best") + " ", "dim"), (text, "plain"), (t("lab.in_epoch", epoch=best.epoch), "dim"))
            )
    parts.append((((started.device), "plain"),))
    if last is not None and last.gpu_memory_mb is not None:
        use = f" {last.gpu_use_percent:3.0f} %" if last.gpu_use_percent is not None else ""
        parts.append(((f"{last.gpu_memory_mb:,.0f}".rjust(6) + " MB", "plain"), (use, "plain")))
    return flow(parts, width)


def flow(parts: Sequence[Line], width: int, gap: int = 3) -> list[Line]:
    """Parts side by side, as many in a line as fit."""
    lines: list[Line] = []
    line: Line = ()
    used = 0
    for part in parts:
        length = sum(len(text) for text, _ in part)
        if line and used + gap + length > width:
            lines.append(line)
            line, used = (), 0
        if line:
            line, used = (*line, (" " * gap, "plain")), used + gap
        line, used = (*line, *part), used + length
    return [*lines, line] if line else lines


def metric_title(history: History, task: str | None) -> str:
    """The title of the second chart; before a run, what the task will have."""
    accuracy = history.metric == "accuracy" if history.started else task != "regression"
    return t("lab.title_accuracy") if accuracy else t("lab.title_r2")


def ended_parts(history: History) -> list[Line]:
    """How a finished run ended: test, best epoch, time."""
    ended = history.ended
    if not isinstance(ended, Finished):
        return []
    test: Line = ((t("lab.test") + " ", "dim"), (metric(history.metric, ended.test_metric), "bold"))
    if ended.test_loss is not None:
        test += ((f"   {t('lab.test_loss')} ", "dim"), (steady_number(ended.test_loss).strip(), "plain"))
    parts: list[Line] = [test]
    if ended.best_metric is not None:
        best = metric(history.metric, ended.best_metric)
        parts.append(
            (
                (t("lab.best") + " ", "dim"),
                (best + " ", "plain"),
                (t("lab.in_epoch", epoch=ended.best_epoch), "dim"),
            )
        )
    for name, value in ended.test_extra.items():
        parts.append(((name + " ", "dim"), (steady_number(value).strip(), "plain")))
    look = t("lab.test_look") if ended.test_look == 1 else t("lab.test_looks", n=ended.test_look)
    parts.append(((look, "dim" if ended.test_look == 1 else "bold"),))
    if ended.early_stopped:
        parts.append(((t("lab.early_stopped", epoch=ended.epoch), "plain"),))
    parts.append(((duration(history.seconds or ended.seconds), "plain"),))
    return parts


def failure(history: History) -> str:
    """Why a run failed and what to try; empty where it did not."""
    return failure_text(history.ended) if isinstance(history.ended, Failed) else ""


def last_note(history: History) -> str:
    """What the last live change did, where that needs saying (batch norm put in)."""
    last: Changed | None = history.changes[-1] if history.changes else None
    if last is None or not last.note:
        return ""
    id = last.note if "." in last.note else f"lab.{last.note}"
    return t(id) if has(id) else ""


def epoch_table(history: History, height: int) -> list[Line]:
    """The last epochs in `height` lines: epoch, training and validation loss, the metric, the best marked."""
    head: Line = (
        (
            f"{t('lab.table_epoch'):>6} {t('lab.train'):>9} {t('lab.val'):>9} {metric_word(history):>9} {'s':>6}",
            "dim",
        ),
    )
    lines = [head]
    best = history.best
    for epoch in history.epochs[-max(0, height - 1) :]:
        star = " ★" if best is not None and epoch.epoch == best.epoch else "  "
        text = metric(history.metric, epoch.val_metric, named=False)
        losses = f"{steady_number(epoch.train_loss):>9} {steady_number(epoch.val_loss):>9}"
        row = f"{epoch.epoch:>6} {losses} {text:>9} {epoch.seconds:>6.1f}"
        lines.append(((row, "plain"), (star, "validation")))
    return lines


def metric_word(history: History) -> str:
    """The metric in a column's head."""
    return t("lab.table_accuracy") if history.metric == "accuracy" else "R²"
