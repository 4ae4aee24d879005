"""WSGI applications behind ASGI: bodies are streamed both ways, and a disconnected client ends its request's work.

Imported through ``own_packages``: a2wsgi is the worker's own, not the image's. It runs the application in a thread and
streams its output. This module adds what a2wsgi 1.10 lacks: a request body
that ends early raises an error in the application instead of being a short body; a response generator is closed when
its client has disconnected, instead of running on; and a response that can't be sent ends the application's thread
instead of leaving it blocked.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from a2wsgi import WSGIMiddleware

# Maximum number of concurrent requests of a WSGI application: the maximum of @modal.concurrent. Further requests wait.
MAX_THREADS = 1000

# Maximum number of response chunks between the application's thread and the socket; then the thread pauses.
MAX_CHUNKS_AHEAD = 8

# Bytes of a request body to read ahead for readline() and small reads.
READ_AHEAD = 64 * 1024

_BODY_HEADERS = (b"content-length", b"transfer-encoding")


def asgi_from_wsgi(app: Callable[..., Iterable[bytes]]) -> Callable[..., Any]:
    """Returns the ASGI application that serves a WSGI application. Closes WebSockets with code 1000, as Modal does."""
    middleware: Any = WSGIMiddleware(_attended(app), workers=MAX_THREADS, send_queue_size=MAX_CHUNKS_AHEAD)

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await middleware(scope, receive, send)
            return
        client = _Client(receive, send)
        client.expect_body(any(name in _BODY_HEADERS for name, _ in scope["headers"]))
        try:
            await middleware({**scope, "webendpoints.client": client}, client.receive, client.send)
        finally:
            client.forget()
        if client.failure is not None:
            raise client.failure

    return serve


class _Client:
    """The client of one request, used by the event loop and by the application's thread."""

    def __init__(self, receive: Callable[[], Any], send: Callable[[Any], Any]) -> None:
        self.gone = False
        self.failure: Exception | None = None
        self._receive = receive
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._watch: asyncio.Task[None] | None = None

    def expect_body(self, has_body: bool) -> None:
        """Watches for the client's disconnect if there is no body, since nothing else can arrive then."""
        if not has_body:
            self._watch = self._loop.create_task(self._wait_until_gone())

    async def receive(self) -> Any:
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self.gone = True
            raise ConnectionResetError("The client went away before it had sent the whole request body")
        if not message.get("more_body", False):
            self.expect_body(False)
        return message

    async def send(self, message: Any) -> None:
        """Passes a message on; after a failure it drops the rest, and the application's thread soon ends."""
        if self.failure is not None:
            return
        try:
            await self._send(message)
        except Exception as error:
            self.failure = error
            self.gone = True

    def read(self) -> tuple[bytes, bool]:
        """Waits in the application's thread for more of the body; also returns whether more follows."""
        if self._watch is not None:
            return b"", False
        message = asyncio.run_coroutine_threadsafe(self.receive(), self._loop).result()
        return message.get("body", b""), message.get("more_body", False)

    def forget(self) -> None:
        if self._watch is not None:
            self._watch.cancel()

    async def _wait_until_gone(self) -> None:
        with contextlib.suppress(Exception):
            while (await self._receive())["type"] != "http.disconnect":
                pass
        self.gone = True


class _RequestBody(io.RawIOBase):
    """``wsgi.input``: the request body as it arrives."""

    def __init__(self, client: _Client) -> None:
        self._client = client
        self._rest = b""
        self._more = True

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest and self._more:
            self._rest, self._more = self._client.read()
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


def _attended(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Wraps the application with this module's request body, and ends its response when the client has disconnected."""

    def attended(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        client: _Client = environ["asgi.scope"].pop("webendpoints.client")
        environ["wsgi.input"] = io.BufferedReader(_RequestBody(client), READ_AHEAD)
        environ["wsgi.input_terminated"] = True  # bodies without a length can also be read to their end
        environ["wsgi.multiprocess"] = False
        return _while_wanted(app(environ, start_response), client)

    return attended


def _while_wanted(chunks: Iterable[bytes], client: _Client) -> Iterator[bytes]:
    try:
        for chunk in chunks:
            if client.gone:
                return
            yield chunk
    finally:
        getattr(chunks, "close", lambda: None)()
