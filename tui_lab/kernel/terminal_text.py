r"""Text as a program printed it, turned into lines that are safe to show.

Of the control sequences only colours stay, as the style of a run of text. What moves the cursor (`\\r`, `\\b`, the
cursor-up and erase sequences of progress bars) is carried out, so that a bar redraws in place; the rest is dropped.
The first and the last lines are kept and those between are counted: the cost of a text is its length, whatever came
before it.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import lru_cache

Piece = tuple[str, str]
"""A text and its style, as rich writes one: `bold red on blue`, `#ff8700`, or nothing."""
OutLine = tuple[Piece, ...]

FIRST_LINES = 200
LAST_LINES = 500
LONGEST_LINE = 2_000
"""Characters of a line that are kept."""
_TAB = 8
_MARGIN = 50
"""Lines before the last ones of a flood that are carried out too: their sequences may reach into those kept."""
_LONGEST_SEQUENCE = 4_096
"""An escape sequence without an end is waited for so long, then dropped."""

# Each alternative runs over a character once: the cost stays linear for whatever a program prints.
_CONTROL = re.compile(
    r"\x1b\[(?P<numbers>[0-?]*)[ -/]*(?P<final>[@-~]?)"
    r"|\x1b[\]PX^_](?P<string>[^\x07\x1b]*(?P<end>\x07|\x1b\\|\x1b\Z|\Z)?)"
    r"|\x1b[ -/]*[0-~]?"
    r"|(?P<character>[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff])"
)
"""What isn't text: control and escape sequences, what turns the direction of writing, halves of surrogate pairs."""

_COLOURS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_ON = {1: "bold", 2: "dim", 3: "italic", 4: "underline", 7: "reverse", 9: "strike"}
_OFF = {22: ("bold", "dim"), 23: ("italic",), 24: ("underline",), 27: ("reverse",), 29: ("strike",)}


def clean(text: str) -> str:
    """The text without control and escape sequences; line breaks and tabs become spaces."""
    return _CONTROL.sub(lambda found: " " if found.group() in ("\n", "\t") else "", text)


def lines_of(text: str, first: int = FIRST_LINES, last: int = LAST_LINES) -> list[OutLine]:
    """A whole text as lines that are safe to show; those left out are named by none."""
    whole = TerminalText(first, last)
    whole.write(text)
    return list(whole.lines())


