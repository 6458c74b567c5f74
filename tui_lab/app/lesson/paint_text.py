"""Prose, lists, quotes, figures, formulas and tables of a lesson as lines. Pure: no Textual."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui_lab.app.code_lines import highlighted
from tui_lab.app.lesson.flow import MEASURE, clipped, indented, line_of, plain_text, prose, trimmed
from tui_lab.app.lines import BLANK, Line, joined, width_of
from tui_lab.content import lesson, maths
from tui_lab.messages import t

if TYPE_CHECKING:
    from tui_lab.app.graphics.means import Graphics

_DISPLAY_INDENT = 6
_FIGURE_INDENT = 2
_COLUMN_GAP = 3
_NARROWEST_COLUMN = 6
_NUMBER = re.compile(r"^[+\-−±~≈<>]? ?\d[\d ,.]*(?:[eE·×][\d+\-−⁰¹²³⁴⁵⁶⁷⁸⁹ ×·]*)?(?: ?[%×a-zA-Zµ°/²]{0,5})?$")
_ADMONITIONS = ("note", "tip", "warning")
_PLAIN_LISTINGS = frozenset({"", "text", "txt", "none", "console", "output"})
_PYTHON = frozenset({"python", "py", "python3", "pycon"})


@dataclass(frozen=True)
class Frame:
    """Where a block is painted: its columns, and which signs, colours and graphics may be used."""

    width: int
    ascii: bool = False
    colour: bool = True
    graphics: Graphics | None = None

    @property
    def measure(self) -> int:
        """The columns of running text."""
        return min(self.width, MEASURE)

    def narrower(self, by: int) -> Frame:
        """A frame inside this one."""
        return replace(self, width=max(12, self.width - by))


def text_block(block: lesson.Block, frame: Frame) -> list[Line]:
    """The lines of a block that only shows something; none for one that isn't known here."""
    if isinstance(block, lesson.Paragraph):
        return prose(block.spans, frame.measure, ascii=frame.ascii)
    if isinstance(block, lesson.Heading):
        return prose(block.spans, frame.measure, ascii=frame.ascii, ink="title" if block.level == 1 else "bold")
    if isinstance(block, lesson.Bullets):
        return bullets(block, frame)
    if isinstance(block, lesson.Quote):
        return quote(block, frame)
    if isinstance(block, lesson.Listing):
        return listing(block, frame)
    if isinstance(block, lesson.Display):
        return formula(block, frame)
    return table(block, frame) if isinstance(block, lesson.Table) else []


def flow(blocks: tuple[lesson.Block, ...], frame: Frame) -> list[Line]:
    """Blocks below each other, with a blank line between them; none before a list that goes on with a sentence."""
    lines: list[Line] = []
    for n, block in enumerate(blocks):
        painted = text_block(block, frame)
        tight = isinstance(block, lesson.Bullets) and n > 0 and isinstance(blocks[n - 1], lesson.Paragraph)
        if lines and painted and not (tight and _short(block)):
            lines.append(BLANK)
        lines += painted
    return lines


def bullets(block: lesson.Bullets, frame: Frame) -> list[Line]:
    """A list; with a blank line between its items where one of them has several paragraphs."""
    lines: list[Line] = []
    airy = not _short(block)
    digits = 0 if block.start is None else len(str(block.start + len(block.items) - 1))
    for n, item in enumerate(block.items):
        if block.start is None:
            lead: Line = (("- " if frame.ascii else "• ", "dim"),)
        else:
            lead = ((f"{block.start + n:>{digits}}. ", "dim"),)
        by = width_of(lead)
        if lines and airy:
            lines.append(BLANK)
        lines += indented(flow(item, frame.narrower(by)) or [BLANK], by, first=lead)
    return lines


def _short(block: lesson.Block) -> bool:
    """Whether the items of a list stand together without blank lines."""
    if not isinstance(block, lesson.Bullets):
        return False
    return all(
        isinstance(part, lesson.Paragraph) if n == 0 else isinstance(part, lesson.Bullets) and _short(part)
        for item in block.items
        for n, part in enumerate(item)
    )


def quote(block: lesson.Quote, frame: Frame) -> list[Line]:
    """A rule at the left; an admonition says what it is."""
    inner = flow(block.blocks, frame.narrower(2))
    if block.kind in _ADMONITIONS:
        ink = "bad" if block.kind == "warning" else "accent"
        inner.insert(0, ((t(f"blocks.{block.kind}"), ink),))
    elif block.kind:
        inner.insert(0, ((block.kind.capitalize(), "accent"),))
    bar = "| " if frame.ascii else "│ "
    return [joined([(bar, "rule"), *line]) for line in inner]


