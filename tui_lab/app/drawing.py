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
        "↻": "r",
        "✎": "#",
        "★": "*",
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
        "┌": "+",
        "┐": "+",
        "└": "+",
        "┘": "+",
        "├": "+",
        "┤": "+",
        "┬": "+",
        "┴": "+",
        "┼": "+",
        "▶": ">",
        "◀": "<",
        "▲": "^",
        "▼": "v",
        "╱": "/",
        "╲": "\\",
        "−": "-",
        "′": "'",
        "∂": "d",
        "≈": "~",
        "∇": "D",
        "█": "#",
        "▀": "#",
        **{chr(0x2080 + digit): str(digit) for digit in range(10)},  # subscripts
    }
)


def plain(text: str) -> str:
    """The text with each drawn sign replaced by an ASCII one of the same width; letters stay as they are."""
    return text.translate(_PLAIN)
