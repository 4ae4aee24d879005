"""Ends a worker in bounded time: after a stop command, after the loss of the server, or after the end of its program.

A worker that is still starting ends immediately, since nothing is lost. A serving worker drains, cleans up and leaves;
a deadline in a separate thread ends it if user code does not return.
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

# Seconds from the server's death to the worker's end. No caller waits any more; exit hooks get this time.
ORPHAN_TIMEOUT = 5.0

# Seconds for which running requests may continue after a stop. The server stops a worker when its requests have
# finished or have exceeded their time, and cleaning up needs time afterwards.
DRAIN_TIMEOUT = 2.0

# Seconds in addition to all other bounds.
_MARGIN = 1.0


class Shutdown:
    """Accepts requests to end from any thread, and more than once; the most urgent one wins.

    ``requested`` and ``cut``, after which no request continues, are set on the serving loop. Draining has
    ``DRAIN_TIMEOUT`` seconds; the lifespan's shutdown, the exit hooks and the programs share ``exit_timeout``.
    """

    def __init__(self, exit_timeout: float) -> None:
        self.requested = asyncio.Event()
        self.cut = asyncio.Event()
        self.is_urgent = False
        self.exit_timeout = exit_timeout
        self._cleaned_up_by = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.RLock()  # a signal handler may interrupt the holder

    @property
    def is_serving(self) -> bool:
        return self._loop is not None

    def begin_serving(self, loop: asyncio.AbstractEventLoop) -> None:
        """After this call, a request to stop lets running requests finish first."""
        with self._lock:
            self._loop = loop

    def begin_clean_up(self) -> None:
        """Starts the clock of ``exit_timeout``."""
        self._cleaned_up_by = time.monotonic() + self.exit_timeout

    def time_left(self) -> float:
        """Returns the seconds that remain for cleaning up."""
        return max(0.0, self._cleaned_up_by - time.monotonic())

    def request(self, cut: bool = False, urgent: bool = False) -> None:
        """Ends the worker: immediately if it is still starting, otherwise after draining.

        ``cut`` aborts requests; ``urgent`` means that no caller waits any more.
        """
        with self._lock:
            loop = self._loop
            self.is_urgent = self.is_urgent or urgent
        if urgent:
            surroundings.discard_output()
        if loop is None:
            leave(0, grace=0.0)
        _leave_after(ORPHAN_TIMEOUT if urgent else DRAIN_TIMEOUT + self.exit_timeout + _MARGIN)
        with contextlib.suppress(RuntimeError):  # the loop is closed: the worker is already leaving
            if cut or urgent:
                loop.call_soon_threadsafe(self.cut.set)
            loop.call_soon_threadsafe(self.requested.set)


def leave(code: int, grace: float) -> NoReturn:
    """Ends all descendants of this process, then the process itself, without waiting for threads.

    Programs get SIGTERM, and SIGKILL ``grace`` seconds later.
    """
    try:
        processes.end_all_descendants(grace)
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):
                stream.flush()
        os._exit(code)


def run_exit_functions() -> None:
    """Runs the functions that user code registered with ``atexit``; leaving without waiting for threads would skip
    them.
    """
    with contextlib.suppress(Exception):
        atexit._run_exitfuncs()


def _leave_after(seconds: float) -> None:
    timer = threading.Timer(seconds, leave, args=(1, 0.0))
    timer.daemon = True
    timer.start()
