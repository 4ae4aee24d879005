"""What an ASGI application sees and does in edge cases of the specification (ASGI 3.0, HTTP and WebSocket, 2.5)."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any

import pytest
from websockets.asyncio.client import unix_connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from harness import Workplace, method, wait_until

APP = """
import asyncio, modal

app = modal.App("demo")
seen = []

@app.function()
@modal.asgi_app()
def web():
    async def application(scope, receive, send):
        if scope["type"] == "lifespan":
            return
        await globals()[scope["path"].strip("/")](receive, send)
    return application

async def report(receive, send):
    import json
    await answer(send, json.dumps(seen).encode())

async def answer(send, body):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})

async def closes(receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.close", "code": 4321, "reason": "because"})

async def refuses(receive, send):
    await receive()
    await send({"type": "websocket.close"})

async def listens(receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    message = await receive()
    seen.append([message["type"], message["code"], message.get("reason")])
    try:
        await send({"type": "websocket.send", "text": "too late"})
        seen.append("sent")
    except Exception as error:
        seen.append("OSError" if isinstance(error, OSError) else type(error).__name__)

async def streams(receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"first", "more_body": True})
    while (message := await receive())["type"] != "http.disconnect":
        pass
    seen.append(message["type"])

async def pours(receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for count in range(1000):
        await send({"type": "http.response.body", "body": bytes(65536), "more_body": True})
        seen[:] = [count]

async def takes(receive, send):
    size = 0
    while True:
        message = await receive()
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    await answer(send, str(size).encode())

async def looks_first(receive, send):
    await answer(send, b"no need of your body")
"""


@pytest.fixture
def serving(workplace: Workplace) -> Workplace:
    workplace.write("app.py", APP)
    workplace.start(method("asgi_app"))
    workplace.ready()
    return workplace


def seen(workplace: Workplace) -> list[Any]:
    with workplace.client() as client:
        return json.loads(client.get("/report").text)


def connect(workplace: Workplace) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(20)
    connection.connect(str(workplace.socket_path()))
    return connection


def test_a_close_keeps_its_code_and_reason(serving: Workplace) -> None:
    async def closed() -> tuple[int, str]:
        async with unix_connect(serving.socket_path(), uri="ws://demo/closes") as connection:
            with pytest.raises(ConnectionClosed) as end:
                await connection.recv()
        assert end.value.rcvd is not None
        return end.value.rcvd.code, end.value.rcvd.reason

    assert asyncio.run(closed()) == (4321, "because")


def test_a_refusal_before_the_accept_is_a_403(serving: Workplace) -> None:
    async def refused() -> int:
        with pytest.raises(InvalidStatus) as refusal:
            async with unix_connect(serving.socket_path(), uri="ws://demo/refuses"):
                pass
        return refusal.value.response.status_code

    assert asyncio.run(refused()) == 403


def test_a_client_s_close_is_told_with_its_code_and_a_send_after_it_fails(serving: Workplace) -> None:
    async def close() -> None:
        async with unix_connect(serving.socket_path(), uri="ws://demo/listens") as connection:
            await connection.close(4000, "bye")

    asyncio.run(close())
    told = wait_until(lambda: len(found := seen(serving)) == 2 and found, "the application has seen the close")
    assert told == [["websocket.disconnect", 4000, "bye"], "OSError"]


def test_a_client_that_leaves_in_the_middle_of_a_stream_is_told(serving: Workplace) -> None:
    with connect(serving) as connection:
        connection.sendall(b"GET /streams HTTP/1.1\r\nHost: demo\r\n\r\n")
        assert connection.recv(65536)
    assert wait_until(lambda: seen(serving), "the application knows") == ["http.disconnect"]


def test_who_reads_nothing_holds_the_application_up(serving: Workplace) -> None:
    with connect(serving) as connection:
        connection.sendall(b"GET /pours HTTP/1.1\r\nHost: demo\r\n\r\n")
        assert connection.recv(1)
        before = None
        while before != (before := seen(serving)):
            pass
        assert before[0] < 500


def test_a_body_is_asked_for_when_it_is_received(serving: Workplace) -> None:
    with connect(serving) as connection:
        connection.sendall(b"POST /takes HTTP/1.1\r\nHost: demo\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n")
        assert connection.recv(65536).startswith(b"HTTP/1.1 100 Continue\r\n")
        connection.sendall(b"body")
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_body_that_is_not_received_is_not_asked_for(serving: Workplace) -> None:
    with connect(serving) as connection:
        head = b"POST /looks_first HTTP/1.1\r\nHost: demo\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n"
        connection.sendall(head)
        assert connection.recv(65536).startswith(b"HTTP/1.1 200 OK\r\n")


def test_a_large_body_arrives_whole(serving: Workplace) -> None:
    with serving.client() as client:
        assert client.post("/takes", content=(bytes(65536) for _ in range(1000))).text == str(65_536_000)
