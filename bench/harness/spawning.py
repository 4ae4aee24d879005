"""A program of the ``modal`` client that spawns inputs and reads their outcomes, through kills of the server. Prints
one JSON object for each input. Runs with the client's Python: ``spawning.py SECONDS CALLERS``.
"""

import json
import sys
import threading
import time

import modal

# For the longest restart of a server under load.
OUTCOME_SECONDS = 120
LOST_CONNECTION = (modal.exception.ConnectionError, modal.exception.ServiceError, ConnectionError)
PRINTING = threading.Lock()


def main() -> None:
    end = time.time() + float(sys.argv[1])
    function = modal.Function.from_name("queued", "work")
    function.hydrate()
    callers = [threading.Thread(target=run, args=(function, number, end)) for number in range(int(sys.argv[2]))]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()


def run(function: modal.Function, caller: int, end: float) -> None:
    number = 0
    while time.time() < end:
        number += 1
        name, failing = f"{caller}-{number}", number % 4
        begun = time.time()
        try:
            call = function.spawn(name, failing)
        except LOST_CONNECTION:
            time.sleep(0.5)  # it may run or not; nobody has its id
            continue
        first = outcome(call)
        ended = time.time()
        answer = {"name": name, "failing": failing, "begun": begun, "ended": ended, "outcome": first}
        with PRINTING:
            print(json.dumps(answer | {"again": outcome(call)}), flush=True)


def outcome(call: modal.FunctionCall) -> str:
    end = time.time() + OUTCOME_SECONDS
    while time.time() < end:
        try:
            return f"result {call.get(timeout=30)}"
        except ValueError as error:
            return f"failure {error}"
        except LOST_CONNECTION:
            time.sleep(0.5)
        except TimeoutError:
            continue
        except modal.exception.Error as error:
            return f"{type(error).__name__} {error}"
    return "none"


if __name__ == "__main__":
    main()
