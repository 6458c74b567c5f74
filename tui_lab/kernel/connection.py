"""The socket between an app and a keeper, as the app sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tui_lab.kernel import protocol
from tui_lab.kernel.protocol import Frame, Request


class Connection(asyncio.Protocol):
    """The socket. What comes before `go_on` waits."""

    def __init__(self) -> None:
        """Not connected yet."""
        self._lines = protocol.Lines(protocol.frame_decoder)
        self._transport: asyncio.Transport | None = None
        self._early: list[Frame] = []
        self._on_frame: Callable[[Frame], None] = self._early.append
        self._on_lost: Callable[[], None] = lambda: None
        self._left = False
        loop = asyncio.get_running_loop()
        self.hello: asyncio.Future[protocol.Hello] = loop.create_future()
        """What the keeper says first; `ConnectionResetError` where it ends before it speaks."""
        self.lost: asyncio.Future[None] = loop.create_future()
        """Done once the line is cut, by either end."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is there."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        """It is gone, whoever closed it."""
        self._transport = None
        self.lost.set_result(None)
        if not self.hello.done():
            self.hello.set_exception(ConnectionResetError())
            self.hello.exception()  # taken notice of, where nobody waits any more
        if not self._left:
            self._on_lost()

    def data_received(self, data: bytes) -> None:
        """The keeper said something."""
        try:
            frames = self._lines.feed(data)
        except ValueError:
            self.close()
            return
        for frame in frames:
            if isinstance(frame, protocol.Hello) and not self.hello.done():
                self.hello.set_result(frame)
            else:
                self._on_frame(frame)

    def go_on(self, on_frame: Callable[[Frame], None], on_lost: Callable[[], None]) -> None:
        """Hand on what came so far and what comes, and tell when the other end is gone."""
        early, self._early = self._early, []
        self._on_frame, self._on_lost = on_frame, on_lost
        for frame in early:
            on_frame(frame)

    def send(self, request: Request) -> None:
        """Send a wish; where the other end is gone, nobody hears it."""
        if self._transport is not None:
            self._transport.write(protocol.encode(request))

    def close(self) -> None:
        """Part with the keeper: that the line is lost isn't told then."""
        self._left = True
        if self._transport is not None:
            self._transport.close()
