"""The worker's own packages and the image's, side by side; run also in images that pin old ones (see PythonSideIT)."""

from __future__ import annotations

import pytest

from harness import Workplace, method

REPORT = """
import importlib, importlib.metadata, json, modal

app = modal.App("demo")

@app.function()
@modal.asgi_app()
def web():
    async def application(scope, receive, send):
        if scope["type"] == "lifespan":
            return
        name = scope["path"].strip("/")
        found = importlib.import_module(name).__file__, str(importlib.metadata.distribution(name).locate_file(""))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(found).encode()})
    return application
"""


@pytest.mark.parametrize("name", ["a2wsgi", "click", "h11", "httptools", "uvicorn", "websockets"])
def test_user_code_imports_the_version_that_is_first_on_its_path(workplace: Workplace, name: str) -> None:
    workplace.write("app.py", REPORT)
    workplace.start(method("asgi_app"))
    workplace.ready()
    with workplace.client() as client:
        file, directory = client.get(f"/{name}").json()
    assert file.startswith(directory)


def test_user_code_can_import_what_the_worker_has_not_imported_yet(workplace: Workplace) -> None:
    workplace.write(
        "app.py",
        """
        import modal
        from uvicorn.protocols.http.h11_impl import H11Protocol
        from websockets.client import connect

        app = modal.App("demo")

        @app.function()
        @modal.asgi_app()
        def web():
            async def application(scope, receive, send):
                await send({"type": "http.response.start", "status": 204, "headers": []})
                await send({"type": "http.response.body"})
            return application
        """,
    )
    workplace.start(method("asgi_app"))
    workplace.ready()
    with workplace.client() as client:
        assert client.get("/").status_code == 204


def test_a_directory_of_data_with_the_name_of_a_package_hides_nothing(workplace: Workplace) -> None:
    workplace.write("app.py", REPORT)
    (workplace.root / "uvicorn").mkdir()
    workplace.start(method("asgi_app"))
    workplace.ready()
    with workplace.client() as client:
        file, directory = client.get("/uvicorn").json()
    assert file.startswith(directory)


@pytest.mark.parametrize("name", ["a2wsgi", "uvicorn", "websockets"])
def test_a_file_with_the_name_of_the_worker_s_package_is_no_part_of_the_worker(workplace: Workplace, name: str) -> None:
    workplace.write(f"{name}.py", "raise RuntimeError('imported by the worker')")
    workplace.write("app.py", REPORT)
    workplace.start(method("asgi_app"))
    workplace.ready()
    with workplace.client() as client:
        assert client.get("/modal").status_code == 200
