"""The server's side of a worker, for tests: starts it like the server and communicates with it over its sockets."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from zygotes import Forked, Zygote

MAIN = Path(__file__).resolve().parents[2] / "main" / "python" / "webendpoints_worker" / "__main__.py"

# The interpreter of the image that the workers run in: by default that of the tests.
PYTHON = os.environ.get("WORKER_PYTHON", sys.executable)

# Maximum duration in seconds of any step of a test, on a busy machine.
PATIENCE = 60.0


def method(kind: str, name: str = "", **fields: Any) -> dict[str, Any]:
    """Returns one entry of the spec's ``methods``; the workplace fills in the socket."""
    return {"name": name, "kind": kind, "http_method": "GET", "docs": False, "port": 0, "port_timeout": 20.0} | fields


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition: Callable[[], Any], what: str) -> Any:
    """Polls until the condition holds, and returns its value."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.01)
    raise AssertionError(f"not within {PATIENCE:g} s: {what}")


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # not there, or gone between open and read
        return False


class Line:
    """The server's end of a control socket, to which a worker or a zygote connects."""

    def __init__(self, path: Path) -> None:
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listener.bind(str(path))
        self._listener.listen()
        self._listener.settimeout(PATIENCE)
        self._connection: socket.socket | None = None
        self._events: Any = None

    def accept(self) -> None:
        self._connection, _ = self._listener.accept()
        self._connection.settimeout(PATIENCE)
        self._events = self._connection.makefile("r")

    def hear(self) -> dict[str, Any] | None:
        """Returns the next event, or None when the other side has closed the connection."""
        line = self._events.readline()
        return json.loads(line) if line else None

    def say(self, **message: Any) -> None:
        assert self._connection is not None
        self._connection.sendall(json.dumps(message).encode() + b"\n")

    def hang_up(self) -> None:
        if self._connection is not None:
            self._events.close()
            self._connection.close()

    def close(self) -> None:
        self.hang_up()
        self._listener.close()


