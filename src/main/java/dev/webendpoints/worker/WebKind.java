package dev.webendpoints.worker;

/** What a web method gives the worker to serve. */
public enum WebKind {
    FASTAPI_ENDPOINT,
    ASGI_APP,
    WSGI_APP,
    WEB_SERVER
}
