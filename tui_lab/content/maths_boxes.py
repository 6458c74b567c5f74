"""A formula in two dimensions: boxes of text with a base line, put beside and above each other."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from rich.cells import cell_len

from tui_lab.content.latex import (
    Accent,
    Atom,
    Brace,
    Delimited,
    Fraction,
    Grid,
    Node,
    Root,
    Row,
    Scripts,
)
from tui_lab.content.latex_symbols import SUBSCRIPTS, SUPERSCRIPTS
from tui_lab.content.maths import Flat, kinds, small, with_gaps

_TALL = {
    "(": "⎛⎜⎜⎝",
    ")": "⎞⎟⎟⎠",
    "[": "⎡⎢⎢⎣",
    "]": "⎤⎥⎥⎦",
    "{": "⎧⎪⎨⎩",
    "}": "⎫⎪⎬⎭",
    "|": "││││",
    "‖": "║║║║",
    "⌊": "⎢⎢⎢⎣",
    "⌋": "⎥⎥⎥⎦",
    "⌈": "⎡⎢⎢⎢",
    "⌉": "⎤⎥⎥⎥",
    "⟨": "╱││╲",
    "⟩": "╲││╱",
}
"""Top, filling, middle and bottom of a delimiter that is higher than a line."""
_TALL_ASCII = {"(": "/||\\", ")": "\\||/", "[": "[[[[", "]": "]]]]", "{": "/|<\\", "}": "\\|>/"}


@dataclass(frozen=True)
class Box:
    """Rows of equal width; the one at `base` is on the line of what stands beside it."""

    rows: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """Its columns."""
        return cell_len(self.rows[0])

    @property
    def height(self) -> int:
        """Its rows."""
        return len(self.rows)


def _line(text: str) -> Box:
    return Box((unicodedata.normalize("NFC", text),))


def _padded(text: str, width: int, align: str = "center") -> str:
    blank = max(0, width - cell_len(text))
    left = {"left": 0, "right": blank}.get(align, blank // 2)
    return " " * left + text + " " * (blank - left)


def beside(boxes: list[Box]) -> Box:
    """Boxes from left to right, their base lines on one line."""
    above = max((box.base for box in boxes), default=0)
    below = max((box.height - box.base for box in boxes), default=1)
    rows = [""] * (above + below)
    for box in boxes:
        top = above - box.base
        for y in range(len(rows)):
            inside = top <= y < top + box.height
            rows[y] += box.rows[y - top] if inside else " " * box.width
    return Box(tuple(rows), above)


def stacked(parts: list[Box], base: int, align: str = "center") -> Box:
    """Boxes from top to bottom; the base line is that of the part numbered `base`."""
    width = max(box.width for box in parts)
    rows = tuple(_padded(row, width, align) for box in parts for row in box.rows)
    return Box(rows, sum(box.height for box in parts[:base]) + parts[base].base)


class Boxes:
    """Lays out a tree."""

    def __init__(self, ascii: bool = False) -> None:
        self._ascii = ascii
        self._flat = Flat(ascii)

    def lines(self, node: Node) -> list[str]:
        """The formula's lines without blank ones around them."""
        rows = list(self.box(node).rows)
        while rows and not rows[0].strip():
            rows.pop(0)
        while rows and not rows[-1].strip():
            rows.pop()
        margin = min((len(row) - len(row.lstrip()) for row in rows if row.strip()), default=0)
        return [row[margin:].rstrip() for row in rows]

    def box(self, node: Node, *, tight: bool = False) -> Box:
        """The box of a part; `tight` in scripts."""
        if isinstance(node, Atom):
            return _line(self._flat.sign(node))
        if isinstance(node, Row):
            return self._row(node.items, tight)
        if isinstance(node, Scripts):
            return self._scripts(node)
        if isinstance(node, Fraction):
            return self._fraction(node)
        if isinstance(node, Root):
            return self._root(node)
        if isinstance(node, Delimited):
            return self._between(node.left, self.box(node.body), node.right)
        if isinstance(node, Accent):
            return self._accent(node)
        return self._brace(node, None) if isinstance(node, Brace) else self._grid(node)

    def _row(self, items: tuple[Node, ...], tight: bool) -> Box:
        parts = with_gaps(items, tight=tight)
        if self._ascii and all(isinstance(item, Atom) for item in items):
            return _line(self._flat.row(items, tight))
        boxes: list[Box] = []
        for n, (gap, item) in enumerate(parts):
            small_fraction = isinstance(item, Fraction) and item.small
            box = _line(self._flat.bracketed(parts, n, tight)) if small_fraction else self.box(item, tight=tight)
            before = parts[n - 1][1] if n else None
            if not gap and before is not None and self._needs_room(before, item):
                gap = 1
            boxes += [Box((" " * gap,)), box] if gap else [box]
        return beside(boxes) if boxes else _line("")

    def _needs_room(self, before: Node, after: Node) -> bool:
        """Whether a bar would run into its neighbour."""
        bar = any(isinstance(one, Fraction) and not one.small for one in (before, after))
        return bar and kinds(before)[1] != "open" and kinds(after)[0] not in ("close", "punct")

    def _fraction(self, node: Fraction) -> Box:
        if node.small and node.bar:
            return _line(self._flat.text(node))
        top, bottom = self.box(node.top), self.box(node.bottom)
        if not node.bar:
            gap = Box((" " * max(top.width, bottom.width),))
            return self._between("(", stacked([top, gap, bottom], 1), ")")
        longer = 2 if max(top.height, bottom.height) > 1 else 0  # a fraction in a fraction has the shorter bar
        bar = Box((("-" if self._ascii else "─") * (max(top.width, bottom.width, 1) + longer),))
        return stacked([top, bar, bottom], 1)

    def _root(self, node: Root) -> Box:
        body = self.box(node.body)
        if body.height == 1 or self._ascii:
            if body.height == 1:
                return _line(self._flat.text(node))
            return beside([_line("sqrt"), self._between("(", body, ")")])
        rows = [f" ┌{'─' * (body.width + 2)}"]
        rows += [f" │ {row} " for row in body.rows[:-1]]
        rows += [f"╲│ {body.rows[-1]} "]
        root = Box(tuple(rows), body.base + 1)
        return root if node.degree is None else beside([_line(self._flat.script(node.degree, SUPERSCRIPTS, "")), root])

    def _accent(self, node: Accent) -> Box:
        body = self.box(node.body)
        flat = self._flat.accent(node)
        if body.height == 1:
            return _line(flat)
        if not self._ascii and node.mark == "\u0305":
            return stacked([Box(("─" * body.width,)), body], 1)
        return body

    def _brace(self, node: Brace, words: Node | None) -> Box:
        body = self.box(node.body)
        width = max(3, body.width)
        half = (width - 3) // 2
        left, middle, right = ("+", "+", "+") if self._ascii else ("╭┴╮" if node.over else "╰┬╯")
        dash = "-" if self._ascii else "─"
        brace = Box((left + dash * half + middle + dash * (width - 3 - half) + right,))
        parts = [body, brace] + ([self.box(words)] if words is not None else [])
        return stacked(parts[::-1], len(parts) - 1) if node.over else stacked(parts, 0)

    def _scripts(self, node: Scripts) -> Box:
        base = node.base
        if isinstance(base, Brace) and (node.sub or node.sup):
            return self._brace(base, node.sub or node.sup)
        if isinstance(base, Atom) and base.limits and not self._fits_beside(node):
            return self._limits(node, self.box(base))
        box = self.box(base)
        low = None if node.sub is None else self._script(node.sub, SUBSCRIPTS)
        high = None if node.sup is None else self._script(node.sup, SUPERSCRIPTS)
        if box.height == 1 and isinstance(low, str | None) and isinstance(high, str | None):
            return _line(box.rows[0] + (low or "") + (high or ""))
        return beside([box, self._at_right(box, low, high)])

    def _fits_beside(self, node: Scripts) -> bool:
        """Whether a limit is one small letter, as in ∑ⱼ."""
        if node.sup is not None or node.sub is None or self._ascii:
            return False
        return len(small(self._flat.text(node.sub, tight=True), SUBSCRIPTS) or "") == 1

    def _script(self, node: Node, table: dict[str, str]) -> str | Box:
        """Small letters where they exist, else a box."""
        raised = None if self._ascii else small(self._flat.text(node, tight=True), table)
        return raised if raised is not None else self.box(node, tight=True)

    def _at_right(self, base: Box, low: str | Box | None, high: str | Box | None) -> Box:
        """The column of a base's scripts: small letters on its first and last line, boxes above and below those."""
        rows: dict[int, str] = {}  # by their distance from the base line
        first, last = -base.base, base.height - 1 - base.base
        if isinstance(high, str):
            rows[first] = high
        elif high is not None:
            lift = 0 if base.height > 1 else 1
            rows |= {first - lift - high.height + 1 + n: row for n, row in enumerate(high.rows)}
        if isinstance(low, str):
            rows[last] = low + rows.get(last, "") if last == first else low
        elif low is not None:
            drop = 0 if base.height > 1 else 1
            rows |= {last + drop + n: row for n, row in enumerate(low.rows)}
        top, bottom = min(*rows, 0), max(*rows, 0)
        width = max(map(cell_len, rows.values()))
        return Box(tuple(_padded(rows.get(y, ""), width, "left") for y in range(top, bottom + 1)), -top)

    def _limits(self, node: Scripts, base: Box) -> Box:
        parts = [base]
        if node.sup is not None:
            parts.insert(0, self.box(node.sup, tight=True))
        if node.sub is not None:
            parts.append(self.box(node.sub, tight=True))
        return stacked(parts, 1 if node.sup is not None else 0)

    def _between(self, left: str, body: Box, right: str) -> Box:
        return beside([self._delimiter(left, body), body, self._delimiter(right, body)])

    def _delimiter(self, sign: str, body: Box, *, grows: bool = False) -> Box:
        """The sign as high as a body; around two lines, of which one is a script's, only if it always `grows`."""
        plain = self._flat.plain(sign)
        if body.height <= (1 if grows else 2) or not sign:
            return _line(plain)
        table = _TALL_ASCII if self._ascii else _TALL
        parts = table.get(sign) or (plain[:1] or " ") * 4
        rows = [parts[1]] * body.height
        if body.height > 2:
            rows[body.height // 2] = parts[2]
        rows[0], rows[-1] = parts[0], parts[3]
        return Box(tuple(rows), body.base)

    def _grid(self, node: Grid) -> Box:
        if not node.rows:
            return _line("")
        cells = [[self.box(cell) for cell in row] for row in node.rows]
        columns = max(map(len, cells))
        cells = [row + [_line("")] * (columns - len(row)) for row in cells]
        widths = [max(row[x].width for row in cells) for x in range(columns)]
        lines: list[Box] = []
        for row in cells:
            boxes: list[Box] = []
            for x, box in enumerate(row):
                align = self._align(node, x, [line[x] for line in cells])
                gap = self._gap(node, x)
                boxes += [Box((" " * gap,)), Box(tuple(_padded(r, widths[x], align) for r in box.rows), box.base)]
            lines.append(beside(boxes))
        parts: list[Box] = []
        airy = any(line.height > 1 for line in lines) or (node.style == "cases" and len(lines) == 2)
        for line in lines:
            if parts and airy and node.style != "matrix":
                parts.append(Box((" " * line.width,)))
            parts.append(line)
        body = stacked(parts, 0, "left")
        body = Box(body.rows, body.height // 2 if node.left or node.right else (body.height - 1) // 2)
        left = [self._delimiter(node.left, body, grows=True)] if node.left else []
        right = [self._delimiter(node.right, body, grows=True)] if node.right else []
        return beside([*left, body, *right])

    def _align(self, node: Grid, x: int, column: list[Box]) -> str:
        if node.style == "cases":
            return "left"
        if node.style == "aligned":
            return "left" if x % 2 else "right"
        numbers = all(box.rows[box.base].strip().lstrip("−-").replace(".", "").isdigit() for box in column)
        return "right" if numbers else "center"

    def _gap(self, node: Grid, x: int) -> int:
        if node.style == "aligned":  # the relation begins the second column
            if x == 0:
                return 0
            if x % 2 == 0:
                return 2
            starts = [_first(row[x]) for row in node.rows if len(row) > x]
            return 1 if any(kinds(one)[0] in ("rel", "bin") for one in starts if one is not None) else 0
        if x == 0:
            return 1 if node.style == "cases" else 0
        return 3 if node.style == "cases" else 2


def _first(node: Node) -> Node | None:
    if isinstance(node, Row):
        return node.items[0] if node.items else None
    return node
