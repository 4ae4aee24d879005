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

from webendpoints_worker import modal_adapter
from webendpoints_worker.apps import ASGIApp, Message, Receive, Send
from webendpoints_worker.control import ControlChannel

# The last header of a request from the server.
_HEADER = b"modal-function-call-id"

# Seconds for an application to return after its response, once or twice, before the server is told that it goes on.
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
        self._running: set[_Call] = set()
        self._withholding: set[_Call] = set()
        self._is_looking = False
        self._ended: collections.deque[bytes] = collections.deque(maxlen=_REMEMBERED)

    def begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called before the first request, on the loop that serves."""
        self._loop = loop

    def followed(self, app: ASGIApp) -> ASGIApp:
        """Returns the application for requests of the server, whose call ids it takes out of the scope."""

        async def follow(scope: Message, receive: Receive, send: Send) -> None:
            call_id = _take_call_id(scope)
            if call_id is None:
                await app(scope, receive, send)
                return
            modal_adapter.set_call_ids(call_id.decode("ascii", "replace"))
            call = _Call(self, call_id, scope.get("method"), send)
            self._running.add(call)
            try:
                await app(scope, receive, call.send)
            finally:
                try:
                    await call.on_returned()
                finally:
                    self._end(call)

        return follow

    def _end(self, call: _Call) -> None:
        self._running.discard(call)
        self._ended.append(call.id)
        if not call.is_awaited:
            return
        if others := self._of(call.id):
            others[0].is_awaited = True
        else:
            self._control.returned(call.id.decode())

    def _of(self, call_id: bytes) -> list[_Call]:
        """Returns the runs of a call: more than one if the server has sent the request again."""
        return [call for call in self._running if call.id == call_id]

    # Responses ---------------------------------------------------------------------------------------------------

    def on_withheld(self, call: _Call) -> None:
        """Reports a call that withholds the end of its response for longer than the time to return."""
        self._withholding.add(call)
        if not self._is_looking:
            self._is_looking = True
            asyncio.get_running_loop().call_later(_RETURN_TIME, self._look)

    def on_sent(self, call: _Call) -> None:
        self._withholding.discard(call)

    def _look(self) -> None:
        """Looks at all responses with one timer, since one for each would cost more than the rest of this module."""
        for call in list(self._withholding):
            if call.was_seen:
                self._withholding.discard(call)
                call.is_awaited = True
                self._control.outliving(call.id.decode())
            call.was_seen = True
        self._is_looking = bool(self._withholding)
        if self._is_looking:
            asyncio.get_running_loop().call_later(_RETURN_TIME, self._look)

    # Commands ----------------------------------------------------------------------------------------------------

    def obey(self, command: str, call_id: str) -> None:
        """Obeys a command about a call. May be called from any thread."""
        obey = {"await_return": self._await_return, "confirm": self._confirm, "cancel": self._cancel}.get(command)
        if obey is not None and self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(obey, call_id.encode())

    def _await_return(self, call_id: bytes, delay: float = _ARRIVAL_TIME) -> None:
        if calls := self._of(call_id):
            calls[0].is_awaited = True
        elif delay and call_id not in self._ended and self._loop is not None:
            self._loop.call_later(delay, self._await_return, call_id, 0.0)
        else:
            self._control.returned(call_id.decode())

    def _confirm(self, call_id: bytes) -> None:
        for call in self._of(call_id):
            call.on_confirmed()

    def _cancel(self, call_id: bytes) -> None:
        for call in self._of(call_id):
            call.cancel()


class _Call:
    """One run of the application. Withholds the messages that complete its response, and those that follow."""

    __slots__ = (
        "_calls",
        "_is_complete",
        "_left",
        "_method",
        "_send",
        "_sending",
        "_task",
        "_withheld",
        "id",
        "is_awaited",
        "was_seen",
    )

    def __init__(self, calls: Calls, call_id: bytes, method: str | None, send: Send) -> None:
        """``method`` is None for a WebSocket, whose messages are not withheld."""
        self.id = call_id
        self.is_awaited = False
        self.was_seen = False
        self._calls = calls
        self._method = method
        self._send = send
        self._task = asyncio.current_task()
        self._left: int | None = None
        self._is_complete = False
        self._withheld: list[Message] | None = None
        self._sending: asyncio.Task[None] | None = None

    async def send(self, message: Message) -> None:
        if self._withheld is not None:
            self._withheld.append(message)
        elif self._is_complete or not self._completes(message):
            await self._send(message)
        else:
            self._is_complete = True
            self._withheld = [message]
            self._calls.on_withheld(self)

    def _completes(self, message: Message) -> bool:
        kind = message["type"]
        if kind == "http.response.body":
            if self._left is not None:
                self._left -= len(message.get("body", b""))
            return not message.get("more_body", False) or (self._left is not None and self._left <= 0)
        if kind == "http.response.start":
            self._left = 0 if self._method == "HEAD" or message["status"] in _BODILESS else _length(message)
            return self._left == 0
        return False

    def on_confirmed(self) -> None:
        """The server knows that the application goes on."""
        if self._withheld is not None:
            self._sending = asyncio.get_running_loop().create_task(self._send_withheld())

    async def on_returned(self) -> None:
        """Sends what is withheld, since the application has returned."""
        self._calls.on_sent(self)
        if self._sending is not None:
            await self._sending
        if self._withheld is not None:
            await self._send_withheld()

    async def _send_withheld(self) -> None:
        messages, self._withheld = self._withheld, None
        for message in messages or ():
            await self._send(message)

    def cancel(self) -> None:
        if self._task is not None:
            self._task.cancel("the function's timeout has passed")


def _take_call_id(scope: Message) -> bytes | None:
    """Removes the server's own header, which is the last one, from a request."""
    headers = scope.get("headers")
    if not headers or headers[-1][0] != _HEADER:
        return None
    scope["headers"] = headers[:-1]
    return headers[-1][1]


def _length(start: Message) -> int | None:
    for name, value in start.get("headers", ()):
        if name.lower() == b"content-length":
            with contextlib.suppress(ValueError):
                return int(value)
    return None
