"""Batches of inputs: one request of the server, one call of the user's code with a list for each parameter."""

from __future__ import annotations

import importlib
import inspect
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from webendpoints_worker import payloads

_HEADER = ">BHHI"


@dataclass(frozen=True)
class BatchInput:
    """One input of a batch; ``body`` are its arguments in its data format."""

    id: str
    call_id: str
    data_format: int
    body: bytes


def read(body: bytes) -> list[BatchInput]:
    """Returns the inputs of a request's body: see ``WorkerRequests`` of the server."""
    inputs = []
    offset = 0
    while offset < len(body):
        data_format, id_length, call_id_length, args_length = struct.unpack_from(_HEADER, body, offset)
        call_id = offset + struct.calcsize(_HEADER) + id_length
        args = call_id + call_id_length
        end = args + args_length
        inputs.append(
            BatchInput(
                id=body[call_id - id_length : call_id].decode("ascii"),
                call_id=body[call_id:args].decode("ascii"),
                data_format=data_format,
                body=body[args:end],
            )
        )
        offset = end
    return inputs


def arguments(title: str, function: Callable[..., Any], inputs: Sequence[BatchInput]) -> dict[str, list[Any]]:
    """Returns a list for each parameter of the function, with the inputs' arguments in their order.

    Raises InvalidError if an input does not have exactly one argument for each parameter, and what the client raises if
    it can't read them.
    """
    if inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise _invalid(f"{title} is a generator, which can't run batches of inputs")
    names = list(inspect.signature(function).parameters)
    lists: dict[str, list[Any]] = {name: [] for name in names}
    for each in inputs:
        args, kwargs = payloads.arguments(each.body, each.data_format)
        named = dict(zip(names, args, strict=False)) | kwargs
        if len(args) + len(kwargs) != len(names) or set(named) != set(names):
            raise _invalid(
                f"{title} runs batches of inputs: each call has one argument for each of its {len(names)} parameters"
                f" ({', '.join(names)}), and one of the batch has {len(args)} without a name"
                f" and {sorted(kwargs)} by name"
            )
        for name in names:
            lists[name].append(named[name])
    return lists


def values(title: str, returned: Any, inputs: Sequence[BatchInput]) -> list[Any]:
    """Returns the value of each input. Raises InvalidError if the function did not return one for each."""
    if not isinstance(returned, list):
        raise _invalid(f"{title} runs batches of inputs: it must return a list, not a {type(returned).__name__}")
    if len(returned) != len(inputs):
        raise _invalid(
            f"{title} runs batches of inputs: it must return a list with one value for each of the {len(inputs)}"
            f" inputs, and has returned {len(returned)}"
        )
    return returned


def _invalid(sentence: str) -> Exception:
    return importlib.import_module("modal.exception").InvalidError(sentence)
