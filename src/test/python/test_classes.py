"""Classes with hooks, parameters and several web methods, and serialized functions and classes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness import Workplace, method

CLASS = """
    import modal

    app = modal.App("demo")

    @app.cls(enable_memory_snapshot=True)
    class Model:
        scale: int = modal.parameter(default=3)

        @modal.enter(snap=True)
        def first(self):
            self.steps = ["snap"]

        @modal.enter()
        async def second(self):
            self.steps.append("enter")

        @modal.fastapi_endpoint()
        def info(self, x: int):
            return {"scaled": self.scale * x, "steps": self.steps}

        @modal.fastapi_endpoint(method="POST")
        def reset(self):
            self.steps.clear()
            return self.describe.local()

        @modal.method()
        def describe(self):
            return f"{len(self.steps)} steps"

        @modal.exit()
        async def leave(self):
            print("exit hook ran", flush=True)
"""

MODEL = {"is_class": True, "function": "Model.*", "implementation": "Model.*"}


@pytest.fixture
def model(workplace: Workplace) -> Workplace:
    workplace.write("app.py", CLASS)
    workplace.start(
        method("fastapi_endpoint", "info"), method("fastapi_endpoint", "reset", http_method="POST"), **MODEL
    )
    workplace.ready()
    return workplace


def test_enter_hooks_run_in_order_before_requests(model: Workplace) -> None:
    with model.client("info") as client:
        assert client.get("/?x=2").json() == {"scaled": 6, "steps": ["snap", "enter"]}


def test_methods_share_one_instance(model: Workplace) -> None:
    with model.client("reset") as reset, model.client("info") as info:
        assert reset.post("/").json() == "0 steps"
        assert info.get("/?x=1").json()["steps"] == []


def test_exit_hooks_run_on_stop(model: Workplace) -> None:
    model.stop()
    assert model.exit_code() == 0
    assert "exit hook ran" in model.log


def test_a_failing_enter_hook_is_named(workplace: Workplace) -> None:
    workplace.write("app.py", CLASS.replace('self.steps = ["snap"]', "raise RuntimeError('no weights')"))
    workplace.start(method("fastapi_endpoint", "info"), **MODEL)
    failure = workplace.failure()
    assert failure["reason"] == "The @modal.enter hook 'first' failed: RuntimeError: no weights"
    assert 'app.py", line' in failure["traceback"]


def test_a_hook_may_run_a_loop_of_its_own(workplace: Workplace) -> None:
    run = "import asyncio; asyncio.run(asyncio.sleep(0)); self.steps = ['ran']"
    workplace.write("app.py", CLASS.replace('self.steps = ["snap"]', run))
    workplace.start(method("fastapi_endpoint", "info"), **MODEL)
    workplace.ready()
    with workplace.client("info") as client:
        assert client.get("/?x=1").json()["steps"] == ["ran", "enter"]


def test_a_parameter_has_the_value_of_the_pool(workplace: Workplace) -> None:
    workplace.write("app.py", CLASS)
    workplace.start(method("fastapi_endpoint", "info"), **MODEL, arguments={"scale": 10})
    workplace.ready()
    with workplace.client("info") as client:
        assert client.get("/", params={"x": 2}).json()["scaled"] == 20


def test_bytes_come_in_base64(workplace: Workplace) -> None:
    workplace.write(
        "app.py", CLASS.replace("scale: int = modal.parameter(default=3)", "scale: bytes = modal.parameter()")
    )
    workplace.start(method("fastapi_endpoint", "info"), **MODEL, arguments={"scale": {"base64": "YWI="}})
    workplace.ready()
    with workplace.client("info") as client:
        assert client.get("/", params={"x": 2}).json()["scaled"] == "abab"


def test_a_parameter_without_a_value_is_named(workplace: Workplace) -> None:
    workplace.write("app.py", CLASS.replace("modal.parameter(default=3)", "modal.parameter()"))
    workplace.start(method("fastapi_endpoint", "info"), **MODEL)
    assert "scale" in workplace.failure()["reason"]


def test_a_method_that_the_class_lacks_is_named(workplace: Workplace) -> None:
    workplace.write("app.py", CLASS)
    workplace.start(method("fastapi_endpoint", "gone"), **MODEL)
    reason = workplace.failure()["reason"]
    assert reason == "Model.gone is not a web method; the class has describe, info, reset"


def serialize(place: Workplace, source: str) -> Path:
    """Serializes ``subject`` of a source with the real client, in a separate process."""
    script = place.write("serialize.py", source)
    script.write_text(script.read_text() + "\nimport sys\nfrom modal._serialization import serialize\n")
    with script.open("a") as file:
        file.write("open(sys.argv[1], 'wb').write(serialize(subject))\n")
    path = place.root / "serialized"
    environment = os.environ | {"PYTHONPATH": os.environ["MODAL_DIR"]}
    subprocess.run([sys.executable, str(script), str(path)], check=True, env=environment)
    script.unlink()
    return path


def test_a_serialized_function_is_served(workplace: Workplace) -> None:
    path = serialize(workplace, "offset = 1000\ndef subject(x: int):\n    return offset + x\n")
    workplace.start(method("fastapi_endpoint"), module="", serialized_function=str(path))
    workplace.ready()
    with workplace.client() as client:
        assert client.get("/?x=5").json() == 1005


def test_a_serialized_class_is_served(workplace: Workplace) -> None:
    path = serialize(
        workplace,
        """
        import modal

        class subject:
            scale: int = modal.parameter(default=3)

            @modal.enter(snap=True)
            def load(self):
                self.loaded = True

            @modal.fastapi_endpoint()
            def info(self):
                return {"scale": self.scale, "loaded": self.loaded}
        """,
    )
    workplace.start(method("fastapi_endpoint", "info"), **MODEL, module="", serialized_class=str(path))
    workplace.ready()
    with workplace.client("info") as client:
        assert client.get("/").json() == {"scale": 3, "loaded": True}


def test_a_serialized_function_that_can_t_be_restored_is_a_failure(workplace: Workplace) -> None:
    path = workplace.write("broken", "this is no pickle")
    workplace.start(method("fastapi_endpoint"), module="", serialized_function=str(path))
    assert workplace.failure()["reason"].startswith("The serialized web can't be restored: ")
