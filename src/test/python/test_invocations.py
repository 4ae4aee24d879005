"""Calls that the server sends to a worker: arguments in, values and one result out."""

from __future__ import annotations

import contextlib
import pickle
import struct
import threading
from typing import Any

import httpx
import pytest

from harness import PATIENCE, Workplace, wait_until

PICKLE = 1
GENERATOR_DONE = 3
CHUNK = 1
RESULT = 2
SUCCESS = 1
FAILURE = 2
RUN = "in-0123456789abcdefABCDEF"

SOURCE = """
    import asyncio, time
    import modal

    app = modal.App("demo")

    @app.function()
    def web(x, y=1):
        print("called", flush=True)
        return x + y

    @app.function()
    async def slowly(x):
        await asyncio.sleep(0.01)
        return x * 2

    @app.function()
    def fail(x):
        raise ValueError(f"bad {x}")

    @app.function()
    def squares(count):
        for number in range(count):
            yield number * number

    @app.function()
    async def letters(text):
        for letter in text:
            yield letter

    @app.function()
    def ids():
        return modal.current_function_call_id(), modal.current_input_id()

    @app.function()
    def coroutine():
        return asyncio.sleep(0)

    @app.function()
    def endless():
        print("begun", flush=True)
        try:
            while True:
                time.sleep(0.01)
        except BaseException as error:
            print("ended by", type(error).__name__, flush=True)
            raise

    @app.function()
    async def endless_async():
        print("begun", flush=True)
        try:
            await asyncio.sleep(600)
        except asyncio.CancelledError:
            print("ended by CancelledError", flush=True)
            raise
"""


class Frames:
    """A worker's response."""

    def __init__(self, content: bytes) -> None:
        self.values: list[Any] = []
        self.status = self.data_format = 0
        self.message = self.data = b""
        while content:
            kind, data_format, status, message, data = struct.unpack_from(">BBBII", content)
            body, content = content[11 : 11 + message + data], content[11 + message + data :]
            if kind == CHUNK:
                self.values.append(pickle.loads(body))
            else:
                assert kind == RESULT
                self.status, self.data_format = status, data_format
                self.message, self.data = body[:message], body[message:]

    @property
    def value(self) -> Any:
        return pickle.loads(self.data)


def serve(place: Workplace, function: str) -> None:
    place.write("app.py", SOURCE)
    path = str(place.root.parent / "calls.sock")
    place.start(function=function, implementation=function, call_socket=path)
    assert place.ready() == {"()": {"unix": path}}


def call(place: Workplace, *args: Any, body: bytes | None = None, method: str = "", **kwargs: Any) -> Frames:
    headers = {"x-run": RUN, "x-input": RUN, "x-call": "fc-1", "x-format": str(PICKLE), "x-method": method}
    transport = httpx.HTTPTransport(uds=str(place.root.parent / "calls.sock"))
    with httpx.Client(transport=transport, base_url="http://worker", timeout=PATIENCE) as client:
        answer = client.post("/", headers=headers, content=pickle.dumps((args, kwargs)) if body is None else body)
    assert answer.status_code == 200
    return Frames(answer.content)


@pytest.mark.parametrize(("function", "args", "value"), [("web", (1, 2), 3), ("slowly", (4,), 8)])
def test_a_function_returns_its_value(workplace: Workplace, function: str, args: tuple[Any, ...], value: int) -> None:
    serve(workplace, function)
    result = call(workplace, *args)
    assert (result.status, result.data_format, result.value) == (SUCCESS, PICKLE, value)


def test_arguments_have_names(workplace: Workplace) -> None:
    serve(workplace, "web")
    assert call(workplace, 1, y=5).value == 6


def test_an_exception_is_the_result_and_in_the_log(workplace: Workplace) -> None:
    serve(workplace, "fail")
    result = call(workplace, 7)
    assert result.status == FAILURE
    assert repr(result.value) == "ValueError('bad 7')"
    assert "in fail\n" in workplace.log
    assert "webendpoints_worker" not in workplace.log


@pytest.mark.parametrize(
    ("function", "args", "values"), [("squares", (3,), [0, 1, 4]), ("letters", ("ab",), ["a", "b"])]
)
def test_a_generators_values_come_before_its_end(
    workplace: Workplace, function: str, args: tuple[Any, ...], values: list[Any]
) -> None:
    serve(workplace, function)
    result = call(workplace, *args)
    assert result.values == values
    assert (result.status, result.data_format) == (SUCCESS, GENERATOR_DONE)
    assert result.data == bytes([8, len(values)])


def test_the_code_knows_its_ids(workplace: Workplace) -> None:
    serve(workplace, "ids")
    assert call(workplace).value == ("fc-1", RUN)


def test_arguments_that_cannot_be_read_fail_the_call(workplace: Workplace) -> None:
    serve(workplace, "web")
    assert call(workplace, body=b"not a pickle").status == FAILURE


def test_a_method_that_is_not_there_fails_the_call(workplace: Workplace) -> None:
    serve(workplace, "web")
    result = call(workplace, method="other")
    assert str(result.value) == "web has no method 'other'"


def test_a_sync_function_that_returns_a_coroutine_fails_the_call(workplace: Workplace) -> None:
    serve(workplace, "coroutine")
    result = call(workplace)
    assert result.status == FAILURE
    assert b"define it with `async def`" in result.message


@pytest.mark.parametrize(("function", "error"), [("endless", "InputCancellation"), ("endless_async", "CancelledError")])
def test_a_canceled_call_ends_its_code(workplace: Workplace, function: str, error: str) -> None:
    serve(workplace, function)
    threading.Thread(target=_call_that_is_cut, args=(workplace,), daemon=True).start()
    wait_until(lambda: "begun" in workplace.log, "the code to begin")
    workplace.say(command="await_return", call=RUN)
    workplace.say(command="cancel", call=RUN)
    assert workplace.event() == {"event": "returned", "call": RUN}
    wait_until(lambda: f"ended by {error}" in workplace.log, "the code to end")
    assert "webendpoints_worker" not in workplace.log


def _call_that_is_cut(place: Workplace) -> None:
    with contextlib.suppress(httpx.HTTPError):
        call(place)
