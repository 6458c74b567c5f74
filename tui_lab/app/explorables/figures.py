"""Numbers as explorables show them: with a fixed number of places, so that none jumps while it changes. Pure.

Their minus is the sign of formulas, U+2212; with ASCII alone a page draws it as a dash.
"""

from __future__ import annotations

MINUS = "−"


def fixed(value: float | None, places: int = 3, width: int = 0) -> str:
    """A number with so many places, -0 as 0; what is not a number is a dash."""
    if value is None or value != value:
        return "–".rjust(width)
    text = f"{value:.1e}" if abs(value) >= 1e5 else f"{value:.{places}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS).rjust(width)


def weight(value: float, width: int = 0) -> str:
    """Two places where those say all, else three."""
    places = 2 if abs(value - round(value, 2)) < 1e-9 else 3
    return fixed(value, places, width)


def factor(text: str) -> str:
    """A number inside a product: a negative one in brackets."""
    return f"({text})" if text.startswith(MINUS) else text


def option(value: float) -> str:
    """A number that is set, like a learning rate, with as many figures as it has."""
    return f"{value:g}".replace("-", MINUS)


def power(value: float | None) -> str:
    """A size over many orders of ten: 0.042, 3.1e-12."""
    if value is None:
        return "–"
    if value == 0:
        return "0"
    text = f"{value:.3g}" if 1e-3 <= abs(value) < 1e4 else f"{value:.1e}"
    return text.replace("-", MINUS)
