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


def answer(
    zygote: Zygote, tail: list[str], source: str = APP, *, serves_client: bool = False, **fields: Any
) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="we-", dir=zygote.hub) as directory:
        worker = Workplace(Path(directory), tail, zygote)
        if serves_client:
            worker.serve_client()
        worker.write("app.py", source)
        worker.start(method("asgi_app", "web"), **(MODEL | fields))
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


OPENED = """
import os, socket, tempfile
import modal

app = modal.App("demo")
HERE = os.path.dirname(os.path.abspath(__file__))

@app.cls(enable_memory_snapshot=True)
class Model:
    @modal.enter(snap=True)
    def load(self):
        {load}

    @modal.asgi_app()
    def web(self):
        async def application(scope, receive, send):
            if scope["type"] == "lifespan":
                return
            said = str({said})
            await send({{"type": "http.response.start", "status": 200, "headers": []}})
            await send({{"type": "http.response.body", "body": said.encode()}})

        return application
"""

# What a snapshot hook does, what a worker says of it, and what each of two workers must say.
KEPT = {
    "reads on from its offset": (
        "self.file = open(__file__, 'rb', buffering=0); self.file.read(8)",
        "self.file.read(8)",
        str(OPENED.encode()[8:16]),
    ),
    "has a file of the root": (
        "open(os.path.join(HERE, 'written'), 'w').write('text')",
        "open('written').read()",
        "text",
    ),
    "has a changed file": (
        "open(os.path.join(HERE, 'given'), 'a').write('ed')",
        "open('given').read()",
        "changed",
    ),
    "lacks a removed file": (
        "os.unlink(os.path.join(HERE, 'given'))",
        "os.path.exists('given')",
        "False",
    ),
    "has a directory and a link": (
        "os.makedirs(os.path.join(HERE, 'a/b')); os.symlink('a/b', os.path.join(HERE, 'c'))",
        "(os.path.isdir('a/b'), os.readlink('c'))",
        "(True, 'a/b')",
    ),
    "has a temporary file": (
        "self.path = tempfile.mkstemp()[1]; open(self.path, 'w').write('text')",
        "open(os.path.join(tempfile.gettempdir(), os.path.basename(self.path))).read()",
        "text",
    ),
    "writes to a file of its own": (
        "self.file = open(os.path.join(HERE, 'log'), 'a'); self.file.write('first ')",
        "self.file.write('own') and self.file.flush() or open('log').read()",
        "first own",
    ),
    "writes to a file without a name": (
        "self.file = tempfile.TemporaryFile(); self.file.write(b'first '); self.file.flush()",
        "self.file.write(b'own') and self.file.seek(0) or self.file.read()",
        "b'first own'",
    ),
    "finds its connection closed": (
        "server = socket.create_server(('127.0.0.1', 0)); self.line = socket.create_connection(server.getsockname());"
        " server.accept()[0].close(); server.close()",
        "self.line.recv(1)",
        "b''",
    ),
}


def write(directory: Path, load: str, said: str) -> None:
    (directory / "app.py").write_text(OPENED.format(load=load, said=said))
    (directory / "given").write_text("chang")


@pytest.mark.parametrize(("load", "said", "expected"), KEPT.values(), ids=KEPT.keys())
def test_each_worker_has_its_own_of_what_the_snapshot_has(
    place: Workplace, directories: list[str], load: str, said: str, expected: str
) -> None:
    write(place.root, load, said)
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        zygote = snapshot(place, directory, directories)
        answers = [said_by(zygote, directories, load, said) for _ in range(2)]
        zygote.close()
    assert answers == [expected, expected]


def said_by(zygote: Zygote, tail: list[str], load: str, said: str) -> str:
    with tempfile.TemporaryDirectory(prefix="we-", dir=zygote.hub) as directory:
        worker = Workplace(Path(directory), tail, zygote)
        write(worker.root, load, said)
        worker.start(method("asgi_app", "web"), **MODEL)
        worker.ready()
        with worker.client("web") as client:
            text = client.get("/").text
        worker.close()
        return text


@pytest.mark.parametrize(
    ("load", "reason"),
    [
        ("self.server = socket.create_server(('127.0.0.1', 0))", "it has open a socket"),
        ("self.pipe = os.pipe()", "it has open a pipe"),
    ],
)
def test_what_cannot_be_copied_makes_no_snapshot(
    place: Workplace, directories: list[str], load: str, reason: str
) -> None:
    write(place.root, load, "''")
    with (
        tempfile.TemporaryDirectory(prefix="we-") as directory,
        pytest.raises(AssertionError, match=f"'event': 'failed', 'reason': \"?'?.*{reason}"),
    ):
        snapshot(place, directory, directories)


def test_a_worker_knows_urls_that_have_changed_since_the_snapshot(place: Workplace, directories: list[str]) -> None:
    source = APP.replace("said = f", "said = await Model().web.get_web_url.aio()  # ")
    place.write("app.py", source)

    def functions(url: str) -> list[dict[str, Any]]:
        return [{"tag": "Model.*", "id": "fu-1", "urls": {"web": url}}]

    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        zygote = snapshot(place, directory, directories, app_functions=functions("http://before"))
        said = answer(zygote, directories, source, app_functions=functions("http://after"))
        zygote.close()
    assert said == ["http://after"]


def test_a_worker_of_a_snapshot_commits_volumes(place: Workplace, directories: list[str]) -> None:
    source = APP.replace("said = f", "said = str(await modal.Volume.from_name('data').commit.aio())  # ")
    source = source.replace("enable_", "volumes={'/data': modal.Volume.from_name('data')}, enable_")
    place.write("app.py", source)
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        zygote = snapshot(place, directory, directories)
        said = answer(zygote, directories, source, serves_client=True)
        zygote.close()
    assert said == ["None"]


def test_a_hook_that_calls_the_server_makes_no_snapshot(place: Workplace, directories: list[str]) -> None:
    call = "await modal.Secret.from_name('s').hydrate.aio()"
    place.write("app.py", APP.replace("self.loaded_by = os.getpid()", call))
    with (
        tempfile.TemporaryDirectory(prefix="we-") as directory,
        pytest.raises(AssertionError, match="no server to call while a memory snapshot is taken"),
    ):
        snapshot(place, directory, directories)
