"""The environment of user code, and the messages for its errors."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from harness import Workplace, method, wait_until

PROBE = """
    import json, os, sys
    import modal
    {imports}

    app = modal.App("demo")
    at_import = {expression}

    @app.function()
    @modal.asgi_app()
    def web():
        async def application(scope, receive, send):
            assert scope["type"] == "http"
            await send({{"type": "http.response.start", "status": 200, "headers": []}})
            await send({{"type": "http.response.body", "body": json.dumps(at_import).encode()}})
        return application
"""


def seen(place: Workplace, expression: str, imports: str = "", **fields: object) -> object:
    """Returns the value of an expression while the user's module is imported."""
    place.write("app.py", PROBE.format(expression=expression, imports=imports))
    place.start(method("asgi_app"), **fields)
    place.ready()
    with place.client() as client:
        return client.get("/").json()


def test_user_code_is_not_local(workplace: Workplace) -> None:
    assert seen(workplace, "modal.is_local()") is False


def test_a_secret_of_the_local_environment_is_not_read(workplace: Workplace) -> None:
    expression = "str(type(modal.Secret.from_local_environ(['NOT_SET_HERE'])).__name__)"
    assert seen(workplace, expression) == "Secret"


def test_the_host_s_modal_profile_is_not_read(workplace: Workplace) -> None:
    home = workplace.root.parent
    (home / ".modal.toml").write_text('[default]\ntoken_id = "ak-host"\ntoken_secret = "as-host"\nactive = true\n')
    assert seen(workplace, "modal.config.config.get('token_id')", "import modal.config") is None


def test_root_comes_first_and_the_server_s_directories_last(workplace: Workplace) -> None:
    path = seen(workplace, "sys.path")
    assert path[0] == str(workplace.root)
    assert path[-2:] == [os.environ["MODAL_DIR"], os.environ["WORKER_DIR"]]
    assert not any(entry.endswith("webendpoints_worker") for entry in path)


def test_packages_beside_root_are_importable(workplace: Workplace) -> None:
    (workplace.root.parent / "pkg").mkdir()
    (workplace.root.parent / "pkg" / "helpers.py").write_text("VALUE = 7\n")
    assert seen(workplace, "helpers.VALUE", "import helpers") == 7


def test_what_the_user_pins_wins(workplace: Workplace, bare_python: Callable[[], Path]) -> None:
    workplace.python = bare_python()
    site_packages = next(workplace.python.parent.parent.glob("lib/python*/site-packages"))
    (site_packages / "certifi.py").write_text("__version__ = 'pinned'\ndef where(): return ''\n")
    assert seen(workplace, "certifi.__version__", "import certifi") == "pinned"


def test_files_named_like_the_worker_s_modules_are_the_user_s(workplace: Workplace) -> None:
    workplace.write("serving.py", "OWNER = 'user'\n")
    workplace.write("control.py", "OWNER = 'user'\n")
    assert seen(workplace, "[serving.OWNER, control.OWNER]", "import control, serving") == ["user", "user"]


def test_root_is_the_working_directory(workplace: Workplace) -> None:
    assert seen(workplace, "os.getcwd()") == os.path.realpath(workplace.root)


def test_workdir_is_the_working_directory_if_set(workplace: Workplace) -> None:
    directory = workplace.root.parent / "elsewhere"
    directory.mkdir()
    assert seen(workplace, "os.getcwd()", workdir=str(directory)) == os.path.realpath(directory)


def test_workdir_comes_first_on_the_path(workplace: Workplace) -> None:
    directory = workplace.root.parent / "elsewhere"
    directory.mkdir()
    (directory / "helpers.py").write_text("VALUE = 7\n")
    path = "[helpers.VALUE, *sys.path[:2]]"
    found = seen(workplace, path, "import helpers", workdir=str(directory))
    assert found == [7, str(directory), str(workplace.root)]


def test_a_missing_workdir_is_a_failure(workplace: Workplace) -> None:
    workplace.write("app.py", "")
    workplace.start(method("asgi_app"), workdir="/no/such/directory")
    assert "/no/such/directory" in workplace.failure()["reason"]


def test_printed_lines_arrive_at_once(workplace: Workplace) -> None:
    seen(workplace, "print('printed: ünï')")
    wait_until(lambda: "printed: ünï" in workplace.log, "the line is logged")


def test_a_function_that_its_module_does_not_decorate_is_served(workplace: Workplace) -> None:
    workplace.write("app.py", "def web(x: int):\n    return x + 1\n")
    workplace.start(method("fastapi_endpoint"))
    workplace.ready()
    with workplace.client() as client:
        assert client.get("/?x=1").json() == 2


def test_a_function_with_only_the_web_decorator_is_served(workplace: Workplace) -> None:
    workplace.write("app.py", "import modal\n@modal.fastapi_endpoint()\ndef web(x: int):\n    return x + 1\n")
    workplace.start(method("fastapi_endpoint"))
    workplace.ready()
    with workplace.client() as client:
        assert client.get("/?x=1").json() == 2


