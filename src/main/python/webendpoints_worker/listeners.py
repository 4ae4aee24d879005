"""Whose listener answers on a port (Linux): all workers of a machine share its network, and may want the same port."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Iterator

from webendpoints_worker import processes

_LISTEN = "0A"  # TCP_LISTEN, include/net/tcp_states.h of the kernel

# A file of listeners, the family of its addresses, and the address in it that stands for all.
_TABLES = (
    ("/proc/net/tcp", socket.AF_INET, "0.0.0.0"),
    ("/proc/net/tcp6", socket.AF_INET6, "::"),
)


def is_others(host: str, port: int) -> bool:
    """Whether what listens there belongs to processes that are not below this one.

    False where nothing listens, and where it can't be known: without ``/proc``, or with a descendant that hides its
    files.
    """
    listeners = _listeners(host, port)
    if not listeners:
        return False
    try:
        return listeners.isdisjoint(_own_sockets())
    except PermissionError:
        return False


def _listeners(host: str, port: int) -> set[str]:
    """The inodes of the sockets that take connections to an address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for path, of_family, everywhere in _TABLES:
        # Packets to an IPv4 address reach a socket of IPv6 where there is none of IPv4.
        wanted = {host, everywhere, f"::ffff:{host}"}
        found = {inode for address, inode in _table(path, of_family, port) if address in wanted}
        if found and (family is of_family or family is socket.AF_INET):
            return found
    return set()


def _table(path: str, family: socket.AddressFamily, port: int) -> Iterator[tuple[str, str]]:
    """The address and inode of each socket that listens on a port (proc_pid_net(5))."""
    with contextlib.suppress(OSError), open(path, encoding="ascii") as file:
        next(file, None)
        for line in file:
            fields = line.split()
            address, _, local_port = fields[1].partition(":")
            if fields[3] == _LISTEN and int(local_port, 16) == port:
                yield socket.inet_ntop(family, _in_network_order(address)), fields[9]


def _in_network_order(address: str) -> bytes:
    """The kernel prints each 32 bits of an address as a number of the machine."""
    words = (address[i : i + 8] for i in range(0, len(address), 8))
    return b"".join(int(word, 16).to_bytes(4, sys.byteorder) for word in words)


def _own_sockets() -> set[str]:
    """The inodes of all sockets that this process and its descendants have open. Raises PermissionError."""
    return {inode for pid in (os.getpid(), *processes.descendants()) for inode in _sockets_of(pid)}


def _sockets_of(pid: int) -> Iterator[str]:
    directory = f"/proc/{pid}/fd"
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for name in os.listdir(directory):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                target = os.readlink(f"{directory}/{name}")
                if target.startswith("socket:["):
                    yield target[len("socket:[") : -1]
