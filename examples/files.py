"""Any program that opens a port: here Python's own file server."""

import subprocess
import sys

import modal

app = modal.App("files")
PORT = 8123


@app.function()
@modal.concurrent(max_inputs=10)
@modal.web_server(PORT)
def files() -> None:
    subprocess.Popen([sys.executable, "-m", "http.server", str(PORT), "--directory", "/root"])
