"""A worker's own network: the server connects it to the outside while the worker starts."""

from __future__ import annotations

import time

from webendpoints_worker.failures import StartFailure

# Seconds for which a worker waits for its default route.
PATIENCE = 10.0

_BETWEEN_LOOKS = 0.003


def await_way_out() -> None:
    """Returns once there is a default route. Raises StartFailure if there is none in time."""
    deadline = time.monotonic() + PATIENCE
    while not _has_default_route():
        if time.monotonic() >= deadline:
            raise StartFailure(f"The worker's network had no way out within {PATIENCE:g} s")
        time.sleep(_BETWEEN_LOOKS)


def _has_default_route() -> bool:
    """Returns whether there is one for IPv4; its destination is zero (proc_pid_net(5))."""
    with open("/proc/self/net/route", encoding="ascii") as routes:
        return any(line.split()[1] == "00000000" for line in routes)
