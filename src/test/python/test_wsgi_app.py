"""wsgi_app: bodies are streamed both ways, and no work continues for a client that has disconnected."""

from __future__ import annotations

import asyncio
import socket

import pytest
from websockets.asyncio.client import unix_connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from harness import PATIENCE, Workplace, method, wait_until

APP = """
    import itertools, threading, time
    import modal

    app = modal.App("demo")

    @app.function()
    @modal.wsgi_app()
    def web():
        from flask import Flask, Response, request, stream_with_context

        site = Flask("site")

        @site.get("/")
        def index():
            seen = {"host": request.host, "scheme": request.scheme, "client": request.remote_addr}
            return seen | {"x": request.args["x"]}

        @site.post("/echo")
        def echo():
            return Response(stream_with_context(iter(lambda: request.stream.readline(), b"")))

        @site.post("/count")
        def count():
            total = 0
            try:
                while chunk := request.stream.read(100_000):
                    total += len(chunk)
            except Exception as error:
                print("upload broke off:", type(error).__name__, flush=True)
                raise
            return str(total)

        @site.get("/endless")
        def endless():
            def ticks():
                try:
                    for number in itertools.count():
                        yield f"{number}\\n"
                        time.sleep(0.05)
                finally:
                    print("generator closed", flush=True)
            return Response(ticks())

        @site.get("/too-long")
        def too_long():
            return Response((b"x" * 100 for _ in range(100)), headers={"Content-Length": "10"})

        @site.get("/fails")
        def fails():
            raise ValueError("broken view")

        return site
"""


@pytest.fixture
def served(workplace: Workplace) -> Workplace:
    workplace.write("app.py", APP)
    workplace.start(method("wsgi_app"))
    workplace.ready()
    return workplace


def test_a_view_sees_the_request_as_the_client_sent_it(served: Workplace) -> None:
    with served.client() as client:
        headers = {"Host": "dev--demo.example", "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
        answer = client.get("/?x=1", headers=headers).json()
    assert answer == {"host": "dev--demo.example", "scheme": "https", "client": "203.0.113.7", "x": "1"}


def test_bodies_are_streamed_both_ways(served: Workplace) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(PATIENCE)
        connection.connect(served.socket_path())
        connection.sendall(b"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n6\r\nfirst\n\r\n")
        assert _received(connection, until=b"first\n").startswith(b"HTTP/1.1 200")
        connection.sendall(b"7\r\nsecond\n\r\n0\r\n\r\n")
        assert b"second\n" in _received(connection, until=b"0\r\n\r\n")


def test_a_large_upload_arrives_whole(served: Workplace) -> None:
    with served.client() as client:
        body = (b"x" * 65_536 for _ in range(320))
        assert client.post("/count", content=body).text == str(320 * 65_536)


def test_a_generator_is_closed_when_its_client_leaves(served: Workplace) -> None:
    with served.client() as client, client.stream("GET", "/endless") as answer:
        next(answer.iter_lines())
    wait_until(lambda: "generator closed" in served.log, "the generator is closed")


def test_an_upload_that_breaks_off_is_an_error_for_the_view(served: Workplace) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(served.socket_path())
        connection.sendall(b"POST /count HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly this")
    wait_until(lambda: "upload broke off" in served.log, "the view sees the error")


def test_a_response_longer_than_announced_leaves_the_worker_serving(served: Workplace) -> None:
    for _ in range(3):
        with served.client() as client, pytest.raises(Exception, match=r".*"):
            assert len(client.get("/too-long").content) > 10
    with served.client() as client:
        assert client.get("/?x=2").json()["x"] == "2"


def test_a_failing_view_is_a_500(served: Workplace) -> None:
    with served.client() as client:
        assert client.get("/fails").status_code == 500
    wait_until(lambda: "ValueError: broken view" in served.log, "the traceback is logged")


def test_a_websocket_is_refused(served: Workplace) -> None:
    async def connect() -> None:
        async with unix_connect(served.socket_path(), uri="ws://demo/") as connection:
            await connection.recv()

    with pytest.raises((InvalidStatus, ConnectionClosed)):
        asyncio.run(connect())


def _received(connection: socket.socket, until: bytes) -> bytes:
    content = b""
    while until not in content:
        chunk = connection.recv(65_536)
        assert chunk, content
        content += chunk
    return content
