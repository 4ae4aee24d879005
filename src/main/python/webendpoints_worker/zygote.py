"""A warm parent of workers: it has imported what all workers import, and forks one on each request of the server.

It exchanges JSON lines with the server over its own control socket. From the server: ``{"command": "fork", "worker":
id, "own_network": bool}``, ``{"command": "opened", "worker": id}`` once it reads the worker's output, and ``{"command":
"signal", "worker": id, "signal": number}``. To the server: ``ready`` with the imported packages and the variables that
they read, or ``failed`` with a reason; ``forked`` with the process id and the descriptors of the output; ``unforked``
with a reason; ``ended`` with an exit code (128 plus the signal's number if a signal killed it); ``spare`` with the
process id of a child that was forked ahead and waits for a worker. The zygote ends when the server closes the
connection.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import selectors
import socket
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from webendpoints_worker import (
    confined,
    environment_reads,
    forking,
    limits,
    lives,
    own_packages,
    preloading,
    processes,
    rehearsal,
    snapshots,
    surroundings,
)
from webendpoints_worker import spec as spec_file
from webendpoints_worker.failures import summary
from webendpoints_worker.spec import WorkerSpec

# Seconds without a command after which a child is forked ahead, so as not to slow down other starts.
_CALM = 0.25

Run = Callable[..., NoReturn]
"""Runs the worker of a spec file in a child until it ends; receives the loaded code and the snapshot, if any."""


@dataclass(frozen=True)
class ZygoteSpec:
    """The specification of a zygote. ``hub`` contains a directory for each worker, as seen by this process.

    ``confinement`` is None if children are not confined; ``probe`` is the minimal set of binds in addition to the base.
    ``processes`` limits the processes of this zygote and of all workers that it forks, together; 0 for no limit.
    ``snapshot`` is the function whose code is loaded before the forks; None for a zygote of several functions.
    """

    control_socket: str
    hub: str
    confinement: confined.Confinement | None
    probe: confined.Binds
    sys_path_tail: tuple[str, ...]
    processes: int
    snapshot: WorkerSpec | None

    @classmethod
    def parse(cls, fields: dict[str, Any]) -> ZygoteSpec:
        return cls(
            control_socket=fields["control_socket"],
            hub=fields["hub"],
            confinement=confined.Confinement(**fields["confinement"]) if fields.get("confinement") else None,
            probe=fields.get("probe") or [],
            sys_path_tail=tuple(fields.get("sys_path_tail") or ()),
            processes=int(fields.get("processes") or 0),
            snapshot=WorkerSpec.parse(fields["snapshot"]) if fields.get("snapshot") else None,
        )


def main(
    path: str,
    run: Run,
    preload: Callable[[], None] = preloading.preload,
    load: Callable[[WorkerSpec], Any] | None = None,
) -> None:
    """Serves forks until the server disconnects. ``run`` is the body of a child, ``load`` loads a snapshot."""
    spec = ZygoteSpec.parse(spec_file.read(path))
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.connect(spec.control_socket)
    zygote = Zygote(spec, line, run)
    before = set(sys.modules)
    reads = environment_reads.Recording.start()
    try:
        surroundings.write_lines_at_once()
        limits.limit_processes(spec.processes)
        processes.lead_own_session()
        processes.weigh_session()
        sys.path.extend(entry for entry in spec.sys_path_tail if entry not in sys.path)
        own_packages.load(spec.sys_path_tail)
        preload()
        packages = preloading.imported_packages(before)
        variables = sorted(reads.stop())
        if spec.snapshot is not None and load is not None:
            baseline = snapshots.Baseline(spec.snapshot.root, tempfile.gettempdir())
            zygote.loaded = load(spec.snapshot)
            zygote.snapshot = baseline.snapshot()
            surroundings.flush_output()
        processes.adopt_orphans()
        zygote.try_to_fork()
        preloading.refuse_threads()
    except BaseException as error:
        zygote.tell(event="failed", reason=summary(error))
        raise
    forking.freeze()
    zygote.tell(event="ready", packages=packages, variables=variables)
    zygote.serve()


class Zygote:
    """Waits in one thread for the server's commands and for the end of its children."""

    def __init__(self, spec: ZygoteSpec, line: socket.socket, run: Run) -> None:
        self._spec = spec
        self._line = line
        self._run = run
        self.loaded: Any = None
        self.snapshot: snapshots.Snapshot | None = None
        self._selector = selectors.DefaultSelector()
        self._rest = b""
        self._is_alone = False
        self._children: set[forking.Child] = set()
        self._workers: dict[str, forking.Child] = {}
        self._spare: forking.Child | None = None
        self._spare_is_ready = False
        self._wants_spare = True

    def tell(self, **event: Any) -> None:
        """Sends an event; the reader detects the loss of the server."""
        with contextlib.suppress(OSError):
            self._line.sendall(json.dumps(event).encode() + b"\n")

    def try_to_fork(self) -> None:
        """Forks a child that ends immediately. Raises OSError if that is not possible here."""
        if self._spec.confinement is None:
            return
        life = lives.Life(let_go=lambda: None, kept=(), get_ready=None, run=lambda _: os._exit(0))
        child = forking.fork(life, self._spec.confinement)
        child.begin("", {"binds": self._spec.probe})
        child_said = os.read(child.err, 4096)
        _, status = os.waitpid(child.pid, 0)
        child.forget()
        child.close_output()
        if status != 0:
            said = child_said.decode(errors="replace").strip().splitlines()
            raise OSError(said[-1] if said else f"a child ended with status {status}")

    def serve(self) -> None:
        """Serves the server's commands; returns when the connection ends."""
        self._selector.register(self._line, selectors.EVENT_READ, self._hear)
        while not self._is_alone:
            events = self._selector.select(_CALM if self._wants_spare else None)
            for key, _ in events:
                key.data()
            if not events:
                self._make_spare()

    def _hear(self) -> None:
        received = self._line.recv(65536)
        self._is_alone = not received
        *lines, self._rest = (self._rest + received).split(b"\n")
        for line in lines:
            self._obey(json.loads(line))

    def _obey(self, message: dict[str, Any]) -> None:
        worker = message["worker"]
        if message["command"] == "fork":
            self._fork(worker, own_network=bool(message.get("own_network")))
        elif child := self._workers.get(worker):
            if message["command"] == "opened":
                child.close_output()
                if child not in self._children:
                    del self._workers[worker]
            elif message["command"] == "signal" and child in self._children:  # otherwise its id may have been reused
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child.pid, message["signal"])

    def _fork(self, worker: str, *, own_network: bool) -> None:
        """Forks a worker, or uses the spare, which can't leave the shared network for one of its own without
        capabilities.
        """
        place = os.path.join(self._spec.hub, worker)
        try:
            order = {"spec": os.path.join(place, "io", "spec.json")}
            if self._spec.confinement is not None:
                order = {"spec": "/run/worker/spec.json", "binds": _read_binds(place)}
            spare = None if own_network else self._take_spare()
            child = spare or self._fork_child(get_ready=None, own_network=own_network)
        except (OSError, ValueError) as error:
            self.tell(event="unforked", worker=worker, reason=summary(error))
            return
        child.begin(worker, order)
        self._workers[worker] = child
        self.tell(event="forked", worker=worker, pid=child.pid, out=child.out, err=child.err)

    def _fork_child(self, get_ready: Callable[[], None] | None, *, own_network: bool = False) -> forking.Child:
        kept = self.snapshot.descriptors if self.snapshot else ()
        life = lives.Life(
            self._let_go, kept, get_ready, lambda order: self._run(order["spec"], self.loaded, self.snapshot)
        )
        child = forking.fork(life, self._spec.confinement, own_network=own_network)
        self._children.add(child)
        self._selector.register(child.handle, selectors.EVENT_READ, functools.partial(self._bury, child))
        return child

    def _make_spare(self) -> None:
        """Forks a child ahead. Does not immediately retry if that fails or if the child ends by itself."""
        self._wants_spare = False
        rehearse = functools.partial(rehearsal.rehearse, own_code=self.loaded is not None)
        with contextlib.suppress(OSError):
            child = self._fork_child(get_ready=rehearse)
            self._selector.register(child.orders, selectors.EVENT_READ, functools.partial(self._on_ready, child))
            self._spare = child

    def _on_ready(self, spare: forking.Child) -> None:
        if spare is not self._spare:
            return
        self._selector.unregister(spare.orders)
        if spare.hear_ready():
            self._spare_is_ready = True
            self.tell(event="spare", pid=spare.pid)
        else:
            self._spare = None

    def _take_spare(self) -> forking.Child | None:
        """Returns None while the spare is getting ready, which would take longer than a fork."""
        self._wants_spare = self._spare is None or self._spare_is_ready
        if self._spare is None or not self._spare_is_ready:
            return None
        spare = self._spare
        self._forget_spare()
        return None if processes.has_ended(spare.pid) else spare

    def _forget_spare(self) -> None:
        self._spare = None
        self._spare_is_ready = False

    def _bury(self, child: forking.Child) -> None:
        self._selector.unregister(child.handle)
        if child is self._spare:
            if not self._spare_is_ready:
                self._selector.unregister(child.orders)
            self._forget_spare()
        self._children.remove(child)
        _, status = os.waitpid(child.pid, 0)
        child.forget()
        if child.worker is None:
            child.close_output()
            return
        if not child.has_output:  # otherwise the server has yet to open it
            del self._workers[child.worker]
        code = os.waitstatus_to_exitcode(status)
        self.tell(event="ended", worker=child.worker, code=code if code >= 0 else 128 - code)

    def _let_go(self) -> None:
        """Called in a child: closes the zygote's descriptors, so that no object of the zygote closes a reused one
        later.
        """
        self._selector.close()
        self._line.close()
        for child in self._children:
            child.forget()
        for child in self._children | set(self._workers.values()):
            child.close_output()


def _read_binds(place: str) -> list[tuple[str, str]]:
    path = os.path.join(place, "io", "binds.json")
    with open(path, encoding="utf-8") as file:
        binds = [(source, name) for source, name in json.load(file)]
    os.unlink(path)
    return binds
