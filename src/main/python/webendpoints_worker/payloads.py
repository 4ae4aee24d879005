"""Arguments and results of calls on the wire. Uses private names of Modal's client, as ``modal_adapter`` does."""

from __future__ import annotations

import contextlib
import importlib
import struct
import traceback
from dataclasses import dataclass
from typing import Any

from webendpoints_worker import failures

# The client's data formats.
PICKLE = 1
GENERATOR_DONE = 3
CBOR = 4

# The client's statuses.
SUCCESS = 1
FAILURE = 2
TERMINATED = 3

_CHUNK = 1
_RESULT = 2
_PART = 3

# Maximum number of bytes of a pickled traceback, above which the caller gets only its text, and of that text.
_LONGEST_TRACEBACK = 1 << 20


@dataclass(frozen=True)
class Result:
    """How a call has ended: the client's GenericResult without its data, and the data."""

    status: int
    data_format: int
    message: bytes
    data: bytes

    def frame(self) -> bytes:
        """Returns the last frame of a response: see ``ResponseFrames`` of the server."""
        return _frame(_RESULT, self.data_format, self.status, self.message, self.data)

    def part(self) -> bytes:
        """Returns the frame of the result of one input of a batch, which the last frame follows."""
        return _frame(_PART, self.data_format, self.status, self.message, self.data)


def chunk(value: Any, data_format: int) -> bytes:
    """Returns the frame of a value that a generator has yielded. Raises what the client raises if it can't write it."""
    return _frame(_CHUNK, data_format, 0, b"", _serialization().serialize_data_format(value, data_format))


def _frame(kind: int, data_format: int, status: int, message: bytes, data: bytes) -> bytes:
    return struct.pack(">BBBII", kind, data_format, status, len(message), len(data)) + message + data


def arguments(body: bytes, data_format: int) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Returns the positional and the named arguments. Raises what the client raises if it can't read them."""
    client = getattr(importlib.import_module("modal.client")._Client, "_client_from_env", None)
    args, kwargs = _serialization().deserialize_data_format(body, data_format or PICKLE, client)
    return tuple(args), dict(kwargs)


def of_value(value: Any, data_format: int) -> Result:
    """Raises what the client raises if it can't write the value."""
    known = data_format or PICKLE
    return Result(SUCCESS, known, _message(status=SUCCESS), _serialization().serialize_data_format(value, known))


def of_batch() -> Result:
    """Returns the end of a batch, whose inputs have results of their own."""
    return Result(SUCCESS, PICKLE, b"", b"")


def of_generator(items: int) -> Result:
    done = _api().GeneratorDone(items_total=items)
    return Result(SUCCESS, GENERATOR_DONE, _message(status=SUCCESS), done.SerializeToString())


def of_cancellation() -> Result:
    return Result(TERMINATED, PICKLE, _message(status=TERMINATED), b"")


def of_error(error: BaseException, data_format: int, task_id: str) -> Result:
    """``task_id`` names this worker in the caller's traceback."""
    text = failures.traceback_of(error)[-_LONGEST_TRACEBACK:]
    if data_format == CBOR:
        return Result(FAILURE, CBOR, _message(status=FAILURE, exception=repr(error), traceback=text), b"")
    frames, lines = _pickled_traceback(error, task_id)
    message = _message(status=FAILURE, exception=repr(error), traceback=text, serialized_tb=frames, tb_line_cache=lines)
    return Result(FAILURE, PICKLE, message, _pickled_error(error))


def _pickled_error(error: BaseException) -> bytes:
    serialization = _serialization()
    try:
        return serialization.serialize(error)
    except Exception as failure:
        kind = importlib.import_module("modal.exception").SerializationError
        text = f"The exception {error!r} of type {type(error)} can't be serialized: {failure}"
        return serialization.serialize(kind(text))


def _pickled_traceback(error: BaseException, task_id: str) -> tuple[bytes, bytes]:
    serialize = _serialization().serialize
    with contextlib.suppress(Exception):
        frames, lines = importlib.import_module("modal._traceback").extract_traceback(
            error.with_traceback(failures.user_frames(error)), task_id
        )
        written = serialize(frames), serialize(lines)
        if sum(map(len, written)) <= _LONGEST_TRACEBACK:
            return written
    return b"", b""


def _message(**fields: Any) -> bytes:
    return _api().GenericResult(**fields).SerializeToString()


def printed(error: BaseException) -> str:
    """Returns what the log of the app shows of an error."""
    frames = failures.user_frames(error)
    return "".join(traceback.format_exception(type(error), error, frames))


def _serialization() -> Any:
    return importlib.import_module("modal._serialization")


def _api() -> Any:
    return importlib.import_module("modal_proto.api_pb2")
