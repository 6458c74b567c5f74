"""LaTeX mathematics as a tree. It reads what it can and never fails: what it doesn't know stays as readable text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from tui_lab.content.latex_symbols import (
    ACCENTS,
    BESIDE,
    BIG,
    BINARY,
    CLOSING,
    DOUBLE_STRUCK,
    FUNCTIONS,
    IGNORED,
    LIMITED,
    OPENING,
    RELATIONS,
    SCRIPT,
    SPACES,
    TIGHT,
    symbols,
    words,
)

Kind = Literal["ord", "rel", "bin", "tight", "punct", "open", "close", "op", "big", "space"]
"""What decides on the blanks around a part."""

_DEPTH = 30
"""Groups within groups beyond which braces are no longer heeded: a formula of a lesson has five."""

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
_FRACTIONS = frozenset({"frac", "dfrac", "tfrac", "cfrac"})
_FONTS = words("mathrm mathbf mathsf mathtt mathit mathnormal mathcal mathfrak mathbb mathscr boldsymbol bm pmb rm bf")
_TEXTS = words("text textbf textit textrm texttt mbox textsf textnormal")
_GRIDS = {"matrix": "", "pmatrix": "()", "bmatrix": "[]", "vmatrix": "||", "Vmatrix": "‖‖", "Bmatrix": "{}"}
_DROPPED = words("label ref hspace vspace color phantom hphantom vphantom mathstrut")


@dataclass(frozen=True)
class Atom:
    """A sign, a number, a name or a text; a space has its columns as blanks."""

    text: str
    kind: Kind = "ord"
    limits: bool = False
    """Whether its scripts stand above and below it in a display."""


@dataclass(frozen=True)
class Row:
    """Parts side by side."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Scripts:
    """A base with what stands below and above at its right."""

    base: Node
    sub: Node | None
    sup: Node | None


@dataclass(frozen=True)
class Fraction:
    """`top` over `bottom`; a `small` one stays on its line, one without a bar is a binomial."""

    top: Node
    bottom: Node
    small: bool = False
    bar: bool = True


@dataclass(frozen=True)
class Root:
    """A root, the second one where `degree` is None."""

    body: Node
    degree: Node | None


@dataclass(frozen=True)
class Accent:
    """A combining mark on a body."""

    body: Node
    mark: str


@dataclass(frozen=True)
class Delimited:
    """A body between delimiters that grow with it; an empty one is none."""

    left: str
    body: Node
    right: str


@dataclass(frozen=True)
class Brace:
    """A body with a brace over or under it; the words at the brace come as scripts."""

    body: Node
    over: bool


@dataclass(frozen=True)
class Grid:
    """Rows of cells: a matrix, cases, or lines that are aligned at `&`."""

    rows: tuple[tuple[Node, ...], ...]
    style: Literal["matrix", "cases", "aligned"]
    left: str = ""
    right: str = ""


Node = Atom | Row | Scripts | Fraction | Root | Accent | Delimited | Brace | Grid

EMPTY = Row(())


def parse(latex: str) -> Node:
    """The tree of a formula. Several lines outside any environment are a `Grid` of aligned lines."""
    rows = _lines(_Reader(_TOKEN.findall(printable(latex))))
    rows = [row for row in rows if any(cell != EMPTY for cell in row)]
    if len(rows) == 1 and len(rows[0]) == 1:
        return rows[0][0]
    return Grid(tuple(rows), "aligned")


def unknown(latex: str) -> list[str]:
    """The commands of a formula that nothing is known of, which stand in it by their names, as they come."""
    reader = _Reader(_TOKEN.findall(printable(latex)))
    _lines(reader)
    return reader.unknown


def _lines(reader: _Reader) -> list[tuple[Node, ...]]:
    rows = [tuple(reader.cells({"\\\\", "\\newline"}))]
    while not reader.at_end:
        reader.take()
        rows.append(tuple(reader.cells({"\\\\", "\\newline"})))
    return rows


def printable(text: str) -> str:
    """The text without control, formatting and private characters, which become blanks."""
    return "".join(
        " " if unicodedata.category(character) in _UNPRINTABLE else character
        for character in unicodedata.normalize("NFC", text)
    )


