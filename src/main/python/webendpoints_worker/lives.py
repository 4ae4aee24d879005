"""The life of a zygote's children, confined or not: they wait for an order, which assigns them to a worker."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from webendpoints_worker import failures

Order = dict[str, Any]
"""Assigns a child to a worker: the path of its ``spec``, and ``binds``, a confined child's mounts beyond the base."""

# The descriptor from which a child reads its order.
ORDERS = 3

# Sent by a child on that descriptor when it is ready for its order.
READY = b"."


@dataclass(frozen=True)
class Life:
    """The steps of a child, in order: it closes the parent's descriptors, gets ready, waits for its order, and runs.

    A child that is needed immediately has nothing to get ready for. ``kept`` are the descriptors of a snapshot.
    """

    let_go: Callable[[], None]
    kept: tuple[int, ...]
    get_ready: Callable[[], None] | None
    run: Callable[[Order], NoReturn]


def leave_parent(life: Life, open_there: tuple[int, int, int]) -> None:
    """Closes the parent's descriptors; only the standard descriptors, the orders and those of a snapshot remain."""
    life.let_go()
    for descriptor, name in zip(open_there, (1, 2, ORDERS), strict=True):
        os.dup2(descriptor, name)
    first = ORDERS + 1
    for number in sorted(life.kept):
        os.closerange(first, number)
        first = number + 1
    os.closerange(first, os.sysconf("SC_OPEN_MAX"))


def get_ready(life: Life) -> None:
    if life.get_ready is not None:
        life.get_ready()
        with contextlib.suppress(OSError):  # the parent is gone, which the wait for orders detects
            os.write(ORDERS, READY)


def await_order() -> bytes:
    """Returns the order. Ends the process if there will be none: the parent has ended, or does not need the child."""
    with open(ORDERS, "rb") as orders:
        told = orders.read()
    if not told:
        os._exit(0)
    return told


def parsed(told: bytes) -> Order:
    return json.loads(told)


def finally_end(step: Callable[[], NoReturn]) -> NoReturn:
    """Runs a step of a child, which never returns into its parent's code."""
    try:
        step()
    except BaseException as error:
        with contextlib.suppress(Exception):
            print(failures.traceback_of(error), file=sys.stderr, flush=True)
        os._exit(1)
