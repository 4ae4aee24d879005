"""Limits that the kernel keeps for each process of a worker: its own, and every program that it starts."""

from __future__ import annotations

import os
import random
import resource


def apply(memory: int, open_files: int, processors: int, processes: int) -> None:
    """Lowers this process's limits: bytes of private memory, open files, processors to run on, and processes; 0 for
    no limit.

    Memory counts what a process may write to for itself, touched or not (``RLIMIT_DATA``, getrlimit(2)). The first two
    and the last cannot be raised again; the processors are those that all threads and programs of the worker share.
    """
    limit_processes(processes)
    _lower(resource.RLIMIT_NOFILE, open_files)
    if memory:
        _lower(resource.RLIMIT_DATA, memory)
    if processors and hasattr(os, "sched_setaffinity"):
        _keep_to(processors)


def limit_processes(processes: int) -> None:
    """Bounds the processes and threads of this process's user namespace, this one included; 0 for no limit.

    Linux counts ``RLIMIT_NPROC`` for each user in each user namespace, and what a nested one has in those around it as
    well (since 5.14). So it bounds this worker as a whole, and no other; it does not bind the host's root.
    """
    if processes:
        _lower(resource.RLIMIT_NPROC, processes)


def _keep_to(processors: int) -> None:
    """Some of those that there are, by chance, so that workers do not all share the same."""
    there = sorted(os.sched_getaffinity(0))
    if processors < len(there):
        os.sched_setaffinity(0, random.SystemRandom().sample(there, processors))


def memory_limit() -> int | None:
    """The bytes of memory that this process may have, None for no limit."""
    limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
    return None if limit == resource.RLIM_INFINITY else limit


def _lower(kind: int, to: int) -> None:
    _, hard = resource.getrlimit(kind)
    limit = to if hard == resource.RLIM_INFINITY else min(to, hard)
    resource.setrlimit(kind, (limit, limit))
