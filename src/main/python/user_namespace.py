"""Creates a user namespace with a range of ids, which bubblewrap can join but not create, and runs a command with it.

The server starts it as ``python -I -S -c <this text> <order> <command…>``. The order is JSON: ``uid``, the user and
group that own the namespace if the server runs as root, or null for the server's own; ``first_uid``, ``first_gid`` and
``count``, the subordinate ids of the host; ``inside``, the id of the owner in the namespace, which the subordinate ids
follow; ``processes``, the maximum number of processes in the namespace across all ids, or 0; ``new_uid_map`` and
``new_gid_map``, the programs that map ids for an ordinary user, or null if the server runs as root; ``enters``, whether
the command runs in the namespace itself, as its owner with all capabilities.

Otherwise the command inherits the namespace as descriptor 10. There are two namespaces, one inside the other: the
kernel counts the processes of a namespace against the limit of its creator in the surrounding one, which has no other
processes (``RLIMIT_NPROC``, getrlimit(2); user_namespaces(7)). Needs only the standard library of Python 3.9.
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

# Descriptor of the namespace in the command.
DESCRIPTOR = 10

# The owner's id in the outer namespace. Not 0: mapping the parent's id 0 requires an additional capability.
_OWNER = 1

_CLONE_NEWUSER = 0x10000000
_PR_SET_DUMPABLE = 4

_DONE = b"."


def main(text: str, command: list[str]) -> NoReturn:
    """Creates the namespace and executes the command. Raises OSError if the namespace can't be created."""
    order: dict[str, Any] = json.loads(text)
    namespace = _make(order)
    if order["enters"]:
        _call("setns", namespace, _CLONE_NEWUSER)
    else:
        os.dup2(namespace, DESCRIPTOR, inheritable=True)
    os.execvp(command[0], command)


def _make(order: dict[str, Any]) -> int:
    """Creates both namespaces and opens the inner one. The processes that created them have ended on return."""
    outer, line = _fork(lambda line: _live_in_outer(order, line))
    with line:
        _hear(line)
        _map_from_host(outer, order)
        line.sendall(_DONE)
        namespace = os.open(f"/proc/{int(_hear(line))}/ns/user", os.O_RDONLY | os.O_CLOEXEC)
    os.waitpid(outer, 0)
    return namespace


def _live_in_outer(order: dict[str, Any], line: socket.socket) -> None:
    """Forks the process of the inner namespace; only a process in the outer one can map its ids."""
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
        line.recv(1)  # end of file: the namespace has been opened
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
    """Formats lines of an id inside, an id outside and a count; ids outside must lie in one line of the outer map."""
    return "".join(f"{inside} {outside} {count}\n" for inside, outside, count in lines)


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    _call("prctl", _PR_SET_DUMPABLE, 1, 0, 0, 0)  # otherwise its files in /proc belong to root


def _bound_processes(most: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_NPROC, (limit, limit))


def _fork(live: Callable[[socket.socket], None]) -> tuple[int, socket.socket]:
    """Forks a process that holds the other end of the line."""
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
    """Writes without importing a codec: the user of this process may not be able to read the interpreter's files."""
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