class Workplace:
    """The directory of one worker, its control socket, and the worker itself once it is started.

    The worker is forked from a zygote if there is one, unless it needs its own interpreter or output.
    """

    def __init__(self, directory: Path, sys_path_tail: list[str], zygote: Zygote | None = None) -> None:
        self.root = directory / "root"
        self.root.mkdir()
        self._zygote = zygote
        self.python = PYTHON
        self.environment: dict[str, str] = {}
        self.output: int | None = None
        self.process: subprocess.Popen[bytes] | Forked | None = None
        self._temporary = directory / "tmp"
        self._temporary.mkdir()
        self._directory = directory / "io"
        self._directory.mkdir()
        self._worker = directory.name
        self._sys_path_tail = sys_path_tail
        self._log = directory / "log"
        self._api: subprocess.Popen[str] | None = None
        self._line = Line(self._directory / "control.sock")

    def serve_client(self) -> None:
        """Starts a server for Modal's client in the worker, which is told about it."""
        self._api = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("client_server.py")), self.api_socket, str(self._calls)],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(self._sys_path_tail)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._api.stdout is not None
        assert self._api.stdout.readline() == "ready\n"
        self.environment |= {
            "MODAL_SERVER_URL": f"unix://{self.api_socket}",
            "MODAL_IS_REMOTE": "1",
            "MODAL_CONFIG_PATH": "/dev/null",
        }

    @property
    def api_socket(self) -> str:
        return str(self._directory / "api.sock")

    @property
    def _calls(self) -> Path:
        return self._directory / "calls"

    @property
    def calls(self) -> list[str]:
        """The names of the calls that the server for Modal's client has received."""
        if not self._calls.exists():
            return []
        return [json.loads(line)["call"] for line in self._calls.read_text().splitlines()]

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The messages of those calls."""
        return [json.loads(line)["request"] for line in self._calls.read_text().splitlines()]

    def write(self, name: str, source: str) -> Path:
        """Writes a file under the root."""
        path = self.root / name
        path.write_text(textwrap.dedent(source))
        return path

    def start(self, *methods: dict[str, Any], **fields: Any) -> None:
        """Starts the worker of ``web`` in app.py, unless the fields of the spec differ."""
        spec = self.spec(*methods, **fields)
        (self._directory / "spec.json").write_text(json.dumps(spec))
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self._directory),
            "TMPDIR": str(self._temporary),
        } | self.environment
        if self._zygote is not None and self.python == PYTHON and self.output is None:
            environment["WEBENDPOINTS_WORKER"] = self._worker
            self.process = self._zygote.fork(self._worker, self._log)
            self._line.accept()
            self._line.say(environment=environment)
            return
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                [str(self.python), str(MAIN), str(self._directory / "spec.json")],
                stdin=subprocess.DEVNULL,
                stdout=self.output or log,
                stderr=subprocess.STDOUT,
                env=environment,
            )
        self._line.accept()

    def spec(self, *methods: dict[str, Any], **fields: Any) -> dict[str, Any]:
        for number, entry in enumerate(methods):
            entry["socket"] = str(self._directory / f"{number}.sock")
        return {
            "worker_id": "ta-test",
            "app": "demo",
            "function": "web",
            "module": "app",
            "implementation": "web",
            "is_class": False,
            "serialized_function": None,
            "serialized_class": None,
            "client_version": "1.6.4",
            "app_id": "ap-test",
            "api_socket": self.api_socket if self._api else None,
            "methods": list(methods),
            "control_socket": str(self._directory / "control.sock"),
            "root": str(self.root),
            "workdir": None,
            "sys_path_tail": self._sys_path_tail,
            "scratch": str(self._directory),
            "startup_timeout": PATIENCE,
            "exit_timeout": 10.0,
        } | fields

    def event(self) -> dict[str, Any]:
        """Returns the next event of the worker."""
        event = self._line.hear()
        assert event is not None, f"the worker closed the control socket; its output:\n{self.log}"
        return event

    def ready(self) -> dict[str, Any]:
        """Returns where each method is served; fails with the worker's reason if it is not."""
        event = self.event()
        assert event["event"] == "ready", f"{event}\n{self.log}"
        return event["methods"]

    def failure(self) -> dict[str, Any]:
        """Returns the worker's "failed" event; the worker must end with 1."""
        event = self.event()
        assert event["event"] == "failed", event
        assert self.exit_code() == 1
        return event

    def client(self, name: str = "") -> httpx.Client:
        """Returns an HTTP client for a method that is ready."""
        path = self.socket_path(name)
        return httpx.Client(
            transport=httpx.HTTPTransport(uds=path), base_url="http://demo.localhost:8090", timeout=PATIENCE
        )

    def socket_path(self, name: str = "") -> str:
        spec = json.loads((self._directory / "spec.json").read_text())
        return next(entry["socket"] for entry in spec["methods"] if entry["name"] == name)

    def stop(self) -> None:
        """Sends the "stop" command."""
        self._line.say(command="stop")

    def cut(self) -> None:
        """Sends the "cut" command."""
        self._line.say(command="cut")

    def say(self, **command: Any) -> None:
        """Sends any command."""
        self._line.say(**command)

    def vanish(self) -> None:
        """Closes the control socket, as happens when the server dies."""
        self._line.hang_up()

    def exit_code(self) -> int:
        assert self.process is not None
        return self.process.wait(PATIENCE)

    @property
    def log(self) -> str:
        return self._log.read_text()

    def close(self) -> None:
        if self.process is not None and self.process.poll() is None:
            with contextlib.suppress(OSError):
                self.vanish()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(PATIENCE)
            self.process.kill()
            self.process.wait()
        if self._api is not None:
            self._api.kill()
            self._api.communicate()
        self._line.close()
