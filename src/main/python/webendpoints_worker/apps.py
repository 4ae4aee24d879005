"""Builds the ASGI application of a web method: fastapi_endpoint, asgi_app, wsgi_app."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from webendpoints_worker.close_codes import with_close_codes
from webendpoints_worker.failures import StartFailure, summary
from webendpoints_worker.spec import MethodSpec, WebKind

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApp = Callable[[Message, Receive, Send], Awaitable[None]]


def build_app(method: MethodSpec, title: str, function: Callable[..., Any]) -> ASGIApp:
    """Returns the application for a method of one of the three kinds that run in this process.

    Raises StartFailure if the user's factory fails or returns no application, or if FastAPI is missing.
    """
    if method.kind is WebKind.FASTAPI_ENDPOINT:
        return with_close_codes(_fastapi_endpoint(method, title, function))
    if method.kind is WebKind.ASGI_APP:
        return with_close_codes(_made_by(title, function, "an ASGI application"))
    from webendpoints_worker.wsgi import asgi_from_wsgi

    return asgi_from_wsgi(_made_by(title, function, "a WSGI application"))


def _fastapi_endpoint(method: MethodSpec, title: str, function: Callable[..., Any]) -> ASGIApp:
    """Wraps a function like Modal's client (its ``magic_fastapi_app``): one route "/", CORS for every origin."""
    try:
        from fastapi import FastAPI
        from fastapi.middleware.cors import CORSMiddleware
    except ImportError as error:
        raise StartFailure(
            f"{title} is a fastapi_endpoint, and FastAPI can't be imported in its image ({summary(error)}); "
            'add it with image.pip_install("fastapi[standard]")'
        ) from error
    app = FastAPI(openapi_url="/openapi.json" if method.docs else None)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_credentials=True, allow_methods=["*"], allow_headers=["*"]
    )
    try:
        app.add_api_route("/", function, methods=[method.http_method.upper()])
    except Exception as error:
        raise StartFailure(f"FastAPI can't make a route of {title}: {summary(error)}") from error
    return app


def _made_by(title: str, factory: Callable[[], Any], what: str) -> Any:
    try:
        app = factory()
    except BaseException as error:
        raise StartFailure(f"{title} was called to make {what}, and failed: {summary(error)}") from error
    if not callable(app):
        raise StartFailure(f"{title} must return {what}, and returned {type(app).__name__}")
    return app
