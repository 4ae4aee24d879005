"""Children of a zygote: a process for each worker, with its own session, output and, if confined, namespaces."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import socket
from typing import NoReturn

from webendpoints_worker import confined, lives


class Child:
    """A future worker as seen by its zygote: its process, and the read ends of its output pipes.

    The child waits for an order, which assigns it to a ``worker``; without one it ends. ``handle`` becomes readable
    when it has ended, and ``orders`` when it is ready, which must be received before it is given an order.
    """

    def __init__(self, pid: int, out: int, err: int, orders: socket.socket) -> None:
        self.pid = pid
        self.out = out
        self.err = err
        self.orders = orders
        self.handle = os.pidfd_open(pid)
        self.worker: str | None = None
        self.has_output = True

    def hear_ready(self) -> bool:
        """Returns False if the child ended before it was ready."""
        return self.orders.recv(len(lives.READY)) == lives.READY

    def begin(self, worker: str, order: lives.Order) -> None:
        """Sends the order. Called at most once. The zygote detects a dead child by its end."""
        self.worker = worker
        with self.orders, contextlib.suppress(OSError):
            self.orders.sendall(json.dumps(order).encode())

    def close_output(self) -> None:
        """Closes the pipes, which the server now reads through its own descriptors. Idempotent."""
        if self.has_output:
            self.has_output = False
            os.close(self.out)
            os.close(self.err)

    def forget(self) -> None:
        """Closes all descriptors for the child except its output, once. A child that has its order continues."""
        self.orders.close()
        os.close(self.handle)


def fork(life: lives.Life, confinement: confined.Confinement | None, *, own_network: bool = False) -> Child:
    """Forks a child. A confined child sees the common file system, and later also the ``binds`` of its order.

    Only a confined child can have its own network.

    Raises OSError if a process or a namespace can't be created.
    """
    out, out_end = os.pipe()
    err, err_end = os.pipe()
    orders, orders_end = socket.socketpair()
    try:
        open_there = (out_end, err_end, orders_end.fileno())
        if confinement is None:
            pid = _plain(life, open_there)
        else:
            pid = confined.Family(life, confinement, open_there, own_network).fork()
        return Child(pid, out, err, orders)
    except BaseException:
        os.close(out)
        os.close(err)
        orders.close()
        raise
    finally:
        os.close(out_end)
        os.close(err_end)
        orders_end.close()


def _plain(life: lives.Life, open_there: tuple[int, int, int]) -> int:
    pid = os.fork()
    if pid == 0:
        lives.finally_end(lambda: _live_plainly(life, open_there))
    return pid


def _live_plainly(life: lives.Life, open_there: tuple[int, int, int]) -> NoReturn:
    lives.leave_parent(life, open_there)
    lives.get_ready(life)
    life.run(lives.parsed(lives.await_order()))


def freeze() -> None:
    """Excludes all existing objects from garbage collection, so that their memory stays shared with the children."""
    gc.collect()
    gc.freeze()
