"""A function and classes that are called with other options than they declare."""

import asyncio
import os
import time

import modal

app = modal.App("variants")
version = modal.Secret.from_dict({"VERSION": os.environ.get("VERSION", "1")})


class Progress:
    running = most = failures = 0


@app.function(secrets=[version])
def environment(name):
    return os.environ.get(name)


@app.function()
def sizes(x):
    return [len(x)] * len(x) if isinstance(x, list) else 1


@app.cls(secrets=[version])
class Model:
    @modal.method()
    def environment(self, name):
        return os.environ.get(name)

    @modal.method()
    def sleep(self, seconds):
        time.sleep(seconds)

    @modal.method()
    def fail_at_first(self, times):
        Progress.failures += 1
        if Progress.failures <= times:
            raise RuntimeError(f"failure {Progress.failures}")
        return Progress.failures

    @modal.method()
    def write(self):
        with open("/data/file", "w") as file:
            file.write("written")
        with open("/data/file") as file:
            return file.read()

    @modal.method()
    async def overlap(self, number):
        Progress.running += 1
        Progress.most = max(Progress.most, Progress.running)
        while Progress.most < 4:
            await asyncio.sleep(0.01)
        return Progress.most

    @modal.method()
    def sizes(self, x):
        return [len(x)] * len(x) if isinstance(x, list) else 1


@app.cls()
class Sized:
    size: int = modal.parameter(default=1)

    @modal.method()
    def environment(self, name):
        return [self.size, os.environ.get(name)]


@app.function()
def task_of_a_variant():
    return Model.with_options(timeout=50)().environment.remote("MODAL_TASK_ID")
