"""A warm parent of workers: it has imported what they all import, and forks one whenever the server asks.

It speaks JSON lines with the server over a control socket of its own. From the server: ``{"command": "fork", "worker":
id}``, ``{"command": "opened", "worker": id}`` when it reads the worker's output, and ``{"command": "signal", "worker":
id, "signal": number}``. To the server: ``ready`` with the packages that are imported, or ``failed`` with a reason;
``forked`` with the process id and the descriptors of the output; ``unforked`` with a reason; ``ended`` with an exit
code (128 plus the signal's number if one killed it). It ends when the server closes the line.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from webendpoints_worker import forking, preloading, processes, surroundings
from webendpoints_worker import spec as spec_file
from webendpoints_worker.failures import summary
from webendpoints_worker.spec import WorkerSpec

Run = Callable[..., NoReturn]
"""Runs the worker of a spec file in a child, to its end; given what was loaded before, if anything was."""


@dataclass(frozen=True)
class ZygoteSpec:
    """What the server wants: ``hub`` holds a directory for each worker, as this process sees it.

    ``snapshot`` is the function whose code is loaded before the forks; None for a zygote of many functions.
    """

    control_socket: str
    hub: str
    confined: bool
    sys_path_tail: tuple[str, ...]
    probe: tuple[tuple[str, str], ...]
    snapshot: WorkerSpec | None

    @classmethod
    def parse(cls, fields: dict[str, Any]) -> ZygoteSpec:
        return cls(
            control_socket=fields["control_socket"],
            hub=fields["hub"],
            confined=bool(fields["confined"]),
            sys_path_tail=tuple(fields.get("sys_path_tail") or ()),
            probe=tuple((source, name) for source, name in fields.get("probe") or ()),
            snapshot=WorkerSpec.parse(fields["snapshot"]) if fields.get("snapshot") else None,
        )


def main(
    path: str,
    run: Run,
    preload: Callable[[], None] = preloading.preload,
    load: Callable[[WorkerSpec], Any] | None = None,
) -> None:
    """Serves forks until the server closes the line. ``run`` is what a child does, ``load`` makes a snapshot."""
    spec = ZygoteSpec.parse(spec_file.read(path))
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.connect(spec.control_socket)
    zygote = Zygote(spec, line, run)
    before = set(sys.modules)
    try:
        surroundings.write_lines_at_once()
        sys.path.extend(entry for entry in spec.sys_path_tail if entry not in sys.path)
        preload()
        packages = preloading.imported_packages(before)
        if spec.snapshot is not None and load is not None:
            zygote.loaded = load(spec.snapshot)
        processes.adopt_orphans()
        zygote.try_to_fork()
        preloading.refuse_threads()
    except BaseException as error:
        zygote.tell(event="failed", reason=summary(error))
        raise
    forking.freeze()
    zygote.tell(event="ready", packages=packages)
    zygote.serve()


class Zygote:
    """One thread, which waits for the server's commands and for its children's ends."""

    def __init__(self, spec: ZygoteSpec, line: socket.socket, run: Run) -> None:
        self._spec = spec
        self._line = line
        self._run = run
        self.loaded: Any = None
        self._selector = selectors.DefaultSelector()
        self._children: dict[str, forking.Child] = {}

    def tell(self, **event: Any) -> None:
        """Sends an event; a server that is gone is noticed by the reader."""
        with contextlib.suppress(OSError):
            self._line.sendall(json.dumps(event).encode() + b"\n")

    def try_to_fork(self) -> None:
        """Forks a child that ends at once. Raises OSError if that is not possible here."""
        if not self._spec.confined:
            return
        child = forking.fork(lambda: os._exit(0), list(self._spec.probe), lambda: None)
        child_said = os.read(child.err, 4096)
        _, status = os.waitpid(child.pid, 0)
        child.close_output()
        if status != 0:
            said = child_said.decode(errors="replace").strip().splitlines()
            raise OSError(said[-1] if said else f"a child ended with status {status}")

    def serve(self) -> None:
        """Returns when the server is gone."""
        self._selector.register(self._line, selectors.EVENT_READ)
        rest = b""
        while True:
            for key, _ in self._selector.select():
                if key.data is not None:
                    self._bury(key.data, key.fd)
                    continue
                received = self._line.recv(65536)
                if not received:
                    return
                *lines, rest = (rest + received).split(b"\n")
                for line in lines:
                    self._obey(json.loads(line))

    def _obey(self, message: dict[str, Any]) -> None:
        worker = message["worker"]
        if message["command"] == "fork":
            self._fork(worker)
        elif child := self._children.get(worker):
            if message["command"] == "opened":
                child.close_output()
            elif message["command"] == "signal":
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child.pid, message["signal"])

    def _fork(self, worker: str) -> None:
        place = os.path.join(self._spec.hub, worker)
        try:
            binds = _read_binds(place) if self._spec.confined else None
            spec = "/run/worker/spec.json" if self._spec.confined else os.path.join(place, "io", "spec.json")
            child = forking.fork(lambda: self._run(spec, self.loaded), binds, self._let_go)
        except (OSError, ValueError) as error:
            self.tell(event="unforked", worker=worker, reason=summary(error))
            return
        self._children[worker] = child
        self._selector.register(os.pidfd_open(child.pid), selectors.EVENT_READ, worker)
        self.tell(event="forked", worker=worker, pid=child.pid, out=child.out, err=child.err)

    def _bury(self, worker: str, handle: int) -> None:
        self._selector.unregister(handle)
        os.close(handle)
        child = self._children.pop(worker)
        _, status = os.waitpid(child.pid, 0)
        child.close_output()
        code = os.waitstatus_to_exitcode(status)
        self.tell(event="ended", worker=worker, code=code if code >= 0 else 128 - code)

    def _let_go(self) -> None:
        """Called in a child: nothing of ours stays open there, and nothing of ours closes what is opened there."""
        for key in list(self._selector.get_map().values()) if self._selector.get_map() else ():
            if key.data is not None:
                os.close(key.fd)
        self._selector.close()
        self._line.close()
        for child in self._children.values():
            child.close_output()


def _read_binds(place: str) -> list[tuple[str, str]]:
    path = os.path.join(place, "io", "binds.json")
    with open(path, encoding="utf-8") as file:
        binds = [(source, name) for source, name in json.load(file)]
    os.unlink(path)
    return binds
