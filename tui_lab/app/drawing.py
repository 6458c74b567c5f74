"""Plain signs for terminals and fonts that lack the others, and pieces of a line that several screens use."""

from __future__ import annotations

_PLAIN = str.maketrans(
    {
        "●": "*",
        "○": "o",
        "◌": ".",
        "■": "#",
        "□": "_",
        "❚": "|",
        "✓": "+",
        "✗": "x",
        "─": "-",
        "━": "=",
        "│": "|",
        "▌": "|",
        "▸": ">",
        "·": "-",
        "…": "~",
        "→": ">",
        "←": "<",
        "↑": "^",
        "↓": "v",
        "◂": "<",
        "×": "x",
        "²": "2",
        "—": "-",
        "–": "-",
        "“": '"',
        "”": '"',
        "’": "'",
    }
)


def plain(text: str) -> str:
    """The text with each drawn sign replaced by an ASCII one of the same width; letters stay as they are."""
    return text.translate(_PLAIN)


def printable(text: object) -> str:
    """The text without control characters: what comes from a file never commands the terminal."""
    return "".join(c if c.isprintable() else " " for c in str(text))