class TerminalText:
    """Lines as they stand in a terminal after everything that was written so far."""

    def __init__(self, first: int = FIRST_LINES, last: int = LAST_LINES, style: str = "") -> None:
        """Keep so many lines of the beginning and of the end; `style` is that of text without a colour."""
        self._first_lines, self._last_lines, self._usual = first, last, style
        self._clear()
        self._column = 0
        self._unfinished = ""
        self._attributes: tuple[str, ...] = ()
        self._colour = self._ground = ""
        self._style = style

    def _clear(self) -> None:
        self._first: list[_Row] = [_Row()]
        self._last: deque[_Row] = deque()
        self.left_out = 0
        """Lines between the first and the last that are not kept."""
        self._row = 0

    @property
    def count(self) -> int:
        """Lines in all, with those left out."""
        return len(self._first) + self.left_out + len(self._last)

    @property
    def empty(self) -> bool:
        """Whether nothing can be seen."""
        return self.count == 1 and not self._first[0].length

    def first(self) -> list[OutLine]:
        """The first lines; all of them while there are few. An empty one at the very end isn't shown."""
        rows = self._first if self._last or self.left_out or self._first[-1].length else self._first[:-1]
        return [tuple(row.pieces) for row in rows]

    def last(self) -> list[OutLine]:
        """The lines behind those left out."""
        rows = list(self._last)
        return [tuple(row.pieces) for row in (rows[:-1] if rows and not rows[-1].length else rows)]

    def lines(self) -> Iterator[OutLine]:
        """The lines that are kept."""
        yield from self.first()
        yield from self.last()

    def skip(self, lines: int) -> None:
        """Lines that were printed and never came here."""
        if not lines:
            return
        self._leave_out(lines)

    def fresh_line(self) -> None:
        """Go on at the beginning of a line."""
        if self._current().length:
            self._line_feed()
        self._column = 0

    def write(self, text: str) -> None:
        """Take in the next piece of what is printed."""
        text, self._unfinished = self._unfinished + text, ""
        many = self._first_lines + self._last_lines + _MARGIN
        if len(text) > 2 * many and self._row == self.count - 1 and text.count("\n") > 2 * many:
            # A flood: the beginning and the end as always, and only counted what would be left out anyhow.
            start = 0
            for _ in range(self._first_lines + 1):
                start = text.index("\n", start) + 1
            end = len(text)
            for _ in range(self._last_lines + _MARGIN):
                end = text.rindex("\n", 0, end)
            self._feed(text[:start])
            for found in re.finditer(r"\x1b\[([0-9;:]*)m", text[start:end]):
                self._select(found.group(1))
            self._leave_out(text.count("\n", start, end + 1))
            text = text[end + 1 :]
        self._feed(text)

    def _leave_out(self, lines: int) -> None:
        """So many lines follow that are only counted, and then a new one."""
        self._row = self.count - 1
        self.fresh_line()
        (self._last or self._first).pop()  # the empty one: the first of those left out
        self.left_out += len(self._last) + lines
        self._last.clear()
        self._last.append(_Row())
        self._row = self.count - 1

    def _feed(self, text: str) -> None:
        place = 0
        for found in _CONTROL.finditer(text):
            if found.start() > place:
                self._put(text[place : found.start()])
            place = found.end()
            if found.group("character") is not None:
                self._control(found.group("character"))
            elif place == len(text) and self._is_unfinished(found):
                self._unfinished = found.group()
                return
            elif found.group("final"):
                self._sequence(found.group("numbers"), found.group("final"))
        if place < len(text):
            self._put(text[place:])

    @staticmethod
    def _is_unfinished(found: re.Match[str]) -> bool:
        whole = found.group()
        if len(whole) > _LONGEST_SEQUENCE:
            return False
        if found.group("final") is not None:
            return not found.group("final")
        if found.group("string") is not None:
            return found.group("end") in ("", "\x1b", None)
        return not (len(whole) > 1 and "0" <= whole[-1] <= "~")

    def _current(self) -> _Row:
        if self._row < len(self._first):
            return self._first[self._row]
        return self._last[self._row - len(self._first) - self.left_out]

    def _put(self, text: str) -> None:
        self._current().write(self._column, text, self._style)
        self._column = min(self._column + len(text), LONGEST_LINE)

    def _control(self, character: str) -> None:
        if character == "\n":
            self._line_feed()
            self._column = 0
        elif character == "\r":
            self._column = 0
        elif character == "\b":
            self._column = max(0, self._column - 1)
        elif character == "\t":
            self._put(" " * (_TAB - self._column % _TAB))

    def _line_feed(self) -> None:
        self._row += 1
        if self._row < self.count:
            return
        if not self._last and not self.left_out and len(self._first) < self._first_lines:
            self._first.append(_Row())
            return
        self._last.append(_Row())
        if len(self._last) > self._last_lines:
            self._last.popleft()
            self.left_out += 1

    def _sequence(self, numbers: str, final: str) -> None:
        if final == "m":
            self._select(numbers)
            return
        if numbers[:1] in ("<", "=", ">", "?"):  # modes of a terminal
            return
        given = [int(n) if n.isdigit() else 0 for n in numbers[:40].split(";")]
        n = min(max(1, given[0]), 10_000)
        if final in "AF":
            self._up(n)
        elif final in "BE":
            self._row = min(self._row + n, self.count - 1)
        elif final == "C":
            self._column = min(self._column + n, LONGEST_LINE)
        elif final == "D":
            self._column = max(0, self._column - n)
        elif final == "G":
            self._column = min(n - 1, LONGEST_LINE)
        elif final == "K":
            self._current().erase(self._column, given[0])
        elif final == "J":
            self._erase_below(given[0])
        if final in "EF":
            self._column = 0

    def _up(self, n: int) -> None:
        # What was left out can't be gone back to.
        oldest = len(self._first) + self.left_out if self.left_out else 0
        self._row = max(self._row - n, oldest if self._row >= oldest else 0)

    def _erase_below(self, what: int) -> None:
        if what in (2, 3):
            self._clear()
            self._column = 0
            return
        if what == 0:
            self._current().erase(self._column, 0)
            while self.count - 1 > self._row and (self._last or len(self._first) > 1):
                (self._last or self._first).pop()

    def _select(self, numbers: str) -> None:
        """Carry out a colour sequence (SGR)."""
        codes = [int(n) if n.isdigit() and len(n) < 4 else 0 for n in re.split("[;:]", numbers[:80])]
        attributes = set(self._attributes)
        while codes:
            code = codes.pop(0)
            if code == 0:
                attributes.clear()
                self._colour = self._ground = ""
            elif code in _ON:
                attributes.add(_ON[code])
            elif code in _OFF:
                attributes.difference_update(_OFF[code])
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self._colour = _named(code)
            elif 40 <= code <= 47 or 100 <= code <= 107:
                self._ground = _named(code - 10)
            elif code == 39:
                self._colour = ""
            elif code == 49:
                self._ground = ""
            elif code in (38, 48):
                colour = _further(codes)
                if code == 38:
                    self._colour = colour
                else:
                    self._ground = colour
        self._attributes = tuple(sorted(attributes))
        self._style = _style(self._attributes, self._colour, self._ground) or self._usual


