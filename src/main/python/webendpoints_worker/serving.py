"""Serves ASGI applications with uvicorn, each on its own private Unix socket, all on the loop of this thread.

Imported through ``own_packages``: uvicorn, httptools and websockets are the worker's own, not the image's.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn
import uvicorn.config
from uvicorn.lifespan.off import LifespanOff
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

# Seconds for which an idle connection is kept: longer than the gateway keeps it, so that the gateway closes first and
# never sends a request on a closing connection.
KEEP_ALIVE = 75

# Maximum WebSocket message in bytes; the gateway's limit is lower.
MAX_WEBSOCKET_MESSAGE = 16 * 1024 * 1024

# Interval in seconds for polling a draining server.
_DRAIN_INTERVAL = 0.05

# uvicorn imports this class by name, which may be that of the image's uvicorn; it accepts the class itself.
uvicorn.config.LIFESPAN["off"] = LifespanOff  # type: ignore[assignment]


class AppServer:
    """One application on one Unix socket that only this user can open."""

    def __init__(self, app: Any, state: dict[str, Any], path: str) -> None:
        self.path = path
        self._server = _Server(_config(_exposed(app, state)))
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Returns once connections are accepted. Raises OSError if the socket can't be created."""
        listener = _private_socket(self.path)
        self._task = asyncio.get_running_loop().create_task(self._server.serve(sockets=[listener]))
        listening = asyncio.ensure_future(self._server.listening.wait())
        await asyncio.wait([self._task, listening], return_when=asyncio.FIRST_COMPLETED)
        listening.cancel()
        if self._task.done():
            self._task.result()
            raise OSError(f"uvicorn ended instead of listening on {self.path}")

    async def drain(self, timeout: float, at_once: asyncio.Event) -> None:
        """Stops accepting; lets running requests finish for ``timeout`` seconds, or until ``at_once`` is set.

        Aborts the remaining requests: their connections end without a response.
        """
        if self._task is None:
            return
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.path)
        self._server.config.timeout_graceful_shutdown = timeout
        self._server.should_exit = True
        deadline = asyncio.get_running_loop().time() + timeout
        while not self._task.done() and not at_once.is_set() and asyncio.get_running_loop().time() < deadline:
            await asyncio.wait([self._task], timeout=_DRAIN_INTERVAL)
        await self._cut()

    async def _cut(self) -> None:
        state = self._server.server_state
        for protocol in list(state.connections):
            if (transport := getattr(protocol, "transport", None)) is not None:
                transport.abort()
        running = [task for task in (*state.tasks, self._task) if task is not None and not task.done()]
        for task in running:
            task.cancel()
        if running:
            await asyncio.wait(running, timeout=1.0)


class _Server(uvicorn.Server):
    """A uvicorn server that leaves signals to the worker and announces when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.listening.set()


def _config(app: Any) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        interface="asgi3",
        http=HttpToolsProtocol,
        lifespan="off",  # the worker runs it before, so that a failure has a reason
        ws=WebSocketsSansIOProtocol,
        ws_max_size=MAX_WEBSOCKET_MESSAGE,
        ws_per_message_deflate=True,
        proxy_headers=True,
        forwarded_allow_ips="*",  # only the gateway can reach the socket
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
        timeout_keep_alive=KEEP_ALIVE,
        workers=1,
    )


def _exposed(app: Any, state: dict[str, Any]) -> Any:
    """Wraps the application: each request has the lifespan's state, and not the path of the worker's socket."""

    def serve(scope: Any, receive: Any, send: Any) -> Any:
        scope["state"] = state.copy()
        scope["server"] = None
        return app(scope, receive, send)

    return serve


def _private_socket(path: str) -> socket.socket:
    """Returns a bound Unix socket with mode 0600."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)
    try:
        listener.bind(path)
    finally:
        os.umask(mask)
    return listener
