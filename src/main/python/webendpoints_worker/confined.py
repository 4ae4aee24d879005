"""Children of a zygote in namespaces of their own, which see what they are shown."""

from __future__ import annotations

import contextlib
import functools
import os
import select
import signal
import socket
import struct
from dataclasses import dataclass
from typing import NoReturn

from webendpoints_worker import capabilities, limits, lives, namespaces, processes

Binds = list[tuple[str, str]]
"""Places of the parent's file system, and where a child sees them."""

# A process id as it is told by one process to another.
_PID = struct.Struct("i")

# Bytes of a reason why there is no process.
_LONGEST_ERROR = 1024

# What a process says when it has entered a user namespace, and what it hears once its ids are mapped.
_ENTERED = b"."

# The first of its own ids that a zygote maps for a child, its user. It maps as many as it has.
_OWN_ID = 1


@dataclass(frozen=True)
class Confinement:
    """What all children see, and how many user ids each has: its own only, or a range of as many as its zygote has.

    ``processes`` bounds those of each child with a range, whatever their users; 0 for no limit.
    """

    base: Binds
    ids: int
    processes: int

    @property
    def has_range(self) -> bool:
        return self.ids > 1


@dataclass(frozen=True)
class Family:
    """Three processes: one that makes the namespaces and ends, the first of them, which has the worker below it.

    With a range of ids, the worker has a user namespace of its own below that of the others: what root may do there, it
    may not do to the mounts, the network and the processes that the namespace around it has.
    """

    life: lives.Life
    confinement: Confinement
    open_there: tuple[int, int, int]
    own_network: bool

    def fork(self) -> int:
        """Returns the second, which the kernel gives to the zygote when the one between them ends. When it ends, so
        does all that is left in its PID namespace.
        """
        here, there = socket.socketpair()
        between = os.fork()
        if between == 0:
            here.close()
            lives.finally_end(lambda: self._make_first(there))
        there.close()
        try:
            with here:
                told = self._hear_of_first(here, between)
        finally:
            os.waitpid(between, 0)
        if len(told) != _PID.size:
            raise OSError(told.decode(errors="replace") or "the process between ended without a word")
        return _PID.unpack(told)[0]

    def _hear_of_first(self, line: socket.socket, between: int) -> bytes:
        told = line.recv(_LONGEST_ERROR)
        if told != _ENTERED:
            return told
        namespaces.map_range(f"/proc/{between}", _OWN_ID, self.confinement.ids)
        line.sendall(_ENTERED)
        return line.recv(_LONGEST_ERROR)

    def _make_first(self, telling: socket.socket) -> NoReturn:
        try:
            map_ids = functools.partial(_await_ids, telling) if self.confinement.has_range else None
            namespaces.enter(own_network=self.own_network, map_ids=map_ids)
            first = os.fork()
        except OSError as error:
            telling.sendall(str(error).encode()[:_LONGEST_ERROR])
            os._exit(1)
        if first:
            telling.sendall(_PID.pack(first))
            os._exit(0)
        telling.close()
        lives.leave_parent(self.life, self.open_there)
        self._live_as_first()

    def _live_as_first(self) -> NoReturn:
        """This process keeps its capabilities until the worker has a root directory; the worker gives up its own, or
        all but some, first of all.

        They are over nothing but namespaces of its own, which the image's code could make as well (see ``namespaces``).
        """
        processes.lead_own_session()
        namespaces.begin_root(self.confinement.base, own_network=self.own_network)
        here, there = socket.socketpair()
        worker = os.fork()
        if worker == 0:
            here.close()
            self._live_below_first(there)
        there.close()
        if self.confinement.has_range and here.recv(len(_ENTERED)):
            namespaces.map_range(f"{namespaces.PROCESSES}/{worker}", 0, self.confinement.ids)
            here.sendall(_ENTERED)
        _pass_order_on(worker, here)
        capabilities.keep()
        _wait_as_first(worker)

    def _live_below_first(self, line: socket.socket) -> NoReturn:
        if self.confinement.has_range:
            limits.limit_processes(self.confinement.processes)
            namespaces.enter_users(functools.partial(_await_ids, line))
            capabilities.keep(capabilities.OF_WORKERS)
        else:
            capabilities.keep()
        os.chdir("/")  # which its parent changes for both of them
        lives.get_ready(self.life)
        os.dup2(line.fileno(), lives.ORDERS)
        line.close()
        self.life.run(lives.parsed(lives.await_order()))


def _await_ids(line: socket.socket) -> None:
    """Returns when the process at the other end has mapped this one's. Raises OSError if it hasn't."""
    line.sendall(_ENTERED)
    if line.recv(len(_ENTERED)) != _ENTERED:
        raise OSError("no range of user ids was mapped")


def _pass_order_on(worker: int, line: socket.socket) -> None:
    """Returns when the worker has it in a root directory of its own, or has ended without it."""
    handle = os.pidfd_open(worker)
    can_be_read, _, _ = select.select([handle, lives.ORDERS], [], [])
    os.close(handle)
    if handle in can_be_read:
        line.close()
        os.close(lives.ORDERS)
        return
    told = lives.await_order()
    namespaces.change_root(lives.parsed(told)["binds"])
    with contextlib.suppress(OSError), line:  # the worker has ended meanwhile
        line.sendall(told)


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
