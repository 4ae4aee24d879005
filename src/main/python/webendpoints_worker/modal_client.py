"""The server's side of Modal's client in a worker, which has no server to call and no credentials for one.

The client sends every remote procedure call through the stub of its connection. In a worker that stub is an object of
this process: it answers what needs no server (volumes are directories here, and the URLs of the app are in the spec),
and refuses the rest with one sentence. Uses private names of the client, as ``modal_adapter`` does; tested with the
same versions.
"""

from __future__ import annotations

import importlib
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Any

from webendpoints_worker.spec import AppFunction

# What user code asked for, by the prefix of the call's name; the longest matching prefix applies.
_FEATURES = {
    "": "this call of the Modal client",
    "App": "modal.App.lookup() and App.run()",
    "Attempt": "calls between functions",
    "Blob": "calls between functions and uploads",
    "Class": "looking up classes of other apps",
    "Dict": "modal.Dict",
    "Environment": "looking up environments",
    "Function": "calls between functions",
    "FunctionGet": "looking up functions of other apps",
    "FunctionGetOutputs": "waiting for a modal.FunctionCall",
    "FunctionUpdateSchedulingParams": "Function.update_autoscaler()",
    "Image": "building a modal.Image",
    "Map": "Function.map()",
    "Mount": "uploading files",
    "PersistentSandbox": "modal.Sandbox",
    "Proxy": "modal.Proxy",
    "Queue": "modal.Queue",
    "Sandbox": "modal.Sandbox",
    "Secret": "looking up a modal.Secret",
    "SharedVolume": "modal.NetworkFileSystem",
    "Tunnel": "modal.forward()",
    "Volume": "modal.Volume beyond commit() and reload() of a mounted volume",
}


class ClientStub:
    """Stands in for the stub of a connection: every attribute is a remote procedure call of that name."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[Any], Any]] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Call(self, name)


class _Call:
    """One remote procedure call; takes the options of the client's own calls, such as timeouts, and ignores them."""

    def __init__(self, stub: ClientStub, name: str) -> None:
        self._stub = stub
        self.name = name

    async def __call__(self, request: Any, **_options: Any) -> Any:
        return self._answer(request)

    async def unary_stream(self, request: Any, **_options: Any) -> AsyncIterator[Any]:
        yield self._answer(request)

    def _answer(self, request: Any) -> Any:
        answer = self._stub.answers.get(self.name)
        return answer(request) if answer is not None else refuse(_feature(self.name, request))


def refuse(feature: str) -> Any:
    """Raises the client's own exception for a call that its server does not implement."""
    exceptions = importlib.import_module("modal.exception")
    kind = getattr(exceptions, "UnimplementedError", exceptions.ExecutionError)  # the former since client 1.3
    raise kind(f"Web Endpoints does not support {feature} in a worker yet; see docs/limits.md")


def connect() -> tuple[Any, ClientStub]:
    """Makes ``Client.from_env()`` return a client whose calls are answered in this process.

    Returns that client and its stub.
    """
    client_class = importlib.import_module("modal.client")._Client
    api = importlib.import_module("modal_proto.api_pb2")
    stub = ClientStub()
    # The address is part of some messages of the client; nothing connects to it.
    client = client_class("http://localhost", api.CLIENT_TYPE_CONTAINER, None)
    client._opened = True
    setattr(client, "_control_plane_stub" if isinstance(vars(client_class).get("_stub"), property) else "_stub", stub)
    client_class._client_from_env = client
    return client, stub


