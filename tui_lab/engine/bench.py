"""`python -m tui_lab.engine.bench FD`: holds torch ready and computes what the app asks for, while the app lives.

FD is the number of an inherited end of a pair of Unix sockets: nobody else can connect, and nothing is left on disk.
A request is one JSON line `{"id", "name", "values"}`, its answer another: `{"id", "answer"}` or `{"id", "error"}`.
"""

from __future__ import annotations

import os
import queue
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

import msgspec
import torch

from tui_lab.engine.explorables import activations, boundary, neuron, surface, two_two_one

REQUESTS: dict[str, Callable[..., dict[str, object]]] = {
    "two-two-one": two_two_one.passes,
    "neuron": neuron.look,
    "neuron.step": neuron.step,
    "neuron.train": neuron.train,
    "surface": surface.at,
    "surface.levels": surface.levels,
    "boundary": boundary.train,
    "activations": activations.curves,
    "activations.gradients": activations.gradients,
}


class Request(msgspec.Struct):
    """What the app asks."""

    id: int
    name: str
    values: dict[str, Any] = {}


def answer(line: bytes) -> bytes:
    """The answer to one line; whatever goes wrong is an answer as well, in a line of its own."""
    id = 0
    try:
        request = msgspec.json.decode(line, type=Request)
        id = request.id
        return msgspec.json.encode({"id": id, "answer": REQUESTS[request.name](**request.values)}) + b"\n"
    except Exception as error:  # the bench outlives any request
        return msgspec.json.encode({"id": id, "error": f"{type(error).__name__}: {error}"}) + b"\n"


def _read(connection: socket.socket, requests: queue.SimpleQueue[bytes]) -> None:
    """Take in requests; when the app is gone, by whatever way, end in the middle of anything."""
    try:
        with connection.makefile("rb") as lines:
            for line in lines:
                requests.put(line)
    finally:
        os._exit(0)


def serve(connection: socket.socket) -> None:
    """Answer one request after the other, for ever."""
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(connection, requests), daemon=True).start()
    activations.gradients("relu", "kaiming", 2, 8, 0)  # the first sums take half a second
    warm = threading.Thread(target=boundary.points, args=("moons",), daemon=True)
    while True:
        line = requests.get()
        if b'"boundary"' in line and warm.ident is None:
            warm.start()  # scikit-learn, which makes moons and circles: 1 s and 100 MiB, not for other pictures
        connection.sendall(answer(line))


if __name__ == "__main__":
    # One thread: these are small sums, and a worker may train beside them.
    torch.set_num_threads(1)
    serve(socket.socket(fileno=int(sys.argv[1])))
