"""`dl-lab data list` and `dl-lab data show NAME`: what they print, and the same as plain values for `--json`.

Listing reads cards only; showing loads the set, and so imports torch when it is asked to.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tui_lab.config.catalogue import Card, card, catalogue, folder_root, is_here
from tui_lab.messages import language, t

if TYPE_CHECKING:
    from tui_lab.data import Part, Splits


def number(value: float, digits: int = 0) -> str:
    """A number as the language in use writes it: 12,000.5 or 12.000,5."""
    text = f"{value:,.{digits}f}"
    return text.translate(str.maketrans(",.", ".,")) if language() == "vi" else text


def significant(value: float) -> str:
    """A number to three significant figures, without an exponent."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 1 else 3
    return number(value, digits)


def _plain(card: Card, folder: str | Path | None) -> dict[str, Any]:
    values: dict[str, Any] = msgspec.to_builtins(card)
    return values | {"here": is_here(card, folder)}


def data_list_json(folder: str | Path | None = None) -> list[dict[str, Any]]:
    """Every card as plain values, with `here`: whether it can be loaded."""
    return [_plain(known, folder) for known in catalogue().values()]


def data_list(console: Console, folder: str | Path | None = None) -> None:
    """Print a line a data set; a set that is missing says below what to do. A narrow terminal has no licences."""
    wide = console.width >= 110
    table = _table()
    table.add_column(t("data.list.id"), style="bold", no_wrap=True)
    table.add_column(t("data.list.what"))
    table.add_column(t("data.list.task"), no_wrap=True)
    table.add_column(t("data.list.sizes"), justify="right", no_wrap=True)
    if wide:
        table.add_column(t("data.list.licence"), style="dim", no_wrap=True)
    table.add_column(t("data.list.state"), no_wrap=True)
    notes = []
    for known in catalogue().values():
        here = is_here(known, folder)
        sizes = known.sizes
        licence = re.split("[,;:]", str(known.licence.name))[0]
        table.add_row(
            known.id,
            Text(str(known.title)),
            _task(known),
            "/".join(number(size) for size in (sizes.train, sizes.validation, sizes.test)),
            *([Text(licence)] if wide else []),
            Text(t("data.state.here")) if here else Text(t("data.state.missing"), style="bold"),
        )
        if not here:
            notes.append(_what_to_do(known, folder))
    console.print(table)
    console.print()
    for note in notes:
        console.print(Text(note))
    console.print(Text(t("data.list.more"), style="dim"))


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))


def _task(known: Card) -> str:
    return t(f"data.task.{known.task}", n=len(known.classes))


def _what_to_do(known: Card, folder: str | Path | None) -> str:
    if known.origin == "folder":
        return t("data.state.put_here", name=known.id, root=folder_root(folder))
    return t("data.file_missing", name=known.id, file=known.path)


def data_show_json(name: str, folder: str | Path | None = None) -> dict[str, Any]:
    """The card as plain values, and of the training part: how many of each class, features, first rows.

    Raises:
        LabError: no such set, or its file is damaged. A set that is missing gives its card with `here` false.
    """
    known = card(name)
    shown = _plain(known, folder)
    if not shown["here"]:
        return shown
    from tui_lab.data import load

    splits = load(known.id, folder=folder)
    if known.classes:
        shown["training_classes"] = dict(zip(_english(known), _class_counts(splits.train), strict=True))
    if splits.target_scale is not None:
        scale = splits.target_scale
        shown["training_target"] = {"mean": scale.mean, "deviation": scale.deviation}
    if splits.preparation is not None:
        shown["features"] = list(splits.preparation.feature_names)
    if splits.train.rows is not None:
        shown["first_rows"] = splits.train.rows.head(5).to_dict(orient="records")
    return shown


def _english(known: Card) -> list[str]:
    return [name if isinstance(name, str) else name.en for name in known.classes]


def data_show(console: Console, name: str, folder: str | Path | None = None) -> None:
    """Print the card, then a look at the training part: balance, and images, points or rows.

    Raises:
        LabError: no such set, or its file is damaged. A set that is missing prints its card and what to do.
    """
    known = card(name)
    console.print(Text(f"{known.title}", style="bold"), Text(known.id, style="dim"))
    console.print(Text(str(known.summary)))
    console.print()
    if not is_here(known, folder):
        console.print(_facts(known, None))
        console.print()
        console.print(Text(_what_to_do(known, folder), style="bold"))
        return
    from tui_lab.data import load

    splits = load(known.id, folder=folder)
    console.print(_facts(known, splits))
    if known.classes:
        _balance(console, splits)
    else:
        _histogram(console, splits)
    if known.kind == "image":
        _images(console, splits.train)
    elif known.kind == "points":
        _points(console, splits.train)
    else:
        _columns(console, splits)


