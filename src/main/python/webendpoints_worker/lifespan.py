"""The ASGI lifespan of one application, interpreted like Modal (ASGI lifespan specification 2.0).

An application that raises or returns before it has received any message does not support lifespan, which is not an
error. One that fails afterwards has failed to start.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from webendpoints_worker.failures import StartFailure, summary

# Seconds to wait after "startup.failed" for an exception with more details.
_EXCEPTION_GRACE = 1.0


class Lifespan:
    """Runs in one task from startup to shutdown. ``state`` is what the application shares with its requests."""

    def __init__(self, app: Any, title: str) -> None:
        self.state: dict[str, Any] = {}
        self._app = app
        self._title = title
        self._received = False
        self._messages: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self._answers: asyncio.Queue[dict[str, str]] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def startup(self) -> None:
        """Starts the application. Raises StartFailure with its reason if its startup fails."""
        self._task = asyncio.get_running_loop().create_task(self._run())
        answer = await self._exchange("lifespan.startup")
        if answer is not None and answer["type"] == "lifespan.startup.complete":
            return
        if answer is not None:
            await asyncio.wait([self._task], timeout=_EXCEPTION_GRACE)
        error = self._error()
        if answer is not None or (error is not None and self._received):
            raise self._failure(answer or {}, error) from error

    async def shutdown(self) -> None:
        """Lets the application clean up; returns when it has finished. Propagates its exception."""
        if self._task is None or self._task.done():
            return
        answer = await self._exchange("lifespan.shutdown")
        if answer is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        elif (error := self._error()) is not None:
            raise error

    async def _run(self) -> None:
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": self.state}
        await self._app(scope, self._receive, self._send)

    async def _send(self, message: dict[str, str]) -> None:
        """Raises an error for an application that ignores its scope and answers as if this were a request."""
        if not message["type"].startswith("lifespan."):
            raise RuntimeError(f"'{message['type']}' is no message of the lifespan protocol")
        await self._answers.put(message)

    async def _receive(self) -> dict[str, str]:
        self._received = True
        return await self._messages.get()

    async def _exchange(self, message: str) -> dict[str, str] | None:
        """Sends a message; returns the answer, or None if the application ended instead."""
        assert self._task is not None
        await self._messages.put({"type": message})
        answer = asyncio.ensure_future(self._answers.get())
        await asyncio.wait([answer, self._task], return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        answer.cancel()
        return None

    def _error(self) -> BaseException | None:
        task = self._task
        return task.exception() if task is not None and task.done() and not task.cancelled() else None

    def _failure(self, answer: dict[str, str], error: BaseException | None) -> StartFailure:
        message = answer.get("message", "").strip()  # Starlette puts a complete traceback here
        why = summary(error) if error is not None else (message.splitlines() or ["it gave no reason"])[-1]
        return StartFailure(f"The lifespan startup of {self._title} failed: {why}", "" if error else message)
