"""What a run printed, displayed and raised, as lines. Pure: no Textual.

The kernel's items hold text that is safe to show; their styles are mapped to inks here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from rich.color import Color, ColorParseError

from tui_lab.app.lesson import picture
from tui_lab.app.lesson.flow import chopped, clipped, indented, sentence, trimmed
from tui_lab.app.lesson.paint_text import Frame
from tui_lab.app.lines import BLANK, Line, Span, joined, width_of
from tui_lab.messages import has, t

if TYPE_CHECKING:
    from tui_lab.kernel.outputs import CellOutput, ErrorItem, ImageItem, Item, TableItem, TextItem

COLLAPSED = 12
"""Lines of an output until all of it is asked for."""
_SAVED = 5
"""What folding must save at least: else all is shown."""
_FIRST = 5
_LAST = 6
_INDENT = 2
_TRACEBACK = 12
_COLUMN_GAP = 2
_NARROWEST_CELL = 3
_WIDEST_CELL = 40
_NUMBER = re.compile(r"^[+-]?(\d[\d,_]*\.?\d*([eE][+-]?\d+)?|\.\d+|nan|inf|NaN|<NA>|None)%?$")

_NO_NUMBER = ("", "…")
"""Cells that say nothing about their column: one without a value, and one for those left out."""

_NAMED = {
    "red": "bad",
    "bright_red": "bad",
    "green": "good",
    "bright_green": "good",
    "yellow": "validation",
    "bright_yellow": "validation",
    "blue": "train",
    "bright_blue": "train",
    "cyan": "math",
    "bright_cyan": "math",
    "magenta": "code",
    "bright_magenta": "code",
    "black": "dim",
    "bright_black": "dim",
    "white": "plain",
    "bright_white": "bold",
}
"""A program's sixteen colours in the theme's own, so that they can be read on its ground."""
_ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse", "strike")


@lru_cache(maxsize=512)
def ink_of(style: str) -> str:
    """The ink for the style of a piece of printed text (`bold red`, `#ff8700 on black`, `color(33)`)."""
    front, _, _ = style.partition(" on ")
    words = [word for word in front.split() if word != "on"]
    colours = [word for word in words if word not in _ATTRIBUTES]
    if colours:
        name = colours[-1]
        if name in _NAMED:
            return _NAMED[name]
        try:
            red, green, blue = Color.parse(name).get_truecolor()
        except ColorParseError:
            return "plain"
        return f"#{red:02x}{green:02x}{blue:02x}"
    return "bold" if "bold" in words else "dim" if "dim" in words else "em" if "italic" in words else "plain"


def line_from(pieces: Sequence[tuple[str, str]]) -> Line:
    """A line of the kernel's with inks."""
    return joined((text, ink_of(style)) for text, style in pieces)


@dataclass(frozen=True)
class Shown:
    """How an output is shown."""

    frame: Frame
    open: bool = False
    number: int | None = None
    files: Path | None = None
    """The folder of its pictures."""


def output_lines(output: CellOutput | None, shown: Shown) -> list[Line]:
    """All that came out of a run; long text is cut in its middle until `open`."""
    if output is None:
        return []
    lines: list[Line] = []
    for item in output.items:
        painted = _item(item, shown)
        if lines and painted and type(item).__name__ in _APART:
            lines.append(BLANK)
        lines += painted
    return lines


_APART = frozenset({"ImageItem", "TableItem", "ErrorItem"})


def _item(item: Item, shown: Shown) -> list[Line]:
    kind = type(item).__name__  # the kernel's classes aren't imported for the first frame
    painters: dict[str, Any] = {
        "TextItem": _text,
        "ImageItem": _image,
        "TableItem": _table_item,
        "ErrorItem": error_lines,
    }
    if kind in painters:
        painted: list[Line] = painters[kind](item, shown)
        return painted
    return indented([((t("blocks.items_left_out", n=getattr(item, "count", 0)), "dim"),)], _INDENT)


def _text(item: TextItem, shown: Shown) -> list[Line]:
    label = _label(shown) if item.kind == "result" else BLANK
    by = width_of(label) + 2 if label else _INDENT
    width = shown.frame.width - by
    first = [row for line in item.first() for row in chopped(line_from(line), width)]
    last = [row for line in item.last() for row in chopped(line_from(line), width)]
    rows = bounded(first, item.left_out, last, open=shown.open, width=width)
    return indented(rows or [BLANK], by, first=label) if rows or label else []


def _label(shown: Shown) -> Line:
    return ((f"Out [{shown.number if shown.number is not None else ' '}]", "dim"),)


def bounded(first: list[Line], left_out: int, last: list[Line], *, open: bool, width: int) -> list[Line]:
    """Lines of which the middle may be left out: what isn't kept at all, and what isn't shown until asked for."""
    kept = [*first, *last]
    if open or (not left_out and len(kept) <= COLLAPSED + _SAVED):
        gap = [((t("blocks.lines_lost", n=left_out), "dim"),)] if left_out else []
        return [*first, *[clipped(line, width) for line in gap], *last]
    hidden = left_out + len(kept) - _FIRST - _LAST
    more = clipped(((t("blocks.lines_more", n=hidden), "dim"),), width)
    return [*kept[:_FIRST], more, *kept[-_LAST:]]


