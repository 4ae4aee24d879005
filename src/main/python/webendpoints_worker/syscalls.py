"""Functions of the C library that Python has no module for."""

from __future__ import annotations

import ctypes
import os


def call(function: str, *arguments: object, what: str = "") -> None:
    """Raises OSError if it doesn't return 0, which names ``what`` was to be done."""
    if getattr(libc(), function)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what or function}: {os.strerror(number)}")


def libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
