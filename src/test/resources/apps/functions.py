"""Functions that only the Modal client calls."""

import asyncio
import os
import time

import modal

app = modal.App("functions")
volume = modal.Volume.from_name("functions", create_if_missing=True)
failures = {}


@app.function()
def add(x, y=1):
    return x + y


@app.function()
async def slowly_add(x, y=1):
    await asyncio.sleep(0.01)
    return x + y


@app.function()
def fail(x):
    raise ValueError(f"bad {x}")


@app.function()
def squares(count):
    for number in range(count):
        yield number * number


@app.function()
async def letters(text):
    for letter in text:
        yield letter


@app.function()
def endure():
    while True:
        time.sleep(0.01)


@app.function(timeout=1)
def outlast(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.01)


@app.function(retries=modal.Retries(max_retries=2, initial_delay=0.01, backoff_coefficient=1.0), max_containers=1)
def fail_at_first(times, key):
    failures[key] = failures.get(key, 0) + 1
    if failures[key] <= times:
        raise RuntimeError(f"failure {failures[key]}")
    return failures[key]


@app.function(max_containers=1, volumes={"/data": volume})
def die_of(times, key):
    with open(f"/data/{key}", "a+") as deaths:
        deaths.seek(0)
        count = len(deaths.read())
        if count < times:
            deaths.write("x")
            deaths.flush()
            os._exit(9)
    return count


@app.function(volumes={"/data": volume.read_only()})
def write():
    with open("/data/written", "w") as file:
        file.write("something")


@app.function()
def ids():
    return modal.current_function_call_id(), modal.current_input_id()


@app.function()
def repeat(content, times):
    return content * times


@app.function()
def length(content):
    return len(content)


@app.function()
@modal.batched(max_batch_size=8, wait_ms=300)
def batch(x, y):
    return [f"{a}{b} of {len(x)}" for a, b in zip(x, y)]


@app.function()
@modal.batched(max_batch_size=3, wait_ms=20)
def fail_in_batch(x):
    raise ValueError(f"bad {sorted(x)}")


@app.function(max_containers=1)
@modal.batched(max_batch_size=2, wait_ms=60_000)
async def endure_in_batch(x):
    await asyncio.sleep(0 if "go on" in x else 600)
    return x


@app.function()
def factorial(n):
    return 1 if n == 1 else n * factorial.remote(n - 1)


@app.function(max_containers=1)
def wait_for_itself(again):
    return again and wait_for_itself.remote(False)


@app.function(min_containers=1)
def kept():
    pass


@app.cls()
class Batches:
    start: int = modal.parameter(default=100)

    @modal.batched(max_batch_size=20, wait_ms=100)
    async def sums(self, x):
        return [self.start + each for each in x]


@app.cls()
class Model:
    @modal.enter()
    def enter(self):
        self.base = 10

    @modal.method()
    def predict(self, x):
        return self.base + x

    @modal.method()
    async def count(self, upto):
        for number in range(upto):
            yield self.base + number


@app.cls()
class Greeting:
    greeting: str = modal.parameter()
    times: int = modal.parameter(default=1)
    loud: bool = modal.parameter(default=False)
    salt: bytes = modal.parameter(default=b"")

    @modal.method()
    def of(self, name):
        text = " ".join([self.greeting] * self.times) + f" {name}" + self.salt.decode()
        return text.upper() if self.loud else text


@app.local_entrypoint()
def main(x: int = 3):
    print("result", add.remote(x, 4), list(add.map(range(3))))
