"""Closes the WebSockets that an application leaves open when it ends (RFC 6455, section 7.4.1).

uvicorn then ends the connection without a close frame, which clients report as 1006 and can't distinguish from a lost
network.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

_NORMAL_CLOSURE = 1000
_INTERNAL_ERROR = 1011

# Seconds to wait for a client that does not read; then the connection ends without the close frame.
_CLOSE_TIMEOUT = 1.0


def with_close_codes(app: Callable[..., Any]) -> Callable[..., Any]:
    """Returns the application with a close frame for each open WebSocket: 1011 if it raises, 1000 if it returns."""

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "websocket":
            await app(scope, receive, send)
            return
        connection = _Connection(receive, send)
        try:
            await app(scope, connection.receive, connection.send)
        except Exception:
            await connection.close(_INTERNAL_ERROR)
            raise
        await connection.close(_NORMAL_CLOSURE)

    return serve


class _Connection:
    """One WebSocket, which is open from the application's accept until a close from either side."""

    def __init__(self, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        self._receive = receive
        self._send = send
        self._is_open = False

    async def receive(self) -> Any:
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            self._is_open = False
        return message

    async def send(self, message: Any) -> None:
        await self._send(message)
        if message["type"] == "websocket.accept":
            self._is_open = True
        elif message["type"] == "websocket.close":
            self._is_open = False

    async def close(self, code: int) -> None:
        """Ignores failures: the client may have left without the application's knowledge."""
        if self._is_open:
            with contextlib.suppress(Exception):
                await asyncio.wait_for(self._send({"type": "websocket.close", "code": code}), _CLOSE_TIMEOUT)
