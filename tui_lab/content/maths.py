"""LaTeX as readable text: on one line, or in two dimensions with fractions, sums and matrices.

Letters are plain ones (x, not 𝑥), so that the fonts of terminals have them.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rich.cells import cell_len

from tui_lab.content.latex import (
    EMPTY,
    Accent,
    Atom,
    Brace,
    Delimited,
    Fraction,
    Grid,
    Kind,
    Node,
    Root,
    Row,
    Scripts,
    parse,
    printable,
)
from tui_lab.content.latex_symbols import ACCENT_NAMES, SUBSCRIPTS, SUPERSCRIPTS, spelled

_INDENT = "    "
_CACHED = 4096
_LONGEST_SMALL = 5
"""Letters beyond which a script isn't written in small ones, which are hard to read."""
_FACTORS: frozenset[Kind] = frozenset({"ord", "close"})
_FACTORS_AFTER: frozenset[Kind] = frozenset({"ord", "open", "op", "big"})
_MARKED = re.compile(r"[_^]\w+$")
_SMALL = frozenset(SUPERSCRIPTS.values()) | frozenset(SUBSCRIPTS.values())
_HALVES = {("1", "2"): "½", ("1", "3"): "⅓", ("2", "3"): "⅔", ("1", "4"): "¼", ("3", "4"): "¾"}


@lru_cache(maxsize=_CACHED)
def inline(latex: str, *, ascii: bool = False) -> str:
    r"""The formula on one line: `\frac{\partial L}{\partial w_i}` is ∂L/∂wᵢ.

    Args:
        latex: what stands between the dollars. Unknown commands stay as their names.
        ascii: Greek letters and signs by name, scripts as `_i` and `^2`.
    """
    return _tidy(Flat(ascii).text(parse(latex))) or printable(latex).strip()


@lru_cache(maxsize=_CACHED)
def _drawn(latex: str, width: int, ascii: bool) -> tuple[str, ...]:
    from tui_lab.content.maths_boxes import Boxes

    node = parse(latex)
    boxes = Boxes(ascii)
    lines = boxes.lines(node)
    if _widest(lines) > width:
        lines = [line for n, part in enumerate(_pieces(node)) for line in _indented(boxes.lines(part), n)]
    if _widest(lines) > width or not any(lines):
        hanging = _INDENT if width > 4 * len(_INDENT) else ""
        lines = textwrap.wrap(inline(latex, ascii=ascii), width, subsequent_indent=hanging)
    return tuple(line.rstrip() if cell_len(line) <= width else _cut(line, width) for line in lines)


def display(latex: str, width: int, *, ascii: bool = False) -> list[str]:
    """The formula as lines of at most `width` columns, without a blank margin.

    One that is too wide is broken before its relations; if that isn't enough, it is written on one line and wrapped.
    """
    return list(_drawn(latex, max(4, width), ascii))


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text)).strip()


def _widest(lines: Iterable[str]) -> int:
    return max(map(cell_len, lines), default=0)


def _indented(lines: list[str], piece: int) -> list[str]:
    return [_INDENT + line for line in lines] if piece else lines


def _cut(line: str, width: int) -> str:
    while cell_len(line) > width - 1:
        line = line[:-1]
    return line.rstrip() + "…"


def _pieces(node: Node) -> list[Node]:
    """The formula cut before its relations (not its first, which stays with what it is about) and at wide blanks."""
    if isinstance(node, Grid) and node.style == "aligned":
        return [part for row in node.rows for part in _pieces(Row(row))]
    if not isinstance(node, Row):
        return [node]
    pieces: list[list[Node]] = [[]]
    relations = 0
    for item in node.items:
        kind = kinds(item)[0]
        wide = isinstance(item, Atom) and kind == "space" and len(item.text) > 1
        relations += kind == "rel"
        if (wide or (kind == "rel" and relations > 1)) and pieces[-1]:
            pieces.append([])
        if wide:
            relations = 0
        else:
            pieces[-1].append(item)
    return [Row(tuple(piece)) for piece in pieces if piece]


def kinds(node: Node) -> tuple[Kind, Kind]:
    """The kind of a part at its left and at its right."""
    if isinstance(node, Atom):
        return node.kind, node.kind
    if isinstance(node, Scripts | Accent):
        return kinds(node.base if isinstance(node, Scripts) else node.body)
    if isinstance(node, Delimited):
        return "open", "close"
    if isinstance(node, Grid) and node.left:
        return "open", "close"
    if isinstance(node, Row) and len(node.items) == 1:
        return kinds(node.items[0])
    return "ord", "ord"


