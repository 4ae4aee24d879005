"""Makes this process look like a Modal container to user code: import path, working directory, output."""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import random
import sys
import tempfile
import time

from webendpoints_worker import processes
from webendpoints_worker.spec import WorkerSpec

# The environment variable with the worker's id, by which the server finds processes.
_WORKER = "WEBENDPOINTS_WORKER"

# The directory with the sitecustomize of the Python programs that user code starts.
_STARTUP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "startup")

# Index, in the fields of /proc/<pid>/stat from the state on, of the address of the environment (proc(5), env_start).
_ENV_START = 47


def arrange_sys_path(spec: WorkerSpec) -> None:
    """Puts the image's WORKDIR and the user's files first, then the image's packages, the server's directories last.

    Modal starts ``python -m``, which puts the working directory before ``PYTHONPATH`` (``/root``, ``/pkg``). Versions
    that the user's image pins take precedence over the server's copies.
    """
    package_root = os.path.normpath(os.path.join(spec.root, os.pardir, "pkg"))
    first = [spec.root] + ([package_root] if os.path.isdir(package_root) else [])
    working = [spec.workdir] if spec.workdir and spec.workdir not in first else []
    rest = [entry for entry in sys.path if entry not in (*working, *first, *spec.sys_path_tail)]
    sys.path[:] = working + first + rest + list(spec.sys_path_tail)
    _arrange_path_of_programs(first, spec.sys_path_tail)


def _arrange_path_of_programs(first: list[str], tail: tuple[str, ...]) -> None:
    """Gives the same order to the Python programs that user code starts: see ``startup/sitecustomize.py``."""
    of_image = [entry for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry and entry not in first]
    os.environ["PYTHONPATH"] = os.pathsep.join([_STARTUP, *first, *of_image])
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    os.environ["WEBENDPOINTS_SYS_PATH_TAIL"] = os.pathsep.join([version, *tail])


def enter_working_directory(spec: WorkerSpec) -> None:
    """Changes to the image's WORKDIR, or to the root. Raises OSError if it does not exist."""
    os.chdir(spec.workdir or spec.root)


def write_lines_at_once() -> None:
    """Makes every line that user code prints reach the log immediately, whatever characters it contains."""
    os.environ.setdefault("PYTHONUNBUFFERED", "1")  # for the Python programs that user code starts
    for stream in (sys.stdout, sys.stderr):
        # A forked worker inherits this from its zygote, and a stream that has become a pipe can't be reconfigured.
        if isinstance(stream, io.TextIOWrapper) and not (stream.line_buffering and stream.errors == "backslashreplace"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


def start_afresh(variables: dict[str, str]) -> None:
    """Makes a forked process look as if it had been started with these variables.

    Reinitializes what a process draws or reads once at startup: random numbers, the time zone, the directory of
    temporary files. Keeps the import system's caches of directories, except for directories that did not exist.
    """
    os.environ.clear()
    os.environ.update(variables)
    _show_worker(variables.get(_WORKER, ""))
    time.tzset()
    random.seed()
    tempfile.tempdir = None
    for path, finder in list(sys.path_importer_cache.items()):
        if finder is None:
            del sys.path_importer_cache[path]


def _show_worker(worker: str) -> None:
    """Writes the worker's id where others see it in ``/proc/<pid>/environ``, over that of the parent."""
    with open("/proc/self/environ", "rb") as file:
        block = b"\0" + file.read()
    name = f"\0{_WORKER}=".encode()
    start = block.find(name) + len(name)
    room = block.find(b"\0", start) - start
    if start >= len(name) and len(worker) <= room:
        address = int(processes.stat_fields("self")[_ENV_START]) + start - 1
        ctypes.memmove(address, worker.encode().ljust(room, b"\0"), room)


def flush_output() -> None:
    """Writes what is buffered, which each fork would write again."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # the user's code may have closed it
            stream.flush()


def discard_output() -> None:
    """Discards further output: after its reader has ended, a print in an exit hook would raise an error."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)
