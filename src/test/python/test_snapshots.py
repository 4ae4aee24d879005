"""A zygote of one function that has loaded its code and run its snapshot hooks before it forks."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from zygotes import Zygote

from harness import Workplace, method

APP = """
import os
import modal

app = modal.App("demo")

@app.cls(enable_memory_snapshot=True)
class Model:
    @modal.enter(snap=True)
    async def load(self):
        self.loaded_by = os.getpid()

    @modal.enter()
    def enter(self):
        self.entered_by = os.getpid()

    @modal.asgi_app()
    def web(self):
        async def application(scope, receive, send):
            if scope["type"] == "lifespan":
                return
            said = f"{self.loaded_by} {self.entered_by} {os.getpid()}"
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": said.encode()})

        return application
"""
MODEL = {"function": "Model.*", "implementation": "Model.*", "is_class": True}


@pytest.fixture
def place(directories: list[str]) -> Iterator[Workplace]:
    """The root of a function with a snapshot; nothing runs in it."""
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        workplace = Workplace(Path(directory), directories)
        yield workplace
        workplace.close()


def snapshot(place: Workplace, directory: str, tail: list[str], **fields: Any) -> Zygote:
    return Zygote(Path(directory), tail, place.spec(method("asgi_app", "web"), **(MODEL | fields)))


def answer(zygote: Zygote, tail: list[str]) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="we-", dir=zygote.hub) as directory:
        worker = Workplace(Path(directory), tail, zygote)
        worker.write("app.py", APP)
        worker.start(method("asgi_app", "web"), **MODEL)
        worker.ready()
        with worker.client("web") as client:
            said = client.get("/").text
        worker.close()
        return said.split()


def test_the_snapshot_hook_has_run_once_before_the_fork(place: Workplace, directories: list[str]) -> None:
    place.write("app.py", APP)
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        zygote = snapshot(place, directory, directories)
        loaded_by = {answer(zygote, directories)[0] for _ in range(2)}
        zygote.close()
    assert len(loaded_by) == 1


def test_other_hooks_run_in_each_worker(place: Workplace, directories: list[str]) -> None:
    place.write("app.py", APP)
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        zygote = snapshot(place, directory, directories)
        loaded_by, entered_by, worker = answer(zygote, directories)
        zygote.close()
    assert (loaded_by != worker, entered_by == worker) == (True, True)


def test_a_hook_that_leaves_a_thread_makes_no_snapshot(place: Workplace, directories: list[str]) -> None:
    thread = "import threading; threading.Thread(target=threading.Event().wait, name='grpc', daemon=True).start()"
    place.write("app.py", APP.replace("self.loaded_by = os.getpid()", thread))
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        with pytest.raises(AssertionError, match=r"other threads than its first one \(grpc\)"):
            snapshot(place, directory, directories)


def test_a_hook_that_fails_makes_no_snapshot(place: Workplace, directories: list[str]) -> None:
    place.write("app.py", APP.replace("self.loaded_by = os.getpid()", "raise ValueError('no weights')"))
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        with pytest.raises(AssertionError, match="no weights"):
            snapshot(place, directory, directories)
