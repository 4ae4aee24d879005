"""The server's side of a zygote, for tests: starts one, makes it fork workers, and receives their events."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

from harness import MAIN, PATIENCE, PYTHON, Line, is_running


class Zygote:
    """A running zygote with the installed client and packages."""

    def __init__(self, directory: Path, sys_path_tail: list[str], snapshot: dict[str, Any] | None = None) -> None:
        self.hub = directory / "hub"
        self.hub.mkdir()
        self._line = Line(directory / "control.sock")
        self._ended: dict[str, int] = {}
        self._spare: int | None = None
        spec = {
            "control_socket": str(directory / "control.sock"),
            "hub": str(self.hub),
            "sys_path_tail": sys_path_tail,
            "snapshot": snapshot,
        }
        (directory / "spec.json").write_text(json.dumps(spec))
        temporary = directory / "tmp"
        temporary.mkdir()
        environment = {"PATH": os.environ["PATH"], "TMPDIR": str(temporary), "WEBENDPOINTS_WORKER": "-" * 64}
        command = [PYTHON, str(MAIN), "--zygote", str(directory / "spec.json")]
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, env=environment)
        self._line.accept()
        event = self._line.hear()
        assert event is not None and event["event"] == "ready", event
        self.packages: list[str] = event["packages"]
        self.variables: list[str] = event["variables"]

    def fork(self, worker: str, log: Path) -> Forked:
        """Forks a worker whose directory is prepared in the hub, and writes its output to a file."""
        self._line.say(command="fork", worker=worker)
        while (event := self._hear()) is None:
            pass
        assert event["event"] == "forked", event
        output = [open(f"/proc/{self._process.pid}/fd/{event[name]}", "rb") for name in ("out", "err")]
        self._line.say(command="opened", worker=worker)
        if event["pid"] == self._spare:
            self._spare = None
        with log.open("wb") as file:
            copies = [
                threading.Thread(target=_copy, args=(pipe, os.dup(file.fileno())), daemon=True) for pipe in output
            ]
        for copy in copies:
            copy.start()
        return Forked(self, worker, event["pid"], copies)

    def spare(self) -> int:
        """Waits for the child that was forked ahead to be ready, and returns its process id."""
        while self._spare is None or not is_running(self._spare):
            self._hear()
        return self._spare

    def end_of(self, worker: str) -> int:
        """Waits for the end of a worker, and returns its exit code."""
        while worker not in self._ended:
            event = self._hear()
            assert event is None, event
        return self._ended[worker]

    def has_ended(self, worker: str, pid: int) -> bool:
        return worker in self._ended or not is_running(pid)

    def _hear(self) -> dict[str, Any] | None:
        """Returns the next event, or None for one that may arrive at any time and is recorded."""
        event = self._line.hear()
        assert event is not None, "the zygote is gone"
        if event["event"] == "spare":
            self._spare = event["pid"]
        elif event["event"] == "ended":
            self._ended[event["worker"]] = event["code"]
        else:
            return event
        return None

    def close(self) -> None:
        self._line.close()
        self._process.wait(PATIENCE)


class Forked:
    """A forked worker, with the part of ``subprocess.Popen`` that the tests use."""

    def __init__(self, zygote: Zygote, worker: str, pid: int, copies: list[threading.Thread]) -> None:
        self.pid = pid
        self._copies = copies
        self._zygote = zygote
        self._worker = worker

    def poll(self) -> int | None:
        return self.wait(PATIENCE) if self._zygote.has_ended(self._worker, self.pid) else None

    def wait(self, _timeout: float | None = None) -> int:
        code = self._zygote.end_of(self._worker)
        for copy in self._copies:  # the log then has all of its output
            copy.join(PATIENCE)
        return code if code <= 128 else 128 - code

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


def _copy(pipe: Any, descriptor: int) -> None:
    with pipe:
        while chunk := pipe.read1(65536):
            os.write(descriptor, chunk)
    os.close(descriptor)
