"""An ASGI application: events as they happen, and a WebSocket."""

import asyncio
from collections.abc import AsyncIterator

import modal

app = modal.App("live")
image = modal.Image.debian_slim().pip_install("fastapi==0.165.0")


@app.function(image=image)
@modal.concurrent(max_inputs=100)
@modal.asgi_app()
def live():
    from fastapi import FastAPI, WebSocket, WebSocketDisconnect
    from fastapi.responses import StreamingResponse

    api = FastAPI()

    async def ticks() -> AsyncIterator[str]:
        for count in range(5):
            yield f"data: tick {count}\n\n"
            await asyncio.sleep(0.5)

    @api.get("/")
    async def index() -> dict[str, str]:
        return {"events": "/events", "websocket": "/echo"}

    @api.get("/events")
    async def events() -> StreamingResponse:
        return StreamingResponse(ticks(), media_type="text/event-stream")

    @api.websocket("/echo")
    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        try:
            while True:
                await socket.send_text(f"you said: {await socket.receive_text()}")
        except WebSocketDisconnect:
            pass

    return api
