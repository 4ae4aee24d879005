"""Limits that the kernel enforces for each process of a worker: the worker itself, and every program that it starts."""

from __future__ import annotations

import os
import random
import resource


def apply(memory: int, open_files: int, processors: int, processes: int) -> None:
    """Lowers the limits of this process: bytes of private memory, open files, processors to run on, and processes; 0
    for no limit.

    Memory counts private writable mappings, touched or not (``RLIMIT_DATA``, getrlimit(2)). The first two limits and
    the last one cannot be raised again; all threads and programs of the worker share the processors.
    """
    limit_processes(processes)
    _lower(resource.RLIMIT_NOFILE, open_files)
    if memory:
        _lower(resource.RLIMIT_DATA, memory)
    if processors and hasattr(os, "sched_setaffinity"):
        _keep_to(processors)


def limit_processes(processes: int) -> None:
    """Limits the processes and threads of this process's user namespace, this one included; 0 for no limit.

    Linux counts ``RLIMIT_NPROC`` for each user in each user namespace, and counts processes of a nested namespace in
    the surrounding ones as well (since 5.14). The limit therefore applies to this worker as a whole, and to no other;
    it does not apply to the host's root.
    """
    if processes:
        _lower(resource.RLIMIT_NPROC, processes)


def _keep_to(processors: int) -> None:
    """Selects random processors, so that workers do not all share the same ones."""
    there = sorted(os.sched_getaffinity(0))
    if processors < len(there):
        os.sched_setaffinity(0, random.SystemRandom().sample(there, processors))


def memory_limit() -> int | None:
    """Returns the memory limit of this process in bytes, or None for no limit."""
    limit, _ = resource.getrlimit(resource.RLIMIT_DATA)
    return None if limit == resource.RLIM_INFINITY else limit


def _lower(kind: int, to: int) -> None:
    _, hard = resource.getrlimit(kind)
    limit = to if hard == resource.RLIM_INFINITY else min(to, hard)
    resource.setrlimit(kind, (limit, limit))
