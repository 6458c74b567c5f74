"""What a check found."""

from __future__ import annotations

from typing import Literal

import msgspec

Level = Literal["ok", "warn", "fail"]


class Finding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing found: `id` is `group.what`, `remedy` says what to do ("" when nothing need be done)."""

    id: str
    level: Level
    text: str
    remedy: str = ""


def ok(id: str, text: str) -> Finding:
    """All is well."""
    return Finding(id=id, level="ok", text=text)


def warn(id: str, text: str, remedy: str = "") -> Finding:
    """dl-lab works, with less or with a risk."""
    return Finding(id=id, level="warn", text=text, remedy=remedy)


def fail(id: str, text: str, remedy: str) -> Finding:
    """dl-lab can't be used like this."""
    return Finding(id=id, level="fail", text=text, remedy=remedy)
