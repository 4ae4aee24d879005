"""Reaps adopted processes, which no other code does: zombies would accumulate until no process can start.

User code reaps the children that it started. The kernel does not reveal which child is adopted, so only a process that
was seen below another parent before counts as adopted; one that lives for less than a second may be missed.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time

from webendpoints_worker import processes

# Seconds between two scans.
INTERVAL = 1.0


def reap_in_background() -> None:
    """Reaps ended orphans as long as this process lives (Linux)."""
    if os.path.isdir("/proc/self"):
        threading.Thread(target=_reap_for_ever, name="orphans", daemon=True).start()


class Orphans:
    """The observed descendants of this process. A process is identified by its id and start time."""

    def __init__(self) -> None:
        self._elsewhere: set[tuple[int, str]] = set()
        self._ended: set[tuple[int, str]] = set()

    def look(self) -> None:
        """Reaps the adopted children that had ended before the last scan, so that their watchers had time to see it."""
        children, others = processes.children_and_further()
        self._elsewhere = others | (self._elsewhere & children)
        adopted = {child for child in self._elsewhere & children if processes.is_zombie(child[0])}
        for pid, _ in adopted & self._ended:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        self._ended = adopted


def _reap_for_ever() -> None:
    orphans = Orphans()
    while True:
        time.sleep(INTERVAL)
        with contextlib.suppress(OSError):
            orphans.look()
