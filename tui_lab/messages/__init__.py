"""Every text that a person reads, by id, in English and Vietnamese.

Texts stand in one module an area (`en/lab.py`, `vi/lab.py`), each with a dict `TEXTS`. An area is
the part of an id before its first dot and is imported when a text of it is first asked for, so that
the first screen pays only for its own. Plain dicts in Python: they import in a millisecond, compiled.
"""

from __future__ import annotations

from importlib import import_module
from typing import Literal

Language = Literal["en", "vi"]
LANGUAGES: tuple[Language, ...] = ("en", "vi")

_areas: dict[tuple[str, str], dict[str, str]] = {}
_current: Language = "en"


def set_language(language: Language) -> None:
    """Choose the language of every text asked for from now on."""
    global _current
    _current = language


def language() -> Language:
    """The language in use."""
    return _current


def _area(lang: str, area: str) -> dict[str, str]:
    key = (lang, area)
    if key not in _areas:
        try:
            texts: dict[str, str] = import_module(f"tui_lab.messages.{lang}.{area}").TEXTS
        except ModuleNotFoundError:
            texts = {}
        _areas[key] = texts
    return _areas[key]


def t(id: str, /, **values: object) -> str:
    """The text with this id in the language in use (English where that has none), filled in.

    Args:
        id: `area.name`, for instance `lab.title`.
        values: what stands in braces in the text.

    Raises:
        KeyError: no language has a text with this id.
    """
    area, _, name = id.partition(".")
    for lang in (_current, "en"):
        text = _area(lang, area).get(name)
        if text is not None:
            return text.format(**values) if values else text
    raise KeyError(id)


def has(id: str) -> bool:
    """Whether English has a text with this id."""
    area, _, name = id.partition(".")
    return name in _area("en", area)
