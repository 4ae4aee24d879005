"""asgi_app: any ASGI application, its lifespan, streams and WebSockets."""

from __future__ import annotations

import asyncio
import json

import pytest
from websockets.asyncio.client import unix_connect

from harness import Workplace, method

ECHO_STATE = """
    import json, modal

    app = modal.App("demo")

    @app.function()
    @modal.asgi_app()
    def web():
        async def application(scope, receive, send):
            if scope["type"] == "lifespan":
                await receive()
                scope["state"]["opened"] = "at startup"
                await send({"type": "lifespan.startup.complete"})
                await receive()
                print("lifespan shutdown ran", flush=True)
                await send({"type": "lifespan.shutdown.complete"})
                return
            body = json.dumps(scope["state"]).encode()
            await send({"type": "http.response.start", "status": 200, "headers": [(b"x", b"y")]})
            await send({"type": "http.response.body", "body": body})
        return application
"""

LIFESPAN = """
    import modal

    app = modal.App("demo")

    @app.function()
    @modal.asgi_app()
    def web():
        async def application(scope, receive, send):
            if scope["type"] == "lifespan":
                {behaviour}
            await send({{"type": "http.response.start", "status": 204, "headers": []}})
            await send({{"type": "http.response.body"}})
        return application
"""


def test_requests_see_the_lifespan_s_state(workplace: Workplace) -> None:
    workplace.write("app.py", ECHO_STATE)
    workplace.start(method("asgi_app"))
    workplace.ready()
    with workplace.client() as client:
        assert client.get("/").json() == {"opened": "at startup"}


def test_lifespan_is_shut_down_on_stop(workplace: Workplace) -> None:
    workplace.write("app.py", ECHO_STATE)
    workplace.start(method("asgi_app"))
    workplace.ready()
    workplace.stop()
    assert workplace.exit_code() == 0
    assert "lifespan shutdown ran" in workplace.log


@pytest.mark.parametrize("behaviour", ["raise ValueError('only http')", "return", "pass"])
def test_an_application_without_lifespan_is_served(workplace: Workplace, behaviour: str) -> None:
    workplace.write("app.py", LIFESPAN.format(behaviour=behaviour))
    workplace.start(method("asgi_app"))
    workplace.ready()
    with workplace.client() as client:
        assert client.get("/").status_code == 204


def test_a_refused_startup_is_a_failure_with_its_reason(workplace: Workplace) -> None:
    refuse = "await receive(); await send({'type': 'lifespan.startup.failed', 'message': 'no model'}); return"
    workplace.write("app.py", LIFESPAN.format(behaviour=refuse))
    workplace.start(method("asgi_app"))
    assert workplace.failure()["reason"] == "The lifespan startup of web failed: no model"


def test_a_crash_in_startup_is_a_failure_with_its_traceback(workplace: Workplace) -> None:
    workplace.write("app.py", LIFESPAN.format(behaviour="await receive(); raise OSError('no disk')"))
    workplace.start(method("asgi_app"))
    failure = workplace.failure()
    assert failure["reason"] == "The lifespan startup of web failed: OSError: no disk"
    assert 'app.py", line' in failure["traceback"]


def test_a_factory_that_forgets_to_return_is_a_failure(workplace: Workplace) -> None:
    workplace.write("app.py", "import modal\napp = modal.App()\n@app.function()\n@modal.asgi_app()\ndef web(): pass\n")
    workplace.start(method("asgi_app"))
    assert workplace.failure()["reason"] == "web must return an ASGI application, and returned NoneType"


def test_an_event_arrives_before_the_next_is_sent(workplace: Workplace) -> None:
    workplace.write(
        "app.py",
        """
        import asyncio, modal

        app = modal.App("demo")

        @app.function()
        @modal.asgi_app()
        def web():
            go_on = asyncio.Event()

            async def application(scope, receive, send):
                assert scope["type"] == "http"
                headers = [(b"content-type", b"text/event-stream")]
                await send({"type": "http.response.start", "status": 200, "headers": headers})
                if scope["path"] == "/go-on":
                    go_on.set()
                else:
                    await send({"type": "http.response.body", "body": b"data: first\\n\\n", "more_body": True})
                    await go_on.wait()
                    await send({"type": "http.response.body", "body": b"data: second\\n\\n", "more_body": True})
                await send({"type": "http.response.body"})
            return application
        """,
    )
    workplace.start(method("asgi_app"))
    workplace.ready()
    with workplace.client() as client, client.stream("GET", "/") as answer:
        lines = answer.iter_lines()
        assert next(lines) == "data: first"
        with workplace.client() as other:
            other.get("/go-on")
        assert [line for line in lines if line] == ["data: second"]


WEBSOCKET = """
    import modal

    app = modal.App("demo")

    @app.function()
    @modal.asgi_app()
    def web():
        async def application(scope, receive, send):
            assert scope["type"] == "websocket"
            await receive()
            await send({"type": "websocket.accept", "subprotocol": scope["subprotocols"][-1]})
            while (message := await receive())["type"] == "websocket.receive":
                await send({"type": "websocket.send", "text": message["text"].upper()})
        return application
"""


def test_a_websocket_talks_with_its_subprotocol_and_compression(workplace: Workplace) -> None:
    workplace.write("app.py", WEBSOCKET)
    workplace.start(method("asgi_app"))
    workplace.ready()

    async def talk() -> tuple[object, ...]:
        path = workplace.socket_path()
        async with unix_connect(path, uri="ws://demo/", subprotocols=["first", "second"]) as connection:
            await connection.send("hello")
            extensions = connection.response.headers.get("Sec-WebSocket-Extensions", "")
            return await connection.recv(), connection.subprotocol, extensions.split(";")[0]

    assert asyncio.run(talk()) == ("HELLO", "second", "permessage-deflate")


def test_a_large_websocket_message_passes(workplace: Workplace) -> None:
    workplace.write("app.py", WEBSOCKET)
    workplace.start(method("asgi_app"))
    workplace.ready()

    async def talk() -> int:
        path = workplace.socket_path()
        async with unix_connect(path, uri="ws://demo/", subprotocols=["a"], max_size=None) as connection:
            await connection.send("x" * (4 << 20))
            return len(await connection.recv())

    assert asyncio.run(talk()) == 4 << 20


def test_a_large_head_is_accepted(workplace: Workplace) -> None:
    workplace.write("app.py", LIFESPAN.format(behaviour="return"))
    workplace.start(method("asgi_app"))
    workplace.ready()
    with workplace.client() as client:
        assert client.get("/", headers={"x-large": "v" * 60_000}).status_code == 204


def test_user_code_runs_on_one_loop(workplace: Workplace) -> None:
    workplace.write(
        "app.py",
        """
        import asyncio, json, modal

        app = modal.App("demo")

        @app.cls()
        class Model:
            @modal.enter()
            async def load(self):
                self.loops = {id(asyncio.get_running_loop())}

            @modal.asgi_app()
            def web(self):
                async def application(scope, receive, send):
                    self.loops.add(id(asyncio.get_running_loop()))
                    if scope["type"] == "lifespan":
                        await receive()
                        await send({"type": "lifespan.startup.complete"})
                        await receive()
                        return
                    await send({"type": "http.response.start", "status": 200, "headers": []})
                    await send({"type": "http.response.body", "body": json.dumps(len(self.loops)).encode()})
                return application
        """,
    )
    workplace.start(method("asgi_app", "web"), is_class=True, function="Model.*", implementation="Model.*")
    workplace.ready()
    with workplace.client("web") as client:
        assert json.loads(client.get("/").content) == 1
