"""A public warm function, and hostile functions."""

import modal

app = modal.App("hostile")
MEMORY_MIB = (64, 256)


@app.function(min_containers=1)
@modal.concurrent(max_inputs=200)
@modal.asgi_app()
def warm():
    block = b"x" * 65_536

    async def large(send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(1_600):
            await send({"type": "http.response.body", "body": block, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def echo(receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        while (event := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "bytes": event.get("bytes") or b"text"})

    async def answer(scope, receive, send):
        if scope["type"] == "websocket":
            await echo(receive, send)
        elif scope["type"] == "http" and scope["path"] == "/large":
            await large(send)
        elif scope["type"] == "http":
            headers = [(b"content-length", b"4")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": b"warm"})

    return answer


@app.function()
@modal.fastapi_endpoint(requires_proxy_auth=True)
def guarded():
    return "guarded"


@app.function(timeout=600)
@modal.asgi_app()
def prints():
    def without_end():
        line = "a line of a worker that prints without end " * 20
        while True:
            print(line, flush=True)

    return answers_before(without_end)


@app.function(cpu=(0.1, 1.0), memory=MEMORY_MIB)
@modal.asgi_app()
def forks():
    import os
    import time

    def without_end():
        while True:
            try:
                os.fork()
            except OSError:
                time.sleep(0.05)

    return answers_before(without_end)


@app.function(memory=MEMORY_MIB)
@modal.asgi_app()
def allocates():
    def without_end():
        held = []
        while True:
            try:
                held.append(bytearray(1 << 20))
            except MemoryError:
                held.clear()

    return answers_before(without_end)


def answers_before(harm):
    """Answers, and then attacks in a thread, so that the caller knows that the attack has begun."""
    import threading

    thread = threading.Thread(target=harm, daemon=True)

    async def answer(scope, receive, send):
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
            await send({"type": "http.response.body", "body": b"done"})
            if not thread.ident:
                thread.start()

    return answer
