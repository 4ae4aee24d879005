"""wrk: as many requests as a number of connections can carry, one after another on each."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .cases import Contender, Figures

SCRIPTS = Path(__file__).resolve().parent.parent / "wrk"
THREADS = 2


def run(contender: Contender, path: str, connections: int, seconds: int, script: str) -> Figures:
    headers = [word for header in (f"Host: {contender.host}", *contender.headers) for word in ("-H", header)]
    url = contender.target.replace("tcp:", "http://", 1) + path
    options = [f"-t{THREADS}", f"-c{connections}", f"-d{max(1, seconds)}s", "--timeout", "10s"]
    done = subprocess.run(
        ["wrk", *options, "-s", str(SCRIPTS / script), *headers, url],
        capture_output=True,
        text=True,
        env={**os.environ, "BENCH_WRK": str(SCRIPTS)},
    )
    report = [line for line in done.stdout.splitlines() if line.startswith("REPORT ")]
    if not report:
        raise RuntimeError(f"wrk failed: {done.stdout}{done.stderr}")
    figures = {name: float(value) for name, value in (word.split("=") for word in report[0].split()[1:])}
    figures["rate"] = figures["requests"] / figures["micros"] * 1_000_000
    return figures
