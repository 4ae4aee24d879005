"""Makes this process look to user code as a Modal container does: import path, working directory, output."""

from __future__ import annotations

import contextlib
import io
import os
import sys

from webendpoints_worker.spec import WorkerSpec


def arrange_sys_path(spec: WorkerSpec) -> None:
    """Puts the user's files first, then the image's packages, and the server's directories last.

    Whatever the user's image pins therefore wins over the copies that the server brings.
    """
    package_root = os.path.normpath(os.path.join(spec.root, os.pardir, "pkg"))
    first = [spec.root] + ([package_root] if os.path.isdir(package_root) else [])
    rest = [entry for entry in sys.path if entry not in first and entry not in spec.sys_path_tail]
    sys.path[:] = first + rest + list(spec.sys_path_tail)


def enter_working_directory(spec: WorkerSpec) -> None:
    """Changes to the image's WORKDIR, or to the root. Raises OSError if it does not exist."""
    os.chdir(spec.workdir or spec.root)


def write_lines_at_once() -> None:
    """Lets every line that user code prints reach the log when it is printed, whatever characters it holds."""
    os.environ.setdefault("PYTHONUNBUFFERED", "1")  # for the Python programs that user code starts
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)


def discard_output() -> None:
    """Sends what is still printed nowhere: with its reader gone, a print in an exit hook would be an error."""
    with contextlib.suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.close(nowhere)
