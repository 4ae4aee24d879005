"""The specification of this worker, read from the spec file that the server wrote."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from enum import Enum
from typing import Any


def read(path: str) -> dict[str, Any]:
    """Returns the fields of a spec file, unchecked. Raises OSError or ValueError if it can't be read."""
    with open(path, encoding="utf-8") as file:
        return json.load(file)


class WebKind(Enum):
    """The four kinds of web function; the values are the decorators' names."""

    FASTAPI_ENDPOINT = "fastapi_endpoint"
    ASGI_APP = "asgi_app"
    WSGI_APP = "wsgi_app"
    WEB_SERVER = "web_server"


@dataclass(frozen=True)
class MethodSpec:
    """One web method: the function itself (name "") or a method of a class.

    ``port`` and ``port_timeout`` (seconds) apply to WEB_SERVER only, ``http_method`` and ``docs`` to FASTAPI_ENDPOINT
    only; ``socket`` is the path of the Unix socket for the other three kinds.
    """

    name: str
    kind: WebKind
    http_method: str
    docs: bool
    port: int
    port_timeout: float
    socket: str

    @classmethod
    def parse(cls, fields: dict[str, Any]) -> MethodSpec:
        return cls(
            name=fields.get("name") or "",
            kind=WebKind(fields["kind"]),
            http_method=fields.get("http_method") or "GET",
            docs=bool(fields.get("docs")),
            port=int(fields.get("port") or 0),
            port_timeout=float(fields.get("port_timeout") or 5.0),
            socket=fields.get("socket") or "",
        )


@dataclass(frozen=True)
class AppFunction:
    """A function of the worker's app: its name in the app ("square", or "Model.*"), and its URLs by method name."""

    tag: str
    id: str
    urls: dict[str, str]

    @classmethod
    def parse(cls, fields: dict[str, Any]) -> AppFunction:
        return cls(tag=fields["tag"], id=fields["id"], urls=dict(fields.get("urls") or {}))

    @property
    def class_name(self) -> str:
        """The name of the class whose methods it has; empty for a plain function."""
        return self.tag[:-2] if self.tag.endswith(".*") else ""


@dataclass(frozen=True)
class WorkerSpec:
    """The complete spec. Timeouts are in seconds; paths are absolute and as seen by this process.

    ``call_socket`` is the path of the socket for calls, empty for a function that only has a URL. ``arguments`` are the
    values of a class's parameters; ``app_functions`` are all functions of the app. ``api_socket`` is where the server
    answers Modal's client; None in a zygote.
    """

    app: str
    app_id: str
    function: str
    module: str
    implementation: str
    is_class: bool
    serialized_function: str | None
    serialized_class: str | None
    methods: tuple[MethodSpec, ...]
    call_socket: str
    arguments: dict[str, Any]
    app_functions: tuple[AppFunction, ...]
    api_socket: str | None
    root: str
    workdir: str | None
    sys_path_tail: tuple[str, ...]
    startup_timeout: float
    exit_timeout: float
    memory_limit: int
    processors: int
    open_files: int
    processes: int
    adopts_orphans: bool
    awaits_network: bool

    @classmethod
    def parse(cls, fields: dict[str, Any]) -> WorkerSpec:
        """Ignores unknown fields. Raises ValueError or KeyError if a field is invalid or a required one is missing."""
        function = fields.get("function") or ""
        return cls(
            app=fields.get("app") or "",
            app_id=fields.get("app_id") or "",
            function=function,
            module=fields.get("module") or "",
            implementation=fields.get("implementation") or function,
            is_class=bool(fields.get("is_class")),
            serialized_function=fields.get("serialized_function"),
            serialized_class=fields.get("serialized_class"),
            methods=tuple(MethodSpec.parse(method) for method in fields["methods"]),
            call_socket=fields.get("call_socket") or "",
            arguments={name: _argument(value) for name, value in (fields.get("arguments") or {}).items()},
            app_functions=tuple(AppFunction.parse(function) for function in fields.get("app_functions") or ()),
            api_socket=fields.get("api_socket"),
            root=fields["root"],
            workdir=fields.get("workdir"),
            sys_path_tail=tuple(fields.get("sys_path_tail") or ()),
            startup_timeout=float(fields.get("startup_timeout") or 300.0),
            exit_timeout=float(fields.get("exit_timeout") or 30.0),
            memory_limit=int(fields.get("memory_limit") or 0),
            processors=int(fields.get("processors") or 0),
            open_files=int(fields.get("open_files") or 65536),
            processes=int(fields.get("processes") or 0),
            adopts_orphans=bool(fields.get("adopts_orphans", True)),
            awaits_network=bool(fields.get("awaits_network")),
        )

    def title(self, method: MethodSpec) -> str:
        """Returns the name that a user knows for this method: "square", or "Model.info"."""
        owner = self.implementation.split(".")[0] if self.is_class else self.function
        return f"{owner}.{method.name}" if method.name else owner


def _argument(value: Any) -> Any:
    """Decodes a parameter's value; bytes are encoded as ``{"base64": …}``."""
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
