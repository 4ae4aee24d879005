"""When a call ends: with the return of the application, which may be later than the end of its response."""

from __future__ import annotations

import threading
from collections.abc import Callable

import httpx
import pytest
from websockets.sync.client import unix_connect

from harness import PATIENCE, Workplace, method

CALL = "fc-0123456789abcdefABCDEF"
HEADERS = {"modal-function-call-id": CALL}

COMMON = """
    import asyncio, os, time
    import modal

    app = modal.App("demo")

    async def until_told():
        while not os.path.exists("go"):
            await asyncio.sleep(0.01)

    def wait_until_told():
        while not os.path.exists("go"):
            time.sleep(0.01)
"""

BACKGROUND_TASK = """
    from fastapi import BackgroundTasks

    @app.function()
    @modal.fastapi_endpoint()
    def web(tasks: BackgroundTasks):
        tasks.add_task(wait_until_told)
        return "answer"
"""

CLEAN_UP_OF_ASGI = """
    @app.function()
    @modal.asgi_app()
    def web():
        async def application(scope, receive, send):
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"answer"})
            await until_told()
        return application
"""

LENGTH_BEFORE_THE_END = """
    @app.function()
    @modal.asgi_app()
    def web():
        async def application(scope, receive, send):
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"6")]})
            await send({"type": "http.response.body", "body": b"ans", "more_body": True})
            await send({"type": "http.response.body", "body": b"wer", "more_body": True})
            await until_told()
            await send({"type": "http.response.body", "body": b""})
        return application
"""

CLOSE_OF_WSGI = """
    @app.function()
    @modal.wsgi_app()
    def web():
        class Body:
            def __iter__(self):
                yield b"answer"

            def close(self):
                wait_until_told()

        def application(environ, start_response):
            start_response("200 OK", [("content-length", "6")])
            return Body()
        return application
"""

OUTLIVING = {
    "background task": ("fastapi_endpoint", BACKGROUND_TASK),
    "clean-up of ASGI": ("asgi_app", CLEAN_UP_OF_ASGI),
    "length before the end": ("asgi_app", LENGTH_BEFORE_THE_END),
    "close() of WSGI": ("wsgi_app", CLOSE_OF_WSGI),
}

WEBSOCKET = """
    from fastapi import FastAPI, WebSocket

    @app.function()
    @modal.asgi_app()
    def web():
        web = FastAPI()

        @web.websocket("/")
        async def talk(socket: WebSocket):
            await socket.accept()
            try:
                await socket.receive_text()
            finally:
                await until_told()
        return web
"""

PLAIN = """
    @app.function()
    @modal.fastapi_endpoint()
    def web():
        return "answer"
"""


class Get(threading.Thread):
    """A GET with the id of a call, in a thread."""

    def __init__(self, place: Workplace) -> None:
        super().__init__(daemon=True)
        self.answer: httpx.Response | None = None
        self._place = place
        self.start()

    def run(self) -> None:
        with self._place.client() as client:
            self.answer = client.get("/", headers=HEADERS)

    def text(self) -> str:
        self.join(PATIENCE)
        assert self.answer is not None
        return self.answer.text.strip('"')


def serve(place: Workplace, kind: str, source: str) -> None:
    place.write("app.py", COMMON + source)
    place.start(method(kind))
    place.ready()


@pytest.fixture(params=OUTLIVING.values(), ids=OUTLIVING.keys())
def outliving(request: pytest.FixtureRequest, workplace: Workplace) -> Workplace:
    serve(workplace, *request.param)
    return workplace


@pytest.fixture
def go(workplace: Workplace) -> Callable[[], object]:
    return lambda: workplace.write("go", "")


def test_the_end_of_a_response_waits_until_the_server_knows_that_its_code_goes_on(outliving: Workplace, go) -> None:
    get = Get(outliving)
    assert outliving.event() == {"event": "outliving", "call": CALL}
    assert get.is_alive()
    outliving.say(command="confirm", call=CALL)
    assert get.text() == "answer"
    go()
    assert outliving.event() == {"event": "returned", "call": CALL}


def test_code_that_returns_unconfirmed_ends_its_response(outliving: Workplace, go) -> None:
    get = Get(outliving)
    assert outliving.event()["event"] == "outliving"
    go()
    assert get.text() == "answer"
    assert outliving.event() == {"event": "returned", "call": CALL}


def test_an_ordinary_response_is_not_reported(workplace: Workplace) -> None:
    serve(workplace, "fastapi_endpoint", PLAIN)
    assert Get(workplace).text() == "answer"
    workplace.say(command="await_return", call="fc-another")
    assert workplace.event() == {"event": "returned", "call": "fc-another"}


def test_the_return_of_a_websocket_handler_is_reported_when_asked(workplace: Workplace, go) -> None:
    serve(workplace, "asgi_app", WEBSOCKET)
    socket = unix_connect(workplace.socket_path(), "ws://demo.localhost/", additional_headers=HEADERS)
    socket.close()
    workplace.say(command="await_return", call=CALL)
    go()
    assert workplace.event() == {"event": "returned", "call": CALL}


def test_a_canceled_call_returns(workplace: Workplace) -> None:
    serve(workplace, "asgi_app", CLEAN_UP_OF_ASGI)
    get = Get(workplace)
    assert workplace.event()["event"] == "outliving"
    workplace.say(command="confirm", call=CALL)
    assert get.text() == "answer"
    workplace.say(command="cancel", call=CALL)
    assert workplace.event() == {"event": "returned", "call": CALL}


def test_the_application_does_not_see_the_id(workplace: Workplace) -> None:
    serve(
        workplace,
        "fastapi_endpoint",
        """
    from fastapi import Request

    @app.function()
    @modal.fastapi_endpoint()
    def web(request: Request):
        return ",".join(name for name in request.headers if name.startswith("modal"))
""",
    )
    assert Get(workplace).text() == ""


def test_stopping_waits_for_code_after_a_response(workplace: Workplace, go) -> None:
    serve(workplace, "fastapi_endpoint", BACKGROUND_TASK)
    get = Get(workplace)
    assert workplace.event()["event"] == "outliving"
    workplace.say(command="confirm", call=CALL)
    assert get.text() == "answer"
    workplace.stop()
    go()
    assert workplace.event() == {"event": "returned", "call": CALL}
    assert workplace.exit_code() == 0