def _image(item: ImageItem, shown: Shown) -> list[Line]:
    frame = shown.frame
    drawn: list[Line] = []
    if shown.files is not None and item.mime in ("image/png", "image/jpeg", "image/gif"):
        path = shown.files / item.file
        signs = {"ascii": frame.ascii, "colour": frame.colour}
        drawn = picture.lines(path, frame.width - _INDENT, **signs, graphics=frame.graphics)
    if not drawn:
        drawn = [clipped(line_from(line), frame.width - _INDENT) for line in item.lines[:COLLAPSED]]
    where = str(shown.files / item.file) if shown.files is not None else item.file
    return indented([*drawn, *chopped(((where, "dim"),), frame.width - _INDENT)], _INDENT)


def _table_item(item: TableItem, shown: Shown) -> list[Line]:
    rows = table_rows(item.table)
    if rows is None:
        width = shown.frame.width - _INDENT
        lines = [row for line in item.lines for row in chopped(line_from(line), width)]
        return indented(bounded(lines, 0, [], open=shown.open, width=width), _INDENT)
    label = _label(shown)
    head, *body = drawn_table(*rows, width=shown.frame.width - _INDENT)
    lines = bounded(body, 0, [], open=shown.open, width=shown.frame.width - _INDENT)
    note = _note(item.table)
    return [label, *indented([head, *lines, *note], _INDENT)]


def table_rows(table: dict[str, Any]) -> tuple[list[str], list[list[str]]] | None:
    """The header and the rows of a table as the kernel describes it; None where it isn't one."""
    columns, rows = table.get("columns"), table.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        return None
    index = table.get("index")
    head = [_shown(one) for one in columns]
    body = [[_shown(cell) for cell in row] for row in rows if isinstance(row, list)]
    if isinstance(index, list) and len(index) == len(body):
        head = [_shown(table.get("index_name")), *head]
        body = [[_shown(one), *row] for one, row in zip(index, body, strict=True)]
    return head, [row[: len(head)] + [""] * (len(head) - len(row)) for row in body]


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.6g}"
    return "" if value is None else " ".join(str(value).split())


def drawn_table(head: list[str], rows: list[list[str]], *, width: int) -> list[Line]:
    """A header and rows with the numbers in line; columns that don't fit are left out of the middle."""
    columns = range(len(head))
    numbers = [bool(rows) and all(row[x] in _NO_NUMBER or _NUMBER.match(row[x]) for row in rows) for x in columns]
    widths = [min(_WIDEST_CELL, max([cell_len(head[x]), *(cell_len(row[x]) for row in rows)])) for x in columns]
    kept = list(columns)
    gone = False
    while kept[2:] and sum(widths[x] + _COLUMN_GAP for x in kept) + (3 if gone else -_COLUMN_GAP) > width:
        del kept[len(kept) // 2 + 1 if len(kept) > 3 else -1]
        gone = True
    where = next((n for n, x in enumerate(kept) if n and x != kept[n - 1] + 1), len(kept)) if gone else -1

    def row_line(cells: list[str], ink: str) -> Line:
        spans: list[Span] = []
        for n, x in enumerate(kept):
            if n == where:
                spans.append(("…  ", "dim"))
            text = cells[x] if cell_len(cells[x]) <= widths[x] else _shortened(cells[x], widths[x])
            blank = " " * (widths[x] - cell_len(text))
            ink_here = "dim" if n == 0 and not head[x] else ink
            spans += [(blank + text if numbers[x] else text + blank, ink_here), (" " * _COLUMN_GAP, "plain")]
        if where == len(kept):
            spans.append(("…", "dim"))
        return clipped(trimmed(joined(spans)), width)

    return [row_line(head, "bold"), *(row_line(row, "plain") for row in rows)]


def _shortened(text: str, width: int) -> str:
    while text and cell_len(text) > width - 1:
        text = text[:-1]
    return text + "…"


def _note(table: dict[str, Any]) -> list[Line]:
    shape = table.get("shape")
    if isinstance(shape, list) and len(shape) == 2 and all(isinstance(n, int) for n in shape):
        return [((t("blocks.table_size", rows=shape[0], columns=shape[1]), "dim"),)]
    return []


def error_lines(item: ErrorItem, shown: Shown) -> list[Line]:
    """The plain words first, then the trimmed traceback."""
    frame = shown.frame
    width = frame.width - _INDENT
    lines: list[Line] = []
    said = plain_words(item)
    if said:
        lines += sentence(said, min(width, frame.measure), "bad")
        lines.append(BLANK)
    rows = [row for line in item.lines for row in chopped(line_from(line), width)]
    if not rows:
        rows = list(sentence(f"{item.ename}: {item.evalue}", width, "plain" if said else "bad"))
    if not shown.open and len(rows) > _TRACEBACK + _SAVED:
        more = t("blocks.lines_more", n=len(rows) - _TRACEBACK)
        rows = [clipped(((more, "dim"),), width), *rows[-_TRACEBACK:]]
    return indented([*lines, *rows], _INDENT)


def plain_words(item: ErrorItem) -> str:
    """What the error means; empty where there are no words for it."""
    if not item.plain_id or not has(item.plain_id):
        return ""
    try:
        return t(item.plain_id, **item.plain)
    except (KeyError, IndexError, ValueError):  # a history written by another version
        return ""


def asked_lines(prompt: str, frame: Frame) -> list[Line]:
    """The question of a program that waits in `input()`."""
    lead: Iterable[Span] = [(t("blocks.input"), "accent"), ("  ", "plain"), (prompt, "plain")]
    return indented([clipped(joined(lead), frame.width - _INDENT)], _INDENT)
