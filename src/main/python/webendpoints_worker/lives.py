"""What the children of a zygote do, confined or not: they wait for an order, in which they learn what to be."""

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
"""What a child shall be: the path of its ``spec``, and ``binds``, what it sees beside the base where it is confined."""

# The descriptor from which a child reads its order.
ORDERS = 3

# What a child says there when it is ready for it.
READY = b"."


@dataclass(frozen=True)
class Life:
    """What a child does, in order: it closes what the parent has open, gets ready, waits for its order, and runs.

    One that is wanted at once has nothing to get ready for.
    """

    let_go: Callable[[], None]
    get_ready: Callable[[], None] | None
    run: Callable[[Order], NoReturn]


def leave_parent(life: Life, open_there: tuple[int, int, int]) -> None:
    """Leaves the parent's descriptors behind; what remains are the three that every process has, and its orders."""
    life.let_go()
    for descriptor, name in zip(open_there, (1, 2, ORDERS), strict=True):
        os.dup2(descriptor, name)
    os.closerange(ORDERS + 1, os.sysconf("SC_OPEN_MAX"))


def get_ready(life: Life) -> None:
    if life.get_ready is not None:
        life.get_ready()
        with contextlib.suppress(OSError):  # the parent is gone, as the wait for orders tells
            os.write(ORDERS, READY)


def await_order() -> bytes:
    """Ends the process when there will be none: the parent is gone, or has no use for it."""
    with open(ORDERS, "rb") as orders:
        told = orders.read()
    if not told:
        os._exit(0)
    return told


def parsed(told: bytes) -> Order:
    return json.loads(told)


def finally_end(step: Callable[[], NoReturn]) -> NoReturn:
    """A child never returns into its parent's code."""
    try:
        step()
    except BaseException as error:
        with contextlib.suppress(Exception):
            print(failures.traceback_of(error), file=sys.stderr, flush=True)
        os._exit(1)
