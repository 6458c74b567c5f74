"""The apps that follow a keeper, and what they are sent: everything, but of a flood only pieces."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Literal

from tui_lab.kernel import events, protocol
from tui_lab.kernel.events import Event
from tui_lab.kernel.protocol import Request

PAUSE_S = 0.05
"""Between two pieces of what is printed, once it floods."""
PIECE = 64 * 1024
"""Characters of one line of the history."""
_SHOWN_FIRST, _SHOWN_LAST = 32 * 1024, 96 * 1024
"""Of what was printed in one pause, apps are sent so much of the beginning and of the end."""
_MOST_HELD = 4 * 2**20
_MOST_UNREAD = 4 * 2**20
"""An app that reads nothing (stopped with Ctrl+Z) is sent no more printed text than this."""
_GIVEN_UP = 64 * 2**20
_SOON_S = 0.01

StreamName = Literal["stdout", "stderr"]


class Pacer:
    """Gathers what is printed: the first piece goes on at once, a flood in few large pieces."""

    def __init__(self, emit: Callable[[int, list[tuple[StreamName, str]]], None]) -> None:
        """`emit` is given a run and what it printed."""
        self._emit = emit
        self._loop = asyncio.get_running_loop()
        self._run = 0
        self._held: list[tuple[StreamName, list[str]]] = []
        self._size = 0
        self._next = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def take(self, run: int, name: StreamName, text: str) -> None:
        """Something was printed."""
        if run != self._run:
            self.flush()
            self._run = run
        if self._held and self._held[-1][0] == name:
            self._held[-1][1].append(text)
        else:
            self._held.append((name, [text]))
        self._size += len(text)
        now = self._loop.time()
        if now >= self._next or self._size > _MOST_HELD:
            self.flush()
        elif self._timer is None:
            self._timer = self._loop.call_at(self._next, self.flush)

    def flush(self) -> None:
        """Hand on what is held: whatever else happens comes after it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._held:
            return
        held, self._held, self._size = self._held, [], 0
        self._next = self._loop.time() + PAUSE_S
        self._emit(self._run, [(name, "".join(texts)) for name, texts in held])


class Audience:
    """All apps that are connected."""

    def __init__(self) -> None:
        """Nobody yet."""
        self._apps: set[App] = set()
        self._held: list[bytes] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(self, app: App) -> None:
        """One more."""
        self._apps.add(app)

    def remove(self, app: App) -> None:
        """One less."""
        self._apps.discard(app)

    def send(self, line: bytes, *, soon: bool = False) -> None:
        """Send a line to all: now, or together with the next, which is worth waiting for a moment.

        That a run begins is told with what it prints: an app that wakes up twice takes the time from the kernel.
        """
        self._held.append(line)
        if not soon:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_SOON_S, self.flush)

    def flush(self) -> None:
        """Send what waits."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        lines, self._held = b"".join(self._held), []
        if lines:
            for app in list(self._apps):
                app.send(lines)

    def send_printed(self, run: int, pieces: list[events.Stream]) -> None:
        """Send what was printed in one pause, cut short where it is much."""
        self.flush()
        shown = b"".join(map(events.encode, _cut_short(run, pieces)))
        for app in list(self._apps):
            app.send_printed(run, shown, pieces)

    def close(self) -> None:
        """Part with all, once they were sent everything."""
        self.flush()
        for app in list(self._apps):
            app.close()


class App(asyncio.Protocol):
    """One connected app."""

    def __init__(self, on_open: Callable[[App], None], on_request: Callable[[App, Request], None]) -> None:
        """Callbacks for its coming and for what it asks."""
        self._on_open, self._on_request = on_open, on_request
        self._lines = protocol.Lines(protocol.request_decoder)
        self._transport: asyncio.Transport | None = None
        self._unsent_lines = self._unsent_characters = 0
        self.gone: Callable[[App], None] = lambda _: None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It comes."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._on_open(self)

    def connection_lost(self, _error: Exception | None) -> None:
        """It went."""
        self._transport = None
        self.gone(self)

    def data_received(self, data: bytes) -> None:
        """It asks for something."""
        try:
            requests = self._lines.feed(data)
        except ValueError:
            self.close()
            return
        for request in requests:
            self._on_request(self, request)

    def send(self, line: bytes) -> None:
        """Send it a line."""
        if self._transport is None:
            return
        if self._transport.get_write_buffer_size() > _GIVEN_UP:
            self._transport.abort()
            return
        self._transport.write(line)

    def send_printed(self, run: int, shown: bytes, pieces: list[events.Stream]) -> None:
        """Send what was printed, unless it doesn't read: then count what it misses."""
        if self._transport is None:
            return
        if self._transport.get_write_buffer_size() > _MOST_UNREAD:
            self._unsent_lines += sum(piece.text.count("\n") for piece in pieces)
            self._unsent_characters += sum(len(piece.text) for piece in pieces)
            return
        if self._unsent_characters:
            skipped = events.Skipped(run=run, lines=self._unsent_lines, characters=self._unsent_characters)
            self._unsent_lines = self._unsent_characters = 0
            self.send(events.encode(skipped))
        self.send(shown)

    def close(self) -> None:
        """Part with it."""
        if self._transport is not None:
            self._transport.close()


def in_pieces(run: int, printed: list[tuple[StreamName, str]]) -> list[events.Stream]:
    """What was printed as events, none of them long."""
    return [
        events.Stream(run=run, name=name, text=text[start : start + PIECE])
        for name, text in printed
        for start in range(0, len(text), PIECE)
    ]


def _cut_short(run: int, pieces: list[events.Stream]) -> list[Event]:
    """The beginning and the end of much that was printed, cut at the ends of lines."""
    size = sum(len(piece.text) for piece in pieces)
    if size <= 2 * (_SHOWN_FIRST + _SHOWN_LAST):
        return [*pieces]
    whole = "".join(piece.text for piece in pieces)
    # At the end of a line, unless lines are very long.
    first_end = whole.rfind("\n", _SHOWN_FIRST // 2, _SHOWN_FIRST) + 1 or _SHOWN_FIRST
    last_start = whole.find("\n", size - _SHOWN_LAST, size - _SHOWN_LAST // 2) + 1 or size - _SHOWN_LAST
    middle = whole[first_end:last_start]
    name = pieces[-1].name
    return [
        events.Stream(run=run, name=pieces[0].name, text=whole[:first_end]),
        events.Skipped(run=run, lines=middle.count("\n"), characters=len(middle)),
        events.Stream(run=run, name=name, text=whole[last_start:]),
    ]
