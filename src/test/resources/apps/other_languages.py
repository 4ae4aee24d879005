"""Functions that clients in other languages call."""

import time

import modal

app = modal.App("other-languages")


@app.function()
def add(x, y=1):
    return x + y


@app.function()
def echo(value):
    return value


@app.function()
def describe(value):
    return f"{type(value).__name__} {value}"


@app.function()
def length(content):
    return len(content)


@app.function()
def repeat(content, times):
    return content * times


@app.function()
def fail(x):
    raise ValueError(f"bad {x}")


@app.function()
def endure():
    while True:
        time.sleep(0.01)


@app.function(timeout=1)
def outlast():
    while True:
        time.sleep(0.01)


@app.function()
def forward(queue, partition):
    """Returns what it takes out of a queue, and puts what it has made of that into a partition."""
    jobs = modal.Queue.from_name(queue)
    job = jobs.get()
    jobs.put({"done": job}, partition=partition)
    return job


@app.function()
def say(text):
    print(text)


@app.function()
@modal.fastapi_endpoint()
def page():
    return "page"


@app.cls()
class Model:
    @modal.enter()
    def enter(self):
        self.base = 10

    @modal.method()
    def predict(self, x):
        return self.base + x


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
