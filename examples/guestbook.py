"""A WSGI application: Flask."""

import modal

app = modal.App("guestbook")
image = modal.Image.debian_slim().pip_install("flask==3.1.2")


@app.function(image=image)
@modal.concurrent(max_inputs=10)
@modal.wsgi_app()
def guestbook():
    from flask import Flask, request

    web = Flask(__name__)
    entries: list[str] = []

    @web.get("/")
    def read() -> dict[str, list[str]]:
        return {"entries": entries}

    @web.post("/")
    def sign() -> dict[str, int]:
        entries.append(request.get_data(as_text=True))
        return {"entries": len(entries)}

    return web
