"""fastapi_endpoint: the application that Modal's client wraps around a function."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from harness import Workplace, method, wait_until

APP = """
    import modal
    from fastapi import Request

    app = modal.App("demo")
    image = modal.Image.debian_slim().pip_install("fastapi")

    @app.function(image=image)
    @modal.fastapi_endpoint()
    def web(x: int):
        return {"square": x * x, "local": modal.is_local()}

    @app.function(image=image)
    @modal.fastapi_endpoint()
    async def who(request: Request):
        return {"client": request.client.host, "url": str(request.url), "state": request.scope["state"]}
"""


@pytest.fixture
def served(workplace: Workplace) -> Workplace:
    workplace.write("app.py", APP)
    return workplace


def get(place: Workplace, url: str, **more: object) -> httpx.Response:
    with place.client() as client:
        return client.get(url, **more)


def test_answers_with_the_function_s_value(served: Workplace) -> None:
    served.start(method("fastapi_endpoint"))
    served.ready()
    assert get(served, "/?x=4").json() == {"square": 16, "local": False}


def test_refuses_a_missing_parameter(served: Workplace) -> None:
    served.start(method("fastapi_endpoint"))
    served.ready()
    assert get(served, "/").status_code == 422


def test_serves_no_other_path(served: Workplace) -> None:
    served.start(method("fastapi_endpoint"))
    served.ready()
    assert [get(served, path).status_code for path in ("/x", "/docs", "/openapi.json")] == [404, 404, 404]


def test_serves_docs_on_request(served: Workplace) -> None:
    served.start(method("fastapi_endpoint", docs=True))
    served.ready()
    assert [get(served, path).status_code for path in ("/docs", "/openapi.json")] == [200, 200]


def test_method_may_be_written_in_lower_case(served: Workplace) -> None:
    served.start(method("fastapi_endpoint", http_method="post"))
    served.ready()
    with served.client() as client:
        assert client.post("/?x=3").json()["square"] == 9
        assert client.get("/?x=3").headers["allow"] == "POST"


def test_answers_a_cors_preflight(served: Workplace) -> None:
    served.start(method("fastapi_endpoint"))
    served.ready()
    with served.client() as client:
        headers = {"Origin": "https://page.example", "Access-Control-Request-Method": "GET"}
        answer = client.options("/", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "https://page.example"
    assert answer.headers["access-control-allow-credentials"] == "true"


def test_client_and_scheme_come_from_the_gateway_s_headers(served: Workplace) -> None:
    served.start(method("fastapi_endpoint"), function="who", implementation="who")
    served.ready()
    headers = {"Host": "dev--demo.example", "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
    answer = get(served, "/?a=1", headers=headers).json()
    assert answer == {"client": "203.0.113.7", "url": "https://dev--demo.example/?a=1", "state": {}}


def test_an_exception_is_a_500_and_its_traceback_is_logged(served: Workplace) -> None:
    served.write("app.py", APP.replace('return {"square"', "raise ValueError('no square')\n        return {\"square\""))
    served.start(method("fastapi_endpoint"))
    served.ready()
    answer = get(served, "/?x=1")
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    wait_until(lambda: "ValueError: no square" in served.log, "the traceback is logged")


def test_names_no_server_in_its_answers(served: Workplace) -> None:
    served.start(method("fastapi_endpoint"))
    served.ready()
    answer = get(served, "/?x=1")
    assert "server" not in answer.headers
    assert "date" in answer.headers


def test_serves_on_a_socket_that_is_private(served: Workplace) -> None:
    served.start(method("fastapi_endpoint"))
    places = served.ready()
    assert places == {"": {"unix": served.socket_path()}}
    assert Path(served.socket_path()).stat().st_mode & 0o777 == 0o600


def test_says_that_fastapi_is_missing(workplace: Workplace, bare_python: Callable[[], Path]) -> None:
    workplace.python = bare_python()
    workplace.write("app.py", APP.replace("from fastapi import Request", "Request = None"))
    workplace.start(method("fastapi_endpoint"))
    failure = workplace.failure()
    assert "web is a fastapi_endpoint, and FastAPI can't be imported in its image" in failure["reason"]
    assert 'image.pip_install("fastapi[standard]")' in failure["reason"]
