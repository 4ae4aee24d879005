package dev.webendpoints.function;

/** The kind of application that a web method provides. */
public enum WebKind {
    FASTAPI_ENDPOINT,
    ASGI_APP,
    WSGI_APP,
    WEB_SERVER
}