class AppAnswers:
    """Answers the calls about the worker's own app and its volumes.

    ``volumes`` are the names of the mounted volumes; None if the code does not tell them.
    """

    def __init__(self, app: str, functions: Iterable[AppFunction], volumes: set[str] | None) -> None:
        self._app = app
        self._functions = {function.tag: function for function in functions}
        self._volumes = volumes
        self._local_methods: dict[str, list[str]] = {}
        self._api = importlib.import_module("modal_proto.api_pb2")

    def install(self, stub: ClientStub) -> None:
        stub.answers = {
            "ClassGet": self._class,
            "FunctionGet": self._function,
            "FunctionBindParams": self._bound_function,
            "VolumeGetOrCreate": self._volume,
            "VolumeCommit": lambda _: self._api.VolumeCommitResponse(skip_reload=True),
            "VolumeReload": lambda _: importlib.import_module("google.protobuf.empty_pb2").Empty(),
        }

    def hydrate(self, app: Any, client: Any) -> None:
        """Gives the functions and classes of an app object their ids and URLs, as Modal does in a container."""
        functions, classes = _local_objects(app)
        running = importlib.import_module("modal.running_app").RunningApp(app_id="ap-worker")
        for tag, function in self._functions.items():
            methods = getattr(classes.get(function.class_name), "_method_partials", None)
            self._local_methods[tag] = list(methods or ())
            handle = self._handle(function)
            if getattr(functions.get(tag), "_is_generator", False):
                handle.function_type = self._api.Function.FUNCTION_TYPE_GENERATOR
            running.function_ids[tag] = function.id
            running.object_handle_metadata[function.id] = handle
            if function.class_name:
                class_id = _class_id(function)
                running.class_ids[function.class_name] = class_id
                running.object_handle_metadata[class_id] = self._api.ClassHandleMetadata()
        app._init_container(client, running)

    def _handle(self, function: AppFunction) -> Any:
        """Returns the metadata of a function, with its methods: those that have URLs, and those of the local class."""
        function_type = self._api.Function.FUNCTION_TYPE_FUNCTION
        handle = self._api.FunctionHandleMetadata(
            function_name=function.tag, function_type=function_type, web_url=function.urls.get("", "")
        )
        for name in {*self._local_methods.get(function.tag, ()), *function.urls} - {""}:
            method = handle.method_handle_metadata[name]
            method.function_name = f"{function.class_name}.{name}"
            method.function_type = function_type
            method.is_method = True
            method.use_method_name = name
            method.web_url = function.urls.get(name, "")
        return handle

    def _own(self, app: str, tag: str) -> AppFunction:
        if app != self._app or tag not in self._functions:
            refuse(_FEATURES["FunctionGet"])
        return self._functions[tag]

    def _function(self, request: Any) -> Any:
        function = self._own(request.app_name, request.object_tag)
        response = self._api.FunctionGetResponse(function_id=function.id, handle_metadata=self._handle(function))
        if hasattr(response, "function"):  # since client 1.5; it must describe at least one function
            response.function.ranked_functions.add().function.function_name = function.tag
        return response

    def _class(self, request: Any) -> Any:
        function = self._own(request.app_name, f"{request.object_tag}.*")
        return self._api.ClassGetResponse(class_id=_class_id(function))

    def _bound_function(self, request: Any) -> Any:
        """Parameters are part of a URL's query, so an instance has the URLs of its class."""
        found = [function for function in self._functions.values() if function.id == request.function_id]
        if not found:
            refuse(_FEATURES["FunctionGet"])
        return self._api.FunctionBindParamsResponse(
            bound_function_id=request.function_id, handle_metadata=self._handle(found[0])
        )

    def _volume(self, request: Any) -> Any:
        name = request.deployment_name
        if self._volumes is not None and name not in self._volumes:
            refuse(f"the volume {name!r}, which the function does not mount,")
        metadata = self._api.VolumeMetadata(version=request.version)
        if hasattr(metadata, "name"):  # since client 1.1
            metadata.name = name
        return self._api.VolumeGetOrCreateResponse(volume_id="vo-worker", version=request.version, metadata=metadata)


def _local_objects(app: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Returns the functions and the classes that the module defines; the client has moved them in 1.2."""
    state = getattr(app, "_local_state", None)
    return (app._functions, app._classes) if state is None else (state.functions, state.classes)


def _class_id(function: AppFunction) -> str:
    return f"cs-{function.id.partition('-')[2]}"


def _feature(call: str, request: Any) -> str:
    if call == "FunctionMap":
        return _invocation(request)
    return _FEATURES[max((prefix for prefix in _FEATURES if call.startswith(prefix)), key=len)]


def _invocation(request: Any) -> str:
    api = importlib.import_module("modal_proto.api_pb2")
    if request.function_call_type == api.FUNCTION_CALL_TYPE_MAP:
        return "Function.map()"
    if request.function_call_invocation_type == api.FUNCTION_CALL_INVOCATION_TYPE_ASYNC:
        return "Function.spawn()"
    return "Function.remote()"