def with_gaps(items: Iterable[Node], *, tight: bool) -> list[tuple[int, Node]]:
    """Each part that isn't a blank, with the blanks before it.

    Args:
        items: the parts of a row.
        tight: in scripts there are no blanks around relations and operators.
    """
    found: list[tuple[int, Node]] = []
    before: Kind | None = None
    asked = 0
    for item in items:
        if isinstance(item, Atom) and item.kind == "space":
            asked += len(item.text)
            continue
        left, right = kinds(item)
        if left in ("bin", "rel") and right == "bin" and before in (None, "bin", "rel", "open", "punct", "op", "big"):
            left = right = "ord"  # a sign, as in -1
            gap = _gap(before, "ord", tight)
        else:
            gap = _gap(before, left, tight)
        found.append((max(gap, asked) if before is not None else asked, item))
        before, asked = right, 0
    return found


def _gap(before: Kind | None, after: Kind, tight: bool) -> int:
    if before is None or "tight" in (before, after):
        return 0
    if before in ("rel", "bin") or after in ("rel", "bin"):
        return 0 if tight or (before == "open" or after == "close") else 1
    if before == "punct":
        return 0 if tight else 1
    if before in ("op", "big"):
        return 0 if after in ("open", "punct", "close") and before == "op" else 0 if after in ("punct", "close") else 1
    return 1 if after in ("op", "big") and before != "open" else 0


class Flat:
    """Writes a tree on one line."""

    def __init__(self, ascii: bool = False) -> None:
        self._ascii = ascii

    def text(self, node: Node, *, tight: bool = False) -> str:
        """The line; `tight` leaves out the blanks around operators, as scripts have it."""
        if isinstance(node, Atom):
            return self.sign(node)
        if isinstance(node, Row):
            return self.row(node.items, tight)
        if isinstance(node, Scripts):
            return self.scripts(node)
        if isinstance(node, Fraction):
            return self.fraction(node)
        if isinstance(node, Root):
            return self.root(node)
        if isinstance(node, Accent):
            return self.accent(node)
        if isinstance(node, Delimited):
            return self.plain(node.left) + self.text(node.body) + self.plain(node.right)
        return self.text(node.body) if isinstance(node, Brace) else self.grid(node)

    def plain(self, text: str) -> str:
        """The text in the signs asked for."""
        if not self._ascii or text.isascii():
            return text
        return "".join(spelled().get(character, character) for character in text)

    def sign(self, atom: Atom) -> str:
        """A sign; one that is spelled out in letters keeps to itself."""
        return self.plain(atom.text)

    def row(self, items: tuple[Node, ...], tight: bool) -> str:
        """The parts with their blanks; a fraction beside a factor gets brackets."""
        parts = with_gaps(items, tight=tight)
        found = ""
        for n, (gap, _) in enumerate(parts):
            text = self.bracketed(parts, n, tight)
            if not gap and n and self._run_together(parts, n, found, text):
                gap = 1
            found += " " * gap + text
        return found

    def bracketed(self, parts: list[tuple[int, Node]], n: int, tight: bool) -> str:
        """The text of a part; a fraction that a factor touches stands in brackets."""
        item = parts[n][1]
        text = self.text(item, tight=tight)
        if not (isinstance(item, Fraction) and item.bar and len(text) > 1):
            return text
        before = n > 0 and parts[n][0] < 2 and kinds(parts[n - 1][1])[1] in _FACTORS
        after = n + 1 < len(parts) and parts[n + 1][0] < 2 and kinds(parts[n + 1][1])[0] in _FACTORS_AFTER
        return f"({text})" if before or after else text

    def _run_together(self, parts: list[tuple[int, Node]], n: int, found: str, text: str) -> bool:
        """Whether a part needs a blank before it that mathematics wouldn't give it."""
        if any(isinstance(one[1], Fraction) for one in parts[n - 1 : n + 1]) and "·" in (found[-1:], text):
            return True
        if _MARKED.search(found) and text[:1].isalnum():
            return True
        return self._ascii and found[-1:].isalpha() and text[:1].isalnum() and self._long(parts, n)

    def _long(self, parts: list[tuple[int, Node]], n: int) -> bool:
        """Whether one of two neighbours is a sign that ASCII writes as a word, so that they need a blank."""
        return any(
            isinstance(one, Atom) and not one.text.isascii() and len(self.plain(one.text)) > 1
            for one in (_base(parts[n - 1][1]), _base(parts[n][1]))
        )

    def scripts(self, node: Scripts) -> str:
        """The base with what stands below it, then above it."""
        base = self.text(node.base)
        if isinstance(node.base, Brace):
            return f"{base} ({self.text(node.sub or node.sup or EMPTY)})"
        if not isinstance(_base(node.base), Atom | Delimited | Accent | Grid | Brace | Root) and len(base) > 1:
            base = f"({base})"
        return base + self.script(node.sub, SUBSCRIPTS, "_") + self.script(node.sup, SUPERSCRIPTS, "^")

    def script(self, node: Node | None, table: dict[str, str], mark: str) -> str:
        """A script in the letters of a table if it has them all, else after a mark."""
        if node is None:
            return ""
        raised = None if self._ascii else small(self.text(node, tight=True), table)
        if raised is not None:
            return raised
        text = _tidy(self.text(node, tight=True))
        if not text:
            return ""
        plain = text.isalnum() and not _SMALL.intersection(text)
        return f"{mark}{text}" if len(text) == 1 or plain or _bracketed(text) else f"{mark}({text})"

    def fraction(self, node: Fraction) -> str:
        """`a/b`, with brackets around a sum above, or anything but a factor below."""
        top, bottom = _tidy(self.text(node.top)), _tidy(self.text(node.bottom))
        if not node.bar:
            return f"C({top}, {bottom})"
        if not self._ascii and (top, bottom) in _HALVES and node.small:
            return _HALVES[top, bottom]
        if (" " in top or "/" in top) and not _bracketed(top):
            top = f"({top})"
        if not _single(node.bottom):
            bottom = f"({bottom})"
        return f"{top}/{bottom}"

    def root(self, node: Root) -> str:
        """`√x`, or `√(…)` around more than a sign."""
        body = _tidy(self.text(node.body))
        bare = not self._ascii and (isinstance(node.body, Atom) or _single(node.body))
        degree = "" if node.degree is None else self.text(node.degree, tight=True)
        if self._ascii:
            return f"sqrt({body})" if not degree else f"root{degree}({body})"
        sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(degree) or (small(degree, SUPERSCRIPTS) or degree) + "√"
        return f"{sign}{body}" if bare else f"{sign}({body})"

    def accent(self, node: Accent) -> str:
        """The mark over a single letter; over more, and in ASCII, its name around them."""
        body = self.text(node.body)
        if not self._ascii and (cell_len(body) == 1 or node.mark in ("\u0305", "\u0332")):
            return unicodedata.normalize("NFC", "".join(letter + node.mark for letter in body))
        if not self._ascii and isinstance(node.body, Scripts):  # the mark over a letter that carries an index
            head = self.text(node.body.base)
            if cell_len(head) == 1:
                return unicodedata.normalize("NFC", head + node.mark) + body[len(head) :]
        name = ACCENT_NAMES.get(node.mark, "")
        return f"{body}_{name}" if name and body.isalnum() else f"{name}({body})" if name else body

    def grid(self, node: Grid) -> str:
        """Rows between brackets, parted by semicolons."""
        if node.style == "aligned":
            return "; ".join(_tidy(" ".join(self.text(cell) for cell in row)) for row in node.rows)
        between = ", " if node.style == "cases" else " "
        rows = "; ".join(between.join(_tidy(self.text(cell)) for cell in row) for row in node.rows)
        right = "}" if node.style == "cases" else node.right
        return f"{self.plain(node.left)}{rows}{self.plain(right)}"


