"""One hello function of each kind, whose workers stop as soon as possible."""

import modal

app = modal.App("cold")
image = modal.Image.debian_slim().pip_install("fastapi[standard]==0.115.12", "flask==3.1.0", "starlette")
SOON = {"image": image, "scaledown_window": 2}


@app.function(**SOON)
@modal.fastapi_endpoint()
def fastapi():
    return "hello"


@app.function(**SOON)
@modal.wsgi_app()
def flask():
    from flask import Flask

    web = Flask("hello")
    web.add_url_rule("/", view_func=lambda: "hello")
    return web


@app.function(**SOON)
@modal.asgi_app()
def starlette():
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    return Starlette(routes=[Route("/", lambda request: PlainTextResponse("hello"))])


@app.cls(**SOON)
class Entered:
    @modal.enter()
    def enter(self):
        self.greeting = "hello"

    @modal.fastapi_endpoint()
    def entered(self):
        return self.greeting


@app.function(**SOON)
@modal.web_server(20999, startup_timeout=20)
def server():
    import subprocess

    subprocess.Popen("python -m http.server 20999", shell=True)


@app.cls(enable_memory_snapshot=True, **SOON)
class Snapped:
    @modal.enter(snap=True)
    def enter(self):
        self.greeting = "hello"

    @modal.fastapi_endpoint()
    def snapped(self):
        return self.greeting
