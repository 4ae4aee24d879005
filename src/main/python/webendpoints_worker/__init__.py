"""Runs one web function: loads the user's code, serves it on private sockets, and reports its state to the server.

The server starts ``__main__.py`` by path with the name of a spec file (``spec``). The worker first connects to the
control socket (``control``), so that it can report every later failure there. It then loads the user's function or
class (``loading``, which knows Modal's client only through ``modal_adapter``), builds the application of each web
method (``apps``, ``wsgi``) or starts its program (``programs``), serves the applications with uvicorn on Unix sockets
(``serving``, ``lifespan``), reports "ready", and runs until the server stops it or disappears. ``worker`` contains
these steps in order; ``shutdown`` decides how the worker ends.

Everything runs on one event loop in the main thread, except the reader of the control socket, which must detect the
loss of the server even while user code blocks the loop.
"""
