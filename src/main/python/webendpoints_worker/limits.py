"""Limits that the kernel keeps for each process of a worker: its own, and every program that it starts."""

from __future__ import annotations

import resource


def apply(memory: int, open_files: int) -> None:
    """Lowers this process's limits for good: bytes of private memory (0 for none), and open files.

    Memory counts what a process may write to for itself, touched or not (``RLIMIT_DATA``, getrlimit(2)).
    """
    _lower(resource.RLIMIT_NOFILE, open_files)
    if memory:
        _lower(resource.RLIMIT_DATA, memory)


def memory_limit() -> int | None:
    """The bytes of memory that this process may have, None for no limit."""
    limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
    return None if limit == resource.RLIM_INFINITY else limit


def _lower(kind: int, to: int) -> None:
    _, hard = resource.getrlimit(kind)
    limit = to if hard == resource.RLIM_INFINITY else min(to, hard)
    resource.setrlimit(kind, (limit, limit))
