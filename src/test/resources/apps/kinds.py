"""Every kind of web function, as a user would write them. WEBENDPOINTS_TEST_APP names the app."""

import os
import subprocess
import sys
import tempfile

import modal

app = modal.App(os.environ.get("WEBENDPOINTS_TEST_APP", "kinds"))
PORT = int(os.environ.get("WEBENDPOINTS_TEST_PORT", "8321"))
image = (
    modal.Image.debian_slim()
    .pip_install("fastapi", "flask")
    .env({"GREETING": "hello from the image", "WEBENDPOINTS_TEST_PORT": str(PORT)})
)


@app.function(image=image)
@modal.fastapi_endpoint()
def square(x: int) -> dict[str, int]:
    return {"square": x * x}


@app.function(image=image, secrets=[modal.Secret.from_dict({"SECRET_WORD": "sesame"})])
@modal.fastapi_endpoint(method="POST", docs=True)
def surroundings(question: dict[str, str]) -> dict[str, object]:
    return {
        "asked": question,
        "greeting": os.environ.get("GREETING"),
        "secret": os.environ.get("SECRET_WORD"),
        "local": modal.is_local(),
        "cwd": os.getcwd(),
    }


@app.function(image=image)
@modal.concurrent(max_inputs=50)
@modal.asgi_app()
def asgi():
    import asyncio

    from fastapi import FastAPI, Request, WebSocket
    from fastapi.responses import StreamingResponse

    api = FastAPI()

    @api.get("/client")
    async def client(request: Request) -> dict[str, object]:
        return {"host": request.client.host, "url": str(request.url), "scheme": request.url.scheme}

    @api.get("/path/{rest:path}")
    async def path(request: Request) -> dict[str, str]:
        return {"raw": request.scope["raw_path"].decode(), "query": request.scope["query_string"].decode()}

    @api.get("/events")
    async def events() -> StreamingResponse:
        async def ticks():
            for count in range(3):
                yield f"data: {count}\n\n"
                await asyncio.sleep(1)

        return StreamingResponse(ticks(), media_type="text/event-stream")

    @api.post("/length")
    async def length(request: Request) -> dict[str, int]:
        total = 0
        async for chunk in request.stream():
            total += len(chunk)
        return {"bytes": total}

    @api.get("/download/{megabytes}")
    async def download(megabytes: int) -> StreamingResponse:
        async def chunks():
            for _ in range(megabytes):
                yield b"x" * 1_000_000

        return StreamingResponse(chunks(), media_type="application/octet-stream")

    @api.websocket("/echo")
    async def echo(socket: WebSocket) -> None:
        await socket.accept(subprotocol="parrot" if "parrot" in socket.scope["subprotocols"] else None)
        async for text in socket.iter_text():
            await socket.send_text(f"you said: {text}")

    return api


@app.function(image=image)
@modal.wsgi_app()
def wsgi():
    from flask import Flask, Response, request

    web = Flask(__name__)

    @web.route("/", methods=["GET", "POST"])
    def index():
        return f"{request.method} {len(request.get_data())}"

    @web.get("/stream")
    def stream():
        return Response((f"line {number}\n" for number in range(3)), mimetype="text/plain")

    return web


@app.function(image=image)
@modal.concurrent(max_inputs=10)
@modal.web_server(PORT, startup_timeout=20)
def server() -> None:
    folder = tempfile.mkdtemp()
    with open(os.path.join(folder, "page.txt"), "w") as page:
        page.write("served by a program of its own")
    subprocess.Popen([sys.executable, "-m", "http.server", str(PORT), "--bind", "0.0.0.0", "--directory", folder])


@app.cls(image=image)
class Model:
    @modal.enter()
    def load(self) -> None:
        self.calls = 0

    @modal.fastapi_endpoint()
    def first(self) -> dict[str, object]:
        self.calls += 1
        return {"method": "first", "calls": self.calls, "pid": os.getpid()}

    @modal.fastapi_endpoint()
    def second(self) -> dict[str, object]:
        self.calls += 1
        return {"method": "second", "calls": self.calls, "pid": os.getpid()}


@app.cls(image=image)
class Greeter:
    greeting: str = modal.parameter()
    times: int = modal.parameter(default=1)

    @modal.fastapi_endpoint()
    def greet(self, name: str) -> dict[str, str]:
        return {"said": f"{self.greeting} " * self.times + name, "worker": os.environ["WEBENDPOINTS_WORKER"]}


@app.function(image=image, serialized=True)
@modal.fastapi_endpoint()
def serialized() -> str:
    return "from a pickle"


@app.function(image=image)
@modal.fastapi_endpoint(requires_proxy_auth=True)
def protected() -> str:
    return "open sesame"
