"""The packaged server and the real ``modal`` client, to measure what a client and a caller experience together."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import subprocess
import time
from datetime import datetime
from pathlib import Path
from typing import Sequence

from .processes import Child, free_port
from .programs import PROJECT

JAR = PROJECT / "target" / "quarkus-app" / "quarkus-run.jar"
TOKEN_ID = "ak-bench"
TOKEN_SECRET = "as-bench-0123456789abcdef"
START_SECONDS = 120
CALL_SECONDS = 60


def ask(
    port: int, path: str, headers: dict[str, str], method: str = "GET", seconds: float = CALL_SECONDS
) -> tuple[int, bytes]:
    """Returns the status and body of a response, on a new connection to this machine."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


class Server:
    """One server on free ports, with its own data directory."""

    def __init__(
        self,
        directory: Path,
        client: str,
        environment: dict[str, str] | None = None,
        jvm: Sequence[str] = (),
        ports: tuple[int, int] | None = None,
    ) -> None:
        if not JAR.is_file():
            raise SystemExit("the server is not packaged: ./mvnw package -DskipTests")
        self.directory = directory
        self.client = client
        self.control, self.gateway = ports or (free_port(), free_port())
        self.child = Child(
            # Its output goes to its log, since no process reads a pipe here.
            ["sh", "-c", 'log="$0"; exec java "$@" >> "$log" 2>&1', str(directory / "server.log"), *jvm, "-jar", str(JAR)],
            directory / "server.log",
            {
                "QUARKUS_HTTP_PORT": str(self.control),
                "WEBENDPOINTS_GATEWAY_PORT": str(self.gateway),
                "WEBENDPOINTS_GATEWAY_URL_TEMPLATE": f"http://{{subdomain}}.localhost:{self.gateway}",
                "WEBENDPOINTS_DATA_DIR": str(directory / "data"),
                "WEBENDPOINTS_BOOTSTRAP_TOKEN_ID": TOKEN_ID,
                "WEBENDPOINTS_BOOTSTRAP_TOKEN_SECRET": TOKEN_SECRET,
                "WEBENDPOINTS_BOOTSTRAP_WORKSPACE": "bench",
            }
            | (environment or {}),
        )
        self._await_ready()

    def deploy(self, source: Path) -> list[str]:
        """Deploys an app, and returns the hosts of its URLs in the order of the source."""
        done = self._modal("deploy", str(source))
        hosts = dict.fromkeys(re.findall(r"http://([a-z0-9-]+\.localhost:\d+)", done))
        return list(hosts)

    def workers(self) -> dict[str, int]:
        """Returns the number of workers in each state."""
        headers = {"Authorization": f"Bearer {TOKEN_ID}.{TOKEN_SECRET}"}
        text = ask(self.control, "/q/metrics", headers)[1].decode()
        found = re.findall(r'^webendpoints_workers\{.*state="(\w+)".*\} ([\d.]+)$', text, re.MULTILINE)
        return {state: int(float(count)) for state, count in found}

    def await_no_workers(self) -> None:
        self.await_workers(0)

    def await_workers(self, most: int) -> None:
        while sum(self.workers().values()) > most:
            time.sleep(0.02)

    def call(self, host: str, path: str = "/") -> tuple[int, float]:
        """Returns the status and the seconds until the complete response, on a new connection."""
        begun = time.perf_counter()
        status, _ = self.get(host, path)
        return status, time.perf_counter() - begun

    def get(self, host: str, path: str = "/", method: str = "GET") -> tuple[int, bytes]:
        return ask(self.gateway, path, {"Host": host}, method)

    def last_publish(self) -> float:
        """Returns when the last publish of a client reached the server, in seconds of the wall clock."""
        found = re.findall(r"^(\S+ \S+) .*app is published:.* took_ms=(\d+)", self.child.log.read_text(), re.MULTILINE)
        if not found:
            return 0.0
        at, took = found[-1]
        return datetime.fromisoformat(at.replace(",", ".")).timestamp() - int(took) / 1000

    def stop(self) -> None:
        self.child.stop()

    def client_environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.directory),
            "MODAL_SERVER_URL": f"http://127.0.0.1:{self.control}",
            "MODAL_TOKEN_ID": TOKEN_ID,
            "MODAL_TOKEN_SECRET": TOKEN_SECRET,
            "COLUMNS": "300",
        }

    def run_client(self, *arguments: str, seconds: float | None = None) -> subprocess.CompletedProcess[str]:
        """Runs the client. Raises TimeoutExpired if it does not end in time."""
        command = [self.client, *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=self.client_environment(), timeout=seconds)

    def _modal(self, *arguments: str) -> str:
        done = self.run_client(*arguments)
        if done.returncode:
            raise RuntimeError(f"modal {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def _await_ready(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.child.process.poll() is not None:
                raise self.child.failure("ended at its start")
            with contextlib.suppress(OSError):
                if ask(self.control, "/q/health/ready", {})[0] == 200:
                    return
            time.sleep(0.1)
        raise self.child.failure("is not ready")

