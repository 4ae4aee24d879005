"""Speaks the worker's contract without a user's function: each connection gets the value of the expression it sends."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

with open(sys.argv[1]) as file:
    spec = json.load(file)
mode = os.environ.get("MODE", "serve")
os.chdir(spec["workdir"] or spec["root"])

control = socket.socket(socket.AF_UNIX)
control.connect(spec["control_socket"])


def say(**message):
    control.sendall(json.dumps(message).encode() + b"\n")


def answer(server):
    while True:
        connection, _ = server.accept()
        expression = connection.makefile().readline()
        try:
            value = eval(expression)
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
    server = socket.socket(socket.AF_UNIX)
    server.bind(method["socket"])
    server.listen()
    threading.Thread(target=answer, args=(server,), daemon=True).start()
    addresses[method["name"]] = {"unix": method["socket"]}
if mode == "swapped":
    os.remove(method["socket"])
    os.symlink(spec["control_socket"], method["socket"])
if mode == "astray":
    addresses = {"": {"tcp": ["192.0.2.1", 80]}}
say(event="ready", methods=addresses)
if mode == "ended":
    say(event="exited", method="", code=1)

for line in control.makefile():
    if json.loads(line)["command"] == "stop" and mode != "deaf":
        print("goodbye")
        sys.exit(0)
while mode == "deaf":
    time.sleep(1)
