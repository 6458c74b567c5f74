"""Very long messages of a kernel: it gathers what is printed for 0.2 s, which may be 100 MB.

Such a message is not unpacked: the keeper would need several times its size, and fall behind a loop that goes on
printing. Its beginning and end are cut out of it as it came.
"""

from __future__ import annotations

import re

import msgspec

MOST_BYTES = 8 * 2**20
"""Longer contents are cut."""
_FIRST, _LAST = 6 * 2**20, 2 * 2**20
_START = re.compile(rb'\{\s*"name":\s*"(stdout|stderr)",\s*"text":\s*"')
_END = re.compile(rb'"\s*\}\s*\Z')
_LONGEST_LETTER = 12
"""Bytes of one letter in JSON: two halves of a surrogate pair."""

_text = msgspec.json.Decoder(str).decode


class Cut(msgspec.Struct):
    """What was printed at once, without its middle."""

    name: str
    first: str
    last: str
    lines: int
    """Line ends in what is left out."""
    characters: int
    """About as many were left out."""


def cut(content: bytes) -> Cut | None:
    """A stream message's content, cut; None where it is something else."""
    start, end = _START.match(content), _END.search(content, len(content) - 20)
    if start is None or end is None:
        return None
    first_end, last_start = start.end() + _FIRST, end.start() - _LAST
    first = _whole(content[start.end() : first_end], at_end=True)
    last = _whole(content[last_start : end.start()], at_end=False)
    if first is None or last is None:
        return None
    lines = content.count(b"\\n", first_end, last_start)
    return Cut(start.group(1).decode(), first, last, lines, last_start - first_end)


def _whole(text: bytes, *, at_end: bool) -> str | None:
    """Part of a JSON string as text, less the letter that was cut through."""
    for less in range(_LONGEST_LETTER + 1):
        try:
            return _text(b'"' + (text[: len(text) - less] if at_end else text[less:]) + b'"')
        except ValueError:  # msgspec's errors are such, and those of UTF-8
            continue
    return None
