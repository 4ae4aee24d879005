"""Python programs that user code starts: they find the user's modules, the image's packages and Modal's client."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from harness import MAIN, Workplace, method

APP = """
    import subprocess, sys
    import modal

    app = modal.App("demo")
    said = subprocess.run([sys.executable, "-c", {program!r}], capture_output=True, text=True, {options})

    @app.function()
    @modal.asgi_app()
    def web():
        async def application(scope, receive, send):
            assert scope["type"] == "http"
            await send({{"type": "http.response.start", "status": 200, "headers": []}})
            await send({{"type": "http.response.body", "body": (said.stdout + said.stderr).encode()}})
        return application
"""


def said(place: Workplace, program: str, options: str = "") -> str:
    """Returns what a program prints that the user's module starts."""
    place.write("app.py", APP.format(program=program, options=options))
    place.start(method("asgi_app"))
    place.ready()
    with place.client() as client:
        return client.get("/").text


def test_a_program_imports_the_user_s_modules(workplace: Workplace) -> None:
    workplace.write("helper.py", "ANSWER = 'found'")
    assert said(workplace, "import helper; print(helper.ANSWER)", "cwd='/'") == "found\n"


def test_a_program_imports_modal_s_client(workplace: Workplace) -> None:
    assert said(workplace, "import modal; print(modal.App('x').name)") == "x\n"


def test_a_program_finds_the_image_s_packages_before_the_server_s(workplace: Workplace) -> None:
    path: list[Any] = json.loads(said(workplace, "import json, sys; print(json.dumps(sys.path))"))
    assert path[1] == str(workplace.root)
    assert path[-2:] == [os.environ["MODAL_DIR"], os.environ["WORKER_DIR"]]


def test_a_program_keeps_the_image_s_python_path(workplace: Workplace, tmp_path: Path) -> None:
    (tmp_path / "of_image.py").write_text("ANSWER = 'kept'")
    workplace.environment["PYTHONPATH"] = str(tmp_path)
    assert said(workplace, "import of_image; print(of_image.ANSWER)") == "kept\n"


def test_a_program_s_own_sitecustomize_runs(workplace: Workplace) -> None:
    workplace.write("sitecustomize.py", "print('customized')")
    assert said(workplace, "import modal") == "customized\n"


@pytest.mark.parametrize("version", ["2.7", "", "x"])
def test_an_interpreter_of_another_version_is_left_alone(version: str) -> None:
    environment = {
        "PYTHONPATH": str(MAIN.parent / "startup"),
        "WEBENDPOINTS_SYS_PATH_TAIL": f"{version}:/elsewhere",
    }
    program = "import sys; print([entry for entry in sys.path if 'elsewhere' in entry or 'startup' in entry])"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")
