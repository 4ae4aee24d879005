"""Children of a zygote: a process for each worker, with its own session, output and, where confined, namespaces."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import select
import signal
import socket
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from webendpoints_worker import failures, namespaces, processes

Binds = list[tuple[str, str]]
"""Places of the parent's file system, and where a child sees them."""

Order = dict[str, Any]
"""What a child shall be: the path of its ``spec``, and ``binds``, what it sees beside the base where it is confined."""

# A process id as it is told through a pipe.
_PID = struct.Struct("i")

# The descriptor from which a child reads its order.
_ORDERS = 3

# What a child says there when it is ready for it.
_READY = b"."


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
        return self.orders.recv(len(_READY)) == _READY

    def begin(self, worker: str, order: Order) -> None:
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


@dataclass(frozen=True)
class Life:
    """What a child does, in order: it closes what the parent has open, gets ready, waits for its order, and runs.

    One that is wanted at once has nothing to get ready for.
    """

    let_go: Callable[[], None]
    get_ready: Callable[[], None] | None
    run: Callable[[Order], NoReturn]


def fork(life: Life, base: Binds | None, *, own_network: bool = False) -> Child:
    """Forks a child, which is confined where there is a base: it sees that, and later the ``binds`` of its order.

    Only a confined one can have a network of its own.

    Raises OSError if a process or a namespace can't be made.
    """
    out, out_end = os.pipe()
    err, err_end = os.pipe()
    orders, orders_end = socket.socketpair()
    try:
        open_there = (out_end, err_end, orders_end.fileno())
        pid = _plain(life, open_there) if base is None else _confined(life, base, open_there, own_network)
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


def _plain(life: Life, open_there: tuple[int, int, int]) -> int:
    pid = os.fork()
    if pid == 0:
        _finally_end(lambda: _live_plainly(life, open_there))
    return pid


def _live_plainly(life: Life, open_there: tuple[int, int, int]) -> NoReturn:
    _leave_parent(life, open_there)
    _get_ready(life)
    life.run(_parsed(_await_order()))


def _confined(life: Life, base: Binds, open_there: tuple[int, int, int], own_network: bool) -> int:
    """Three processes: one that makes the namespaces and ends, the first of them, which has the worker below it.

    Returns the second, which the kernel gives to the zygote when the one between them ends. When it ends, so does all
    that is left in its PID namespace.
    """
    reading, telling = os.pipe()
    between = os.fork()
    if between == 0:
        os.close(reading)
        _finally_end(lambda: _make_first(life, base, open_there, own_network, telling))
    os.close(telling)
    with open(reading, "rb") as answer:
        told = answer.read()
    os.waitpid(between, 0)
    if len(told) != _PID.size:
        raise OSError(told.decode(errors="replace") or "the process between ended without a word")
    return _PID.unpack(told)[0]


def _make_first(life: Life, base: Binds, open_there: tuple[int, int, int], own_network: bool, telling: int) -> NoReturn:
    try:
        namespaces.enter(own_network=own_network)
        first = os.fork()
    except OSError as error:
        os.write(telling, str(error).encode())
        os._exit(1)
    if first:
        os.write(telling, _PID.pack(first))
        os._exit(0)
    os.close(telling)
    _leave_parent(life, open_there)
    _live_as_first(life, base)


def _live_as_first(life: Life, base: Binds) -> NoReturn:
    """This process keeps its capabilities until the worker has a root directory; the worker gives them up first of all.

    They are over nothing but namespaces of its own, which the image's code could make as well (see ``namespaces``).
    """
    processes.lead_own_session()
    namespaces.begin_root(base)
    reading, passing_on = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(passing_on)
        _live_below_first(life, reading)
    os.close(reading)
    _pass_order_on(worker, passing_on)
    namespaces.give_up_capabilities()
    _wait_as_first(worker)


def _live_below_first(life: Life, order: int) -> NoReturn:
    namespaces.give_up_capabilities()
    os.chdir("/")  # which its parent changes for both of them
    _get_ready(life)
    os.dup2(order, _ORDERS)
    os.close(order)
    life.run(_parsed(_await_order()))


def _pass_order_on(worker: int, passing_on: int) -> None:
    """Returns when the worker has it in a root directory of its own, or has ended without it."""
    handle = os.pidfd_open(worker)
    can_be_read, _, _ = select.select([handle, _ORDERS], [], [])
    os.close(handle)
    if handle in can_be_read:
        os.close(passing_on)
        os.close(_ORDERS)
        return
    told = _await_order()
    namespaces.change_root(_parsed(told)["binds"])
    with contextlib.suppress(BrokenPipeError), open(passing_on, "wb") as pipe:
        pipe.write(told)


def _wait_as_first(worker: int) -> NoReturn:
    """Does what the first process of a PID namespace must: it waits for orphans, and ends as the worker did."""
    signal.signal(signal.SIGTERM, lambda number, _: _signal(worker, number))
    while True:
        pid, status = os.wait()
        if pid == worker:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _leave_parent(life: Life, open_there: tuple[int, int, int]) -> None:
    """Leaves the parent's descriptors behind; what remains are the three that every process has, and its orders."""
    life.let_go()
    for descriptor, name in zip(open_there, (1, 2, _ORDERS), strict=True):
        os.dup2(descriptor, name)
    os.closerange(_ORDERS + 1, os.sysconf("SC_OPEN_MAX"))


def _get_ready(life: Life) -> None:
    if life.get_ready is not None:
        life.get_ready()
        with contextlib.suppress(OSError):  # the parent is gone, as the wait for orders tells
            os.write(_ORDERS, _READY)


def _await_order() -> bytes:
    """Ends the process when there will be none: the parent is gone, or has no use for it."""
    with open(_ORDERS, "rb") as orders:
        told = orders.read()
    if not told:
        os._exit(0)
    return told


def _parsed(told: bytes) -> Order:
    return json.loads(told)


def _finally_end(step: Callable[[], NoReturn]) -> NoReturn:
    """A child never returns into its parent's code."""
    try:
        step()
    except BaseException as error:
        with contextlib.suppress(Exception):
            print(failures.traceback_of(error), file=sys.stderr, flush=True)
        os._exit(1)


def freeze() -> None:
    """Keeps the collector away from all that exists now: what it never touches stays shared with the children."""
    gc.collect()
    gc.freeze()
