"""web_server: the user's function starts a program that listens on a port, and returns."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any

from webendpoints_worker import listeners, processes
from webendpoints_worker.failures import StartFailure, summary
from webendpoints_worker.spec import MethodSpec

LOOPBACK = ("127.0.0.1", "::1")

# Seconds between two attempts to connect to a port.
PROBE_INTERVAL = 0.01

# Seconds that one attempt may take; a port whose packets are dropped must not delay the other addresses.
PROBE_TIMEOUT = 0.5

# Seconds for which a port may refuse connections after one of its processes ended, so that a supervisor can restart it.
RESTART_GRACE = 1.0


class Program:
    """The program that a web_server method started, reached over TCP."""

    def __init__(self, method: MethodSpec, title: str, pids: set[int]) -> None:
        self._method = method
        self._title = title
        self._pids = pids
        self._code: int | None = None

    @classmethod
    def start(cls, method: MethodSpec, title: str, function: Callable[[], Any]) -> Program:
        """Calls the user's function, once the port is free.

        Raises StartFailure if it fails, or if another program occupies the port and would receive its requests.
        """
        _wait_until_free(method, title)
        before = processes.descendants()
        try:
            function()
        except BaseException as error:
            raise StartFailure(f"{title} was called to start its web server, and failed: {summary(error)}") from error
        return cls(method, title, processes.descendants() - before)

    async def listening(self) -> tuple[str, int]:
        """Waits until the port accepts connections; returns its address.

        Raises StartFailure if everything that the function started has ended, if another program has taken the port, or
        after ``port_timeout`` seconds.
        """
        addresses = _addresses()
        deadline = time.monotonic() + self._method.port_timeout
        while time.monotonic() < deadline:
            for host in addresses:
                if await _accepts(host, self._method.port):
                    await self._refuse_others(host)
                    return await self._nearest(host), self._method.port
            self._refuse_early_end()
            await asyncio.sleep(PROBE_INTERVAL)
        raise StartFailure(self._timeout_message())

    async def _nearest(self, host: str) -> str:
        """Prefers a loopback address that responds too: the port may have opened between two probes of one round."""
        for loopback in LOOPBACK:
            if await self._answers(loopback):
                return loopback
        return host

    async def _answers(self, host: str) -> bool:
        """Returns whether this program, and not another one on the same port, accepts connections there."""
        return await _accepts(host, self._method.port) and not listeners.is_others(host, self._method.port)

    async def _refuse_others(self, host: str) -> None:
        """Checks twice: a process may have passed its listener on during the check."""
        if listeners.is_others(host, self._method.port):
            await asyncio.sleep(PROBE_INTERVAL)
            if listeners.is_others(host, self._method.port):
                raise StartFailure(_taken(self._method, self._title))

    async def ended(self) -> int:
        """Waits until the program has ended; returns its exit code, or the negated number of the signal that killed it.

        It has ended when one of its processes has ended and the port refuses connections, or belongs to another
        program. A server that the function runs in a thread of this process never ends by itself.
        """
        while True:
            pid = await processes.wait_for_end_of_any(self._pids)
            code = processes.exit_code(pid)
            if not await self._accepts_within(RESTART_GRACE):
                return code
            # The ended process may have left other processes behind, so look them up again.
            self._pids = {other for other in processes.descendants() if not processes.has_ended(other)}

    async def _accepts_within(self, seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while True:
            for host in _addresses():
                if await self._answers(host):
                    return True
            if time.monotonic() >= deadline:
                return False
            await asyncio.sleep(PROBE_INTERVAL)

    def _refuse_early_end(self) -> None:
        ended = {pid for pid in self._pids if processes.has_ended(pid)}
        if not ended:
            return
        self._code = next((code for code in map(processes.exit_code, ended) if code != 0), 0)
        if ended == self._pids:
            self._pids = {pid for pid in processes.descendants() if not processes.has_ended(pid)}
            if not self._pids:
                raise StartFailure(
                    f"The program that {self._title} started ended with {_ending(self._code)} "
                    f"before it listened on port {self._method.port}"
                )

    def _timeout_message(self) -> str:
        ended = f" A process that it started ended with {_ending(self._code)}." if self._code else ""
        return (
            f"{self._title} did not listen on port {self._method.port} within {self._method.port_timeout:g} s.{ended} "
            f"Check that its server uses this port, on 0.0.0.0 or 127.0.0.1, or raise the limit: "
            f"@modal.web_server({self._method.port}, startup_timeout=…)"
        )


def _ending(code: int) -> str:
    if code == -1:
        return "an unknown exit code"
    return f"signal {-code}" if code < 0 else f"exit code {code}"


def _wait_until_free(method: MethodSpec, title: str) -> None:
    """Waits for a predecessor that is still stopping, for at most ``port_timeout`` seconds."""
    deadline = time.monotonic() + method.port_timeout
    while _accepts_now(method.port):
        if time.monotonic() >= deadline:
            raise StartFailure(_taken(method, title))
        time.sleep(PROBE_INTERVAL)


def _taken(method: MethodSpec, title: str) -> str:
    return (
        f"Port {method.port} of {title} is taken by another program on this machine; "
        f"stop that program, or choose another port"
    )


def _accepts_now(port: int) -> bool:
    for host in LOOPBACK:
        with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=PROBE_TIMEOUT):
            return True
    return False


def _addresses() -> list[str]:
    """Returns where a program may listen: loopback addresses, and the source addresses of packets to other machines."""
    return [*LOOPBACK] + [
        address
        for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))
        if (address := _source_address(family, elsewhere)) is not None
    ]


def _source_address(family: socket.AddressFamily, destination: str) -> str | None:
    """Returns this machine's source address towards a destination (one of RFC 5737/3849; no packet is sent)."""
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((destination, 9))
            return str(probe.getsockname()[0])
    except OSError:
        return None


async def _accepts(host: str, port: int) -> bool:
    try:
        _, writer = await asyncio.wait_for(asyncio.open_connection(host, port), PROBE_TIMEOUT)
    except (OSError, asyncio.TimeoutError):
        return False
    writer.close()
    return True
