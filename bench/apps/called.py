"""Functions that call each other, for ``bench/calls``."""

import json
import time
from urllib.parse import parse_qs

import modal

app = modal.App("called")


@app.function(scaledown_window=300)
def empty(x):
    return x


@app.function(max_containers=8, scaledown_window=300)
@modal.concurrent(max_inputs=8)
async def spread(x):
    return x


@app.function(scaledown_window=2)
def cold(x):
    return x


@app.function(scaledown_window=300)
@modal.concurrent(max_inputs=100)
@modal.asgi_app()
def url():
    async def answer(scope, receive, send):
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
            await send({"type": "http.response.body", "body": b"1"})

    return answer


@app.function(scaledown_window=300)
@modal.concurrent(max_inputs=100)
@modal.asgi_app()
def caller():
    """Makes calls one after the other; answers with the seconds that each took."""

    async def answer(scope, receive, send):
        if scope["type"] != "http":
            return
        count = int(parse_qs(scope["query_string"].decode())["count"][0])
        call = {
            "/remote": lambda: empty.remote.aio(1),
            "/statistics": empty.get_current_stats.aio,
        }[scope["path"]]
        took = []
        for _ in range(count):
            begun = time.perf_counter()
            await call()
            took.append(time.perf_counter() - begun)
        body = json.dumps(took).encode()
        length = str(len(body)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", length)]})
        await send({"type": "http.response.body", "body": body})

    return answer
