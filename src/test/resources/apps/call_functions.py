"""Calls the functions of functions.py in many ways; prints for each a line with its name and what came of it, as JSON."""

import asyncio
import json
import subprocess
import sys
import time

import modal


def function(name):
    return modal.Function.from_name("functions", name)


def model():
    return modal.Cls.from_name("functions", "Model")()


def greeting(**values):
    return modal.Cls.from_name("functions", "Greeting")(**values)


def spawned():
    call = function("add").spawn(5, 6)
    return [call.get(timeout=30), call.get(timeout=30), modal.FunctionCall.from_id(call.object_id).get(timeout=30)]


def canceled():
    call = function("endure").spawn()
    while function("endure").get_current_stats().num_total_runners == 0:
        time.sleep(0.05)
    call.cancel()
    return call.get(timeout=30)


def not_yet():
    call = function("endure").spawn()
    try:
        return call.get(timeout=0)
    finally:
        call.cancel()


def graph():
    call = function("add").spawn(1)
    call.get(timeout=30)
    [info] = call.get_call_graph()
    return [info.function_name, info.module_name, info.status.name, info.function_call_id == call.object_id]


def current_ids():
    call = function("ids").spawn()
    call_id, input_id = call.get(timeout=30)
    return [call_id == call.object_id, input_id.startswith("in-")]


def traceback_of_failure():
    try:
        function("fail").remote(1)
    except ValueError as error:
        frames = []
        frame = error.__traceback__
        while frame is not None:
            frames.append(frame.tb_frame.f_code.co_name)
            frame = frame.tb_next
        return "fail" in frames


def endured_in_batch():
    function_ = function("endure_in_batch")
    ends, other = function_.spawn("ends"), function_.spawn("goes on")
    while function_.get_current_stats().num_total_runners == 0:
        time.sleep(0.05)
    time.sleep(0.2)
    ends.cancel()
    other.cancel()
    return [kind_of(lambda call=call: call.get(timeout=30)) for call in (ends, other)] + [
        value for value in function_.map(["go on", "too"])
    ]


def explained():
    call = function("wait_for_itself").spawn(True)
    deadline = time.monotonic() + 60
    try:
        while time.monotonic() < deadline:
            if "'wait_for_itself' by its own code waits: all 1 containers are busy" in recent_log():
                return True
        return False
    finally:
        call.cancel(terminate_containers=True)


def recent_log():
    """Returns the log of the app. Older clients follow it and do not end."""
    command = [sys.executable, "-m", "modal", "app", "logs", "functions"]
    try:
        return subprocess.run(command, stdout=subprocess.PIPE, timeout=10).stdout.decode()
    except subprocess.TimeoutExpired as late:
        return (late.stdout or b"").decode()


def kept():
    deadline = time.monotonic() + 60
    while not function("kept").get_current_stats().num_total_runners and time.monotonic() < deadline:
        time.sleep(0.1)
    return function("kept").get_current_stats().num_total_runners


def kind_of(step):
    try:
        return step()
    except BaseException as error:
        return type(error).__name__


async def concurrently():
    return await asyncio.gather(*(function("add").remote.aio(number) for number in range(5)))


CASES = {
    "remote": lambda: function("add").remote(1, y=2),
    "remote of async": lambda: function("slowly_add").remote(1),
    "remote.aio": lambda: asyncio.run(concurrently()),
    "exception": lambda: function("fail").remote(1),
    "traceback": traceback_of_failure,
    "remote_gen": lambda: list(function("squares").remote_gen(5)),
    "remote_gen of async": lambda: list(function("letters").remote_gen("abc")),
    "timeout": lambda: function("outlast").remote(30),
    "retries": lambda: function("fail_at_first").remote(2, time.time_ns()),
    "method": lambda: model().predict.remote(5),
    "method generator": lambda: list(model().count.remote_gen(3)),
    "method of an instance": lambda: greeting(greeting="hello").of.remote("you"),
    "method of another instance": lambda: greeting(greeting="hello", times=2, loud=True, salt=b"!").of.remote("you"),
    "map of an instance": lambda: list(greeting(greeting="hi").of.map(["a", "b"])),
    "map": lambda: list(function("add").map(range(100))),
    "map with exceptions": lambda: [
        type(getattr(result, "exc", result)).__name__
        for result in function("fail").map(range(3), return_exceptions=True)
    ],
    "starmap": lambda: list(function("add").starmap([(1, 2), (3, 4)])),
    "for_each": lambda: function("add").for_each(range(3)),
    "spawn_map": lambda: function("add").spawn_map(range(3)),
    "spawn": spawned,
    "gather": lambda: list(modal.FunctionCall.gather(*(function("add").spawn(n) for n in range(3)))),
    "cancel": canceled,
    "get with timeout": not_yet,
    "unknown call": lambda: modal.FunctionCall.from_id("fc-0000000000000000000000").get(timeout=1),
    "call graph": graph,
    "ids": current_ids,
    "batch": lambda: list(function("batch").map(range(8), "abcdefgh")),
    "batch of one": lambda: function("batch").remote(1, y="a"),
    "batch that fails": lambda: [
        str(getattr(result, "exc", result))
        for result in function("fail_in_batch").map(range(3), return_exceptions=True)
    ],
    "batch that is canceled": endured_in_batch,
    "batched method": lambda: sum(modal.Cls.from_name("functions", "Batches")(start=1).sums.map(range(100))),
    "recursion": lambda: function("factorial").remote(4),
    "recursion without another worker": explained,
    "a worker without a call": kept,
    "large result": lambda: len(function("repeat").remote(b"x", 5_000_000)),
    "large arguments": lambda: function("length").remote(b"x" * 5_000_000),
    "large arguments of spawn": lambda: function("length").spawn(b"x" * 20_000).get(timeout=30),
    "a worker that dies": lambda: function("die_of").remote(1, time.time_ns()),
    "a worker that dies again and again": lambda: function("die_of").remote(1_000, time.time_ns()),
    "read-only volume": lambda: function("write").remote(),
    "statistics": lambda: function("add").get_current_stats().backlog,
}

for name, case in CASES.items() if len(sys.argv) == 1 else [(sys.argv[1], CASES[sys.argv[1]])]:
    try:
        answer = case()
    except BaseException as error:
        answer = f"{type(error).__name__}: {error}"
    print(json.dumps({"case": name, "answer": answer}), flush=True)
