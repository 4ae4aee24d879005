"""The close codes that clients see when a WebSocket handler ends without closing."""

from __future__ import annotations

import asyncio

import pytest
from websockets.asyncio.client import unix_connect
from websockets.exceptions import ConnectionClosed

from harness import Workplace, method, wait_until

HANDLERS = """
async def asgi_raises(receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    raise ValueError("the handler's own error")

async def asgi_returns(receive, send):
    await receive()
    await send({"type": "websocket.accept"})

async def raises(socket):
    await socket.accept()
    raise ValueError("the handler's own error")

async def returns(socket):
    await socket.accept()

async def closes(socket):
    await socket.accept()
    await socket.close(4321)

async def outlives_its_client(socket):
    await socket.accept()
    await socket.receive_text()
    print("not reached")
"""

PLAIN = (
    """
import modal

app = modal.App("demo")

@app.function()
@modal.asgi_app()
def web():
    async def application(scope, receive, send):
        if scope["type"] == "websocket":
            await globals()["asgi_" + scope["path"].strip("/")](receive, send)
    return application
"""
    + HANDLERS
)

STARLETTE = (
    """
import modal
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute

app = modal.App("demo")

@app.function()
@modal.asgi_app()
def web():
    names = ("raises", "returns", "closes", "outlives_its_client")
    return Starlette(routes=[WebSocketRoute("/" + name, globals()[name]) for name in names])
"""
    + HANDLERS
)

FASTAPI = (
    """
import modal
from fastapi import FastAPI, WebSocket

app = modal.App("demo")

@app.function()
@modal.asgi_app()
def web():
    served = FastAPI()

    @served.websocket("/raises")
    async def on_raises(socket: WebSocket):
        await raises(socket)

    @served.websocket("/returns")
    async def on_returns(socket: WebSocket):
        await returns(socket)

    return served
"""
    + HANDLERS
)


def serve(workplace: Workplace, source: str) -> None:
    workplace.write("app.py", source)
    workplace.start(method("asgi_app"))
    workplace.ready()


def close_of(workplace: Workplace, path: str) -> tuple[int, str]:
    async def closed() -> tuple[int, str]:
        async with unix_connect(workplace.socket_path(), uri="ws://demo" + path) as connection:
            with pytest.raises(ConnectionClosed) as end:
                await connection.recv()
        return (end.value.rcvd.code, end.value.rcvd.reason) if end.value.rcvd else (1006, "")

    return asyncio.run(closed())


@pytest.mark.parametrize("source", [PLAIN, STARLETTE, FASTAPI], ids=["plain", "starlette", "fastapi"])
def test_a_handler_that_raises_ends_with_1011(workplace: Workplace, source: str) -> None:
    serve(workplace, source)
    assert close_of(workplace, "/raises") == (1011, "")
    assert "ValueError: the handler's own error" in wait_until(lambda: workplace.log, "the error is logged")


@pytest.mark.parametrize("source", [PLAIN, STARLETTE, FASTAPI], ids=["plain", "starlette", "fastapi"])
def test_a_handler_that_returns_ends_with_1000(workplace: Workplace, source: str) -> None:
    serve(workplace, source)
    assert close_of(workplace, "/returns") == (1000, "")


def test_a_handler_s_own_close_is_the_only_one(workplace: Workplace) -> None:
    serve(workplace, STARLETTE)
    assert close_of(workplace, "/closes") == (4321, "")


def test_a_client_that_leaves_gets_no_second_close(workplace: Workplace) -> None:
    serve(workplace, STARLETTE)

    async def leave() -> tuple[int, str]:
        async with unix_connect(workplace.socket_path(), uri="ws://demo/outlives_its_client") as connection:
            await connection.close(4000, "bye")
        assert connection.protocol.close_rcvd is not None
        return connection.protocol.close_rcvd.code, connection.protocol.close_rcvd.reason

    assert asyncio.run(leave()) == (4000, "bye")
