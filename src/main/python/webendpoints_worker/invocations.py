"""Runs the calls that the server sends: each is an HTTP request on a socket of its own, which no URL leads to."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import contextvars
import ctypes
import importlib
import inspect
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from webendpoints_worker import batches, modal_adapter, payloads
from webendpoints_worker.apps import ASGIApp, Message, Receive, Send

# The name under which the worker reports the address for calls.
ADDRESS = "()"

# Above the number of calls that a worker runs at a time, which the server bounds.
_THREADS = 10_000

_END = object()


class CallServer:
    """The application for calls of the function, or of the methods of the class. ``methods`` are the user's callables
    by name; the name is empty for a function.
    """

    def __init__(self, title: str, methods: dict[str, Callable[..., Any]]) -> None:
        self._title = title
        self._methods = methods
        self._threads = concurrent.futures.ThreadPoolExecutor(_THREADS, thread_name_prefix="call")
        self._task_id = os.environ.get("MODAL_TASK_ID", "")

    def application(self, followed: Callable[[ASGIApp], ASGIApp]) -> ASGIApp:
        """Returns the application; ``followed`` reports to the server which of its runs go on."""
        inner = followed(self._serve)

        async def serve(scope: Message, receive: Receive, send: Send) -> None:
            headers = dict(scope["headers"])
            # The last header is the id under which a call is followed.
            scope["headers"] = [*scope["headers"], (b"modal-function-call-id", headers.get(b"x-run", b""))]
            await inner(scope, receive, send)

        return serve

    async def _serve(self, scope: Message, receive: Receive, send: Send) -> None:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        response = _Response(send)
        if b"x-batch" in headers:
            await self._serve_batch(headers.get(b"x-method", ""), receive, response)
        else:
            await self._serve_one(headers, receive, response)

    async def _serve_one(self, headers: dict[bytes, str], receive: Receive, response: _Response) -> None:
        modal_adapter.set_current_ids([headers.get(b"x-input", "")], [headers.get(b"x-call", "")])
        data_format = int(headers.get(b"x-format", "0"))
        try:
            args, kwargs = payloads.arguments(await _body(receive), data_format)
            result = await self._run(headers.get(b"x-method", ""), args, kwargs, data_format, response)
        except asyncio.CancelledError:
            result = payloads.of_cancellation()  # the server has ended the call in another way
        except BaseException as error:
            print(payloads.printed(error), file=sys.stderr, end="", flush=True)
            result = payloads.of_error(error, data_format, self._task_id)
        await response.finish(result)

    async def _serve_batch(self, method: str, receive: Receive, response: _Response) -> None:
        """Runs a list of inputs. A failure is the result of each of them."""
        inputs: list[batches.BatchInput] = []
        try:
            inputs = batches.read(await _body(receive))
            modal_adapter.set_current_ids([each.id for each in inputs], [each.call_id for each in inputs])
            function = self._method(method)
            returned = await self._call(function, (), batches.arguments(self._title, function, inputs))
            values = batches.values(self._title, returned, inputs)
            results = [payloads.of_value(value, each.data_format) for value, each in zip(values, inputs, strict=True)]
        except asyncio.CancelledError:
            results = [payloads.of_cancellation() for _ in inputs]
        except BaseException as error:
            print(payloads.printed(error), file=sys.stderr, end="", flush=True)
            by_format = {each.data_format: payloads.of_error(error, each.data_format, self._task_id) for each in inputs}
            results = [by_format[each.data_format] for each in inputs]
        for result in results:
            await response.chunk(result.part())
        await response.finish(payloads.of_batch())

    def _method(self, name: str) -> Callable[..., Any]:
        function = self._methods.get(name)
        if function is None:
            raise AttributeError(f"{self._title} has no method {name!r}")
        return function

    async def _run(
        self, method: str, args: tuple[Any, ...], kwargs: dict[str, Any], data_format: int, response: _Response
    ) -> payloads.Result:
        function = self._method(method)
        if inspect.isasyncgenfunction(function):
            return await self._generate(function(*args, **kwargs), data_format, response)
        if inspect.isgeneratorfunction(function):
            return await self._generate(self._steps(function(*args, **kwargs)), data_format, response)
        return payloads.of_value(await self._call(function, args, kwargs), data_format)

    async def _call(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if inspect.iscoroutinefunction(function):
            return await function(*args, **kwargs)
        value = await self._in_thread(lambda: function(*args, **kwargs))
        if inspect.iscoroutine(value):
            value.close()
            kind = importlib.import_module("modal.exception").InvalidError
            raise kind(f"{self._title} is a sync function that returned a coroutine; define it with `async def`")
        return value

    async def _generate(self, values: AsyncIterator[Any], data_format: int, response: _Response) -> payloads.Result:
        count = 0
        async with contextlib.aclosing(values):
            async for value in values:
                await response.chunk(payloads.chunk(value, data_format or payloads.PICKLE))
                count += 1
        return payloads.of_generator(count)

    async def _steps(self, values: Iterator[Any]) -> AsyncIterator[Any]:
        """Runs a generator step by step in threads, all in one context."""
        context = contextvars.copy_context()
        try:
            while (value := await self._in_thread(lambda: next(values, _END), context)) is not _END:
                yield value
        finally:
            values.close()  # type: ignore[attr-defined]

    async def _in_thread(self, step: Callable[[], Any], context: contextvars.Context | None = None) -> Any:
        """Runs sync code; when the call is canceled, raises InputCancellation in it and waits until it has ended."""
        run = _ThreadRun(step, context or contextvars.copy_context())
        future = asyncio.get_running_loop().run_in_executor(self._threads, run)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            run.cancel()
            while not future.done():
                with contextlib.suppress(asyncio.CancelledError):
                    await asyncio.wait([future])
            with contextlib.suppress(BaseException):
                future.result()
            raise


class _ThreadRun:
    """A step of sync code in a thread, which can be interrupted between two of Python's instructions."""

    def __init__(self, step: Callable[[], Any], context: contextvars.Context) -> None:
        self._step = step
        self._context = context
        self._guard = threading.Lock()
        self._thread: int | None = None
        self._canceled = False

    def __call__(self) -> Any:
        with self._guard:
            if self._canceled:
                raise asyncio.CancelledError
            self._thread = threading.get_ident()
        try:
            return self._context.run(self._step)
        except StopIteration as error:  # which a future can't hold
            raise RuntimeError("the function raised StopIteration") from error
        finally:
            with self._guard:
                self._thread = None

    def cancel(self) -> None:
        with self._guard:
            self._canceled = True
            if self._thread is not None:
                kind = importlib.import_module("modal.exception").InputCancellation
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(self._thread), ctypes.py_object(kind))


class _Response:
    def __init__(self, send: Send) -> None:
        self._send = send
        self._started = False

    async def chunk(self, frame: bytes) -> None:
        await self._start([])
        await self._send({"type": "http.response.body", "body": frame, "more_body": True})

    async def finish(self, result: payloads.Result) -> None:
        frame = result.frame()
        await self._start([(b"content-length", str(len(frame)).encode())])
        await self._send({"type": "http.response.body", "body": frame})

    async def _start(self, headers: list[tuple[bytes, bytes]]) -> None:
        if not self._started:
            self._started = True
            await self._send({"type": "http.response.start", "status": 200, "headers": headers})


async def _body(receive: Receive) -> bytes:
    """Returns the request's body. Raises CancelledError if the server has closed the connection."""
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise asyncio.CancelledError
        parts.append(message.get("body", b""))
        if not message.get("more_body", False):
            return b"".join(parts)
