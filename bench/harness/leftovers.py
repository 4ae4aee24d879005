"""What a soak checks: the results of the callers, and what the gateway holds."""

from __future__ import annotations

import time

from .processes import Child, connections
from .programs import figures
from .proxies import Proxy

MEGABYTE = 1 << 20
# Growth from the settled state to the last report, both under the same load. RSS includes JIT code; direct memory
# depends on how many responses currently wait for slow readers.
TOLERANCE = {"rss": 32 * MEGABYTE, "heap": 8 * MEGABYTE, "direct": 16 * MEGABYTE}
EMPTY = ("connections", "leases", "waiting", "pinned")
# Longer than any response of a caller or any closing connection may take.
EMPTY_WITHIN_SECONDS = 10

Holding = dict[str, float]


class Watch:
    def __init__(self, proxy: Proxy, load: Child) -> None:
        self.proxy = proxy
        self._load = load
        self.settled: Holding | None = None
        self._last: Holding = {}
        self._left: Holding = {}

    def expect_breakage(self) -> None:
        self._load.ask("kill")

    def report(self, seconds: float) -> str:
        held = self._last = self._held()
        memory = " ".join(f"{name}={held[name] / MEGABYTE:.0f}M" for name in TOLERANCE)
        counts = f"connections={held['connections']:.0f} leases={held['leases']:.0f}"
        return f"{seconds:4.0f} s  {memory} {counts}  {self._load.ask('seen')}"

    def settle(self) -> None:
        """Uses the present state as the baseline for growth."""
        self.settled = self._last

    def end(self) -> None:
        """Lets all callers finish, and waits until the gateway holds nothing for them."""
        self._load.ask("end")
        end = time.monotonic() + EMPTY_WITHIN_SECONDS
        self._left = self._held()
        while any(self._left[name] for name in EMPTY) and time.monotonic() < end:
            time.sleep(0.2)
            self._left = self._held()

    def faults(self) -> list[str]:
        return [*self._not_empty(), *self._grown(), *self._unexpected()]

    def _not_empty(self) -> list[str]:
        return [f"{name} in the end: {self._left[name]:.0f}, not 0" for name in EMPTY if self._left[name]]

    def _grown(self) -> list[str]:
        start = self.settled or self._last
        return [
            f"{name} grew from {start[name] / MEGABYTE:.1f} to {self._last[name] / MEGABYTE:.1f} MiB, "
            f"by more than {tolerance / MEGABYTE:.0f}"
            for name, tolerance in TOLERANCE.items()
            if self._last[name] - start[name] > tolerance
        ]

    def _unexpected(self) -> list[str]:
        seen = self._load.ask("seen").split()
        return [f"seen by callers: {outcome}" for outcome in seen if outcome.startswith("unexpected:")]

    def _held(self) -> Holding:
        """Collects garbage first. The kernel counts the connections, not the gateway."""
        held = figures(self.proxy.child.ask("stats"))
        return {**held, "rss": self.proxy.child.rss(), "connections": connections(self.proxy.port)}
