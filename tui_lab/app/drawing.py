"""Plain signs for terminals and fonts that lack the others."""

from __future__ import annotations

_PLAIN = str.maketrans(
    {
        "●": "*",
        "○": "o",
        "◌": ".",
        "■": "#",
        "□": "_",
        "◆": "+",
        "◇": "@",
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
