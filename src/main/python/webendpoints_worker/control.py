"""The control socket: JSON lines to and from the server that started this worker."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable
from typing import Any


class ControlChannel:
    """A connection that reports the state of the worker and receives commands. Events may be sent from any thread."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._lines = connection.makefile("r", encoding="utf-8")
        self._sending = threading.Lock()

    @classmethod
    def connect(cls, path: str) -> ControlChannel:
        """Connects to the server's socket. Raises OSError if the server does not listen there."""
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(path)
        return cls(connection)

    def hear_variables(self) -> dict[str, str]:
        """Receives the environment of a forked worker, which the server sends first, over this connection only.

        Raises OSError or ValueError if the server sends something else.
        """
        return dict(json.loads(self._lines.readline())["environment"])

    def ready(self, methods: dict[str, dict[str, Any]]) -> None:
        """Reports where each method is served: ``{"unix": path}`` or ``{"tcp": [host, port]}``."""
        self._send({"event": "ready", "methods": methods})

    def failed(self, reason: str, traceback: str) -> None:
        """Reports in one sentence why the worker can't serve; the worker ends afterwards."""
        self._send({"event": "failed", "reason": reason, "traceback": traceback})

    def exited(self, method: str, code: int) -> None:
        """Reports that a program ended after "ready": its exit code, the negated signal number, or -1 if unknown."""
        self._send({"event": "exited", "method": method, "code": code})

    def listen(self, on_stop: Callable[[], None], on_cut: Callable[[], None], on_lost: Callable[[], None]) -> None:
        """Starts a thread that reads commands; ``on_lost`` is called once, when the server is lost."""
        told = {"stop": on_stop, "cut": on_cut}
        threading.Thread(target=self._read, args=(told, on_lost), name="control", daemon=True).start()

    def _read(self, told: dict[str, Callable[[], None]], on_lost: Callable[[], None]) -> None:
        with contextlib.suppress(OSError):
            for line in self._lines:
                told.get(_command(line) or "", lambda: None)()
        on_lost()

    def _send(self, event: dict[str, Any]) -> None:
        line = json.dumps(event).encode() + b"\n"
        # The reader detects the loss of the server and ends the worker.
        with self._sending, contextlib.suppress(OSError):
            self._connection.sendall(line)


def _command(line: str) -> str | None:
    """Returns the command in a line, or None for anything else, so that a newer server may send unknown messages."""
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message.get("command") if isinstance(message, dict) else None
