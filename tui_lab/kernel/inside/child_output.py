"""Runs inside the kernel: what its forked children print comes over a private socket, not over a TCP port.

ipykernel opens a port on 127.0.0.1 for this even where all else goes over files. Anybody on the machine could connect
there, though not say anything without knowing a secret; on a machine with strict rules it may not open at all.
"""

from __future__ import annotations

import contextlib
from typing import Any


def use_private_socket() -> None:
    """Move that door; where this ipykernel is built otherwise, everything stays as it is."""
    with contextlib.suppress(Exception):
        _move()


def _move() -> None:
    import zmq
    from ipykernel.kernelapp import IPKernelApp
    from zmq.eventloop.zmqstream import ZMQStream

    app = IPKernelApp.instance()
    thread: Any = app.iopub_thread
    if app.transport != "ipc" or not thread._pipe_flag:
        return
    address = f"ipc://{app.ip}-pipe"
    door = thread.socket.context.socket(zmq.PULL)
    door.linger = 0
    door.bind(address)

    def swap() -> None:
        before, thread._pipe_in = thread._pipe_in, ZMQStream(door, thread.io_loop)
        thread._pipe_in.on_recv(thread._handle_pipe_msg)
        before.close()

    def connected() -> tuple[Any, Any]:
        context = zmq.Context()  # a forked child must not use its parent's
        way_out = context.socket(zmq.PUSH)
        way_out.linger = 3000
        way_out.connect(address)
        return context, way_out

    thread._setup_pipe_out = connected
    thread.io_loop.add_callback(swap)
