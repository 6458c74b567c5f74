"""What happens in a lesson's kernel: one JSON line each in `outputs.jsonl` and on the keeper's socket.

`run` counts the runs of a session and never repeats. A recorded run begins with `Queued` or `Ran` and ends with `Done`.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

Run = Annotated[int, Meta(ge=0, le=2**53)]
"""Bounded, so that a damaged line can't bring a number that breaks those who read it."""
Count = Annotated[int, Meta(ge=0, le=2**53)]

RunStatus = Literal["ok", "error", "aborted", "interrupted"]
"""How a run ended. `aborted`: it never began, or its kernel died or was restarted."""
KernelState = Literal["starting", "idle", "busy", "dead", "restarting", "ended"]
"""`ended`: keeper and kernel are gone because someone said so, or after a long time without work."""

TABLE_MIME = "application/vnd.dl-lab.table+json"
CHECK_MIME = "application/vnd.dl-lab.check+json"


class _Event(Struct, frozen=True, kw_only=True, tag_field="event"):
    pass


class Opened(_Event, tag="opened", frozen=True, kw_only=True):
    """The first line of a history. It changes when the file is written anew, and places in it stop being valid."""

    generation: str


class Queued(_Event, tag="queued", frozen=True, kw_only=True):
    """A run waits for the ones before it."""

    run: Run
    cell: str
    code: str


class Ran(_Event, tag="ran", frozen=True, kw_only=True):
    """A run begins; what its cell printed before is of an earlier run."""

    run: Run
    cell: str
    code: str
    time: float
    """Seconds since 1970."""


class Counted(_Event, tag="counted", frozen=True, kw_only=True):
    """The kernel has begun with a cell, and this is its own number of it: the one that its tracebacks name."""

    run: Run
    count: Count


class Stream(_Event, tag="stream", frozen=True, kw_only=True):
    """Something was printed. The text is as the program wrote it: control sequences are in it."""

    run: Run
    name: Literal["stdout", "stderr"]
    text: str


class Skipped(_Event, tag="skipped", frozen=True, kw_only=True):
    """Printed text that is left out here, because there was too much of it."""

    run: Run
    lines: Count
    characters: Count


class Display(_Event, tag="display", frozen=True, kw_only=True):
    """A result, or something that was displayed: text by mime type, pictures as files under `files/`."""

    run: Run
    data: dict[str, str]
    files: dict[str, str] = {}
    """File name by mime type."""
    display_id: str = ""
    update: bool = False
    """Replaces what was displayed with this id."""
    result: bool = False


class ErrorText(Struct, frozen=True, kw_only=True):
    """An exception: its traceback, trimmed and with colours, and the plain-words line for it."""

    ename: str
    evalue: str
    traceback: list[str] = []
    plain_id: str = ""
    """Id of the message that says it in plain words; empty where there is none."""
    plain: dict[str, str | int | float] = {}
    """What the message is filled in with."""
    line: int = 0
    """Line of the learner's code; 0 where it isn't known."""


class Error(_Event, tag="error", frozen=True, kw_only=True):
    """A run raised an exception."""

    run: Run
    ename: str
    evalue: str
    traceback: list[str]
    plain_id: str = ""
    plain: dict[str, str | int | float] = {}


class Clear(_Event, tag="clear", frozen=True, kw_only=True):
    """The run's output is cleared: now, or (`wait`) when something new comes."""

    run: Run
    wait: bool = False


class Asked(_Event, tag="asked", frozen=True, kw_only=True):
    """The program waits in `input()`."""

    run: Run
    prompt: str
    password: bool = False


class Answered(_Event, tag="answered", frozen=True, kw_only=True):
    """`input()` got its answer, which stands here unless it is a password, or the run ended without one."""

    run: Run
    text: str = ""


class Done(_Event, tag="done", frozen=True, kw_only=True):
    """A run is over."""

    run: Run
    status: RunStatus
    seconds: float = 0.0


class State(_Event, tag="state", frozen=True, kw_only=True):
    """What the kernel does now. `why_id` is a message (`kernel.…`) where there is something to tell."""

    state: KernelState
    why_id: str = ""
    why: dict[str, str | int | float] = {}


class CheckResult(Struct, frozen=True, kw_only=True):
    """One check of an exercise."""

    name: str
    passed: bool
    hint: str = ""
    """Key of the hint that fits the mistake; empty where none does."""
    numbers: dict[str, int | float | str] = {}
    """What the hint is filled in with."""
    message: str = ""
    line: int = 0
    error: ErrorText | None = None
    """What the answer raised in this check."""


class CheckReport(Struct, frozen=True, kw_only=True):
    """What the checks of an exercise say of an answer."""

    passed: bool
    results: list[CheckResult] = []
    error: ErrorText | None = None
    """Why the checks could not be run: the answer doesn't compile, raises, or takes too long."""
    output: str = ""
    """The beginning and the end of what was printed meanwhile."""


class Checked(_Event, tag="checked", frozen=True, kw_only=True):
    """An exercise was checked."""

    run: Run
    exercise: str
    report: CheckReport


Event = (
    Opened
    | Queued
    | Ran
    | Counted
    | Stream
    | Skipped
    | Display
    | Error
    | Clear
    | Asked
    | Answered
    | Done
    | State
    | Checked
)

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Event)


def encode(event: Event) -> bytes:
    """One line, with its newline. Halves of surrogate pairs, which UTF-8 can't hold, become question marks."""
    try:
        return _encoder.encode(event) + b"\n"
    except UnicodeEncodeError:
        return _encoder.encode(_mended(msgspec.to_builtins(event))) + b"\n"


def decode(line: bytes) -> Event | None:
    """The event in a line, or None where the line is damaged."""
    try:
        event: Event = _decoder.decode(line)
        return event
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _mended(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_mended(k): _mended(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_mended(v) for v in value]
    return value
