"""Connects the network namespace of one worker to the outside, from outside the worker's sandbox.

The server starts it as ``python -I -S -c <this text> <order>`` for a worker with its own network. The order is JSON:
``pid``, a process in the namespace; ``socket``, the path on which to listen for dials, or null; ``stack``, the command
of a user-mode network stack for outgoing connections, or null; ``uid``, the user to become if the server runs as root,
or null.

A dial is a connection to the Unix socket that sends ``<address> <port>\\n``. The answer is one byte with one
descriptor, the connection to that port in the namespace, or the end of the connection. Request bytes never pass through
this process, and it reads nothing that the worker's code sends.

Prints ``ready`` once it listens, or the reason why it can't. Ends, together with the stack, when its standard input
ends, that is, when the server closes it or dies; fails when the stack ends. Needs only the standard library of Python
3.9.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import selectors
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

# Maximum number of concurrent dials, each with two descriptors. More are refused, as by a port with a full backlog.
MOST_DIALS = 256

# Maximum length of a request in bytes; an IPv6 address and a port have at most 46.
LONGEST_REQUEST = 64

# Seconds for which the namespaces of a starting process may be inaccessible, until it has executed its program.
PATIENCE = 5.0

_CLONE_NEWNS = 0x00020000
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_MS_NOSUID = 0x2
_MS_NOEXEC = 0x8
_MS_REC = 0x4000
_MS_PRIVATE = 0x40000
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38

_TUN = "/dev/net/tun"
_TUN_DEVICE = (10, 200)


def main(text: str) -> None:
    """Serves one worker until the server closes standard input. Raises OSError if the namespace can't be entered."""
    order: dict[str, Any] = json.loads(text)
    user, network = _namespaces(order["pid"])
    listener = _listen(order["socket"]) if order["socket"] else None
    stack = _start_stack(order["stack"], order["uid"]) if order["stack"] else None
    try:
        _enter(user, network, order["uid"])
        print("ready", flush=True)
        _Agent(listener, stack).serve()
    finally:
        if stack is not None:
            stack.kill()


def _namespaces(pid: int) -> tuple[int, int]:
    """Opens the user and network namespaces of a process. Raises OSError if it shares the network of this process."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            user = os.open(f"/proc/{pid}/ns/user", os.O_RDONLY | os.O_CLOEXEC)
            network = os.open(f"/proc/{pid}/ns/net", os.O_RDONLY | os.O_CLOEXEC)
            break
        except PermissionError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(0.005)
    if os.path.samestat(os.fstat(network), os.stat("/proc/self/ns/net")):
        raise OSError("the process is in the machine's network")
    return user, network


def _listen(path: str) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    os.umask(0o177)
    listener.bind(path)
    listener.listen(socket.SOMAXCONN)
    listener.setblocking(False)
    return listener


def _start_stack(command: list[str], uid: int | None) -> subprocess.Popen[bytes]:
    """Starts the stack as the worker's user on the host. The kernel kills it when this process ends."""

    def become_user() -> None:
        if uid is not None:
            _open_tun_to_all()
            _become(uid)
        _call("prctl", _PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)

    return subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, preexec_fn=become_user, start_new_session=True
    )


def _open_tun_to_all() -> None:
    """Makes the TUN device accessible to the user of this process; some hosts restrict it to root.

    The device node is in a mount namespace of this process only. Creating an interface still requires its capability.
    """
    with contextlib.suppress(FileNotFoundError):
        if stat.S_IMODE(os.stat(_TUN).st_mode) & 0o006 == 0o006:
            return
    _call("unshare", _CLONE_NEWNS)
    _mount("/", None, _MS_REC | _MS_PRIVATE)
    _mount(os.path.dirname(_TUN), "tmpfs", _MS_NOSUID | _MS_NOEXEC)
    os.mknod(_TUN, stat.S_IFCHR, os.makedev(*_TUN_DEVICE))
    os.chmod(_TUN, 0o666)


