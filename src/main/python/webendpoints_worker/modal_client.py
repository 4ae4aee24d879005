"""The connection of Modal's client in a worker: through the worker's own Unix socket, made when it is first needed.

The client sends every remote procedure call through the stub of its connection. In a worker that stub is an object of
this process, which connects at the first call: a worker that makes none pays for none, and a zygote, which has no
server, forks no connection. Uses private names of the client, as ``modal_adapter`` does; tested with the same versions.
"""

from __future__ import annotations

import asyncio
import functools
import importlib
import types
import urllib.parse
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from webendpoints_worker.spec import AppFunction

# Concurrent uploads and downloads; each has a connection, of which the server allows a worker 16.
_TRANSFERS = 8


class ClientStub:
    """Stands in for the stub of a connection: every attribute is a remote procedure call of that name.

    ``address`` is the URL of the server; None while there is none: in a zygote that loads code for a snapshot.
    """

    def __init__(self) -> None:
        self.address: str | None = None
        self.answers = _local_answers()
        self._connecting: asyncio.Task[Any] | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Call(self, name)

    async def connected(self) -> Any:
        """Returns the stub of the real connection. All calls run on the one loop of the client."""
        if self.address is None:
            raise _error("Modal's client has no server to call while a memory snapshot is taken")
        if self._connecting is None or (self._connecting.done() and self._connecting.exception() is not None):
            self._connecting = asyncio.ensure_future(_open(self.address))
        return await asyncio.shield(self._connecting)


class _Call:
    """One remote procedure call, with the options of the client's own calls."""

    def __init__(self, stub: ClientStub, name: str) -> None:
        self._stub = stub
        self.name = name

    async def __call__(self, request: Any, **options: Any) -> Any:
        answer = self._stub.answers.get(self.name)
        if answer is not None:
            return answer()
        return await getattr(await self._stub.connected(), self.name)(request, **options)

    async def unary_stream(self, request: Any, **options: Any) -> AsyncIterator[Any]:
        async for item in getattr(await self._stub.connected(), self.name).unary_stream(request, **options):
            yield item


async def _open(address: str) -> Any:
    utils = importlib.import_module("modal._utils.http_utils")
    utils._http_client_with_tls = functools.partial(_Transfers, address.removeprefix("unix://"))
    client = _new_client(address)
    await client._open()
    return client._stub


class _Transfers:
    """Replaces the client's HTTP session, which uploads and downloads what is too large for a message.

    The server answers these requests at the worker's socket too, whatever host their URLs name: a worker may have a
    network in which it does not reach that host, or none.
    """

    def __init__(self, socket: str, timeout: float | None) -> None:
        aiohttp = importlib.import_module("aiohttp")
        self._session = aiohttp.ClientSession(
            connector=aiohttp.UnixConnector(path=socket, limit=_TRANSFERS), timeout=aiohttp.ClientTimeout(total=timeout)
        )

    def get(self, url: Any, **options: Any) -> Any:
        return self._session.get(_at_socket(url), **options)

    def put(self, url: Any, **options: Any) -> Any:
        return self._session.put(_at_socket(url), **options)

    async def close(self) -> None:
        await self._session.close()


def _at_socket(url: Any) -> str:
    """Returns the URL with another host: the server's paths have two segments, before which a proxy may have more."""
    path = urllib.parse.urlsplit(str(url)).path
    return "http://localhost/" + "/".join(path.split("/")[-2:])


def _new_client(address: str) -> Any:
    api = importlib.import_module("modal_proto.api_pb2")
    return importlib.import_module("modal.client")._Client(address, api.CLIENT_TYPE_CONTAINER, None)


def _local_answers() -> dict[str, Callable[[], Any]]:
    """Returns the answers that need no server: a volume is a directory that its workers share."""
    api = importlib.import_module("modal_proto.api_pb2")
    return {
        "VolumeCommit": lambda: api.VolumeCommitResponse(skip_reload=True),
        "VolumeReload": lambda: importlib.import_module("google.protobuf.empty_pb2").Empty(),
    }


def _error(sentence: str) -> Exception:
    return importlib.import_module("modal.exception").ExecutionError(sentence)


@functools.cache
def connect() -> tuple[Any, ClientStub]:
    """Makes ``Client.from_env()`` return a client that connects at its first call; returns it and its stub.

    The same ones in a fork, since objects of a snapshot keep the client that they were given.
    """
    client_class = importlib.import_module("modal.client")._Client
    stub = ClientStub()
    client = _new_client("http://localhost")  # part of some messages; nothing connects to it
    client._opened = True
    setattr(client, "_control_plane_stub" if isinstance(vars(client_class).get("_stub"), property) else "_stub", stub)
    client_class._client_from_env = client
    return client, stub


class AppHandles:
    """Gives the functions and classes of an app object their ids and URLs, as Modal's client does in a container.

    They come with the spec, and the rest of their metadata from the objects themselves, so this takes no call.
    """

    def __init__(self, app_id: str, functions: Iterable[AppFunction]) -> None:
        self._app_id = app_id
        self._functions = list(functions)
        self._api = importlib.import_module("modal_proto.api_pb2")

    def hydrate(self, app: Any, client: Any) -> None:
        functions, classes = _local_objects(app)
        running = importlib.import_module("modal.running_app").RunningApp(app_id=self._app_id)
        for function in self._functions:
            local_class = classes.get(function.class_name) if function.class_name else None
            handle = self._handle(function, local_class)
            handle.function_type = self._function_type(functions.get(function.tag))
            running.function_ids[function.tag] = function.id
            running.object_handle_metadata[function.id] = handle
            if function.class_name:
                class_id = f"cs-{function.id.partition('-')[2]}"
                running.class_ids[function.class_name] = class_id
                running.object_handle_metadata[class_id] = self._api.ClassHandleMetadata()
        app._init_container(client, running)

    def _handle(self, function: AppFunction, local_class: Any) -> Any:
        """Returns the metadata of a function, with its methods: those that have URLs, and those of the local class."""
        partials = getattr(local_class, "_method_partials", None) or {}
        handle = self._api.FunctionHandleMetadata(function_name=function.tag, web_url=function.urls.get("", ""))
        for name in {*partials, *function.urls} - {""}:
            method = handle.method_handle_metadata[name]
            method.function_name = f"{function.class_name}.{name}"
            method.function_type = self._function_type(getattr(partials.get(name), "params", None), "is_generator")
            method.is_method = True
            method.use_method_name = name
            method.web_url = function.urls.get(name, "")
        user_class = getattr(local_class, "_user_cls", None)
        if user_class is not None:
            handle.class_parameter_info.CopyFrom(_parameters_of(user_class))
        return handle

    def _function_type(self, found: Any, attribute: str = "_is_generator") -> Any:
        kinds = self._api.Function
        return kinds.FUNCTION_TYPE_GENERATOR if getattr(found, attribute, False) else kinds.FUNCTION_TYPE_FUNCTION


def _parameters_of(user_class: type) -> Any:
    """Returns what a deploy of the class tells the server: the client encodes parameters as the server expects then."""
    utils = importlib.import_module("modal._utils.function_utils")
    info = getattr(utils, "FunctionSourceInfo", None) or utils.FunctionInfo  # the former since client 1.5
    return info.class_parameter_info(types.SimpleNamespace(user_cls=user_class))


def _local_objects(app: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Returns the functions and the classes that the module defines; the client has moved them in 1.2."""
    state = getattr(app, "_local_state", None)
    return (app._functions, app._classes) if state is None else (state.functions, state.classes)
