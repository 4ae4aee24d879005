"""Children of a zygote: a process for each worker, with its own session, output and, where confined, namespaces."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import struct
import sys
from collections.abc import Callable
from typing import NoReturn

from webendpoints_worker import failures, namespaces, processes

# A process id as it is told through a pipe.
_PID = struct.Struct("i")


class Child:
    """A worker seen from its zygote: its process, and the ends of the pipes that read what it prints."""

    def __init__(self, pid: int, out: int, err: int) -> None:
        self.pid = pid
        self.out = out
        self.err = err
        self._is_open = True

    def close_output(self) -> None:
        """The server reads the pipes now, through ends of its own. Closed already, nothing happens."""
        if self._is_open:
            self._is_open = False
            os.close(self.out)
            os.close(self.err)


def fork(run: Callable[[], NoReturn], binds: list[tuple[str, str]] | None, let_go: Callable[[], None]) -> Child:
    """Forks a child that calls ``let_go`` and then ``run``, confined where binds are given.

    ``let_go`` closes what the parent has open. Raises OSError if a process or a namespace can't be made.
    """
    out, out_end = os.pipe()
    err, err_end = os.pipe()
    try:
        pid = (_plain if binds is None else _confined)(run, binds or [], let_go, (out_end, err_end))
    except BaseException:
        os.close(out)
        os.close(err)
        raise
    finally:
        os.close(out_end)
        os.close(err_end)
    return Child(pid, out, err)


def _plain(run: Callable[[], NoReturn], _: object, let_go: Callable[[], None], output: tuple[int, int]) -> int:
    pid = os.fork()
    if pid:
        return pid
    _finally_end(lambda: _become(run, let_go, output))


def _confined(
    run: Callable[[], NoReturn], binds: list[tuple[str, str]], let_go: Callable[[], None], output: tuple[int, int]
) -> int:
    """Three processes: one that makes the namespaces and ends, the first of them, which has the worker below it.

    Returns the second, which the kernel gives to the zygote when the one between them ends. When it ends, so does all
    that is left in its PID namespace.
    """
    reading, telling = os.pipe()
    between = os.fork()
    if between == 0:
        os.close(reading)
        _finally_end(lambda: _make_first(run, binds, let_go, output, telling))
    os.close(telling)
    with open(reading, "rb") as answer:
        told = answer.read()
    os.waitpid(between, 0)
    if len(told) != _PID.size:
        raise OSError(told.decode(errors="replace") or "the process between ended without a word")
    return _PID.unpack(told)[0]


def _make_first(
    run: Callable[[], NoReturn],
    binds: list[tuple[str, str]],
    let_go: Callable[[], None],
    output: tuple[int, int],
    telling: int,
) -> NoReturn:
    try:
        namespaces.enter()
        first = os.fork()
    except OSError as error:
        os.write(telling, str(error).encode())
        os._exit(1)
    if first:
        os.write(telling, _PID.pack(first))
        os._exit(0)
    os.close(telling)

    def confined() -> NoReturn:
        processes.lead_own_session()
        namespaces.change_root(binds)
        namespaces.give_up_capabilities()
        worker = os.fork()
        if worker == 0:
            run()
        _wait_as_first(worker)

    _become(confined, let_go, output)


def _wait_as_first(worker: int) -> NoReturn:
    """Does what the first process of a PID namespace must: it waits for orphans, and ends as the worker did."""
    signal.signal(signal.SIGTERM, lambda number, _: _signal(worker, number))
    while True:
        pid, status = os.wait()
        if pid == worker:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _become(run: Callable[[], NoReturn], let_go: Callable[[], None], output: tuple[int, int]) -> NoReturn:
    """Leaves the parent's descriptors behind; what remains open are the three that every process has."""
    let_go()
    os.dup2(output[0], 1)
    os.dup2(output[1], 2)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    run()


def _finally_end(step: Callable[[], NoReturn]) -> NoReturn:
    """A child never returns into its parent's code."""
    try:
        step()
    except BaseException as error:
        with contextlib.suppress(Exception):
            print(failures.traceback_of(error), file=sys.stderr, flush=True)
        os._exit(1)


def freeze() -> None:
    """Keeps the collector away from all that exists now: what it never touches stays shared with the children."""
    gc.collect()
    gc.freeze()
