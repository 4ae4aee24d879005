"""Descriptors that are open in a process with a memory snapshot, and their copies in a fork."""

from __future__ import annotations

import contextlib
import fcntl
import os
import socket
import stat
from dataclasses import dataclass

# The flags of a descriptor that it keeps when it is opened anew.
_KEPT_FLAGS = os.O_ACCMODE | os.O_APPEND | os.O_NONBLOCK | os.O_SYNC


@dataclass(frozen=True)
class OpenFile:
    """An open file or directory. ``path`` is None if it has no name any more."""

    number: int
    path: str | None
    flags: int
    offset: int
    is_inheritable: bool

    @classmethod
    def of(cls, number: int) -> OpenFile:
        status = os.fstat(number)
        return cls(
            number=number,
            path=os.readlink(f"/proc/self/fd/{number}") if status.st_nlink else None,
            flags=fcntl.fcntl(number, fcntl.F_GETFL) & _KEPT_FLAGS,
            offset=os.lseek(number, 0, os.SEEK_CUR) if stat.S_ISREG(status.st_mode) else 0,
            is_inheritable=os.get_inheritable(number),
        )

    def reopen(self, path: str | None) -> None:
        """Replaces the descriptor by another one, with an offset of its own.

        ``path`` is that of the copy of the file, or None if the file itself is used. Raises OSError if the copy can't
        be opened.
        """
        try:
            opened = os.open(path or f"/proc/self/fd/{self.number}", self.flags | os.O_CLOEXEC)
        except OSError:
            if path is not None:
                raise
            return  # a file of the image that only its opener may read: its offset stays shared
        if self.offset:
            os.lseek(opened, self.offset, os.SEEK_SET)
        os.dup2(opened, self.number, inheritable=self.is_inheritable)
        os.close(opened)


def open_descriptors() -> set[int]:
    found = {int(name) for name in os.listdir("/proc/self/fd")}
    return {number for number in found if _is_open(number)}  # without the one of the listing


def sorted_out(numbers: set[int]) -> tuple[list[OpenFile], list[int]]:
    """Returns the open files and the TCP connections among these descriptors.

    Raises RuntimeError if there is something else that a fork can't have a copy of, in words for the user.
    """
    files, connections = [], []
    for number in sorted(numbers):
        mode = os.fstat(number).st_mode
        if _is_connection(number, mode):
            connections.append(number)
        elif stat.S_ISREG(mode) or stat.S_ISDIR(mode):
            files.append(OpenFile.of(number))
        elif not stat.S_ISCHR(mode):
            raise RuntimeError(f"it has open {_kind(number)}, which can't be copied")
    return files, connections


def _is_open(number: int) -> bool:
    with contextlib.suppress(OSError):
        os.fstat(number)
        return True
    return False


def _is_connection(number: int, mode: int) -> bool:
    """Returns whether it is a TCP connection, whose other end may vanish at any time."""
    if not stat.S_ISSOCK(mode):
        return False
    with socket.socket(fileno=os.dup(number)) as opened:
        try:
            opened.getpeername()
        except OSError:
            return False
        return opened.family in (socket.AF_INET, socket.AF_INET6) and opened.type == socket.SOCK_STREAM


def _kind(number: int) -> str:
    name = os.readlink(f"/proc/self/fd/{number}")
    kind = "a socket" if name.startswith("socket:") else "a pipe" if name.startswith("pipe:") else name
    return f"{kind} (descriptor {number})"


def end_connection(number: int) -> None:
    """Replaces a connection by one whose other end has closed it, as after any interruption."""
    here, there = socket.socketpair()
    there.close()
    with here:
        os.dup2(here.fileno(), number, inheritable=os.get_inheritable(number))
