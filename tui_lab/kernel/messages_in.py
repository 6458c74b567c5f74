"""What a kernel's messages mean for the history: Jupyter's messages as our events."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from typing import Any

import msgspec

from tui_lab.kernel import events
from tui_lab.kernel.events import CHECK_MIME, TABLE_MIME, CheckReport, Event

_PICTURES = {"image/png": "png", "image/jpeg": "jpg"}
_MOST_TEXT = 1_000_000
_MOST_TRACEBACK = 400
_MOST_TRACEBACK_LINE = 4_000

SaveFile = Callable[[int, bytes, str], str | None]
"""Keeps a picture of a run, with an ending; gives its file's name."""


def event_of(kind: str, content: dict[str, Any], run: int, exercise: str, save: SaveFile) -> Event | None:
    """The event that a message on the output channel makes, or None; what is printed is not told here.

    Args:
        kind: of the message.
        content: what is in it; a cell can send whatever it likes.
        run: whose message it is.
        exercise: id of the exercise that this run checks, or empty.
        save: where pictures go.
    """
    if kind in ("display_data", "update_display_data", "execute_result"):
        data = content.get("data")
        if not isinstance(data, dict):
            return None
        if exercise and CHECK_MIME in data:
            return events.Checked(run=run, exercise=exercise, report=report_of(data[CHECK_MIME]))
        transient = content.get("transient")
        display_id = transient.get("display_id") if isinstance(transient, dict) else None
        return _display(kind, data, display_id if isinstance(display_id, str) else "", run, save)
    if kind == "error":
        return error_of(content, run)
    if kind == "clear_output":
        return events.Clear(run=run, wait=bool(content.get("wait")))
    return None


def error_of(content: dict[str, Any], run: int) -> events.Error:
    """An exception; the code inside the kernel adds `plain_id` and `plain` where it has plain words for it."""
    traceback = content.get("traceback")
    lines = [line for entry in traceback for line in str(entry).split("\n")] if isinstance(traceback, list) else []
    if len(lines) > _MOST_TRACEBACK:
        half = _MOST_TRACEBACK // 2
        lines = [*lines[:half], "…", *lines[-half:]]
    plain = content.get("plain")
    return events.Error(
        run=run,
        ename=str(content.get("ename", ""))[:200],
        evalue=str(content.get("evalue", ""))[:_MOST_TRACEBACK_LINE],
        traceback=[line[:_MOST_TRACEBACK_LINE] for line in lines],
        plain_id=str(content.get("plain_id") or ""),
        plain={str(k): v if isinstance(v, int | float) else str(v) for k, v in plain.items()}
        if isinstance(plain, dict)
        else {},
    )


def report_of(value: object) -> CheckReport:
    """The report that the checks gave; one that says so where it can't be read."""
    try:
        return msgspec.convert(value, CheckReport, strict=False)
    except msgspec.ValidationError:
        return failed_report("kernel.check_silent")


def failed_report(plain_id: str, **plain: str | int | float) -> CheckReport:
    """The report of checks that could not be run to their end."""
    return CheckReport(passed=False, error=events.ErrorText(ename="", evalue="", plain_id=plain_id, plain=plain))


def _display(kind: str, data: dict[str, Any], display_id: str, run: int, save: SaveFile) -> Event | None:
    kept: dict[str, str] = {}
    files: dict[str, str] = {}
    for mime, ending in _PICTURES.items():
        picture = data.get(mime)
        if isinstance(picture, str) and not files:
            try:
                name = save(run, base64.b64decode(picture), ending)
            except (binascii.Error, ValueError):
                continue
            if name is not None:
                files[mime] = name
    text = data.get("text/plain")
    if text is not None:
        kept["text/plain"] = _short(text)
    table = data.get(TABLE_MIME)
    if table is not None:
        written = table if isinstance(table, str) else json.dumps(table)
        if len(written) <= _MOST_TEXT:
            kept[TABLE_MIME] = written
    if not kept and not files and "text/html" in data:
        kept["text/html"] = _short(data["text/html"])
    if not kept and not files:
        return None
    return events.Display(
        run=run,
        data=kept,
        files=files,
        display_id=display_id,
        update=kind == "update_display_data",
        result=kind == "execute_result",
    )


def _short(text: object) -> str:
    whole = "".join(map(str, text)) if isinstance(text, list) else str(text)
    return whole if len(whole) <= _MOST_TEXT else whole[:_MOST_TEXT] + "…"
