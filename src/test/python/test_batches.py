"""Batches of inputs that the server sends to a worker: one call of the user's code, one result for each input."""

from __future__ import annotations

import pickle
import struct
from typing import Any

import httpx
import pytest

from harness import PATIENCE, Workplace, wait_until

PICKLE = 1
PART = 3
RESULT = 2
SUCCESS = 1
FAILURE = 2
RUN = "in-0123456789abcdefABCDEF"

SOURCE = """
    import modal

    app = modal.App("demo")

    @app.function()
    @modal.batched(max_batch_size=4, wait_ms=10)
    def add(x, y):
        print("batch of", len(x), flush=True)
        return [a + b for a, b in zip(x, y)]

    @app.function()
    @modal.batched(max_batch_size=4, wait_ms=10)
    async def double(x):
        return [2 * each for each in x]

    @app.function()
    @modal.batched(max_batch_size=4, wait_ms=10)
    def fail(x):
        raise ValueError(f"bad {x}")

    @app.function()
    @modal.batched(max_batch_size=4, wait_ms=10)
    def tuples(x):
        return tuple(x)

    @app.function()
    @modal.batched(max_batch_size=4, wait_ms=10)
    def one(x):
        return x[:1]

    @app.function()
    @modal.batched(max_batch_size=4, wait_ms=10)
    def ids(x):
        return [(modal.current_input_id(), modal.current_function_call_id()) for _ in x]

    @app.function()
    def squares(x):
        yield from x

    @app.cls()
    class Model:
        offset: int = modal.parameter(default=10)

        @modal.batched(max_batch_size=4, wait_ms=10)
        def shifted(self, x):
            return [each + self.offset for each in x]
"""

Result = tuple[int, Any]


def serve(place: Workplace, function: str, **fields: Any) -> None:
    place.write("app.py", SOURCE)
    path = str(place.root.parent / "calls.sock")
    place.start(
        **{
            "function": function,
            "implementation": function,
            "call_socket": path,
            **fields,
        }
    )
    assert place.ready() == {"()": {"unix": path}}


def call(place: Workplace, *inputs: tuple[tuple[Any, ...], dict[str, Any]], method: str = "") -> list[Result]:
    """Sends these arguments as one batch, and returns the status and the value or the failure's text of each input."""
    body = b"".join(frame(number, pickle.dumps(arguments)) for number, arguments in enumerate(inputs))
    headers = {"x-run": RUN, "x-method": method, "x-batch": str(len(inputs))}
    transport = httpx.HTTPTransport(uds=str(place.root.parent / "calls.sock"))
    with httpx.Client(transport=transport, base_url="http://worker", timeout=PATIENCE) as client:
        answer = client.post("/", headers=headers, content=body)
    assert answer.status_code == 200
    return results(answer.content)


def frame(number: int, args: bytes) -> bytes:
    ids = f"in-{number}".encode(), f"fc-{number}".encode()
    return struct.pack(">BHHI", PICKLE, len(ids[0]), len(ids[1]), len(args)) + ids[0] + ids[1] + args


def results(content: bytes) -> list[Result]:
    found = []
    while content:
        kind, _, status, message, data = struct.unpack_from(">BBBII", content)
        body, content = content[11 : 11 + message + data], content[11 + message + data :]
        if kind == PART:
            value = pickle.loads(body[message:]) if status == SUCCESS else body[:message].decode("latin-1")
            found.append((status, value))
        else:
            assert (kind, message, data, content) == (RESULT, 0, 0, b"")
    return found


def given(*args: Any, **kwargs: Any) -> tuple[tuple[Any, ...], dict[str, Any]]:
    return args, kwargs


def test_each_input_has_its_own_result(workplace: Workplace) -> None:
    serve(workplace, "add")
    found = call(workplace, given(1, 2), given(3, y=4), given(y=6, x=5))
    assert found == [(SUCCESS, 3), (SUCCESS, 7), (SUCCESS, 11)]
    wait_until(lambda: "batch of 3\n" in workplace.log, "the log of the batch")


def test_a_single_input_is_a_batch_too(workplace: Workplace) -> None:
    serve(workplace, "double")
    assert call(workplace, given(4)) == [(SUCCESS, 8)]


def test_a_method_has_the_parameters_of_its_class(workplace: Workplace) -> None:
    serve(workplace, "Model.*", is_class=True, arguments={"offset": 100})
    assert call(workplace, given(1), given(2), method="shifted") == [
        (SUCCESS, 101),
        (SUCCESS, 102),
    ]


def test_the_ids_are_those_of_the_first_input(workplace: Workplace) -> None:
    serve(workplace, "ids")
    assert call(workplace, given(1), given(2)) == [
        (SUCCESS, ("in-0", "fc-0")),
        (SUCCESS, ("in-0", "fc-0")),
    ]


def test_an_exception_is_the_result_of_each_input_and_once_in_the_log(
    workplace: Workplace,
) -> None:
    serve(workplace, "fail")
    found = call(workplace, given(1), given(2))
    assert [(status, "ValueError('bad [1, 2]')" in text) for status, text in found] == [(FAILURE, True)] * 2
    wait_until(lambda: workplace.log.count("ValueError: bad [1, 2]") == 1, "the exception in the log")


@pytest.mark.parametrize(
    ("function", "sentence"),
    [
        ("tuples", "it must return a list, not a tuple"),
        ("one", "one value for each of the 2 inputs, and has returned 1"),
        ("squares", "a generator, which can't run batches"),
    ],
)
def test_what_is_not_a_value_for_each_input_fails(workplace: Workplace, function: str, sentence: str) -> None:
    serve(workplace, function)
    found = call(workplace, given(1), given(2))
    assert [status for status, _ in found] == [FAILURE, FAILURE]
    assert sentence in found[0][1]


@pytest.mark.parametrize("arguments", [given(1), given(1, 2, 3), given(1, z=2), given(1, x=2)])
def test_arguments_that_do_not_fit_fail_the_batch(workplace: Workplace, arguments: Any) -> None:
    serve(workplace, "add")
    found = call(workplace, given(1, 2), arguments)
    assert [status for status, _ in found] == [FAILURE, FAILURE]
    assert "one argument for each of its 2 parameters (x, y)" in found[0][1]
