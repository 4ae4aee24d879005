"""What each kind of caller sees at one moment: a status or an exit code, a message, and the elapsed time."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Callable

from .server import TOKEN_ID, TOKEN_SECRET, Server, ask

ANSWER_SECONDS = 60.0
BEARER = {"Authorization": f"Bearer {TOKEN_ID}.{TOKEN_SECRET}"}
FRAME = "─│╭╮╰╯ \n"


@dataclass(frozen=True)
class Shown:
    status: str
    sentence: str
    seconds: float

    def __str__(self) -> str:
        return f"{self.status} in {self.seconds:.1f} s"


Ask = Callable[[], tuple[str, str]]


def observe(server: Server, hosts: dict[str, str], deploy: Callable[[], str]) -> dict[str, Shown]:
    """Makes all requests at the same time.

    :param deploy: returns the path of a source that was not deployed before
    """
    asks: dict[str, Ask] = {
        "`GET /v1/web-endpoints`": lambda: http_answer(server.control, "/v1/web-endpoints", BEARER),
        "live": lambda: http_answer(server.control, "/q/health/live"),
        "ready": lambda: http_answer(server.control, "/q/health/ready"),
        "gateway ready": lambda: http_answer(server.control, "/q/health/group/gateway"),
        "warm URL": lambda: http_answer(server.gateway, "/", {"Host": hosts["warm"]}),
        "cold URL": lambda: http_answer(server.gateway, "/", {"Host": hosts["cold"]}),
        "`modal app list`": lambda: client_answer(server, "app", "list"),
        "`modal deploy`": lambda: client_answer(server, "deploy", deploy()),
    }
    with ThreadPoolExecutor(len(asks)) as pool:
        return dict(zip(asks, pool.map(_timed, asks.values())))


def _timed(question: Ask) -> Shown:
    begun = time.monotonic()
    try:
        status, sentence = question()
    except (OSError, http.client.HTTPException, subprocess.TimeoutExpired) as error:
        status, sentence = type(error).__name__, ""
    return Shown(status, sentence, time.monotonic() - begun)


def http_answer(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[str, str]:
    status, body = ask(port, path, headers or {}, seconds=ANSWER_SECONDS)
    return str(status), "" if status == 200 else detail(body.decode(errors="replace"))


def detail(body: str) -> str:
    try:
        answer = json.loads(body)
    except ValueError:
        return body.strip()
    return str(answer.get("detail", answer.get("status", ""))) if isinstance(answer, dict) else ""


def client_answer(server: Server, *arguments: str) -> tuple[str, str]:
    done = server.run_client(*arguments, seconds=ANSWER_SECONDS)
    if not done.returncode:
        return "done", ""
    lines = [line.strip(FRAME) for line in (done.stdout + done.stderr).splitlines()]
    said = [line for line in lines if line and not re.fullmatch(r"Error|Traceback.*", line)]
    return f"exit code {done.returncode}", said[-1] if said else ""


def matrix(states: dict[str, dict[str, Shown]]) -> str:
    """Returns a Markdown table of all states, followed by each message with its callers and states."""
    asked = list(next(iter(states.values())))
    lines = [f"| state | {' | '.join(asked)} |", f"| --- |{' --- |' * len(asked)}"]
    sentences: dict[str, list[str]] = {}
    for state, shown in states.items():
        lines.append(f"| {state} | {' | '.join(str(shown[name]) for name in asked)} |")
        for name in asked:
            if shown[name].sentence:
                sentences.setdefault(shown[name].sentence, []).append(f"{name}, {state}")
    return "\n".join([*lines, "", *(f"- {'; '.join(where)}: \"{said}\"" for said, where in sentences.items())])