def _enter(user: int, network: int, uid: int | None) -> None:
    """Enters the network namespace. Only root may do so without first entering the user namespace that owns it."""
    if os.geteuid() != 0:
        _call("setns", user, _CLONE_NEWUSER)
    _call("setns", network, _CLONE_NEWNET)
    os.close(user)
    os.close(network)
    if uid is not None:
        _become(uid)


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
    _call("prctl", _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


class _Agent:
    """Waits in one thread for dials, for the end of the server and for the end of the stack."""

    def __init__(self, listener: socket.socket | None, stack: subprocess.Popen[bytes] | None) -> None:
        self._listener = listener
        self.selector = selectors.DefaultSelector()
        self.dials: set[_Dial] = set()
        self.selector.register(0, selectors.EVENT_READ, self._on_server_gone)
        if stack is not None:
            self.selector.register(os.pidfd_open(stack.pid), selectors.EVENT_READ, self._on_stack_gone)
        if listener is not None:
            self.selector.register(listener, selectors.EVENT_READ, self._on_dial)

    def serve(self) -> None:
        while True:
            for key, _ in self.selector.select():
                key.data()

    def _on_dial(self) -> None:
        assert self._listener is not None
        try:
            caller, _ = self._listener.accept()
        except OSError:  # the caller has disconnected
            return
        if len(self.dials) >= MOST_DIALS:
            caller.close()
            return
        caller.setblocking(False)
        self.dials.add(_Dial(self, caller))

    @staticmethod
    def _on_server_gone() -> None:
        sys.exit(0)

    @staticmethod
    def _on_stack_gone() -> None:
        sys.exit("the network stack has ended")


class _Dial:
    """One requested connection: reads the request, connects, and passes the connection to the caller."""

    def __init__(self, agent: _Agent, caller: socket.socket) -> None:
        self._agent = agent
        self._caller = caller
        self._request = b""
        self._made: socket.socket | None = None
        self._watch(caller, selectors.EVENT_READ, self._on_request)

    def _watch(self, sock: socket.socket, events: int, then: Callable[[], None]) -> None:
        self._agent.selector.register(sock, events, lambda: self._step(then))

    def _step(self, then: Callable[[], None]) -> None:
        if self not in self._agent.dials:  # another event of the same round ended it
            return
        try:
            then()
        except (OSError, ValueError):
            self._end()

    def _on_request(self) -> None:
        received = self._caller.recv(LONGEST_REQUEST)
        self._request += received
        if not received or len(self._request) > LONGEST_REQUEST:
            self._end()
        elif self._made is None and self._request.endswith(b"\n"):
            self._connect(*self._request.decode("ascii").split())

    def _connect(self, host: str, port: str) -> None:
        self._made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
        self._made.setblocking(False)
        code = self._made.connect_ex((host, int(port)))
        if code not in (0, errno.EINPROGRESS):
            raise OSError(code, "connect")
        self._watch(self._made, selectors.EVENT_WRITE, self._on_connected)

    def _on_connected(self) -> None:
        assert self._made is not None
        if self._made.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
            socket.send_fds(self._caller, [b"\0"], [self._made.fileno()])
        self._end()

    def _end(self) -> None:
        self._agent.dials.discard(self)
        for sock in (self._caller, self._made):
            if sock is not None:
                with contextlib.suppress(KeyError, ValueError):
                    self._agent.selector.unregister(sock)
                sock.close()


def _mount(target: str, kind: str | None, flags: int) -> None:
    kind_bytes = None if kind is None else kind.encode()
    _call("mount", b"none", target.encode(), kind_bytes, ctypes.c_ulong(flags), b"mode=0755" if kind else None)


def _call(function: str, *arguments: object) -> None:
    if getattr(_LIBC, function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{function}: {os.strerror(number)}")


_LIBC = ctypes.CDLL(None, use_errno=True)

if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except OSError as error:
        print(error, flush=True)
        sys.exit(1)
