"""Waits for adopted processes, which nobody else would do: the ended ones would pile up until no process can start.

The children that user code started stay its own to wait for. The kernel does not tell which child is adopted, so only
one that was seen below another parent before is taken for such; one that lives for less than a second may be missed.
"""

from __future__ import annotations

import contextlib
import os
import threading
import time

from webendpoints_worker import processes

# Seconds between two looks.
INTERVAL = 1.0


def reap_in_background() -> None:
    """Looks for ended orphans as long as this process lives (Linux)."""
    if os.path.isdir("/proc/self"):
        threading.Thread(target=_reap_for_ever, name="orphans", daemon=True).start()


class Orphans:
    """What was seen of the processes below this one. A process is known by its id and start time."""

    def __init__(self) -> None:
        self._elsewhere: set[tuple[int, str]] = set()
        self._ended: set[tuple[int, str]] = set()

    def look(self) -> None:
        """Reaps the adopted children that had ended before the last look: whoever watches them had time to see it."""
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
