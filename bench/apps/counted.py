"""Answers each request, and records each POST once it is done."""

import modal

app = modal.App("counted")
volume = modal.Volume.from_name("counted", create_if_missing=True)


@app.function(volumes={"/root/counted": volume}, scaledown_window=2)
@modal.concurrent(max_inputs=20)
@modal.asgi_app()
def web():
    import asyncio
    import os

    log = os.open("/root/counted/log", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    async def answer(scope, receive, send):
        if scope["type"] != "http":
            return
        await asyncio.sleep(0.02)
        if scope["method"] == "POST":
            os.write(log, scope["query_string"] + b"\n")
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
        await send({"type": "http.response.body", "body": b"done"})

    return answer