def test_a_module_of_a_package_is_loaded(workplace: Workplace) -> None:
    (workplace.root / "shop").mkdir()
    workplace.write("shop/prices.py", "PRICE = 3\n")
    workplace.write("shop/main.py", "from shop.prices import PRICE\ndef web():\n    return PRICE\n")
    workplace.start(method("fastapi_endpoint"), module="shop.main")
    workplace.ready()
    with workplace.client() as client:
        assert client.get("/").json() == 3


def failing(place: Workplace, source: str, **fields: object) -> dict[str, str]:
    place.write("app.py", source)
    place.start(method("asgi_app"), **fields)
    return place.failure()


def test_a_module_that_can_t_be_found_is_named(workplace: Workplace) -> None:
    reason = failing(workplace, "", module="missing")["reason"]
    assert reason == "Importing the module 'missing' failed: ModuleNotFoundError: No module named 'missing'"


def test_an_import_error_shows_the_user_s_line(workplace: Workplace) -> None:
    failure = failing(workplace, "x = 1\nimport no_such_package\n")
    assert "No module named 'no_such_package'" in failure["reason"]
    assert failure["traceback"].splitlines()[1].endswith('app.py", line 2, in <module>')


def test_a_syntax_error_shows_file_and_line(workplace: Workplace) -> None:
    reason = failing(workplace, "x = (\n")["reason"]
    assert reason.startswith("Importing the module 'app' failed: SyntaxError: '(' was never closed (")
    assert reason.endswith("app.py, line 1)")


def test_a_module_that_exits_is_a_failure(workplace: Workplace) -> None:
    reason = failing(workplace, "import sys\nsys.exit(3)\n")["reason"]
    assert reason == "Importing the module 'app' failed: it called sys.exit(3)"


def test_a_missing_function_is_named_with_a_near_one(workplace: Workplace) -> None:
    assert failing(workplace, "def webb(): pass\n")["reason"] == "The module 'app' has no 'web'; did you mean 'webb'?"


IMPORTS = textwrap.dedent("""
    import modal

    app = modal.App("demo")
    image = modal.Image.debian_slim()
    other = modal.Image.debian_slim().pip_install("other")

    with {image}.imports():
        import no_such_package

    @app.function(image=image)
    @modal.asgi_app()
    def web():
        async def application(scope, receive, send):
            return
        return application

    @app.cls(image=image)
    class Model:
        @modal.asgi_app()
        def web(self):
            return web.local()
""")


def test_an_import_error_for_the_function_s_image_is_told(workplace: Workplace) -> None:
    failure = failing(workplace, IMPORTS.format(image="image"))
    assert "failed in the function's own image: ModuleNotFoundError" in failure["reason"]
    assert "import no_such_package" in failure["traceback"]


def test_an_import_error_for_the_class_s_image_is_told(workplace: Workplace) -> None:
    workplace.write("app.py", IMPORTS.format(image="image"))
    workplace.start(method("asgi_app", "web"), is_class=True, function="Model.*", implementation="Model.*")
    assert "failed in the function's own image: ModuleNotFoundError" in workplace.failure()["reason"]


def test_an_import_error_for_another_image_is_forgiven(workplace: Workplace) -> None:
    workplace.write("app.py", IMPORTS.format(image="other"))
    workplace.start(method("asgi_app"))
    workplace.ready()


def test_an_import_error_for_the_app_s_image_is_told(workplace: Workplace) -> None:
    source = IMPORTS.format(image="image").replace("image=image", "").replace('app = modal.App("demo")\n', "")
    source = source.replace("other = ", "app = modal.App(image=image)\nother = ")
    reason = failing(workplace, source)["reason"]
    assert "failed in the function's own image: ModuleNotFoundError" in reason


def test_a_spec_that_makes_no_sense_is_a_failure(workplace: Workplace) -> None:
    workplace.start(method("carrier_pigeon"))
    assert "'carrier_pigeon' is not a valid WebKind" in workplace.failure()["reason"]


def test_a_start_that_hangs_shows_where(workplace: Workplace) -> None:
    failure = failing(workplace, "import time\ntime.sleep(600)  # here\n", startup_timeout=5.0)
    assert failure["reason"] == "web was not ready within its startup timeout of 5 s"
    assert "time.sleep(600)  # here" in failure["traceback"]


def test_a_memory_limit_that_is_too_low_is_named(workplace: Workplace) -> None:
    workplace.write("app.py", "import modal\n\napp = modal.App()\nweights = bytearray(1 << 30)\n")
    workplace.start(method("asgi_app"), memory_limit=256 << 20)
    assert workplace.failure()["reason"] == (
        "Importing the module 'app' failed: MemoryError: it needs more than the function's memory limit of 256 MiB"
    )


@pytest.mark.skipif(os.cpu_count() == 1, reason="this machine has one processor")
def test_a_worker_keeps_to_as_many_processors_as_it_may_have(workplace: Workplace) -> None:
    workplace.write(
        "app.py",
        """
        import modal, os

        app = modal.App("demo")

        @app.function()
        @modal.fastapi_endpoint()
        def web():
            return len(os.sched_getaffinity(0))
        """,
    )
    workplace.start(method("fastapi_endpoint"), processors=1)
    workplace.ready()
    with workplace.client() as client:
        assert client.get("/").json() == 1
