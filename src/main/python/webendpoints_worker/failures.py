"""Describes a failed start: one sentence for the caller of the URL, and a traceback for the log."""

from __future__ import annotations

import os
import traceback
from types import TracebackType

from webendpoints_worker import limits

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_IMPORT_MACHINERY = ("<frozen importlib._bootstrap", f"{os.sep}importlib{os.sep}__init__.py")


class StartFailure(Exception):
    """The function can't be served; the message is one sentence that states the problem and the remedy.

    The cause, if any, is the exception that user code raised; ``details`` replaces its traceback if the error arrived
    as text.
    """

    def __init__(self, reason: str, details: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.details = details


def summary(error: BaseException) -> str:
    """Describes an error in one line, like the last line of a traceback."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{type(error).__name__}: {error.msg} ({error.filename}, line {error.lineno})"
    if isinstance(error, SystemExit):
        return f"it called sys.exit({'' if error.code is None else repr(error.code)})"
    if isinstance(error, MemoryError) and (limit := limits.memory_limit()) is not None:
        return f"MemoryError: it needs more than the function's memory limit of {limit >> 20} MiB"
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def reason_of(error: BaseException) -> str:
    """Returns the sentence for the "failed" event."""
    return error.reason if isinstance(error, StartFailure) else f"The worker failed with {summary(error)}"


def traceback_of(error: BaseException) -> str:
    """Returns the traceback to show, without the frames of the worker itself and of the import machinery."""
    if isinstance(error, StartFailure):
        if error.details:
            return error.details
        if error.__cause__ is None:
            return ""
        error = error.__cause__
    user_frames = _user_frames(error.__traceback__)
    return "".join(traceback.format_exception(type(error), error, user_frames))


def user_frames(error: BaseException) -> TracebackType | None:
    """Returns the frames of an error that follow those of the worker itself; all frames if none does."""
    start = frames = error.__traceback__
    while frames is not None:
        if _is_ours(frames.tb_frame.f_code.co_filename) and frames.tb_next is not None:
            start = frames.tb_next
        frames = frames.tb_next
    return start


def _user_frames(frames: TracebackType | None) -> TracebackType | None:
    """Skips the leading frames that do not belong to the user's code; keeps all frames if none does."""
    start = frames
    while start is not None and _is_ours(start.tb_frame.f_code.co_filename):
        start = start.tb_next
    return start or frames


def _is_ours(filename: str) -> bool:
    return filename.startswith(_PACKAGE) or any(part in filename for part in _IMPORT_MACHINERY)
