"""The measured cases: each case restarts the proxies, warms up each one, and measures them in turns."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import median
from typing import Callable, Iterator

from . import wrk
from .processes import Child, Peak, free_port
from .programs import Programs, stopped_by
from .proxies import CLOSED_HOST, HOST, TOKEN, Proxy, Start, gateway, static_upstream

Figures = dict[str, float]
MEGABYTE = 1 << 20
SETTLE_SECONDS = 1


@dataclass(frozen=True)
class Settings:
    seconds: int
    rounds: int
    warmup: int
    proxies: dict[str, Start]


@dataclass(frozen=True)
class Contender:
    """A row of a table: a proxy, or the upstream without a proxy, with one kind of request."""

    name: str
    target: str
    host: str = HOST
    headers: tuple[str, ...] = ()
    child: Child | None = None


Measure = Callable[[Programs, Contender, int], Figures]
"""Loads a contender for a number of seconds."""


@dataclass(frozen=True)
class Case:
    name: str
    table: str
    upstream: str
    transport: str
    measure: Measure
    with_token: bool = False
    with_direct: bool = False
    rounds: int | None = None
    warm: Measure | None = field(default=None)

    def run(self, programs: Programs, settings: Settings) -> dict[str, Figures]:
        """Returns the medians of each figure, by contender."""
        taken: dict[str, list[Figures]] = {}
        with ExitStack() as stack:
            contenders = self._start(programs, settings, stack)
            for contender in contenders:
                (self.warm or self.measure)(programs, contender, settings.warmup)
            for number in range(self.rounds or settings.rounds):
                turn: dict[str, Figures] = {}
                for contender in _turned(contenders, number):
                    time.sleep(SETTLE_SECONDS)
                    turn[contender.name] = self.measure(programs, contender, settings.seconds)
                for contender in contenders:
                    taken.setdefault(contender.name, []).append(_compared(turn[contender.name], turn.get("nginx", {})))
        return {name: medians(rounds) for name, rounds in taken.items()}

    def _start(self, programs: Programs, settings: Settings, stack: ExitStack) -> list[Contender]:
        address = _upstream(self.upstream, programs, stack)[self.transport]
        contenders = [Contender("direct", address)] if self.with_direct else []
        for start in settings.proxies.values():
            proxy = start(programs, address)
            stopped_by(stack, proxy.child)
            contenders.append(Contender(proxy.name, proxy.target, child=proxy.child))
            if self.with_token and start is gateway:
                contenders.append(_with_token(proxy))
        return contenders


def _turned(contenders: list[Contender], number: int) -> list[Contender]:
    """Alternates the order from round to round, so that no contender always runs early or after the same other one."""
    return contenders if number % 2 == 0 else contenders[::-1]


def _compared(figures: Figures, nginx: Figures) -> Figures:
    """Adds the ratio to nginx in the same round, since the machine's own speed changes between rounds."""
    return {**figures, "ratio": figures["rate"] / nginx["rate"]} if "rate" in figures and "rate" in nginx else figures


def _with_token(proxy: Proxy) -> Contender:
    return Contender(f"{proxy.name}, token checked", proxy.target, CLOSED_HOST, TOKEN, proxy.child)


def _upstream(kind: str, programs: Programs, stack: ExitStack) -> dict[str, str]:
    if kind == "static":
        child, addresses = static_upstream(programs)
    else:
        addresses = {"tcp": f"tcp:127.0.0.1:{free_port()}", "unix": f"unix:{programs.directory}/upstream.sock"}
        (programs.directory / "upstream.sock").unlink(missing_ok=True)
        child = programs.upstream(*addresses.values())
    stopped_by(stack, child)
    return addresses


def medians(rounds: list[Figures]) -> Figures:
    return {name: median(figures[name] for figures in rounds) for name in rounds[0]}


# How each kind of case measures --------------------------------------------------------------------------------


def closed_loop(path: str, connections: int, script: str = "report.lua") -> Measure:
    def measure(_: Programs, contender: Contender, seconds: int) -> Figures:
        before = contender.child.cpu_seconds()
        figures = wrk.run(contender, path, connections, seconds, script)
        figures["cpu"] = (contender.child.cpu_seconds() - before) / max(1, figures["requests"]) * 100_000
        return figures

    return measure


def timed(program: str, *arguments: object) -> Measure:
    """Measures with a Java program that takes a target, a host, its own arguments and the seconds."""

    def measure(programs: Programs, contender: Contender, seconds: int) -> Figures:
        return programs.load(program, contender.target, contender.host, *arguments, max(1, seconds))

    return measure


def memory(*arguments: object) -> Measure:
    def measure(programs: Programs, contender: Contender, _: int) -> Figures:
        before = contender.child.rss()
        with Peak(contender.child) as peak:
            figures = programs.load("Transfer", contender.target, contender.host, *arguments)
        highest = max(before, peak.bytes)
        return {
            "before": before / MEGABYTE,
            "peak": highest / MEGABYTE,
            "growth": (highest - before) / MEGABYTE,
            "rate": figures["rate"],
        }

    return measure


def idle(count: int) -> Measure:
    def measure(programs: Programs, contender: Contender, _: int) -> Figures:
        before = contender.child.rss()
        load = programs.start_load("IdleConnections", contender.target, contender.host, count)
        try:
            load.answer()
            return {
                "before": before / MEGABYTE,
                "with": contender.child.rss() / MEGABYTE,
                "each": (contender.child.rss() - before) / count,
            }
        finally:
            load.stop()

    return measure


# All of them, in the order of the README -----------------------------------------------------------------------

LATENCY_CONNECTIONS = 10
GIGABYTE = 1 << 30
SMALL_GETS = closed_loop("/", 32)


def all_cases() -> Iterator[Case]:
    for transport in ("tcp", "unix"):
        for count in (32, 256):
            yield Case(f"get{count}-{transport}", "closed", "static", transport, closed_loop("/", count), True)
        yield Case(f"post-{transport}", "closed", "static", transport, closed_loop("/", 32, "post.lua"))
        yield Case(f"blob-{transport}", "closed", "static", transport, closed_loop("/blob", 32))
    for transport in ("tcp", "unix"):
        yield _latency(f"rate-{transport}", transport, timed("FixedRate", "/wait?ms=100", 1000))
        yield _latency(f"sse-{transport}", transport, timed("EventDelay", LATENCY_CONNECTIONS, 10))
        yield _latency(f"ws-{transport}", transport, timed("EchoRoundTrip", LATENCY_CONNECTIONS, 10))
    yield _memory("upload", memory("upload", GIGABYTE))
    yield _memory("download", memory("download", GIGABYTE))
    yield _memory("slow-reader", memory("stall", 256 * MEGABYTE, MEGABYTE, 5))
    yield Case("idle", "idle", "static", "unix", idle(10_000), rounds=1, warm=SMALL_GETS)


def _latency(name: str, transport: str, measure: Measure) -> Case:
    return Case(name, "added", "programs", transport, measure, with_direct=True)


def _memory(name: str, measure: Measure) -> Case:
    return Case(name, "memory", "programs", "unix", measure, rounds=1, warm=SMALL_GETS)


def chosen(words: list[str]) -> list[Case]:
    """Returns the cases whose names begin with one of the words, or all cases without words."""
    cases = list(all_cases())
    for word in words:
        if not any(case.name.startswith(word) for case in cases):
            raise SystemExit(f"no case is called {word}; there are {', '.join(case.name for case in cases)}")
    return [case for case in cases if not words or case.name.startswith(tuple(words))]
