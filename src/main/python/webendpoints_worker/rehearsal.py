"""Prepares a child that is forked ahead: it serves one request of its own before it is needed.

A forked process shares its parent's memory page by page until it writes to it, and an interpreter writes to most of the
pages that it uses. The child then already has its own copies when a worker needs them, which saves half of a start.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from webendpoints_worker import apps, event_loops, surroundings
from webendpoints_worker.lifespan import Lifespan
from webendpoints_worker.spec import MethodSpec, WebKind

# Seconds to wait for a response, after which the rehearsal is abandoned.
_PATIENCE = 10.0

_REQUEST = b"GET / HTTP/1.1\r\nHost: rehearsal\r\nConnection: close\r\n\r\n"


def rehearse(own_code: bool = False) -> None:
    """Ignores all failures, which the worker reports if they matter. Prints nothing, leaves no thread.

    With ``own_code``, a function's own code is already loaded and may have changed the frameworks: it must not see an
    artificial request.
    """
    with _unheard(), contextlib.suppress(Exception), tempfile.TemporaryDirectory() as directory:
        loop = event_loops.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            app = _plain_app if own_code else _app()
            loop.run_until_complete(asyncio.wait_for(_serve(app, os.path.join(directory, "sock")), _PATIENCE))
        finally:
            _cancel_rest(loop)
            asyncio.set_event_loop(None)
            loop.close()


def _cancel_rest(loop: asyncio.AbstractEventLoop) -> None:
    tasks = asyncio.all_tasks(loop)
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))


async def _serve(app: Any, path: str) -> None:
    from webendpoints_worker.serving import AppServer

    lifespan = Lifespan(app, "rehearsal")
    await lifespan.startup()
    server = AppServer(app, lifespan.state, path)
    await server.start()
    reader, writer = await asyncio.open_unix_connection(path)
    writer.write(_REQUEST)
    await reader.read()
    writer.close()
    await server.drain(_PATIENCE, asyncio.Event())
    await lifespan.shutdown()


def _app() -> Any:
    """Returns a FastAPI endpoint if the image has FastAPI: a coroutine, since other functions would leave a thread."""
    if "fastapi" not in sys.modules:
        return _plain_app
    method = MethodSpec("", WebKind.FASTAPI_ENDPOINT, "GET", docs=False, port=0, port_timeout=0.0, socket="")
    return apps.build_app(method, "rehearsal", _hello)


async def _hello(name: str = "") -> str:
    return f"hello {name}"


async def _plain_app(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"hello"})


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """Discards the output of libraries, which does not belong to the worker."""
    kept = os.dup(1), os.dup(2)
    surroundings.discard_output()
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        for copy, descriptor in zip(kept, (1, 2), strict=True):
            os.dup2(copy, descriptor)
            os.close(copy)
