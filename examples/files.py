"""Any program that opens a port: here Python's own file server, for the folder that this file is in."""

import subprocess
import sys
from pathlib import Path

import modal

app = modal.App("files")
PORT = 8123
FOLDER = Path(__file__).parent


@app.function()
@modal.concurrent(max_inputs=10)
@modal.web_server(PORT)
def files() -> None:
    subprocess.Popen([sys.executable, "-m", "http.server", str(PORT), "--directory", str(FOLDER)])
