"""How a worker ends: told to stop, its server gone, or its program gone; always in bounded time.

While it starts, nothing is lost by ending at once. While it serves, it drains, cleans up and leaves; a deadline in a
thread of its own ends it where user code does not return.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import os
import sys
import threading
import time
from typing import NoReturn

from webendpoints_worker import processes, surroundings

# Seconds from the server's death to ours. Nobody waits for an answer any more; exit hooks get this time.
ORPHAN_TIMEOUT = 5.0

# Seconds for which requests that still run at a stop may go on. The server stops a worker when its requests are done or
# past their time, and those who clean up then need theirs.
DRAIN_TIMEOUT = 2.0

# Seconds beyond all other bounds.
_MARGIN = 1.0


class Ending:
    """Requests to end may come from any thread, and more than once; the most urgent wins.

    ``requested`` and ``cut``, after which no request runs on, are set on the serving loop. Draining has
    ``DRAIN_TIMEOUT`` seconds; the lifespan's shutdown, the exit hooks and the programs have ``exit_timeout`` together.
    """

    def __init__(self, exit_timeout: float) -> None:
        self.requested = asyncio.Event()
        self.cut = asyncio.Event()
        self.is_urgent = False
        self.exit_timeout = exit_timeout
        self._cleaned_up_by = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.RLock()  # a signal handler may interrupt its holder

    @property
    def is_serving(self) -> bool:
        return self._loop is not None

    def begin_serving(self, loop: asyncio.AbstractEventLoop) -> None:
        """From here on, a request to stop lets requests finish first."""
        with self._lock:
            self._loop = loop

    def begin_clean_up(self) -> None:
        """From here on, ``exit_timeout`` runs."""
        self._cleaned_up_by = time.monotonic() + self.exit_timeout

    def time_left(self) -> float:
        """Seconds that cleaning up may still take."""
        return max(0.0, self._cleaned_up_by - time.monotonic())

    def request(self, cut: bool = False, urgent: bool = False) -> None:
        """Ends the worker: at once if it still starts, else after draining.

        With ``cut`` requests are broken off, ``urgent`` if nobody waits any more.
        """
        with self._lock:
            loop = self._loop
            self.is_urgent = self.is_urgent or urgent
        if urgent:
            surroundings.discard_output()
        if loop is None:
            leave(0, grace=0.0)
        _leave_after(ORPHAN_TIMEOUT if urgent else DRAIN_TIMEOUT + self.exit_timeout + _MARGIN)
        with contextlib.suppress(RuntimeError):  # the loop is closed: the worker is leaving already
            if cut or urgent:
                loop.call_soon_threadsafe(self.cut.set)
            loop.call_soon_threadsafe(self.requested.set)


def leave(code: int, grace: float) -> NoReturn:
    """Ends every program below this process, then the process itself, waiting for no thread.

    Programs get SIGTERM, and ``grace`` seconds later SIGKILL.
    """
    try:
        processes.end_all_descendants(grace)
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        os._exit(code)


def run_exit_functions() -> None:
    """What user code registered with ``atexit``, which leaving without waiting for threads would skip."""
    with contextlib.suppress(Exception):
        atexit._run_exitfuncs()


def _leave_after(seconds: float) -> None:
    timer = threading.Timer(seconds, leave, args=(1, 0.0))
    timer.daemon = True
    timer.start()
