"""Serves ASGI applications with uvicorn, each on its own private Unix socket, all on the loop of this thread.

Uses only uvicorn's long-standing public interface, since a user's image may pin another release: settings that a
release lacks are omitted.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import inspect
import os
import socket
from collections.abc import Iterator
from typing import Any

import uvicorn

# Seconds for which an idle connection is kept: longer than the gateway keeps it, so that the gateway closes first and
# never sends a request on a closing connection.
KEEP_ALIVE = 75

# Maximum request head in bytes for the slower parser (h11); httptools has no limit. The gateway's limit is lower.
MAX_HEAD = 256 * 1024

# Maximum WebSocket message in bytes; the gateway's limit is lower.
MAX_WEBSOCKET_MESSAGE = 16 * 1024 * 1024

# Interval in seconds for polling a draining server.
_DRAIN_INTERVAL = 0.05

# WebSocket implementations in uvicorn, best first: the value of its setting and its module.
_WEBSOCKETS = (
    ("websockets-sansio", "uvicorn.protocols.websockets.websockets_sansio_impl"),
    ("wsproto", "uvicorn.protocols.websockets.wsproto_impl"),
    ("websockets", "uvicorn.protocols.websockets.websockets_impl"),
)


def preload() -> None:
    """Imports the modules that uvicorn otherwise imports when its first server starts."""
    _websockets()
    for name in ("protocols.http.auto", "protocols.http.httptools_impl", "lifespan.off"):
        with contextlib.suppress(ImportError):
            importlib.import_module(f"uvicorn.{name}")


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

    def install_signal_handlers(self) -> None:
        """Overrides uvicorn before 0.29."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Overrides uvicorn since 0.29."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.listening.set()


def _config(app: Any) -> uvicorn.Config:
    settings: dict[str, Any] = {
        "interface": "asgi3",
        "lifespan": "off",  # the worker runs it before, so that a failure has a reason
        "ws": _websockets(),
        "ws_max_size": MAX_WEBSOCKET_MESSAGE,
        "ws_per_message_deflate": True,
        "proxy_headers": True,
        "forwarded_allow_ips": "*",  # only the gateway can reach the socket
        "server_header": False,
        "access_log": False,
        "log_config": None,
        "log_level": "warning",
        "timeout_keep_alive": KEEP_ALIVE,
        "h11_max_incomplete_event_size": MAX_HEAD,
        "workers": 1,
    }
    known = inspect.signature(uvicorn.Config.__init__).parameters
    return uvicorn.Config(app, **{name: value for name, value in settings.items() if name in known})


def _websockets() -> str:
    """Returns the first implementation that works with the installed packages."""
    for setting, module in _WEBSOCKETS:
        with contextlib.suppress(Exception):
            importlib.import_module(module)
            return setting
    return "none"


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