@lru_cache(maxsize=256)
def _style(attributes: tuple[str, ...], colour: str, ground: str) -> str:
    return " ".join([*attributes, *([colour] if colour else []), *([f"on {ground}"] if ground else [])])


def _named(code: int) -> str:
    return f"bright_{_COLOURS[code - 90]}" if code >= 90 else _COLOURS[code - 30]


def _further(codes: list[int]) -> str:
    """The colour behind 38 or 48: `5;n` or `2;r;g;b`."""
    kind = codes.pop(0) if codes else 0
    if kind == 5 and codes:
        return f"color({min(codes.pop(0), 255)})"
    if kind == 2 and len(codes) >= 3:
        red, green, blue = (min(codes.pop(0), 255) for _ in range(3))
        return f"#{red:02x}{green:02x}{blue:02x}"
    return ""


class _Row:
    """One line: pieces of text with their style, changed in place by a progress bar."""

    __slots__ = ("length", "pieces")

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.length = 0

    def write(self, column: int, text: str, style: str) -> None:
        text = text[: LONGEST_LINE - column]
        if not text:
            return
        if column == 0 and len(text) >= self.length:
            self.pieces, self.length = [(text, style)], len(text)
            return
        end = column + len(text)
        behind = self._between(end, self.length) if end < self.length else []
        if column < self.length:
            self.pieces = self._between(0, column)
        elif column > self.length:
            self.pieces.append((" " * (column - self.length), ""))
        if self.pieces and self.pieces[-1][1] == style:
            self.pieces[-1] = (self.pieces[-1][0] + text, style)
        else:
            self.pieces.append((text, style))
        self.pieces += behind
        self.length = max(self.length, end)

    def erase(self, column: int, what: int) -> None:
        """Erase behind the column (0), before it (1) or all (2)."""
        if what == 2:
            self.pieces, self.length = [], 0
        elif what == 1:
            self.pieces = [(" " * min(column, self.length), ""), *self._between(column, self.length)]
        elif column < self.length:
            self.pieces, self.length = self._between(0, column), column

    def _between(self, start: int, end: int) -> list[Piece]:
        found: list[Piece] = []
        place = 0
        for text, style in self.pieces:
            piece = text[max(0, start - place) : max(0, end - place)]
            if piece:
                found.append((piece, style))
            place += len(text)
        return found
