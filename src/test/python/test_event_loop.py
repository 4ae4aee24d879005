"""The loop that runs user code: asyncio's own, which libraries may patch, or uvloop if the function asks for it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from zygotes import Zygote

from harness import Workplace, method

# Answers with the name of the class of its loop.
NAMED = """
    import asyncio, modal

    app = modal.App("demo")

    @app.function()
    @modal.fastapi_endpoint()
    async def web():
        return type(asyncio.get_running_loop()).__module__.partition(".")[0]
"""

# A client that blocks on its loop wherever it is called, as several SDKs do.
NESTED = """
    import asyncio, modal, nest_asyncio
    {at_import}

    app = modal.App("demo")

    async def fetch():
        await asyncio.sleep(0)
        return "fetched"

    def fetch_now():
        return asyncio.get_event_loop().run_until_complete(fetch())

    @app.function()
    @modal.fastapi_endpoint()
    async def web():
        {in_handler}
        return fetch_now()
"""
AT_IMPORT = NESTED.format(at_import="nest_asyncio.apply()", in_handler="pass")
IN_HANDLER = NESTED.format(at_import="", in_handler="nest_asyncio.apply()")


@pytest.fixture
def snapshot_place(directories: list[str]) -> Iterator[Workplace]:
    """The root of a function with a snapshot; nothing runs in it."""
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        workplace = Workplace(Path(directory), directories)
        yield workplace
        workplace.close()


def answer(place: Workplace) -> str:
    place.start(method("fastapi_endpoint"))
    place.ready()
    with place.client() as client:
        response = client.get("/")
        assert response.status_code == 200, place.log
        return response.json()


def test_user_code_runs_on_the_standard_loop(workplace: Workplace) -> None:
    workplace.write("app.py", NAMED)
    assert answer(workplace) == "asyncio"


def test_a_variable_selects_uvloop(workplace: Workplace) -> None:
    workplace.write("app.py", NAMED)
    workplace.environment["WEBENDPOINTS_EVENT_LOOP"] = "uvloop"
    assert answer(workplace) == "uvloop"


def test_another_loop_is_a_failed_start(workplace: Workplace) -> None:
    workplace.write("app.py", NAMED)
    workplace.environment["WEBENDPOINTS_EVENT_LOOP"] = "trio"
    workplace.start(method("fastapi_endpoint"))
    assert workplace.failure()["reason"] == "WEBENDPOINTS_EVENT_LOOP is 'trio'; it must be 'asyncio' or 'uvloop'"


@pytest.mark.parametrize("source", [AT_IMPORT, IN_HANDLER], ids=["at_import", "in_a_handler"])
def test_the_loop_can_be_nested(workplace: Workplace, source: str) -> None:
    workplace.write("app.py", source)
    assert answer(workplace) == "fetched"


@pytest.mark.parametrize("source", [AT_IMPORT, IN_HANDLER], ids=["at_import", "in_a_handler"])
def test_the_loop_can_be_nested_in_a_worker_of_a_snapshot(
    snapshot_place: Workplace, directories: list[str], source: str
) -> None:
    snapshot_place.write("app.py", source)
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        zygote = Zygote(Path(directory), directories, snapshot_place.spec(method("fastapi_endpoint")))
        place = tempfile.mkdtemp(prefix="we-", dir=zygote.hub)
        worker = Workplace(Path(place), directories, zygote)
        fetched = answer(worker)
        worker.close()
        zygote.close()
    assert fetched == "fetched"