_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class _Reader:
    """Reads tokens from the left. Each method ends, since each takes a token or returns."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0
        self.unknown: list[str] = []

    @property
    def at_end(self) -> bool:
        return self._at >= len(self._tokens)

    @property
    def next(self) -> str:
        return "" if self.at_end else self._tokens[self._at]

    def take(self) -> str:
        token = self.next
        self._at += 1
        return token

    def skip_blanks(self) -> None:
        while self.next.isspace():
            self._at += 1

    def cells(self, ends: set[str]) -> list[Node]:
        """What stands between `&` up to a token that ends the line."""
        found = [self.row(ends | {"&"})]
        while self.next == "&":
            self.take()
            found.append(self.row(ends | {"&"}))
        return found

    def row(self, ends: set[str]) -> Node:
        """Parts up to a token that ends them, which stays, or to the end."""
        items: list[Node] = []
        while not self.at_end and self.next not in ends:
            if self.next in ("_", "^", "'"):
                base = items.pop() if items and not _is_space(items[-1]) else EMPTY
                items.append(self.scripts(base))
                continue
            item = self.part()
            if item is not None:
                items.append(item)
        return items[0] if len(items) == 1 else Row(tuple(items))

    def scripts(self, base: Node) -> Node:
        sub: Node | None = None
        sup: Node | None = None
        while True:
            if self._script_after_blanks():
                self.skip_blanks()
            if self.next == "'":
                self.take()
                prime = Atom("′")
                sup = prime if sup is None else Row((*_items(sup), prime))
            elif self.next == "^":
                self.take()
                found = self.argument()
                sup = found if sup is None else Row((*_items(sup), *_items(found)))
            elif self.next == "_":
                self.take()
                found = self.argument()
                sub = found if sub is None else Row((*_items(sub), *_items(found)))
            else:
                return Scripts(base, sub, sup)

    def _script_after_blanks(self) -> bool:
        at = self._at
        while at < len(self._tokens) and self._tokens[at].isspace():
            at += 1
        return at < len(self._tokens) and self._tokens[at] in ("_", "^")

    def argument(self) -> Node:
        """What a command applies to: a group, or one sign."""
        self.skip_blanks()
        if self.at_end or self.next in ("}", "&", "\\\\", "\\right", "\\end"):
            return EMPTY
        if self._depth >= _DEPTH:
            return Atom(self.take().lstrip("\\"))
        self._depth += 1
        found = self.one()
        self._depth -= 1
        return found

    def one(self) -> Node:
        if len(self.next) > 1 and self.next[0].isdigit():  # \frac12 is a half
            token = self._tokens[self._at]
            self._tokens[self._at] = token[1:]
            return Atom(token[0])
        if self.next in ("_", "^"):
            return Atom(self.take())
        return self.part() or EMPTY

    def part(self) -> Node | None:
        """The next part; None for what shows nothing."""
        token = self.take()
        if token.isspace() or token == "&" or token == "}":
            return None
        if token == "{":
            return self.group()
        if token == "~":
            return Atom(" ", "space")
        if token == "$":
            return None
        if token.startswith("\\"):
            return self.command(token[1:])
        if token == ":" and self.next == "=":
            self.take()
            return Atom(":=", "rel")
        return sign({"-": "−"}.get(token, token))

    def group(self) -> Node:
        if self._depth >= _DEPTH:
            return EMPTY
        self._depth += 1
        body = self.row({"}"})
        self._depth -= 1
        self.take()
        # A group keeps to itself: `{,}` is a comma without a blank
        return Atom(body.text) if isinstance(body, Atom) and body.kind == "punct" else body

    def command(self, name: str) -> Node | None:
        if name == "left":
            return self.delimited()
        if name in ("begin", "end"):
            if name == "begin":
                return self.environment()
            self.raw()
            return None
        if name in _FRACTIONS:
            return Fraction(self.argument(), self.argument(), small=name == "tfrac")
        if name in ("binom", "dbinom", "tbinom"):
            return Fraction(self.argument(), self.argument(), bar=False)
        if name == "sqrt":
            return self.root()
        if name in ACCENTS:
            body = self.argument()
            return Accent(body, ACCENTS[name]) if ACCENTS[name] else body
        if name in _TEXTS:
            return Atom(self.raw())
        if name == "operatorname":
            return self.operator()
        if name in _FONTS:
            return self.font(name)
        if name in ("underbrace", "overbrace"):
            return Brace(self.argument(), over=name == "overbrace")
        if name in ("overset", "stackrel"):
            above = self.argument()
            return Scripts(_limited(self.argument()), None, above)
        if name == "underset":
            below = self.argument()
            return Scripts(_limited(self.argument()), below, None)
        if name in ("xrightarrow", "xleftarrow"):
            return Scripts(Atom("→" if name == "xrightarrow" else "←", "rel", limits=True), None, self.argument())
        if name == "tag":
            return Row((Atom("  ", "space"), Atom(f"({self.raw()})")))
        if name in _DROPPED:
            self.raw()
            return None
        return self.symbol(name)

    def symbol(self, name: str) -> Node | None:
        if name == "\\":
            return Atom(" ", "space")
        if name in SPACES:
            return Atom(" " * SPACES[name], "space") if SPACES[name] else None
        if name in IGNORED:
            return None
        if name in BIG:
            return Atom(symbols().get(name, name), "big", limits=name not in BESIDE)
        if name in FUNCTIONS:
            return Atom(name, "op", limits=name in LIMITED)
        if name == "mid":
            return Atom("|", "rel")
        if name in symbols():
            return sign(symbols()[name])
        if name.isalpha():
            self.unknown.append(name)
            return Atom(name, "op")
        return Atom(name)

    def operator(self) -> Node:
        limits = self.next == "*"
        if limits:
            self.take()
        name = self.raw()
        return Atom(name, "op", limits=limits or name in LIMITED) if name else EMPTY

    def font(self, name: str) -> Node:
        body = self.argument()
        if isinstance(body, Atom) and body.kind == "ord":
            table = DOUBLE_STRUCK if name == "mathbb" else SCRIPT if name in ("mathcal", "mathscr") else {}
            return Atom(table.get(body.text, body.text))
        word = _word(body)
        return Atom(word, "op", limits=word in LIMITED) if word else body

    def root(self) -> Node:
        self.skip_blanks()
        degree: Node | None = None
        if self.next == "[":
            self.take()
            degree = self.row({"]"})
            self.take()
        return Root(self.argument(), degree)

    def delimited(self) -> Node:
        left = self.delimiter()
        if self._depth >= _DEPTH:
            return EMPTY
        self._depth += 1
        body = self.row({"\\right", "\\end"})
        self._depth -= 1
        right = ""
        if self.next == "\\right":
            self.take()
            right = self.delimiter()
        return Delimited(left, body, right)

    def delimiter(self) -> str:
        self.skip_blanks()
        token = self.take()
        if token.startswith("\\"):
            token = symbols().get(token[1:], token[1:])
        token = {"<": "⟨", ">": "⟩", "\\|": "‖"}.get(token, token)
        return "" if token == "." else token

    def environment(self) -> Node:
        name = self.raw().rstrip("*")
        if name == "array":
            self.raw()
        if self._depth >= _DEPTH:
            return EMPTY
        self._depth += 1
        rows: list[tuple[Node, ...]] = []
        while True:
            rows.append(tuple(self.cells({"\\\\", "\\newline", "\\end"})))
            if self.take() not in ("\\\\", "\\newline"):
                break
            self._row_gap()
        self._depth -= 1
        if self.next == "{":
            self.raw()
        rows = [row for row in rows if any(cell != EMPTY for cell in row)]
        if name == "cases":
            return Grid(tuple(rows), "cases", "{")
        if name in _GRIDS or name in ("array", "smallmatrix"):
            brackets = _GRIDS.get(name, "")
            return Grid(tuple(rows), "matrix", brackets[:1], brackets[1:])
        return Grid(tuple(rows), "aligned")

    def _row_gap(self) -> None:
        r"""Pass over the height that may follow the end of a row: `\\[2pt]`."""
        if self.next == "[" and "]" in self._tokens[self._at : self._at + 6]:
            while self.take() != "]":
                pass

    def raw(self) -> str:
        """A group's characters as they stand, with the escapes of text undone."""
        self.skip_blanks()
        if self.next != "{":
            return "" if self.next in ("", "}") else self.take().removeprefix("\\")
        self.take()
        depth, found = 1, []
        while not self.at_end:
            token = self.take()
            depth += (token == "{") - (token == "}")
            if depth == 0:
                break
            if token in ("{", "}", "$"):
                continue
            if token.startswith("\\"):
                token = " " if token[1:] in SPACES else symbols().get(token[1:], token[1:])
            found.append(" " if token.isspace() or token == "~" else token)
        return "".join(found)


def sign(text: str) -> Atom:
    """A sign with the kind that its blanks come from."""
    if text in RELATIONS:
        return Atom(text, "rel")
    if text in BINARY:
        return Atom(text, "bin")
    if text in TIGHT:
        return Atom(text, "tight")
    if text in (",", ";", ":"):
        return Atom(text, "punct")
    if text in OPENING:
        return Atom(text, "open")
    if text in CLOSING:
        return Atom(text, "close")
    return Atom(text)


def _is_space(node: Node) -> bool:
    return isinstance(node, Atom) and node.kind == "space"


def _items(node: Node) -> tuple[Node, ...]:
    return node.items if isinstance(node, Row) else (node,)


def _word(node: Node) -> str:
    """The letters of a row of them; empty if it has anything else."""
    items = _items(node)
    if len(items) > 1 and all(isinstance(one, Atom) and one.kind == "ord" and one.text.isalnum() for one in items):
        return "".join(one.text for one in items if isinstance(one, Atom))
    return ""


def _limited(node: Node) -> Node:
    return Atom(node.text, node.kind, limits=True) if isinstance(node, Atom) else node
