"""What Modal's client does when user code in a worker calls it."""

from __future__ import annotations

import base64

import pytest

from harness import Workplace, method

APP = """
    import modal

    app = modal.App("demo")
    volume = modal.Volume.from_name("data", create_if_missing=True)

    @app.function()
    def square(x):
        return x * x

    @app.cls()
    class Model:
        size: int = modal.parameter(default=1)

        @modal.fastapi_endpoint()
        def info(self):
            return "info"

        @modal.method()
        def run(self):
            return "run"

        @modal.method()
        def steps(self):
            yield 1

    @app.cls()
    class Plain:
        @modal.method()
        def run(self):
            return "plain"

        @modal.fastapi_endpoint()
        def page(self):
            return "page"

    @app.function()
    def numbers():
        yield 1

    def sync_answer():
        return {sync}

    async def async_answer():
        return {asynchronous}

    def described(error):
        kinds = [kind.__module__ for kind in type(error).__mro__ if kind.__name__ == "Error"]
        return {{"error": str(error), "kinds": kinds}}

    @app.function(volumes={{"/data": volume}})
    @modal.fastapi_endpoint()
    def web():
        try:
            return {{"value": sync_answer()}}
        except Exception as error:
            return described(error)

    @app.function(volumes={{"/data": volume}})
    @modal.fastapi_endpoint()
    async def async_web():
        try:
            return {{"value": await async_answer()}}
        except Exception as error:
            return described(error)
"""

FUNCTIONS = [
    {"tag": "web", "id": "fu-1", "urls": {"": "http://dev--demo-web.localhost:8090"}},
    {"tag": "square", "id": "fu-2", "urls": {}},
    {"tag": "numbers", "id": "fu-4", "urls": {}},
    {"tag": "Plain.*", "id": "fu-5", "urls": {"page": "http://dev--demo-plain-page.localhost:8090"}},
    {"tag": "async_web", "id": "fu-6", "urls": {}},
    {"tag": "Model.*", "id": "fu-3", "urls": {"info": "http://dev--demo-model-info.localhost:8090"}},
]


def start(place: Workplace, sync: str = "None", asynchronous: str = "None") -> None:
    place.serve_client()
    place.write("app.py", APP.format(sync=sync, asynchronous=asynchronous))
    name = "web" if asynchronous == "None" else "async_web"
    place.start(method("fastapi_endpoint"), function=name, implementation=name, app_functions=FUNCTIONS)
    place.ready()


def answer_of(place: Workplace, sync: str = "None", asynchronous: str = "None") -> dict[str, object]:
    """Returns what an expression of the function's code has as its value, or the error that it raises."""
    start(place, sync, asynchronous)
    with place.client() as client:
        return client.get("/").json()


def test_a_worker_that_does_not_use_the_client_makes_no_call(workplace: Workplace) -> None:
    start(workplace)
    with workplace.client() as client:
        client.get("/")
    assert workplace.calls == []


@pytest.mark.parametrize("call", ["commit", "reload"])
def test_a_mounted_volume_is_committed_and_reloaded(workplace: Workplace, call: str) -> None:
    assert answer_of(workplace, f"volume.{call}()") == {"value": None}


@pytest.mark.parametrize("call", ["commit", "reload"])
def test_a_mounted_volume_is_committed_and_reloaded_asynchronously(workplace: Workplace, call: str) -> None:
    assert answer_of(workplace, asynchronous=f"await volume.{call}.aio()") == {"value": None}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("web.get_web_url()", FUNCTIONS[0]["urls"][""]),
        ("Plain().page.get_web_url()", "http://dev--demo-plain-page.localhost:8090"),
        ("square.get_web_url() or None", None),
        ("square.object_id", "fu-2"),
        ("type(numbers.remote_gen()).__name__", "generator"),
        ("app.app_id", "ap-test"),
    ],
)
def test_functions_of_the_app_are_known_without_a_call(workplace: Workplace, expression: str, value: object) -> None:
    answer = answer_of(workplace, expression)
    assert (answer, workplace.calls) == ({"value": value}, [])


def test_functions_of_the_app_know_their_urls_asynchronously(workplace: Workplace) -> None:
    assert answer_of(workplace, asynchronous="await web.get_web_url.aio()") == {"value": FUNCTIONS[0]["urls"][""]}


@pytest.mark.parametrize(
    ("expression", "value", "call"),
    [
        ("modal.Function.from_name('other', 'f').get_web_url()", "http://other.example", "FunctionGet"),
        ("modal.Function.from_name('other', 'f').hydrate().object_id", "fu-other", "FunctionGet"),
        ("modal.Secret.from_name('s').hydrate().object_id", "st-1", "SecretGetOrCreate"),
        ("modal.Volume.from_name('v').hydrate().object_id", "vo-1", "VolumeGetOrCreate"),
    ],
)
def test_what_is_looked_up_comes_from_the_server(workplace: Workplace, expression: str, value: str, call: str) -> None:
    answer = answer_of(workplace, expression)
    assert (answer, workplace.calls) == ({"value": value}, [call])


def test_what_is_looked_up_asynchronously_comes_from_the_server(workplace: Workplace) -> None:
    expression = "(await modal.Secret.from_name('s').hydrate.aio()).object_id"
    assert answer_of(workplace, asynchronous=expression) == {"value": "st-1"}


@pytest.mark.parametrize(
    ("expression", "calls"),
    [
        ("square.remote(2)", ["FunctionMap"]),
        ("square.spawn(2)", ["FunctionMap"]),
        ("Plain().run.remote()", ["FunctionMap"]),
        ("Model(size=2).run.remote()", ["FunctionBindParams", "FunctionMap"]),
        ("modal.Dict.from_name('d')['key']", ["DictGetOrCreate"]),
    ],
)
def test_calls_reach_the_server(workplace: Workplace, expression: str, calls: list[str]) -> None:
    answer_of(workplace, expression)
    assert workplace.calls == calls


def test_parameters_of_a_class_are_sent_in_the_servers_format(workplace: Workplace) -> None:
    answer_of(workplace, "Model(size=2).run.remote()")
    parameters = workplace.requests[0]["serializedParams"]
    assert base64.b64decode(parameters) == b"\x0a\x0a\x0a\x04size\x10\x02\x20\x02"


@pytest.mark.parametrize(
    ("expression", "call"),
    [
        ("square.remote(2)", "FunctionMap"),
        ("modal.App.lookup('other', create_if_missing=True)", "AppGetOrCreate"),
        ("modal.forward(8000).__enter__()", "TunnelStart"),
    ],
)
def test_a_refusal_of_the_server_is_raised(workplace: Workplace, expression: str, call: str) -> None:
    assert f"{call} is refused here" in str(answer_of(workplace, expression)["error"])


def test_a_refusal_of_the_server_is_raised_asynchronously(workplace: Workplace) -> None:
    answer = answer_of(workplace, asynchronous="await square.remote.aio(2)")
    assert "FunctionMap is refused here" in str(answer["error"])


def test_local_calls_need_no_server(workplace: Workplace) -> None:
    assert answer_of(workplace, "[square.local(3), Model().run.local()]") == {"value": [9, "run"]}


def test_a_program_that_the_worker_starts_reaches_the_server(workplace: Workplace) -> None:
    program = "import modal; print(modal.Secret.from_name('s').hydrate().object_id, end='')"
    expression = f'__import__("subprocess").check_output([__import__("sys").executable, "-c", {program!r}]).decode()'
    assert answer_of(workplace, expression) == {"value": "st-1"}
