"""Functions of the C library for which Python has no module."""

from __future__ import annotations

import ctypes
import os


def call(function: str, *arguments: object, what: str = "") -> None:
    """Calls a function. Raises OSError, which names the operation ``what``, if it doesn't return 0."""
    if getattr(libc(), function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what or function}: {os.strerror(number)}")


def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
