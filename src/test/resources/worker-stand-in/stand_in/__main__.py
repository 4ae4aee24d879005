"""Speaks the worker's contract without a user's function: each connection gets the value of the expression it sends.

As a zygote it is the real one, whose children are workers of this kind.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time


def reach(host, port):
    """Connects; returns "reached", or the kind of failure."""
    try:
        socket.create_connection((host, port), timeout=1).close()
        return "reached"
    except OSError as error:
        return type(error).__name__


def main(path, is_forked=False):
    with open(path) as file:
        spec = json.load(file)
    control = socket.socket(socket.AF_UNIX)
    control.connect(spec["control_socket"])
    lines = control.makefile()
    if is_forked:
        from webendpoints_worker import surroundings

        surroundings.start_afresh(json.loads(lines.readline())["environment"])
    if os.environ["WORKER_SOURCES"] not in sys.path:
        sys.path.append(os.environ["WORKER_SOURCES"])
    from webendpoints_worker import limits

    limits.limit_processes(spec["processes"])
    mode = os.environ.get("MODE", "serve")
    if spec["awaits_network"]:
        from webendpoints_worker import networks

        networks.await_way_out()
    os.chdir(spec["workdir"] or spec["root"])

    def say(**message):
        control.sendall(json.dumps(message).encode() + b"\n")

    def answer(server):
        while True:
            connection, _ = server.accept()
            expression = connection.makefile().readline()
            try:
                value = eval(expression, {**globals(), "spec": spec})
            except Exception as error:
                value = type(error).__name__
            connection.sendall(json.dumps(value).encode())
            connection.close()

    print("hello from stdout")
    print("hello from stderr", file=sys.stderr)
    if mode == "fail":
        say(event="failed", reason="no module named 'missing'", traceback="Traceback\n  the last frame")
        sys.exit(1)
    if mode == "crash":
        sys.exit(3)
    if mode == "orphan":
        orphan = subprocess.Popen(["sleep", "600"], start_new_session=True)
    if mode == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)

    addresses = {}
    for method in spec["methods"]:
        if method["port"]:
            server = socket.create_server(("127.0.0.1", method["port"]))
            addresses[method["name"]] = {"tcp": ["127.0.0.1", method["port"]]}
        else:
            server = socket.socket(socket.AF_UNIX)
            server.bind(method["socket"])
            server.listen()
            addresses[method["name"]] = {"unix": method["socket"]}
        threading.Thread(target=answer, args=(server,), daemon=True).start()
    if mode == "swapped":
        os.remove(method["socket"])
        os.symlink(spec["control_socket"], method["socket"])
    if mode == "astray":
        addresses = {"": {"tcp": ["192.0.2.1", 80]}}
    if mode == "dialer":
        server = socket.socket(socket.AF_UNIX)
        place = os.path.join(os.path.dirname(spec["control_socket"]), "dial.sock")
        server.bind(place)
        addresses = {"": {"unix": place}}
    say(event="ready", methods=addresses)
    if mode == "ended":
        say(event="exited", method="", code=1)

    for line in lines:
        if json.loads(line)["command"] == "stop" and mode != "deaf":
            print("goodbye")
            sys.exit(0)
    while mode == "deaf":
        time.sleep(1)


if sys.argv[1] == "--zygote":
    sys.path.append(os.environ["WORKER_SOURCES"])
    from webendpoints_worker import zygote

    def run(path, loaded, snapshot):
        try:
            main(path, is_forked=True)
        except SystemExit as end:
            sys.stdout.flush()
            os._exit(end.code or 0)
        os._exit(0)

    def preload():
        """Stands for packages that read variables when they are imported."""
        import colorsys  # noqa: F401

        os.environ.get("READ_AT_IMPORT")
        os.environ.get("FROM_IMAGE")

    zygote.main(sys.argv[2], run, preload=preload)
else:
    main(sys.argv[1])
