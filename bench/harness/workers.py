"""The processes of a server's workers and zygotes, found by the environment variables that name them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

MARKER = "WEBENDPOINTS_WORKER"
ZYGOTE_MARKER = "WEBENDPOINTS_ZYGOTE"


@dataclass(frozen=True)
class Found:
    """A process of a worker or a zygote; ``zygote`` is empty for a worker that was not forked."""

    pid: int
    is_worker: bool
    zygote: str


def processes(home: Path) -> list[Found]:
    """Returns the processes of the server with its data directory in ``home``. A forked worker has its zygote's name as
    well as its own.
    """
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            block = Path(f"/proc/{pid}/environ").read_text(errors="replace")
        except OSError:
            continue
        variables = dict(entry.split("=", 1) for entry in block.split("\0") if "=" in entry)
        if MARKER in variables and str(home) in block:
            found.append(Found(int(pid), variables[MARKER].startswith("ta-"), variables.get(ZYGOTE_MARKER, "")))
    return found


def private_bytes(pid: int) -> int:
    """Returns the private memory of a process in bytes."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
