"""Runs one web function: loads the user's code, serves it on private sockets, and tells the server how it goes.

The server starts ``__main__.py`` by path with the name of a spec file (``spec``). The worker connects to the control
socket first (``control``), so that whatever fails later is told there. It then loads the user's function or class
(``loading``, which knows Modal's client only through ``modal_adapter``), builds the application of each web method
(``apps``, ``wsgi``) or starts its program (``programs``), serves the applications with uvicorn on Unix sockets
(``serving``, ``lifespan``), says "ready", and stays until it is told to stop or the server is gone. ``worker`` tells
that story in order; ``ending`` decides how it ends.

Everything runs on one event loop in the main thread, except the reader of the control socket, which must notice a
vanished server even while user code blocks the loop.
"""
