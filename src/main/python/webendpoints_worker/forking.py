"""Children of a zygote: a process for each worker, with its own session, output and, where confined, namespaces."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import socket
from typing import NoReturn

from webendpoints_worker import confined, lives


class Child:
    """A worker to be, seen from its zygote: its process, and the ends of the pipes that read what it prints.

    It waits for an order, in which it learns which ``worker`` it is; without one it ends. ``handle`` is readable when
    it has ended, and ``orders`` when it has got ready, which is to be heard before it is given one.
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
        """False when there is nobody left who could be ready."""
        return self.orders.recv(len(lives.READY)) == lives.READY

    def begin(self, worker: str, order: lives.Order) -> None:
        """To be called once. A child that is gone is noticed by its end."""
        self.worker = worker
        with self.orders, contextlib.suppress(OSError):
            self.orders.sendall(json.dumps(order).encode())

    def close_output(self) -> None:
        """The server reads the pipes now, through ends of its own. Closed already, nothing happens."""
        if self.has_output:
            self.has_output = False
            os.close(self.out)
            os.close(self.err)

    def forget(self) -> None:
        """Closes what this process has open of it but its output, once. A child that has its order goes on."""
        self.orders.close()
        os.close(self.handle)


def fork(life: lives.Life, confinement: confined.Confinement | None, *, own_network: bool = False) -> Child:
    """Forks a child, where it is confined into what all see, and later the ``binds`` of its order.

    Only a confined one can have a network of its own.

    Raises OSError if a process or a namespace can't be made.
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
    """Keeps the collector away from all that exists now: what it never touches stays shared with the children."""
    gc.collect()
    gc.freeze()
