"""Makes a user namespace with a range of ids, which bubblewrap can join but not make, and runs a command that uses it.

The server starts it as ``python -I -S -c <this text> <order> <command…>``. The order is JSON: ``uid``, the user and
group that own the namespace where the server is root, or null for the server's own; ``first_uid``, ``first_gid`` and
``count``, the subordinate ids of the host; ``inside``, which id the owner has in the namespace, where the subordinate
ones follow; ``processes``, how many the namespace may have, whatever their ids, or 0; ``new_uid_map`` and
``new_gid_map``, the programs that map ids for an ordinary user, or null where the server is root; ``enters``, whether
the command runs in the namespace itself, as its owner with all capabilities.

Else the command finds the namespace open as descriptor 10. There are two, one within the other: the kernel bounds the
processes of a namespace as those of its creator in the one around it, whose only processes they are
(``RLIMIT_NPROC``, getrlimit(2); user_namespaces(7)). Needs nothing but the standard library of Python 3.9.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

# Where the command finds the namespace.
DESCRIPTOR = 10

# What the owner is in the outer namespace. Not 0: who maps the id 0 of another one needs a capability more.
_OWNER = 1

_CLONE_NEWUSER = 0x10000000
_PR_SET_DUMPABLE = 4

_DONE = b"."


def main(text: str, command: list[str]) -> NoReturn:
    """Raises OSError if the namespace can't be made."""
    order: dict[str, Any] = json.loads(text)
    namespace = _make(order)
    if order["enters"]:
        _call("setns", namespace, _CLONE_NEWUSER)
    else:
        os.dup2(namespace, DESCRIPTOR, inheritable=True)
    os.execvp(command[0], command)


def _make(order: dict[str, Any]) -> int:
    """Makes both namespaces and opens the inner one. The processes that made them have ended then."""
    outer, line = _fork(lambda line: _live_in_outer(order, line))
    with line:
        _hear(line)
        _map_from_host(outer, order)
        line.sendall(_DONE)
        namespace = os.open(f"/proc/{int(_hear(line))}/ns/user", os.O_RDONLY | os.O_CLOEXEC)
    os.waitpid(outer, 0)
    return namespace


def _live_in_outer(order: dict[str, Any], line: socket.socket) -> None:
    """Has a process for the inner namespace below it, whose ids only a process of the outer one can map."""
    if order["uid"] is not None:
        _become(order["uid"])
    _call("unshare", _CLONE_NEWUSER)
    line.sendall(_DONE)
    _hear(line)
    if order["processes"]:
        _bound_processes(order["processes"])
    inner, below = _fork(_live_in_inner)
    with below:
        _hear(below)
        lines = ((order["inside"], _OWNER, 1), (order["inside"] + 1, _OWNER + 1, order["count"]))
        for name in ("uid_map", "gid_map"):
            _write(f"/proc/{inner}/{name}", _map(lines))
        line.sendall(str(inner).encode())
        line.recv(1)  # the end of the line: it has been opened
    os.waitpid(inner, 0)


def _live_in_inner(line: socket.socket) -> None:
    _call("unshare", _CLONE_NEWUSER)
    line.sendall(_DONE)
    line.recv(1)


def _map_from_host(pid: int, order: dict[str, Any]) -> None:
    user, group = (os.getuid(), os.getgid()) if order["uid"] is None else (order["uid"], order["uid"])
    for kind, owner in (("uid", user), ("gid", group)):
        lines = ((_OWNER, owner, 1), (_OWNER + 1, order[f"first_{kind}"], order["count"]))
        program = order[f"new_{kind}_map"]
        if program is None:
            _write(f"/proc/{pid}/{kind}_map", _map(lines))
        else:
            numbers = [str(number) for line in lines for number in line]
            if os.spawnv(os.P_WAIT, program, [program, str(pid), *numbers]) != 0:
                raise OSError(f"{program} did not map the ids")


def _map(lines: tuple[tuple[int, int, int], ...]) -> str:
    """Each line has an id inside, an id outside and how many there are; outside it must lie in one line of the map."""
    return "".join(f"{inside} {outside} {count}\n" for inside, outside, count in lines)


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    _call("prctl", _PR_SET_DUMPABLE, 1, 0, 0, 0)  # else its files in /proc are root's


def _bound_processes(most: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_NPROC, (limit, limit))


def _fork(live: Callable[[socket.socket], None]) -> tuple[int, socket.socket]:
    """Starts a process, which has the other end of the line."""
    here, there = socket.socketpair()
    pid = os.fork()
    if pid:
        there.close()
        return pid, here
    status = 1
    try:
        here.close()
        live(there)
        status = 0
    except Exception as error:
        print(repr(error), file=sys.stderr, flush=True)
    finally:
        os._exit(status)


def _hear(line: socket.socket) -> bytes:
    said = line.recv(64)
    if not said:
        raise OSError("a user namespace could not be made")
    return said


def _write(path: str, content: str) -> None:
    """Imports no codec: the user whom this process has become may not be able to read the interpreter's files."""
    file = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(file, content.encode())
    finally:
        os.close(file)


def _call(function: str, *arguments: object) -> None:
    if getattr(_LIBC, function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")


_LIBC = ctypes.CDLL(None, use_errno=True)

if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2:])
    except OSError as error:
        print(error, file=sys.stderr, flush=True)
        sys.exit(1)
