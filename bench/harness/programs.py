"""The Java programs: the gateway under test, and those that generate load and serve as upstream."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path

from .processes import Child

BENCH = Path(__file__).resolve().parent.parent
PROJECT = BENCH.parent

# The Netty settings of the server's own build, so that the gateway allocates memory as in production.
AS_IN_PRODUCTION = (
    "-Dio.netty.allocator.maxOrder=3",
    "-Dio.netty.allocator.disableCacheFinalizersForFastThreadLocalThreads=true",
    "-Dio.netty.leakDetection.level=disabled",
)
LOAD_FLAGS = ("-XX:+UseParallelGC", "-Xmx512m")
LOAD_ENDS_WITHIN = 600  # seconds


class Programs:
    """Java programs, compiled once into the run's own directory."""

    def __init__(self, directory: Path, jvm: list[str]) -> None:
        self.directory = directory
        self.jvm = jvm
        self._classes = directory / "classes"
        sources = sorted(map(str, (BENCH / "load").glob("*.java")))
        subprocess.run([_tool("javac"), "-d", self._classes, *sources], check=True)
        self._gateway_path = _gateway_path()

    def upstream(self, *addresses: str) -> Child:
        child = Child(self._java("Upstream", *addresses), self.directory / "upstream.log")
        if child.answer() != "ready":
            raise child.failure("is not ready")
        return child

    def gateway(self, port: int, upstream: str, *more: str) -> Child:
        main = "dev.webendpoints.gateway.BenchGateway"
        flags = [*AS_IN_PRODUCTION, *self.jvm, *more, "-cp", self._gateway_path]
        child = Child([_tool("java"), *flags, main, str(port), upstream], self.directory / "gateway.log")
        line = child.answer()
        while not line.startswith("ready "):
            line = child.answer()
        return child

    def load(self, program: str, *arguments: object) -> dict[str, float]:
        """Runs a program to its end and returns its measurements; kills a program that does not end."""
        command = self._java(program, *map(str, arguments))
        done = subprocess.run(command, capture_output=True, text=True, timeout=LOAD_ENDS_WITHIN)
        if done.returncode or done.stderr:
            raise RuntimeError(f"{program} {arguments} failed: {done.stderr}")
        return figures(done.stdout)

    def start_load(self, program: str, *arguments: object) -> Child:
        return Child(self._java(program, *map(str, arguments)), self.directory / f"{program}.log")

    def _java(self, program: str, *arguments: str) -> list[str]:
        return [_tool("java"), *LOAD_FLAGS, "-cp", str(self._classes), program, *arguments]


def figures(line: str) -> dict[str, float]:
    """Parses ``a=1 b=2.5`` into a mapping; skips words without a value."""
    return {name: float(value) for name, _, value in (word.partition("=") for word in line.split()) if value}


def _tool(name: str) -> str:
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / name) if home else shutil.which(name) or name


def _gateway_path() -> str:
    """Compiles, and asks Maven for the class path, if anything has changed since the last time."""
    target = PROJECT / "target"
    libraries = target / "bench-classpath"
    sources = [PROJECT / "pom.xml", *(path for path in (PROJECT / "src").rglob("*") if path.is_file())]
    if not libraries.exists() or libraries.stat().st_mtime < max(path.stat().st_mtime for path in sources):
        _maven("test-compile", "dependency:build-classpath", "-Dmdep.includeScope=test", f"-Dmdep.outputFile={libraries}")
        libraries.touch()
    return os.pathsep.join([str(target / "test-classes"), str(target / "classes"), libraries.read_text().strip()])


def _maven(*arguments: str) -> None:
    """Runs Maven offline if that is sufficient."""
    command = [str(PROJECT / "mvnw"), "-q", "-B", *arguments]
    if subprocess.run([*command, "-o"], cwd=PROJECT, capture_output=True).returncode:
        subprocess.run(command, cwd=PROJECT, check=True)


def stopped_by(stack: ExitStack, child: Child) -> Child:
    stack.callback(child.stop)
    return child
