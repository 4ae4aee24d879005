"""Markdown tables of the measurements, one for each kind of case."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from .cases import Case, Figures

Row = list[str]
Results = list[tuple[Case, dict[str, Figures]]]


def tables(results: Results) -> str:
    parts = []
    for kind, (headings, rows) in KINDS.items():
        lines = [row for case, by_name in results if case.table == kind for row in rows(case, by_name)]
        if lines:
            parts.append("\n".join(_markdown(headings, lines)))
    return "\n\n".join(parts)


def _markdown(headings: Row, rows: list[Row]) -> Iterable[str]:
    yield _line(headings)
    yield _line(["---", "---", *("---:" for _ in headings[2:])])
    yield from map(_line, rows)


def _line(cells: Row) -> str:
    return f"| {' | '.join(cells)} |"


def _closed(case: Case, by_name: dict[str, Figures]) -> Iterable[Row]:
    for name, seen in by_name.items():
        yield [
            case.name,
            name,
            f"{seen['rate']:,.0f}",
            f"{seen['ratio']:.2f}" if "ratio" in seen else "",
            f"{seen['p50'] / 1000:.2f}",
            f"{seen['p99'] / 1000:.2f}",
            f"{seen['cpu']:.2f}",
            f"{seen['errors']:.0f}",
        ]


def _added(case: Case, by_name: dict[str, Figures]) -> Iterable[Row]:
    direct = by_name["direct"]
    for name, seen in by_name.items():
        if name == "direct":
            added = [f"({seen['p50']:,.0f})", f"({seen['p95']:,.0f})"]
        else:
            added = [f"{seen[at] - direct[at]:+,.0f}" for at in ("p50", "p95")]
        head = f"{seen['head'] / 1000:.1f}" if "head" in seen else ""
        yield [case.name, name, *added, head, f"{seen['requests']:,.0f}", f"{seen['errors']:.0f}"]


def _memory(case: Case, by_name: dict[str, Figures]) -> Iterable[Row]:
    for name, seen in by_name.items():
        yield [case.name, name, *(f"{seen[at]:,.1f}" for at in ("before", "peak", "growth")), f"{seen['rate']:,.0f}"]


def _idle(case: Case, by_name: dict[str, Figures]) -> Iterable[Row]:
    for name, seen in by_name.items():
        yield [case.name, name, f"{seen['before']:,.1f}", f"{seen['with']:,.1f}", f"{seen['each']:,.0f}"]



CLOSED = ["case", "proxy", "requests/s", "× nginx", "p50 ms", "p99 ms", "CPU s per 100k", "errors"]
ADDED = ["case", "proxy", "added p50 µs", "added p95 µs", "head ms", "measured", "errors"]
MEMORY = ["case", "proxy", "RSS before, MiB", "peak", "growth", "MiB/s"]
IDLE = ["case", "proxy", "RSS before, MiB", "with 10,000", "bytes each"]
KINDS: dict[str, tuple[Row, Callable[[Case, dict[str, Figures]], Iterable[Row]]]] = {
    "closed": (CLOSED, _closed),
    "added": (ADDED, _added),
    "memory": (MEMORY, _memory),
    "idle": (IDLE, _idle),
}
