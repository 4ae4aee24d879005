"""Child processes: started, queried, measured by the kernel's own counters, and ended by their ids."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Iterator, Mapping, Sequence

START_SECONDS = 20
STOP_SECONDS = 10
SAMPLE_SECONDS = 0.02
LOWEST_PRIORITY = 19
WANTED_FILES = 65_536
# Below Linux's default range for the ports of outgoing connections.
PORTS = range(20_000, 32_000)


class Child:
    """One program and its descendants."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.command = command
        self.log = log
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                env={**os.environ, **(environment or {})},
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def ask(self, line: str) -> str:
        self.tell(line)
        return self.answer()

    def tell(self, line: str) -> None:
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        line = self.process.stdout.readline()
        if not line:
            raise self.failure("ended without an answer")
        return line.strip()

    def failure(self, what: str) -> RuntimeError:
        said = self.log.read_text(errors="replace")[-2000:]
        return RuntimeError(f"{' '.join(map(str, self.command[:3]))} … {what}\n{said}")

    def await_port(self, port: int) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise self.failure("ended at its start")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.02)
        raise self.failure(f"does not listen on port {port}")

    def stop(self, kill: bool = False) -> None:
        """Ends the program: with SIGTERM first, or with SIGKILL immediately."""
        for end in (self.process.kill,) if kill else (self.process.terminate, self.process.kill):
            if self.process.poll() is None:
                end()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(STOP_SECONDS)
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()

    def cpu_seconds(self) -> float:
        """Returns user and system time, ended descendants included."""
        ticks = sum(sum(map(int, _stat(pid)[11:15])) for pid in self.family())
        return ticks / os.sysconf("SC_CLK_TCK")

    def rss(self) -> int:
        """Returns the resident memory of the program and its descendants in bytes."""
        return sum(_rss(pid) for pid in self.family())

    def own_rss(self) -> int:
        """Returns the resident memory of the program in bytes, without descendants."""
        return _rss(self.pid)

    def family(self) -> list[int]:
        parents = {pid: int(stat[1]) for pid, stat in _all_stats()}
        family = [self.pid]
        for pid in family:
            family += [child for child, parent in parents.items() if parent == pid]
        return family


class Peak:
    """The highest resident memory of a child while the block runs."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self.bytes = 0
        self._family = child.family()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def _sample(self) -> None:
        while not self._done.wait(SAMPLE_SECONDS):
            self.bytes = max(self.bytes, sum(map(_rss, self._family)))

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()


def _all_stats() -> Iterator[tuple[int, list[str]]]:
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            with contextlib.suppress(OSError):
                yield int(entry), _stat(int(entry))


def _stat(pid: int) -> list[str]:
    """Returns the fields of /proc/<pid>/stat from the third on (proc(5)); the second, a name, may contain anything."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _rss(pid: int) -> int:
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def connections(port: int) -> int:
    """Returns the number of connections to a local port that the server has not closed, as the kernel lists them."""
    not_open = {"06", "07", "0A"}  # TIME_WAIT, CLOSE, LISTEN
    suffix = f":{port:04X}"
    count = 0
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            rows = (line.split() for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:])
            count += sum(row[1].endswith(suffix) and row[3] not in not_open and row[9] != "0" for row in rows)
    return count


def free_port() -> int:
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError(f"no port of {PORTS.start} to {PORTS.stop - 1} is free")


def yield_processors() -> None:
    """Gives this process and its descendants processor time only when no other process needs it. A load that represents
    other machines would otherwise use the server's processors. If the kernel groups processes by session (sched(7),
    autogroup), niceness has an effect only within a session, so this process moves to a new one.
    """
    os.setsid()
    os.nice(LOWEST_PRIORITY)
    with contextlib.suppress(OSError):  # not every kernel has autogroups
        Path("/proc/self/autogroup").write_text(str(LOWEST_PRIORITY))


def processes_of_machine() -> int:
    """Returns the number of processes and threads (proc_loadavg(5))."""
    return int(Path("/proc/loadavg").read_text().split()[3].partition("/")[2])


def raise_file_limit() -> int:
    """Raises the limit of open files, which every child inherits. Returns the number of files that one process may
    open.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    for wanted in ((WANTED_FILES, max(hard, WANTED_FILES)), (hard, hard)):
        if soft < WANTED_FILES:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, wanted)
                break
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def end_on_signals() -> None:
    """Makes SIGTERM and SIGHUP unwind like Ctrl-C, so that no child is left."""

    def leave(number: int, _: FrameType | None) -> None:
        sys.exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
