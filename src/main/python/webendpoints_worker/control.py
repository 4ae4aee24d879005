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

    def outliving(self, call: str) -> None:
        """Reports that the code of a call goes on after its response, whose end waits for the server's "confirm"."""
        self._send({"event": "outliving", "call": call})

    def returned(self, call: str) -> None:
        """Reports that the code of a call has returned."""
        self._send({"event": "returned", "call": call})

    def listen(
        self,
        on_stop: Callable[[], None],
        on_cut: Callable[[], None],
        on_call: Callable[[str, str], None],
        on_lost: Callable[[], None],
    ) -> None:
        """Starts a thread that reads commands.

        ``on_call`` receives commands about one call, with its id. ``on_lost`` is called once, when the server is lost.
        """
        told = {"stop": on_stop, "cut": on_cut}
        threading.Thread(target=self._read, args=(told, on_call, on_lost), name="control", daemon=True).start()

    def _read(
        self, told: dict[str, Callable[[], None]], on_call: Callable[[str, str], None], on_lost: Callable[[], None]
    ) -> None:
        with contextlib.suppress(OSError):
            for line in self._lines:
                message = _message(line)
                command = message.get("command")
                if command in told:
                    told[command]()
                elif "call" in message:
                    on_call(str(command), str(message["call"]))
        on_lost()

    def _send(self, event: dict[str, Any]) -> None:
        line = json.dumps(event).encode() + b"\n"
        # The reader detects the loss of the server and ends the worker.
        with self._sending, contextlib.suppress(OSError):
            self._connection.sendall(line)


def _message(line: str) -> dict[str, Any]:
    """Returns the message in a line, or an empty one for anything else, so that a newer server may send it."""
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
