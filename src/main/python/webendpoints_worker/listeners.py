"""Determines who listens on a port (Linux): all workers of a machine share its network, and may use the same port."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from collections.abc import Iterator

from webendpoints_worker import processes

_LISTEN = "0A"  # TCP_LISTEN, include/net/tcp_states.h of the kernel

# A table of listeners, its address family, and its wildcard address.
_TABLES = (
    ("/proc/net/tcp", socket.AF_INET, "0.0.0.0"),
    ("/proc/net/tcp6", socket.AF_INET6, "::"),
)


def is_others(host: str, port: int) -> bool:
    """Returns whether the listeners belong to processes that are not descendants of this one.

    Returns False if nothing listens, or if this can't be determined: without ``/proc``, or with a descendant whose
    files are not accessible.
    """
    listeners = _listeners(host, port)
    if not listeners:
        return False
    try:
        return listeners.isdisjoint(_own_sockets())
    except PermissionError:
        return False


def _listeners(host: str, port: int) -> set[str]:
    """Returns the inodes of the sockets that accept connections to an address."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for path, of_family, everywhere in _TABLES:
        # Packets to an IPv4 address reach an IPv6 socket if there is no IPv4 socket.
        wanted = {host, everywhere, f"::ffff:{host}"}
        found = {inode for address, inode in _table(path, of_family, port) if address in wanted}
        if found and (family is of_family or family is socket.AF_INET):
            return found
    return set()


def _table(path: str, family: socket.AddressFamily, port: int) -> Iterator[tuple[str, str]]:
    """Yields the address and inode of each socket that listens on a port (proc_pid_net(5))."""
    with contextlib.suppress(OSError), open(path, encoding="ascii") as file:
        next(file, None)
        for line in file:
            fields = line.split()
            address, _, local_port = fields[1].partition(":")
            if fields[3] == _LISTEN and int(local_port, 16) == port:
                yield socket.inet_ntop(family, _in_network_order(address)), fields[9]


def _in_network_order(address: str) -> bytes:
    """Converts an address, of which the kernel prints each 32 bits as a number in host byte order."""
    words = (address[i : i + 8] for i in range(0, len(address), 8))
    return b"".join(int(word, 16).to_bytes(4, sys.byteorder) for word in words)


def _own_sockets() -> set[str]:
    """Returns the inodes of all open sockets of this process and its descendants. Raises PermissionError."""
    return {inode for pid in (os.getpid(), *processes.descendants()) for inode in _sockets_of(pid)}


def _sockets_of(pid: int) -> Iterator[str]:
    directory = f"/proc/{pid}/fd"
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        for name in os.listdir(directory):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                target = os.readlink(f"{directory}/{name}")
                if target.startswith("socket:["):
                    yield target[len("socket:[") : -1]
