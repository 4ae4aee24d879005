"""Runs inputs that fail a given number of times, and records each start and each end with its time."""

import asyncio
import os
import time

import modal

app = modal.App("queued")
volume = modal.Volume.from_name("queued", create_if_missing=True)
LOG = "/root/queued/log"


def record(what: str, name: str) -> None:
    log = os.open(LOG, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    os.write(log, f"{what} {name} {time.time()}\n".encode())
    os.close(log)


@app.function(
    volumes={"/root/queued": volume},
    scaledown_window=2,
    retries=modal.Retries(max_retries=2, initial_delay=0.5, backoff_coefficient=1.0),
)
@modal.concurrent(max_inputs=4)
async def work(name: str, failing: int) -> str:
    """Fails in its first ``failing`` attempts. Attempts of killed workers count if they came to their end."""
    record("start", name)
    await asyncio.sleep(0.3)
    with open(LOG) as log:
        failed = sum(line.startswith(f"fail {name} ") for line in log)
    if failed < failing:
        record("fail", name)
        raise ValueError(name)
    record("done", name)
    return name
