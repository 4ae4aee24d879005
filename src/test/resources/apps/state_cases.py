"""Uses dicts and queues in many ways; prints for each a line with its name and what came of it, as JSON."""

import json
import threading
import time

import modal

name = f"state-{time.time_ns()}"
table = modal.Dict.from_name(name, create_if_missing=True)
jobs = modal.Queue.from_name(name, create_if_missing=True)


def dict_round():
    table["a"] = 1
    table.put("b", {"two": 2})
    table.update({"c": 3, "d": 4})
    return [table["a"], table.get("b"), table.get("none", "default"), table.pop("d"), table.contains("d"), table.len()]


def dict_contents():
    return [sorted(table.keys()), sorted(map(str, table.values())), sorted(key for key, _ in table.items())]


def dict_skip():
    return [table.put("new", 1, skip_if_exists=True), table.put("new", 2, skip_if_exists=True), table["new"]]


def dict_missing():
    return table["nothing"]


def dict_large():
    with modal.Dict.ephemeral() as other:
        other["large"] = b"x" * 10_000_000
        return len(other["large"])


def dict_too_large():
    table["large"] = b"x" * 17_000_000


def dict_many():
    with modal.Dict.ephemeral() as other:
        other.update({str(number): number for number in range(2_000)})
        return [other.len(), sum(other.values())]


def dict_clear():
    table.clear()
    return table.len()


def queue_round():
    jobs.put(1)
    jobs.put_many([2, 3, 4])
    return [jobs.len(), jobs.get(), jobs.get_many(2), jobs.get(), jobs.get(block=False)]


def queue_partitions():
    jobs.put("x", partition="one")
    jobs.put("y", partition="two")
    found = [jobs.len(), jobs.len(total=True), jobs.get(partition="two"), jobs.get(partition="one")]
    return found


def queue_wait():
    threading.Timer(0.5, lambda: jobs.put("late")).start()
    begun = time.monotonic()
    item = jobs.get(timeout=20)
    return [item, time.monotonic() - begun < 5]


def queue_timeout():
    return jobs.get(timeout=0.2)


def queue_full():
    with modal.Queue.ephemeral() as other:
        other.put_many(list(range(5_000)))
        other.put(1, block=False)


def queue_iterate():
    jobs.put_many([1, 2, 3])
    return [list(jobs.iterate(item_poll_timeout=0.5)), jobs.get_many(3)]


def queue_clear():
    jobs.put_many([1, 2])
    jobs.clear()
    return jobs.len()


def looked_up():
    return modal.Dict.from_name("there-is-none").get("a")


CASES = {
    "dict": dict_round,
    "dict contents": dict_contents,
    "dict put if absent": dict_skip,
    "dict missing key": dict_missing,
    "dict large value": dict_large,
    "dict value too large": dict_too_large,
    "dict of many": dict_many,
    "dict clear": dict_clear,
    "queue": queue_round,
    "queue partitions": queue_partitions,
    "queue wait": queue_wait,
    "queue timeout": queue_timeout,
    "queue full": queue_full,
    "queue iterate": queue_iterate,
    "queue clear": queue_clear,
    "unknown dict": looked_up,
}

for case, run in CASES.items():
    try:
        answer = run()
    except BaseException as error:
        answer = f"{type(error).__name__}"
    print(json.dumps({"case": case, "answer": answer}), flush=True)
