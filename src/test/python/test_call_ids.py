"""The ids of the current call, which the server sends with each request and Modal's client returns."""

from __future__ import annotations

import asyncio

import pytest
from websockets.asyncio.client import unix_connect

from harness import Workplace, method

IDS = "[modal.current_function_call_id(), modal.current_input_id()]"
ASGI = f"""
    import modal

    app = modal.App("demo")

    @app.function()
    @modal.asgi_app()
    def web():
        from fastapi import FastAPI, Request, WebSocket
        api = FastAPI()

        @api.get("/async")
        async def in_loop():
            return {IDS}

        @api.get("/sync")
        def in_thread():
            return {IDS}

        @api.get("/headers")
        async def headers(request: Request):
            return "modal-function-call-id" in request.headers

        @api.websocket("/socket")
        async def socket(websocket: WebSocket):
            await websocket.accept()
            await websocket.send_json({IDS})
            await websocket.close()

        return api
"""
WSGI = f"""
    import json
    import modal

    app = modal.App("demo")

    @app.function()
    @modal.wsgi_app()
    def web():
        def application(environ, start_response):
            start_response("200 OK", [])
            seen = "HTTP_MODAL_FUNCTION_CALL_ID" in environ
            yield json.dumps(seen if environ["PATH_INFO"] == "/headers" else {IDS}).encode()
        return application
"""
CALL = {"modal-function-call-id": "fc-01ABC"}


def started(place: Workplace, source: str, kind: str) -> None:
    place.write("app.py", source)
    place.start(method(kind))
    place.ready()


@pytest.mark.parametrize(
    ("source", "kind", "path"),
    [(ASGI, "asgi_app", "/async"), (ASGI, "asgi_app", "/sync"), (WSGI, "wsgi_app", "/")],
    ids=["async", "sync", "wsgi"],
)
def test_a_request_has_the_ids_of_its_call(workplace: Workplace, source: str, kind: str, path: str) -> None:
    started(workplace, source, kind)
    with workplace.client() as client:
        assert client.get(path, headers=CALL).json() == ["fc-01ABC", "in-01ABC"]


@pytest.mark.parametrize(("source", "kind"), [(ASGI, "asgi_app"), (WSGI, "wsgi_app")], ids=["asgi", "wsgi"])
def test_the_application_does_not_see_the_header(workplace: Workplace, source: str, kind: str) -> None:
    started(workplace, source, kind)
    with workplace.client() as client:
        assert client.get("/headers", headers=CALL).json() is False


def test_the_next_request_of_a_connection_has_ids_of_its_own(workplace: Workplace) -> None:
    started(workplace, ASGI, "asgi_app")
    with workplace.client() as client:
        client.get("/async", headers=CALL)
        assert client.get("/async").json() == [None, None]


async def _received(path: str) -> str | bytes:
    async with unix_connect(
        path, uri="ws://demo/socket", additional_headers=CALL, user_agent_header=None
    ) as connection:
        return await connection.recv()


def test_a_websocket_has_the_ids_of_its_call(workplace: Workplace) -> None:
    started(workplace, ASGI, "asgi_app")
    assert asyncio.run(_received(workplace.socket_path())) == '["fc-01ABC","in-01ABC"]'
