"""The descendants of this process: finding them, observing their end, and leaving none behind.

Programs that user code starts may detach into sessions of their own, so their process group is not enough to find them.
On Linux this process may become the reaper of its orphans, which keeps every descendant below it.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

# Interval in seconds for polling the end of a process where the kernel can't announce it.
_POLL_INTERVAL = 0.1

# Seconds to wait for killed processes; those that hang in the kernel must not block the worker forever.
_KILL_PATIENCE = 2.0

# Indexes into the result of stat_fields.
_PARENT = 1
_START_TIME = 19

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36


def lead_own_session() -> None:
    """Leaves the server's terminal and process group, so that Ctrl-C reaches only the server."""
    with contextlib.suppress(OSError):  # already a leader
        os.setsid()


def weigh_session() -> None:
    """Applies the niceness of this process to the whole session that it leads (Linux).

    If the kernel first divides the processors among sessions, niceness has an effect only within a session (sched(7),
    autogroup). All unprivileged processes of the machine together may change this ten times a second, so it does not
    always succeed.
    """
    if os.getsid(0) != os.getpid():  # the session may be the server's
        return
    with contextlib.suppress(OSError), open("/proc/self/autogroup", "w", encoding="ascii") as group:
        group.write(str(os.nice(0)))


def adopt_orphans() -> None:
    """Makes this process the parent of orphaned descendants, which it must then reap (Linux)."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def call_when_told_to_end(callback: Callable[[], None]) -> None:
    """Invokes the callback on SIGTERM and SIGINT, in this process only: processes that user code forks end as usual."""
    usual = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def be_told(_signal: int, _frame: object) -> None:
        callback()

    def forget() -> None:
        for number, handler in usual.items():
            if signal.getsignal(number) is be_told:
                signal.signal(number, handler)

    for number in usual:
        signal.signal(number, be_told)
    os.register_at_fork(after_in_child=forget)


def call_when_parent_dies(callback: Callable[[], None]) -> None:
    """A second way to detect the loss of the server, besides the end of the control socket (Linux).

    The kernel signals the end of the *thread* that started this process, and a server may start workers in a pooled
    thread that ends long before the server does. The signal therefore only triggers a check whether the parent has
    changed.
    """
    if not sys.platform.startswith("linux"):
        return
    parent = os.getppid()

    def look(_signal: int, _frame: object) -> None:
        if os.getppid() != parent:
            callback()

    wakeup = signal.SIGRTMAX - 1
    signal.signal(wakeup, look)
    _prctl(_PR_SET_PDEATHSIG, wakeup)


def descendants() -> set[int]:
    """Returns the ids of all descendants of this process, zombies included."""
    parents = _parents_from_proc() if os.path.isdir("/proc/self") else _parents_from_ps()
    found: set[int] = set()
    fresh = {os.getpid()}
    while fresh:
        fresh = {pid for pid, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def children_and_further() -> tuple[set[tuple[int, str]], set[tuple[int, str]]]:
    """Returns this process's children, and its further descendants, each by its id and start time (Linux)."""
    below = {pid: fields for pid in descendants() if (fields := stat_fields(pid))}
    own = str(os.getpid())
    children = {(pid, fields[_START_TIME]) for pid, fields in below.items() if fields[_PARENT] == own}
    return children, {(pid, fields[_START_TIME]) for pid, fields in below.items()} - children


def has_ended(pid: int) -> bool:
    """Returns whether a process has ended, reaped or not."""
    try:
        return _child_exit_code(pid) is not None
    except ChildProcessError:  # not a child of this process, or reaped by user code
        return not _exists(pid)


def exit_code(pid: int) -> int:
    """Returns the exit code of an ended child, the negated number of the signal that killed it, or -1 if unknown."""
    try:
        code = _child_exit_code(pid)
    except ChildProcessError:
        return -1
    return -1 if code is None else code


async def wait_for_end_of_any(pids: set[int]) -> int:
    """Waits until one of the processes has ended, and returns its id."""
    loop = asyncio.get_running_loop()
    changed = asyncio.Event()
    handles = [handle for handle in map(_open_handle, pids) if handle is not None]
    for handle in handles:
        loop.add_reader(handle, changed.set)
    try:
        while True:
            ended = next((pid for pid in pids if has_ended(pid)), None)
            if ended is not None:
                return ended
            announced = len(handles) == len(pids)
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(changed.wait(), None if announced else _POLL_INTERVAL)
            changed.clear()
    finally:
        for handle in handles:
            loop.remove_reader(handle)
            os.close(handle)


def end_all_descendants(grace: float) -> None:
    """Sends SIGTERM to all descendants of this process, and SIGKILL to those that still run ``grace`` seconds later."""
    deadline = time.monotonic() + grace
    asked: set[int] = set()
    while running := _running_descendants():
        late = time.monotonic() >= deadline
        for pid in running if late else running - asked:
            _signal(pid, signal.SIGKILL if late else signal.SIGTERM)
        asked |= running
        if time.monotonic() >= deadline + _KILL_PATIENCE:
            return
        time.sleep(0.01)


def _child_exit_code(pid: int) -> int | None:
    """Returns None while a child runs. Raises ChildProcessError if the process is not a child.

    Does not reap the child if the system permits it, so that the user code that started the child can.
    """
    if not hasattr(os, "waitid"):  # macOS, before Python 3.13
        ended, status = os.waitpid(pid, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if ended else None
    result = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    if result is None:
        return None
    return result.si_status if result.si_code == os.CLD_EXITED else -result.si_status


def _running_descendants() -> set[int]:
    return {pid for pid in descendants() if not has_ended(pid) and not is_zombie(pid)}


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, number)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not is_zombie(pid)


def is_zombie(pid: int) -> bool:
    """Returns whether a process has ended and was not reaped (Linux)."""
    fields = stat_fields(pid)
    return bool(fields) and fields[0] == "Z"


def stat_fields(pid: int | str) -> list[str]:
    """Returns the fields of /proc/<pid>/stat from the state on; empty if there is no such process (proc(5))."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []


def _parents_from_proc() -> dict[int, int]:
    pids = [name for name in os.listdir("/proc") if name.isdigit()]
    return {int(pid): int(fields[1]) for pid in pids if (fields := stat_fields(pid))}


def _parents_from_ps() -> dict[int, int]:
    with subprocess.Popen(["ps", "-Ao", "pid=,ppid="], stdout=subprocess.PIPE, text=True) as listing:
        output, _ = listing.communicate()
    pairs = (line.split() for line in output.splitlines())
    return {int(pid): int(parent) for pid, parent in pairs if int(pid) != listing.pid}


def _open_handle(pid: int) -> int | None:
    """Returns a descriptor that becomes readable when the process ends (Linux 5.3), or None."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


def _prctl(option: int, value: int) -> None:
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(option, ctypes.c_ulong(value), 0, 0, 0)