def small(text: str, table: dict[str, str]) -> str | None:
    """The text in the raised or lowered letters of a table; None where it lacks one or there are many."""
    letters = [table.get(letter, "") for letter in text.replace(" ", "")]
    return "".join(letters) if 0 < len(letters) <= _LONGEST_SMALL and all(letters) else None


def _base(node: Node) -> Node:
    while isinstance(node, Scripts):
        node = node.base
    return node


def _single(node: Node) -> bool:
    """Whether it is one factor: a sign with its scripts, a bracket, or `∂x`."""
    if isinstance(node, Row):
        items = node.items
        if len(items) == 2 and isinstance(items[0], Atom | Scripts):
            first = _base(items[0])
            return isinstance(first, Atom) and first.text in ("∂", "d") and _single(items[1])
        if _bracketed_items(items):
            return True
        return len(items) > 0 and all(
            isinstance(one, Atom) and one.kind == "ord" and one.text.isdigit() for one in items
        )
    return not isinstance(node, Fraction)


def _bracketed_items(items: tuple[Node, ...]) -> bool:
    return (
        len(items) > 2
        and kinds(items[0])[0] == "open"
        and kinds(items[-1])[1] == "close"
        and not any(kinds(one)[0] in ("open", "close") for one in items[1:-1])
    )


def _bracketed(text: str) -> bool:
    """Whether a pair of brackets holds the whole text."""
    if len(text) < 2 or text[0] + text[-1] not in ("()", "[]", "{}"):
        return False
    depth = 0
    for n, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        if depth == 0:
            return n == len(text) - 1
    return False
