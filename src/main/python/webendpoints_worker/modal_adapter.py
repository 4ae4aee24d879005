"""Uses private names of Modal's client, as only ``modal_client`` does too; tested with 1.1.4, 1.5.5 and 1.6.4.

Importing a user's module needs no Modal server: every object of the client is lazy. ``pose_as_container``, called
before that import, arranges what must differ from a developer's machine.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import inspect
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from webendpoints_worker import modal_client
from webendpoints_worker.spec import WorkerSpec

# Where the client stores the object whose existence means "this is a container": before 1.5.0, and since.
_CONTAINER_SINGLETONS = (
    ("modal._runtime.container_io_manager", "_ContainerIOManager"),
    ("modal._runtime.task_lifecycle_manager", "_TaskLifecycleManager"),
)

# The lists that the client's setter of the current ids takes.
_ID_LISTS = ("input_ids", "function_call_ids", "attempt_tokens")

Hook = Callable[..., Any]


@dataclass(frozen=True)
class UserClass:
    """An instance of the user's class with its parameters set; hooks and methods are bound to it.

    ``snapshot_hooks`` are those of ``@modal.enter(snap=True)``, which run before the others.
    """

    snapshot_hooks: list[Hook]
    enter_hooks: list[Hook]
    exit_hooks: list[Hook]
    methods: dict[str, Callable[..., Any]]


def pose_as_container() -> None:
    """Makes ``modal.is_local()`` False, and the client one that connects to the worker's own server when it calls.

    The server sets the variables that say so to programs that user code starts; without it, this sets the first.

    Raises ImportError if the client is not installed, or if it decides by a name that is not known here.
    """
    os.environ.setdefault("MODAL_IS_REMOTE", "1")
    modal = importlib.import_module("modal")
    for module_name, class_name in _CONTAINER_SINGLETONS:
        with contextlib.suppress(ModuleNotFoundError):
            getattr(importlib.import_module(module_name), class_name)._singleton = _Container()
    if modal.is_local():
        raise ImportError(f"modal {modal.__version__} can't be told that it runs in a container; use a tested version")
    modal_client.connect()


def introduce_app(spec: WorkerSpec, found: Any) -> None:
    """Tells the client about the app of the loaded function or class, its functions and their URLs, and the server.

    Called again in a fork of a process that has loaded the code: only the fork has a server, and URLs may have changed.
    """
    apps = importlib.import_module("modal.app")._App
    own = getattr(_inner(found), "_app", None)
    named = apps._all_apps.get(spec.app) or [app for group in apps._all_apps.values() for app in group][:1]
    client, stub = modal_client.connect()
    stub.address = f"unix://{spec.api_socket}" if spec.api_socket else None
    handles = modal_client.AppHandles(spec.app_id, spec.app_functions)
    for app in [own] if own is not None else named:
        handles.hydrate(app, client)


def preload() -> None:
    """Imports the modules of the client that the functions below need."""
    for name in ("partial_function", "_partial_function", "_serialization", "_utils.async_utils"):
        importlib.import_module(f"modal.{name}")


class _Container:
    """Replaces the client's runtime; every use of it fails with a clear message."""

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"Modal's container runtime ({name}) is not available in this worker")


def set_call_ids(call_id: str) -> None:
    """Makes this the result of ``modal.current_function_call_id()`` in the current context, and in copies of it.

    ``modal.current_input_id()`` is ``in-`` with the same suffix. Called for each request, in the request's own task.
    """
    set_current_ids([f"in-{call_id.rpartition('-')[2]}"], [call_id])


def set_current_ids(input_ids: list[str], call_ids: list[str]) -> None:
    """Makes the first of these the results of ``modal.current_input_id()`` and ``modal.current_function_call_id()``.

    The lists have one item for each input of a batch; everything else is as above.
    """
    _set_context_ids()(input_ids, call_ids, [""] * len(input_ids))


@functools.cache
def _set_context_ids() -> Callable[[list[str], list[str], list[str]], Any]:
    """Returns the client's setter, which makes the first item of each list current; does nothing without one."""
    context = importlib.import_module("modal._runtime.execution_context")
    setter = getattr(context, "_set_current_context_ids", None)
    known = setter is not None and tuple(inspect.signature(setter).parameters) == _ID_LISTS
    return setter if known else lambda *_: None


def user_function(found: Any) -> Callable[..., Any]:
    """Returns the plain callable of a module's attribute: a ``modal.Function``, a partial one, or the callable."""
    modal = importlib.import_module("modal")
    partial_function = importlib.import_module("modal.partial_function").PartialFunction
    if isinstance(found, modal.Function):
        return _inner(found)._raw_f
    if isinstance(found, partial_function):
        return _inner(found).raw_f
    return found


def user_class(found: Any, app_name: str, arguments: dict[str, Any]) -> UserClass:
    """Instantiates a ``modal.Cls``, or a bare class (such as a serialized one), with these parameter values.

    Propagates exceptions of the class's constructor, including those for a missing parameter.
    """
    modal = importlib.import_module("modal")
    if not isinstance(found, modal.Cls):
        found = modal.App(app_name or None).cls(serialized=True, enable_memory_snapshot=True)(found)
    object_handle = found(**arguments)
    object_handle._entered = True  # the worker runs the hooks, not the first .local() call
    instance = object_handle._cached_user_cls_instance()
    partial = importlib.import_module("modal._partial_function")
    flags = partial._PartialFunctionFlags

    def hooks(flag: Any) -> list[Hook]:
        return list(partial._find_callables_for_obj(instance, flag).values())

    return UserClass(
        snapshot_hooks=hooks(flags.ENTER_PRE_SNAPSHOT),
        enter_hooks=hooks(flags.ENTER_POST_SNAPSHOT),
        exit_hooks=hooks(flags.EXIT),
        methods=partial._find_callables_for_obj(instance, flags.interface_flags()),
    )


def swallowed_import_errors(found: Any) -> list[BaseException]:
    """Returns the errors that ``with image.imports():`` caught for the image of this function or class.

    The client ignores them because another image may lack the packages; for the function's own image they are fatal.
    Errors in blocks of other images are still ignored.
    """
    image = getattr(_definition(found), "image", None)
    return list(getattr(image, "inside_exceptions", None) or ())


def deserialized(path: str) -> Any:
    """Restores a function or class that the client sent serialized.

    Raises OSError, or the exception from unpickling; the client explains the usual causes (another Python version, a
    module that the image lacks).
    """
    with open(path, "rb") as file:
        content = file.read()
    client = importlib.import_module("modal.client")._Client._client_from_env
    return importlib.import_module("modal._serialization").deserialize(content, client)


def _definition(found: Any) -> Any:
    """Returns what the decorator of a ``modal.Function`` or a ``modal.Cls`` was given; None for anything else."""
    modal = importlib.import_module("modal")
    if isinstance(found, modal.Cls):
        function = getattr(_inner(found), "_class_service_function", None)
    else:
        function = _inner(found) if isinstance(found, modal.Function) else None
    return getattr(function, "_spec", None)


def _inner(wrapper: Any) -> Any:
    """Returns the implementation object behind one of the client's public wrappers."""
    return importlib.import_module("modal._utils.async_utils").synchronizer._translate_in(wrapper)
