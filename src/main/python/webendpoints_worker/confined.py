"""Children of a zygote in their own namespaces, with restricted views of the file system."""

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
"""Paths in the parent's file system, each with its path in the child's."""

# Format of a process id that one process sends to another.
_PID = struct.Struct("i")

# Maximum length in bytes of the reason why no process could be created.
_LONGEST_ERROR = 1024

# Sent by a process that has entered a user namespace, and sent back once its ids are mapped.
_ENTERED = b"."

# The first of its own ids that a zygote maps for a child, as the child's user. It maps as many ids as it has.
_OWN_ID = 1


@dataclass(frozen=True)
class Confinement:
    """The file system that all children see, and the number of user ids of each: only its own, or a range as large as
    its zygote's.

    ``processes`` limits the processes of each child with a range, across all its users; 0 for no limit.
    """

    base: Binds
    ids: int
    processes: int

    @property
    def has_range(self) -> bool:
        return self.ids > 1


@dataclass(frozen=True)
class Family:
    """Three processes: one creates the namespaces and ends, the second is the first of its PID namespace, and the
    third, its child, is the worker.

    With a range of ids, the worker has its own user namespace below that of the others: as root there, it has no power
    over the mounts, the network and the processes of the surrounding namespace.
    """

    life: lives.Life
    confinement: Confinement
    open_there: tuple[int, int, int]
    own_network: bool

    def fork(self) -> int:
        """Returns the process id of the second, which the kernel reparents to the zygote when the process between them
        ends. When the second ends, so do all remaining processes of its PID namespace.
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
        """Runs the first process, which keeps its capabilities until the worker has a root directory; the worker drops
        its own, or all but some, before anything else.

        These capabilities apply only to its own namespaces, which the image's code could create as well (see
        ``namespaces``).
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
        os.chdir("/")  # the parent changes it for both of them
        lives.get_ready(self.life)
        os.dup2(line.fileno(), lives.ORDERS)
        line.close()
        self.life.run(lives.parsed(lives.await_order()))


def _await_ids(line: socket.socket) -> None:
    """Returns once the process at the other end has mapped the ids of this one. Raises OSError if it hasn't."""
    line.sendall(_ENTERED)
    if line.recv(len(_ENTERED)) != _ENTERED:
        raise OSError("no range of user ids was mapped")


def _pass_order_on(worker: int, line: socket.socket) -> None:
    """Passes the order to the worker, once its root directory is complete; returns early if the worker has ended."""
    handle = os.pidfd_open(worker)
    can_be_read, _, _ = select.select([handle, lives.ORDERS], [], [])
    os.close(handle)
    if handle in can_be_read:
        line.close()
        os.close(lives.ORDERS)
        return
    told = lives.await_order()
    namespaces.change_root(lives.parsed(told)["binds"])
    with contextlib.suppress(OSError), line:  # the worker has ended
        line.sendall(told)


def _wait_as_first(worker: int) -> NoReturn:
    """Acts as the first process of a PID namespace: reaps orphans, and ends with the worker's exit code."""
    signal.signal(signal.SIGTERM, lambda number, _: _signal(worker, number))
    while True:
        pid, status = os.wait()
        if pid == worker:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