def listing(block: lesson.Listing, frame: Frame) -> list[Line]:
    """A figure or code as it is; what goes beyond the width ends in an ellipsis."""
    text = block.text.expandtabs(8).rstrip("\n")
    if block.language in _PYTHON:
        lines = highlighted(text)
    else:
        ink = "plain" if block.language in _PLAIN_LISTINGS else "code"
        lines = [((line, ink),) if line else BLANK for line in text.split("\n")]
    widest = max(map(width_of, lines), default=0)
    by = _FIGURE_INDENT if widest + _FIGURE_INDENT <= frame.width else 0
    return [clipped(line, frame.width) for line in indented(lines, by)]


def formula(block: lesson.Display, frame: Frame) -> list[Line]:
    """Mathematics in two dimensions."""
    lines = maths.display(block.latex, frame.width, ascii=frame.ascii)
    widest = max((width_of(((line, ""),)) for line in lines), default=0)
    by = max(0, min(_DISPLAY_INDENT, frame.width - widest))
    return indented([((line, "math"),) if line else BLANK for line in lines], by)


def table(block: lesson.Table, frame: Frame) -> list[Line]:
    """Columns as wide as they need to be; text in them is wrapped where that is too wide, numbers stand in line."""
    columns = max([len(block.header), *(len(row) for row in block.rows)], default=0)
    if not columns:
        return []
    header = _row(block.header, columns)
    rows = [_row(row, columns) for row in block.rows]
    aligns = [_alignment(block, rows, x, frame.ascii) for x in range(columns)]
    points = [_points(rows, x, frame.ascii) if aligns[x] == "number" else 0 for x in range(columns)]
    natural = [_natural([header, *rows], x, points[x], frame.ascii) for x in range(columns)]
    widths = _widths(natural, frame.width - _COLUMN_GAP * (columns - 1))
    lines = _cells(header, widths, ["right" if a == "number" else a for a in aligns], points, frame, "bold")
    dash = "-" if frame.ascii else "─"
    lines.append(((dash * (sum(widths) + _COLUMN_GAP * (columns - 1)), "rule"),))
    painted = [_cells(row, widths, aligns, points, frame, "plain") for row in rows]
    airy = any(len(row) > 1 for row in painted)
    for n, row in enumerate(painted):
        lines += [BLANK, *row] if airy and n else row
    return [clipped(line, frame.width) for line in lines]


def _row(cells: tuple[lesson.Spans, ...], columns: int) -> list[lesson.Spans]:
    return [*cells, *[()] * (columns - len(cells))]


def _alignment(block: lesson.Table, rows: list[list[lesson.Spans]], x: int, ascii: bool) -> str:
    texts = [plain_text(row[x], ascii=ascii) for row in rows]
    if any(texts) and all(not text or text in ("–", "-", "—") or _NUMBER.match(text) for text in texts):
        return "number"
    return block.align[x] if x < len(block.align) else "left"


def _points(rows: list[list[lesson.Spans]], x: int, ascii: bool) -> int:
    """Columns behind the last digit before the point, of the number that has most."""
    return max((_behind(plain_text(row[x], ascii=ascii)) for row in rows), default=0)


def _behind(text: str) -> int:
    found = re.search(r"(\.\d.*|(?<=\d)[^\d.,].*)$", text)
    return len(found.group()) if found else 0


def _natural(rows: list[list[lesson.Spans]], x: int, points: int, ascii: bool) -> int:
    widest = 0
    for n, row in enumerate(rows):
        size = width_of(line_of(row[x], ascii=ascii))
        widest = max(widest, size + (points - _behind(plain_text(row[x], ascii=ascii)) if n and points else 0))
    return max(1, widest)


def _widths(natural: list[int], room: int) -> list[int]:
    """The widths that fit: the widest columns give way first."""
    widths = list(natural)
    while sum(widths) > room and max(widths) > _NARROWEST_COLUMN:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _cells(
    row: list[lesson.Spans], widths: list[int], aligns: list[str], points: list[int], frame: Frame, ink: str
) -> list[Line]:
    columns = [prose(cell, width, ascii=frame.ascii, ink=ink) for cell, width in zip(row, widths, strict=True)]
    lines: list[Line] = []
    for y in range(max(1, *map(len, columns))):
        spans: list[tuple[str, str]] = []
        for x, (column, width) in enumerate(zip(columns, widths, strict=True)):
            line = column[y] if y < len(column) else BLANK
            room = max(0, width - width_of(line))
            left = {"left": 0, "center": room // 2}.get(aligns[x], room)
            if aligns[x] == "number":
                left = max(0, room - (points[x] - _behind("".join(text for text, _ in line))))
            spans += [(" " * left, "plain"), *line, (" " * (room - left), "plain")]
            if x + 1 < len(widths):
                spans.append((" " * _COLUMN_GAP, "plain"))
        lines.append(trimmed(joined(spans)))
    return lines
