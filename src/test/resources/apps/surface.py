"""Functions that answer what their code finds in the container."""

import json
import os
import subprocess
import sys
from pathlib import Path

import modal

app = modal.App("surface")
PORT = 8731
OPENSSL = "openssl_conf = x\n[x]\nssl_conf = y\n[y]\nsystem_default = z\n[z]\nMaxProtocol = TLSv1.2\n"
CONFIGURATION = Path(__file__).with_name("surface-openssl.cnf")
if "MODAL_IS_REMOTE" not in os.environ:
    CONFIGURATION.write_text(OPENSSL)
image = modal.Image.debian_slim().add_local_file(CONFIGURATION, "/root/openssl.cnf")


def container():
    names = ("TASK_ID", "IS_REMOTE", "ENVIRONMENT", "IMAGE_ID", "REGION", "CLOUD_PROVIDER")
    return {name: os.environ.get(f"MODAL_{name}") for name in names}


def answering(look):
    """Returns an application that answers the value of a function, and what it finds in its container."""

    async def application(scope, receive, send):
        if scope["type"] != "http":
            return
        ids = [modal.current_function_call_id(), modal.current_input_id()]
        forked = "webendpoints_worker.zygote" in sys.modules
        found = {"found": look(), "container": container(), "forked": forked, "ids": ids}
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(found).encode()})

    return application


def with_variables(**variables):
    return {"image": image, "secrets": [modal.Secret.from_dict(variables)]}


@app.function(**with_variables(API_KEY="k"))
@modal.asgi_app()
def forked():
    return answering(lambda: None)


@app.function(image=image, enable_memory_snapshot=True)
@modal.asgi_app()
def snapshot():
    return answering(lambda: None)


@app.function(image=image)
@modal.web_server(PORT)
def program():
    script = "import surface; surface.serve()"
    subprocess.Popen([sys.executable, "-c", script], cwd="/")


@app.function(**with_variables(PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION="python"))
@modal.asgi_app()
def protobuf():
    from google.protobuf.internal import api_implementation

    return answering(api_implementation.Type)


@app.function(**with_variables(WEBSOCKETS_MAX_LINE_LENGTH="1234"))
@modal.asgi_app()
def websockets():
    import websockets.http11

    return answering(lambda: websockets.http11.MAX_LINE_LENGTH)


@app.function(**with_variables(OPENSSL_CONF="/root/openssl.cnf"))
@modal.asgi_app()
def openssl():
    import ssl

    return answering(lambda: ssl.create_default_context().maximum_version.name)


def serve():
    """The program of the web server."""
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"container": container()}).encode())

    HTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
