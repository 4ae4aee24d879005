"""Finds the user's function or class, and explains failures to find it."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from webendpoints_worker import modal_adapter
from webendpoints_worker.failures import StartFailure, summary
from webendpoints_worker.spec import MethodSpec, WorkerSpec


@dataclass(frozen=True)
class Loaded:
    """The user's callables by method name ("" for a function), and the hooks around serving.

    ``definition`` is what the module has: a function or class of the client, or a bare one.
    """

    definition: Any
    methods: dict[str, Callable[..., Any]]
    snapshot_hooks: list[Callable[..., Any]] = field(default_factory=list)
    enter_hooks: list[Callable[..., Any]] = field(default_factory=list)
    exit_hooks: list[Callable[..., Any]] = field(default_factory=list)


def load(spec: WorkerSpec) -> Loaded:
    """Imports the user's code without running its hooks.

    Raises StartFailure if the code can't be imported or does not contain the deployed definition.
    """
    found = _definition(spec)
    _refuse_swallowed_imports(found)
    modal_adapter.introduce_app(spec, found)
    return _class(spec, found) if spec.is_class else Loaded(found, {"": modal_adapter.user_function(found)})


def _definition(spec: WorkerSpec) -> Any:
    serialized = spec.serialized_class if spec.is_class else spec.serialized_function
    if serialized:
        return _deserialized(spec, serialized)
    return _attribute(_imported(spec.module), spec.implementation.split(".")[0])


def _deserialized(spec: WorkerSpec, path: str) -> Any:
    try:
        return modal_adapter.deserialized(path)
    except BaseException as error:
        raise StartFailure(f"The serialized {spec.function} can't be restored: {summary(error)}") from error


def _imported(module: str) -> ModuleType:
    try:
        return importlib.import_module(module)
    except BaseException as error:  # includes SystemExit: the module exited on its own
        raise StartFailure(f"Importing the module {module!r} failed: {summary(error)}") from error


def _attribute(module: ModuleType, name: str) -> Any:
    try:
        return getattr(module, name)
    except AttributeError:
        near = difflib.get_close_matches(name, [known for known in vars(module) if not known.startswith("_")], n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ", which must be defined at the module's top level"
        raise StartFailure(f"The module {module.__name__!r} has no {name!r}{hint}") from None


def _refuse_swallowed_imports(found: Any) -> None:
    errors = modal_adapter.swallowed_import_errors(found)
    if errors:
        message = f"An import inside `with image.imports()` failed in the function's own image: {summary(errors[0])}"
        raise StartFailure(message) from errors[0]


def _class(spec: WorkerSpec, found: Any) -> Loaded:
    try:
        user_class = modal_adapter.user_class(found, spec.app, spec.arguments)
    except BaseException as error:
        name = spec.implementation.split(".")[0]
        raise StartFailure(f"Creating an instance of the class {name!r} failed: {summary(error)}") from error
    for method in spec.methods:
        if method.name not in user_class.methods:
            raise _no_such_method(spec, method, sorted(user_class.methods))
    return Loaded(found, user_class.methods, user_class.snapshot_hooks, user_class.enter_hooks, user_class.exit_hooks)


def _no_such_method(spec: WorkerSpec, method: MethodSpec, known: list[str]) -> StartFailure:
    return StartFailure(f"{spec.title(method)} is not a web method; the class has {', '.join(known) or 'none'}")
