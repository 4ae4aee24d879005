"""The control socket: JSON lines to and from the server that started this worker."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from typing import Any


class ControlChannel:
    """A connection that says how the worker does and hears when to stop. Events may be sent from any thread."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lines = connection.makefile("r", encoding="utf-8")
        self._sending = threading.Lock()

    @classmethod
    def connect(cls, path: str) -> ControlChannel:
        """Connects to the server's socket. Raises OSError if nobody listens there."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(path)
        return cls(connection)

    def hear_variables(self) -> dict[str, str]:
        """The environment of a worker that was forked, which the server tells it first and nobody else.

        Raises OSError or ValueError if the server says something else.
        """
        return dict(json.loads(self._lines.readline())["environment"])

    def ready(self, methods: dict[str, dict[str, Any]]) -> None:
        """Says where each method is served: ``{"unix": path}`` or ``{"tcp": [host, port]}``."""
        self._send({"event": "ready", "methods": methods})

    def failed(self, reason: str, traceback: str) -> None:
        """Says in one sentence why the worker can't serve; the worker ends after it."""
        self._send({"event": "failed", "reason": reason, "traceback": traceback})

    def exited(self, method: str, code: int) -> None:
        """Says that a program ended after "ready": its exit code, minus the signal's number, or -1 if unknown."""
        self._send({"event": "exited", "method": method, "code": code})

    def listen(self, on_stop: Callable[[], None], on_cut: Callable[[], None], on_lost: Callable[[], None]) -> None:
        """Starts to read commands in a thread of their own; ``on_lost`` is called once, when the server is gone."""
        told = {"stop": on_stop, "cut": on_cut}
        threading.Thread(target=self._read, args=(told, on_lost), name="control", daemon=True).start()

    def _read(self, told: dict[str, Callable[[], None]], on_lost: Callable[[], None]) -> None:
        with contextlib.suppress(OSError):
            for line in self._lines:
                told.get(_command(line) or "", lambda: None)()
        on_lost()

    def _send(self, event: dict[str, Any]) -> None:
        line = json.dumps(event).encode() + b"\n"
        # A server that is gone is noticed by the reader, which ends the worker.
        with self._sending, contextlib.suppress(OSError):
            self._connection.sendall(line)


def _command(line: str) -> str | None:
    """The command in a line; None for anything else, so that a newer server can say more than we understand."""
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message.get("command") if isinstance(message, dict) else None
