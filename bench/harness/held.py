"""Callers that hold many connections and send almost nothing on them."""

from __future__ import annotations

import contextlib
import socket
import time
from collections import Counter
from dataclasses import dataclass, field

NEW_IN_A_ROUND = 400
ROUND_SECONDS = 0.25
CONNECT_SECONDS = 0.2


@dataclass
class Held:
    """``count`` connections to a port; each sends ``drip`` at the start and then one byte of it every few seconds."""

    name: str
    port: int
    count: int
    start: bytes = b""
    drip: bytes = b""
    every: float = 2.0
    opened: int = 0
    cut: int = 0
    _open: list[tuple[socket.socket, float]] = field(default_factory=list)

    def round(self, now: float) -> None:
        """Checks which connections are still open, and replaces the closed ones."""
        self._open = [entry for connection, due in self._open if (entry := self._next(connection, due, now))]
        for _ in range(min(NEW_IN_A_ROUND, self.count - len(self._open))):
            connection = self._connect()
            if not connection:
                return
            self._open.append((connection, now + self.every))

    def _connect(self) -> socket.socket | None:
        try:
            connection = socket.create_connection(("127.0.0.1", self.port), CONNECT_SECONDS)
            connection.setblocking(False)
            connection.send(self.start)
        except OSError:
            return None
        self.opened += 1
        return connection

    def _next(self, connection: socket.socket, due: float, now: float) -> tuple[socket.socket, float] | None:
        try:
            if not connection.recv(65_536):
                return self._lose(connection)
        except BlockingIOError:
            pass
        except OSError:
            return self._lose(connection)
        if self.drip and now >= due:
            with contextlib.suppress(OSError):
                connection.send(self.drip)
            return connection, now + self.every
        return connection, due

    def _lose(self, connection: socket.socket) -> None:
        connection.close()
        self.cut += 1


def hold(held: list[Held], seconds: float) -> dict[str, Counter[str]]:
    """Returns how many connections were opened, and how many of them the server closed."""
    end = time.monotonic() + seconds
    while (now := time.monotonic()) < end:
        for one in held:
            one.round(now)
        time.sleep(ROUND_SECONDS)
    return {one.name: Counter({"opened": one.opened, "closed by the server": one.cut}) for one in held}
