"""The imports of a zygote before it forks children: everything that a worker imports before the user's own module."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import sys
import threading

# Web frameworks that an image may have, and the modules that their users import. A missing one costs nothing.
_FRAMEWORKS = (
    ("fastapi", ("fastapi.middleware.cors", "fastapi.responses", "fastapi.staticfiles")),
    ("anyio", ("anyio._backends._asyncio",)),
    ("starlette", ("starlette.applications", "starlette.routing", "starlette.responses", "starlette.websockets")),
    ("flask", ()),
    ("quart", ()),
    ("litestar", ()),
)


def preload() -> None:
    """Imports the worker's packages, Modal's client and the installed web frameworks.

    A framework whose import fails is left to the worker, which reports the reason if the framework is needed.

    Raises ImportError if Modal's client can't be used.
    """
    import webendpoints_worker.worker  # noqa: F401
    from webendpoints_worker import event_loops, modal_adapter

    modal_adapter.pose_as_container()
    modal_adapter.preload()
    with contextlib.suppress(ImportError):
        event_loops.preload()
    for name, modules in _FRAMEWORKS:
        with contextlib.suppress(Exception):
            if importlib.util.find_spec(name):
                for module in (name, *modules):
                    importlib.import_module(module)


def imported_packages(before: set[str]) -> list[str]:
    """Returns the top-level names imported since; a user's file with such a name would have taken precedence."""
    return sorted({name.partition(".")[0] for name in set(sys.modules) - before})


def refuse_threads() -> None:
    """Checks that this is the only thread: a fork copies one thread, and the locks that others hold are never released.

    Raises RuntimeError with the names of the threads if there are others.
    """
    others = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
    count = _threads_of_the_kernel()
    if others or count > 1:
        names = ", ".join(others) or f"{count - 1} of a library's own"
        raise RuntimeError(f"it has other threads than its first one ({names})")


def _threads_of_the_kernel() -> int:
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii", errors="replace") as file:
        for line in file:
            if line.startswith("Threads:"):
                return int(line.split()[1])
    return 1
