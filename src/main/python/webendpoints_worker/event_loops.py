"""The event loop that runs user code: asyncio's own, as on Modal, or uvloop where the function or the server asks."""

from __future__ import annotations

import asyncio
import importlib
import os

from webendpoints_worker.failures import StartFailure, summary

# The variable that names the loop. The server sets it if its own setting is uvloop; images and secrets override it.
VARIABLE = "WEBENDPOINTS_EVENT_LOOP"

_ASYNCIO = "asyncio"
_UVLOOP = "uvloop"


def new_event_loop() -> asyncio.AbstractEventLoop:
    """Returns a loop of the kind that the variable names.

    Raises StartFailure if there is no such kind, or if uvloop can't be imported.
    """
    name = os.environ.get(VARIABLE) or _ASYNCIO
    if name == _ASYNCIO:
        return asyncio.new_event_loop()
    if name != _UVLOOP:
        raise StartFailure(f"{VARIABLE} is {name!r}; it must be {_ASYNCIO!r} or {_UVLOOP!r}")
    try:
        return importlib.import_module("uvloop").new_event_loop()
    except ImportError as error:
        raise StartFailure(f"{VARIABLE} is {_UVLOOP!r}, which can't be imported: {summary(error)}") from error


def preload() -> None:
    """Imports what the loop needs. Raises ImportError if uvloop is asked for and can't be imported."""
    if os.environ.get(VARIABLE) == _UVLOOP:
        importlib.import_module("uvloop")