def _facts(known: Card, splits: Splits | None) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()

    def fact(id: str, value: str) -> None:
        table.add_row(t(f"data.show.{id}"), Text(value))

    sizes = {name: number(getattr(known.sizes, name)) for name in ("train", "validation", "test")}
    fact("task", _task(known))
    fact("sizes", t("data.show.sizes_text", **sizes))
    fact("split", str(known.split))
    if known.kind == "image":
        fact("shape", " x ".join(map(str, known.shape)))
        mean = known.mean if splits is None else splits.mean
        deviation = known.deviation if splits is None else splits.deviation
        fact("normalised", t("data.show.normalised_text", mean=_listed(mean), deviation=_listed(deviation)))
    else:
        fact("shape", t("data.show.shape_features", n=known.shape[0]))
    if known.target is not None and splits is not None and splits.target_scale is not None:
        scale = splits.target_scale
        values = {"mean": significant(scale.mean), "deviation": significant(scale.deviation)}
        target = known.target
        fact("target", t("data.show.target_text", name=target.name, meaning=target.meaning, unit=target.unit, **values))
    if known.baseline is not None:
        reached = known.baseline
        method = t(f"data.show.baseline_{reached.method}")
        value = number(100 * reached.value, 1) if reached.metric == "accuracy" else number(reached.value, 3)
        fact("baseline", t(f"data.show.baseline_{reached.metric}", method=method, value=value))
    fact("licence", str(known.licence.name))
    fact("stated", str(known.licence.stated_where))
    fact("not_stated", str(known.licence.not_stated))
    fact("source", str(known.source))
    fact("cite", known.citation)
    if known.file is not None and known.bytes is not None:
        fact("file", t("data.show.file_text", file=known.file, bytes=number(known.bytes), sha=known.sha256))
    return table


def _listed(values: tuple[float, ...]) -> str:
    return "; ".join(number(value, 4) for value in values)


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text, style="bold"))


def _class_counts(part: Part) -> list[int]:
    labels = part.tensors()[1].long()
    return [int(count) for count in labels.bincount(minlength=len(part.class_names))]


def _bars(console: Console, rows: list[tuple[str, int]]) -> None:
    """A line a row: its name, its count, its share of all, a bar as long as its count."""
    total, most = max(1, sum(count for _, count in rows)), max(1, *(count for _, count in rows))
    used = max(len(name) for name, _ in rows) + len(number(most)) + 12
    room = max(5, min(40, console.width - used))
    block = "#" if console.options.ascii_only else "█"
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right", style="dim")
    table.add_column(no_wrap=True)
    for name, count in rows:
        bar = Text(block * max(round(room * count / most), 1 if count else 0), style="#0072B2")
        table.add_row(Text(name), number(count), f"{number(100 * count / total, 1)} %", bar)
    console.print(table)


def _balance(console: Console, splits: Splits) -> None:
    counts = _class_counts(splits.train)
    _heading(console, t("data.show.balance"))
    _bars(console, list(zip(splits.class_names, counts, strict=True)))
    share = number(100 * max(counts) / sum(counts), 1)
    console.print(Text(t("data.show.most_frequent", share=share), style="dim"))


def _histogram(console: Console, splits: Splits) -> None:
    from tui_lab.data.pictures import histogram

    target, scale = splits.card.target, splits.target_scale
    assert target is not None and scale is not None
    values = scale.to_units(splits.train.tensors()[1]).double().numpy()
    counts, edges = histogram(values)
    _heading(console, t("data.show.histogram", name=target.name, unit=target.unit))
    digits = 0 if max(map(abs, edges)) >= 100 else 1
    labels = [number(edge, digits) for edge in edges]
    wide = max(map(len, labels))
    _bars(console, [(f"{labels[i]:>{wide}} - {labels[i + 1]:>{wide}}", count) for i, count in enumerate(counts)])


def _images(console: Console, part: Part) -> None:
    from tui_lab.data.pictures import image_grid

    assert part.raw is not None
    labels = part.tensors()[1]
    first = [int((labels == label).nonzero()[0]) for label in range(len(part.class_names))]
    _heading(console, t("data.show.images"))
    for line in image_grid(console, part.raw[first].numpy(), part.class_names):
        console.print(line, no_wrap=True, overflow="crop")


def _points(console: Console, part: Part) -> None:
    from tui_lab.data.pictures import class_mark, scatter

    inputs, labels = part.tensors()
    _heading(console, t("data.show.points"))
    for line in scatter(console, inputs.numpy(), labels.long().numpy()):
        console.print(line, no_wrap=True, overflow="crop")
    legend = [Text.assemble(class_mark(label), f" {name}") for label, name in enumerate(part.class_names)]
    console.print(Text("   ").join(legend))


def _columns(console: Console, splits: Splits) -> None:
    """A line a column: what it is, and its cells in the first rows."""
    rows = splits.train.rows
    assert rows is not None
    shown = 2 if console.width < 100 else 4
    table = _table()
    table.add_column(t("data.show.column"), style="bold")
    table.add_column(t("data.show.kind"), no_wrap=True)
    for i in range(shown):
        table.add_column(t("data.show.row", n=i + 1), justify="right", max_width=14, no_wrap=True)
    table.add_column(t("data.show.missing"), justify="right")
    table.add_column(t("data.show.meaning"), style="dim")
    for column in splits.card.columns:
        cells = [Text(str(cell)) for cell in rows[column.name].head(shown)]
        meaning = f"{column.meaning}, {column.unit}" if column.unit else str(column.meaning)
        missing = number(column.missing) if column.missing else ""
        table.add_row(Text(column.name), t(f"data.kind.{column.kind}"), *cells, missing, Text(meaning))
    _heading(console, t("data.show.columns"))
    console.print(table)
