"""What app and keeper say to each other over the keeper's socket: one JSON object a line.

The keeper sends the lines of its history as they come, and a few answers besides.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from tui_lab.kernel.events import Event, State

VERSION = 1
"""Raised when a keeper of before can't be talked with: it may have been started by an older dl-lab."""

LONGEST_LINE = 64 * 2**20


class _Request(Struct, frozen=True, kw_only=True, tag_field="do"):
    pass


class Execute(_Request, tag="execute", frozen=True, kw_only=True):
    """Run cells, one after the other; an error aborts those behind it."""

    cells: list[tuple[str, str]]
    """Key and code of each."""


class Check(_Request, tag="check", frozen=True, kw_only=True):
    """Check an answer to an exercise."""

    exercise: str
    folder: str
    code: str
    language: str
    seconds: float
    """After so long the checks are interrupted and told to have taken too long."""


class Interrupt(_Request, tag="interrupt", frozen=True, kw_only=True):
    """Interrupt what runs; what waits is aborted."""


class Restart(_Request, tag="restart", frozen=True, kw_only=True):
    """A new kernel."""

    interpreter: str = ""
    """The Python that runs it; empty for that of the kernel before."""


class End(_Request, tag="end", frozen=True, kw_only=True):
    """End kernel and keeper."""


class Answer(_Request, tag="answer", frozen=True, kw_only=True):
    """The line that `input()` waits for."""

    text: str


class Complete(_Request, tag="complete", frozen=True, kw_only=True):
    """Ask what a name may go on with."""

    id: int
    code: str
    cursor: int


class Signature(_Request, tag="signature", frozen=True, kw_only=True):
    """Ask how the function is called in whose call the cursor stands."""

    id: int
    code: str
    cursor: int


Request = Execute | Check | Interrupt | Restart | End | Answer | Complete | Signature


class _Answer(Struct, frozen=True, kw_only=True, tag_field="event"):
    pass


class Hello(_Answer, tag="hello", frozen=True, kw_only=True):
    """The first line to an app: what comes after it is not in the first `offset` bytes of the history."""

    version: int
    generation: str
    offset: int
    state: State


class Completions(_Answer, tag="completions", frozen=True, kw_only=True):
    """The names that may stand from `start` to `end` of the code."""

    id: int
    start: int
    end: int
    matches: list[str]


class Signed(_Answer, tag="signed", frozen=True, kw_only=True):
    """How the function is called; empty where nobody knows."""

    id: int
    text: str


Frame = Hello | Completions | Signed | Event

_encoder = msgspec.json.Encoder()
request_decoder = msgspec.json.Decoder(Request)
frame_decoder = msgspec.json.Decoder(Frame)


def encode(message: Request | Hello | Completions | Signed) -> bytes:
    """One line, with its newline."""
    return _encoder.encode(message) + b"\n"


T = TypeVar("T")


class Lines(Generic[T]):
    """Cuts what a socket gives into lines and decodes each; damaged ones are left out."""

    def __init__(self, decoder: msgspec.json.Decoder[T]) -> None:
        """Decode with this decoder."""
        self._decoder = decoder
        self._rest = bytearray()

    def feed(self, data: bytes) -> list[T]:
        """The messages that are whole with this piece of data.

        Raises:
            ValueError: a line has no end.
        """
        if not self._rest and data.endswith(b"\n"):
            lines = data.splitlines()
        else:
            self._rest += data
            if b"\n" not in data:
                if len(self._rest) > LONGEST_LINE:
                    raise ValueError("a line without an end")
                return []
            whole, _, rest = bytes(self._rest).rpartition(b"\n")
            self._rest = bytearray(rest)
            lines = whole.splitlines()
        found = []
        for line in lines:
            try:
                found.append(self._decoder.decode(line))
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                continue
        return found
