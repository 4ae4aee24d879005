"""What Modal's client does when user code in a worker calls it."""

from __future__ import annotations

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
    {"tag": "Model.*", "id": "fu-3", "urls": {"info": "http://dev--demo-model-info.localhost:8090"}},
]


def answer_of(place: Workplace, sync: str = "None", asynchronous: str = "None") -> dict[str, object]:
    """Returns what an expression of the function's code has as its value, or the error that it raises."""
    place.write("app.py", APP.format(sync=sync, asynchronous=asynchronous))
    name = "web" if asynchronous == "None" else "async_web"
    place.start(method("fastapi_endpoint"), function=name, implementation=name, app_functions=FUNCTIONS)
    place.ready()
    with place.client() as client:
        return client.get("/").json()


@pytest.mark.parametrize("call", ["commit", "reload"])
def test_a_mounted_volume_is_committed_and_reloaded(workplace: Workplace, call: str) -> None:
    assert answer_of(workplace, f"volume.{call}()") == {"value": None}


@pytest.mark.parametrize("call", ["commit", "reload"])
def test_a_mounted_volume_is_committed_and_reloaded_asynchronously(workplace: Workplace, call: str) -> None:
    assert answer_of(workplace, asynchronous=f"await volume.{call}.aio()") == {"value": None}


def test_a_mounted_volume_is_committed_under_another_object_of_its_name(workplace: Workplace) -> None:
    assert answer_of(workplace, "modal.Volume.from_name('data').commit()") == {"value": None}


def test_a_volume_that_is_not_mounted_is_not_committed(workplace: Workplace) -> None:
    answer = answer_of(workplace, "modal.Volume.from_name('other').commit()")
    assert answer["error"] == (
        "Web Endpoints does not support the volume 'other', which the function does not mount, in a worker yet;"
        " see docs/limits.md"
    )


@pytest.mark.parametrize(
    ("expression", "url"),
    [
        ("web.get_web_url()", FUNCTIONS[0]["urls"][""]),
        ("Model().info.get_web_url()", FUNCTIONS[2]["urls"]["info"]),
        ("Model(size=2).info.get_web_url()", FUNCTIONS[2]["urls"]["info"]),
        ("modal.Function.from_name('demo', 'web').get_web_url()", FUNCTIONS[0]["urls"][""]),
        ("modal.Cls.from_name('demo', 'Model')().info.get_web_url()", FUNCTIONS[2]["urls"]["info"]),
        ("square.get_web_url() or None", None),
    ],
)
def test_functions_of_the_app_know_their_urls(workplace: Workplace, expression: str, url: str | None) -> None:
    assert answer_of(workplace, expression) == {"value": url}


def test_functions_of_the_app_know_their_urls_asynchronously(workplace: Workplace) -> None:
    assert answer_of(workplace, asynchronous="await web.get_web_url.aio()") == {"value": FUNCTIONS[0]["urls"][""]}


@pytest.mark.parametrize(
    ("expression", "feature"),
    [
        ("square.remote(2)", "Function.remote()"),
        ("square.spawn(2)", "Function.spawn()"),
        ("list(square.map([1, 2]))", "Function.map()"),
        ("Model().run.remote()", "Function.remote()"),
        ("Model(size=2).run.remote()", "Function.remote()"),
        ("modal.Function.from_name('other', 'f').remote()", "looking up functions of other apps"),
        ("modal.Dict.from_name('d')['key']", "modal.Dict"),
        ("modal.Queue.from_name('q').get()", "modal.Queue"),
        ("modal.Secret.from_name('s').hydrate()", "looking up a modal.Secret"),
        ("modal.App.lookup('other')", "modal.App.lookup() and App.run()"),
        ("volume.listdir('/')", "modal.Volume beyond commit() and reload() of a mounted volume"),
        ("modal.FunctionCall.from_id('fc-1').get()", "waiting for a modal.FunctionCall"),
        ("modal.forward(8000).__enter__()", "modal.forward()"),
    ],
)
def test_other_calls_are_refused_in_one_sentence(workplace: Workplace, expression: str, feature: str) -> None:
    answer = answer_of(workplace, expression)
    sentence = f"Web Endpoints does not support {feature} in a worker yet; see docs/limits.md"
    assert answer == {"error": sentence, "kinds": ["modal.exception"]}


def test_a_sandbox_is_refused(workplace: Workplace) -> None:
    answer = answer_of(workplace, "modal.Sandbox.create('echo')")
    assert answer["error"].startswith("Web Endpoints does not support ")


def test_a_call_is_refused_asynchronously(workplace: Workplace) -> None:
    answer = answer_of(workplace, asynchronous="await square.remote.aio(2)")
    assert answer["error"] == "Web Endpoints does not support Function.remote() in a worker yet; see docs/limits.md"


def test_local_calls_need_no_server(workplace: Workplace) -> None:
    assert answer_of(workplace, "[square.local(3), Model().run.local()]") == {"value": [9, "run"]}
