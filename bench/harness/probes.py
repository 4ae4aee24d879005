"""Polite callers that send requests at fixed times, and their results."""

from __future__ import annotations

import http.client
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Callable

Ask = Callable[[], int]


@dataclass
class Seen:
    """Latencies in milliseconds of requests that were answered by 200, and all other outcomes by name."""

    latencies: list[float] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)

    def at(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("inf")

    @property
    def failed(self) -> int:
        return sum(self.failures.values())


class Probe:
    """Sends a request every ``period`` seconds, each on a new connection; a late response delays the next request."""

    def __init__(self, name: str, period: float, ask: Ask) -> None:
        self.name = name
        self._period = period
        self._ask = ask
        self._seen = Seen()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> Probe:
        self._thread.start()
        return self

    def next_phase(self) -> Seen:
        """Returns the results since the last phase began."""
        seen, self._seen = self._seen, Seen()
        return seen

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        due = time.monotonic()
        while not self._done.wait(max(0.0, due - time.monotonic())):
            begun = time.monotonic()
            outcome = self._outcome()
            seen = self._seen
            if outcome == "200":
                seen.latencies.append((time.monotonic() - begun) * 1000)
            else:
                seen.failures[outcome] += 1
            due = max(due + self._period, time.monotonic())

    def _outcome(self) -> str:
        try:
            return str(self._ask())
        except (OSError, http.client.HTTPException) as error:
            return type(error).__name__
