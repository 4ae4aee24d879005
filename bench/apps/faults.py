"""One function that always has a worker, and one that rarely has one."""

import modal

app = modal.App("faults")
VERSION = 0


async def answered(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
        await send({"type": "http.response.body", "body": b"done"})


@app.function(min_containers=1)
@modal.asgi_app()
def warm():
    return answered


@app.function(scaledown_window=2)
@modal.asgi_app()
def cold():
    return answered
