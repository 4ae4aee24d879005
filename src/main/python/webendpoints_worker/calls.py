"""The calls of this worker whose application has not returned, and what the server is told about them.

A response is usually complete when the application returns. Code may go on after it: background tasks, dependencies
that clean up. The server must know that before the response ends, because it would then send the next request. So the
end of a response is withheld until the application has returned or, if that takes longer than an instant, until the
server has confirmed that it knows.
"""

from __future__ import annotations

import asyncio
import collections
import contextlib
from collections.abc import Callable

from webendpoints_worker.apps import ASGIApp, Message, Receive, Send
from webendpoints_worker.control import ControlChannel

# The last header of a request from the server.
_HEADER = b"modal-function-call-id"

# Seconds for an application to return after its response, before the server is told that it goes on.
_RETURN_TIME = 0.001

# Seconds that a request may take to reach the application: until then, one that does not run may still begin.
_ARRIVAL_TIME = 0.05

# Number of ended calls to remember, which need not be waited for.
_REMEMBERED = 256

_BODILESS = (204, 304)


class Calls:
    """Follows the calls of all applications of this worker, on the loop that serves them."""

    def __init__(self, control: ControlChannel) -> None:
        self._control = control
        self._loop: asyncio.AbstractEventLoop | None = None
        self._running: dict[str, list[_Call]] = {}
        self._ended: collections.deque[str] = collections.deque(maxlen=_REMEMBERED)

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called before the first request, on the loop that serves."""
        self._loop = loop

    def followed(self, app: ASGIApp) -> ASGIApp:
        """Returns the application for requests of the server, whose call ids it takes out of the scope."""

        async def follow(scope: Message, receive: Receive, send: Send) -> None:
            call_id = _take_call_id(scope)
            if call_id is None:
                await app(scope, receive, send)
            elif scope["type"] == "http":
                end = _ResponseEnd(self._begin(call_id), scope["method"], send)
                try:
                    await app(scope, receive, end.send)
                finally:
                    try:
                        await end.on_returned()
                    finally:
                        self._end(call_id, end.call)
            else:
                call = self._begin(call_id)
                try:
                    await app(scope, receive, send)
                finally:
                    self._end(call_id, call)

        return follow

    def _begin(self, call_id: str) -> _Call:
        call = _Call(call_id, self._control)
        self._running.setdefault(call_id, []).append(call)
        return call

    def _end(self, call_id: str, call: _Call) -> None:
        calls = self._running[call_id]
        calls.remove(call)
        if calls:
            calls[-1].is_awaited |= call.is_awaited
            return
        del self._running[call_id]
        self._ended.append(call_id)
        if call.is_awaited:
            self._control.returned(call_id)

    def obey(self, command: str, call_id: str) -> None:
        """Obeys a command about a call. May be called from any thread."""
        obey = {"await_return": self._await_return, "confirm": self._confirm, "cancel": self._cancel}.get(command)
        if obey is not None and self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(obey, call_id)

    def _await_return(self, call_id: str, delay: float = _ARRIVAL_TIME) -> None:
        if calls := self._running.get(call_id):
            calls[-1].is_awaited = True
        elif delay and call_id not in self._ended and self._loop is not None:
            self._loop.call_later(delay, self._await_return, call_id, 0.0)
        else:
            self._control.returned(call_id)

    def _confirm(self, call_id: str) -> None:
        for call in self._running.get(call_id, ()):
            call.on_confirmed()

    def _cancel(self, call_id: str) -> None:
        for call in self._running.get(call_id, ()):
            if call.task is not None:
                call.task.cancel("the function's timeout has passed")


class _Call:
    """One run of the application. A request that the server sends again has the same id."""

    def __init__(self, call_id: str, control: ControlChannel) -> None:
        self.task = asyncio.current_task()
        self.is_awaited = False
        self.on_confirmed: Callable[[], None] = lambda: None
        self._id = call_id
        self._control = control

    def announce(self) -> None:
        """Reports that the application goes on after its response."""
        self.is_awaited = True
        self._control.outliving(self._id)


class _ResponseEnd:
    """Withholds the messages that complete a response, and those that follow."""

    def __init__(self, call: _Call, method: str, send: Send) -> None:
        self.call = call
        self._send = send
        self._is_head = method == "HEAD"
        self._left: int | None = None
        self._withheld: list[Message] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._sending: asyncio.Task[None] | None = None

    async def send(self, message: Message) -> None:
        if self._withheld is not None:
            self._withheld.append(message)
        elif self._timer is not None or not self._completes(message):
            await self._send(message)
        else:
            self._withheld = [message]
            self._timer = asyncio.get_running_loop().call_later(_RETURN_TIME, self._announce)

    def _completes(self, message: Message) -> bool:
        if message["type"] == "http.response.start":
            self._left = 0 if self._is_head or message["status"] in _BODILESS else _length(message)
            return self._left == 0
        if message["type"] != "http.response.body":
            return False
        if self._left is not None:
            self._left -= len(message.get("body", b""))
        return not message.get("more_body", False) or (self._left is not None and self._left <= 0)

    def _announce(self) -> None:
        self.call.on_confirmed = self._on_confirmed
        self.call.announce()

    def _on_confirmed(self) -> None:
        if self._withheld is not None:
            self._sending = asyncio.get_running_loop().create_task(self._send_withheld())

    async def on_returned(self) -> None:
        """Sends what is withheld, since the application has returned."""
        if self._timer is None:
            return
        self._timer.cancel()
        if self._sending is not None:
            await self._sending
        await self._send_withheld()

    async def _send_withheld(self) -> None:
        messages, self._withheld = self._withheld, None
        for message in messages or ():
            await self._send(message)


def _take_call_id(scope: Message) -> str | None:
    """Removes the server's own header, which is the last one, from a request."""
    headers = scope.get("headers")
    if not headers or headers[-1][0] != _HEADER:
        return None
    scope["headers"] = headers[:-1]
    return headers[-1][1].decode("ascii", "replace")


def _length(start: Message) -> int | None:
    for name, value in start.get("headers", ()):
        if name.lower() == b"content-length":
            with contextlib.suppress(ValueError):
                return int(value)
    return None
