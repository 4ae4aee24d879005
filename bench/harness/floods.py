"""Hostile callers: each is a function that makes one attempt. Defines how many run concurrently, and runs them."""

from __future__ import annotations

import multiprocessing
import signal
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import Callable

from .processes import yield_processors

# An attempt that is neither answered nor cut off ends by itself.
ATTEMPT_SECONDS = 10.0
# Attempts that are still running at the end are abandoned after this time.
TAIL_SECONDS = 2.0
UNDER_WAY = "under way in the end"
RESULT_SECONDS = 900.0


@dataclass(frozen=True)
class Target:
    """The server under attack; ``hosts`` are by function name."""

    control: int
    gateway: int
    hosts: dict[str, str]
    token_id: str
    token_secret: str


@dataclass(frozen=True)
class Flood:
    """A kind of attempt, which returns its outcome by name. ``pause`` is the time between two attempts of one caller,
    so that a flood represents many callers rather than everything that the machine can send.
    """

    name: str
    attempt: Callable[[Target], str]
    callers: int = 4
    pause: float = 0.05


Outcomes = dict[str, Counter[str]]


class Attack:
    """Runs all jobs at the same time, each in a separate process that returns its outcomes."""

    def __init__(self, jobs: list[Callable[[], Outcomes]]) -> None:
        context = multiprocessing.get_context("fork")
        self._results: multiprocessing.Queue = context.Queue()
        self._processes = [context.Process(target=_run, args=(job, self._results), daemon=True) for job in jobs]

    def start(self) -> Attack:
        for process in self._processes:
            process.start()
        return self

    def outcomes(self) -> Outcomes:
        """Waits for the end, and returns the outcomes."""
        outcomes: Outcomes = {}
        for _ in self._processes:
            outcomes |= self._results.get(timeout=RESULT_SECONDS)
        for process in self._processes:
            process.join()
        return outcomes

    def stop(self) -> None:
        for process in self._processes:
            if process.is_alive():
                process.kill()


def _run(job: Callable[[], Outcomes], results: multiprocessing.Queue) -> None:
    yield_processors()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    results.put(job())


def repeat(flood: Flood, target: Target, seconds: float) -> Outcomes:
    """Makes as many attempts as this flood's callers can in the given seconds."""
    end = time.monotonic() + seconds
    outcomes: Counter[str] = Counter()
    threads = [
        threading.Thread(target=_repeat, args=(flood, target, outcomes, end), daemon=True) for _ in range(flood.callers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end + TAIL_SECONDS - time.monotonic()))
    if under_way := sum(thread.is_alive() for thread in threads):
        outcomes[UNDER_WAY] = under_way
    return {flood.name: outcomes}


def idle(outcomes: Outcomes) -> list[str]:
    """Returns the floods without a single completed attempt, about which the run says nothing."""
    return sorted(name for name, counts in outcomes.items() if not counts.total() - counts[UNDER_WAY])


def _repeat(flood: Flood, target: Target, outcomes: Counter[str], end: float) -> None:
    while time.monotonic() < end:
        try:
            outcome = flood.attempt(target)
        except TimeoutError:
            outcome = "silence"
        except OSError as error:
            outcome = type(error).__name__
        outcomes[outcome] += 1
        time.sleep(flood.pause)


def connect(port: int, seconds: float = ATTEMPT_SECONDS) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), seconds)


def status(connection: socket.socket) -> str:
    """Returns the status from the first line of the next response, or that there is none."""
    said = b""
    while b"\r\n" not in said and len(said) < 4096:
        try:
            more = connection.recv(4096)
        except ConnectionResetError:
            return "reset"
        if not more:
            return "closed"
        said += more
    words = said.split(b" ", 2)
    return words[1].decode(errors="replace") if words[0].startswith(b"HTTP/") and len(words) > 1 else "no HTTP"


def send_and_read(port: int, *pieces: bytes) -> str:
    """Returns the response to these bytes, even if the server stops reading them."""
    with connect(port) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass
        return status(connection)


def linger(connection: socket.socket, seconds: float) -> str:
    """Reads nothing for the given seconds, and then checks whether the connection is still open."""
    time.sleep(seconds)
    connection.settimeout(0.01)
    try:
        while connection.recv(1 << 20):
            pass
        return "closed"
    except TimeoutError:
        return "held"
    except OSError:
        return "reset"
