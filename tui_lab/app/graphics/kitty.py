"""Pictures by kitty's graphics protocol, with placeholders: https://sw.kovidgoyal.net/kitty/graphics-protocol/

A picture is sent once with a number. Where it is seen there are cells with the placeholder character, whose marks say
which row and column of the picture a cell shows, and whose colour is the picture's number. kitty has them from 0.28 on.
"""

from __future__ import annotations

from base64 import standard_b64encode
from functools import lru_cache

_PLACEHOLDER = "\U0010eeee"
_CHUNK = 4096  # of the coded data in one sequence, by the protocol
_MARKS_FROM_TO = (
    "0305 030D-030E 0310 0312 033D-033F 0346 034A-034C 0350-0352 0357 035B 0363-036F 0483-0487 0592-0595 0597-0599 "
    "059C-05A1 05A8-05A9 05AB-05AC 05AF 05C4 0610-0617 0657-065B 065D-065E 06D6-06DC 06DF-06E2"
)


def _marks() -> str:
    """The combining marks that stand for 0, 1, 2, … in the order of the protocol's list."""
    found = ""
    for span in _MARKS_FROM_TO.split():
        first, _, last = span.partition("-")
        found += "".join(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return found


MARKS = _marks()
"""As many as a picture may have rows or columns."""


@lru_cache(maxsize=256)
def cells(row: int, columns: int) -> str:
    """The text of a row of a picture. Each cell names its row and column, so that any part may be painted alone."""
    return "".join(_PLACEHOLDER + MARKS[row] + MARKS[x] for x in range(columns))


def sent(number: int, columns: int, rows: int, png: bytes) -> str:
    """What sends a picture and makes it show in its placeholders; the terminal is to answer nothing."""
    coded = standard_b64encode(png).decode("ascii")
    chunks = [coded[n : n + _CHUNK] for n in range(0, len(coded), _CHUNK)] or [""]
    keys = f"a=T,U=1,q=2,f=100,t=d,i={number},c={columns},r={rows},"
    sequences = []
    for n, chunk in enumerate(chunks):
        more = int(n + 1 < len(chunks))
        sequences.append(f"\x1b_G{keys if n == 0 else 'q=2,'}m={more};{chunk}\x1b\\")
    return "".join(sequences)


def deleted(number: int) -> str:
    """What makes the terminal forget a picture."""
    return f"\x1b_Ga=d,d=I,q=2,i={number};\x1b\\"
