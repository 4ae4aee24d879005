"""State that a forked worker must not share with its zygote or with another worker."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from zygotes import Zygote

from harness import Workplace, is_running, method, wait_until

APP = """
import modal

app = modal.App("demo")

@app.function()
@modal.asgi_app()
def web():
    import json, os, random, tempfile, threading, time

    async def application(scope, receive, send):
        if scope["type"] == "lifespan":
            return
        seen = {
            "random": random.random(),
            "environment": dict(os.environ),
            "shown": open("/proc/self/environ").read().split(chr(0)),
            "descriptors": sorted(link for link in map(link_of, os.listdir("/proc/self/fd")) if link),
            "session": os.getsid(0) == os.getpid(),
            "directory": tempfile.gettempdir(),
            "zone": time.tzname[0],
            "threads": [thread.name for thread in threading.enumerate()],
        }
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(seen).encode()})

    def link_of(descriptor):
        try:
            return os.readlink(f"/proc/self/fd/{descriptor}").partition(":")[0]
        except OSError:
            return ""

    return application
"""


@pytest.fixture
def places(directories: list[str], zygote: Zygote) -> Iterator[list[Workplace]]:
    """Two workers of one zygote."""
    with (
        tempfile.TemporaryDirectory(prefix="we-", dir=zygote.hub) as one,
        tempfile.TemporaryDirectory(prefix="we-", dir=zygote.hub) as other,
    ):
        both = [Workplace(Path(directory), directories, zygote) for directory in (one, other)]
        try:
            yield both
        finally:
            for place in both:
                place.close()


def seen(place: Workplace, **environment: str) -> dict[str, Any]:
    place.environment |= environment
    place.write("app.py", APP)
    place.start(method("asgi_app"))
    place.ready()
    with place.client() as client:
        return json.loads(client.get("/").text)


def test_each_worker_draws_random_numbers_of_its_own(places: list[Workplace]) -> None:
    numbers = [seen(place)["random"] for place in places]
    assert numbers[0] != numbers[1]


def test_a_worker_has_its_own_variables_only(places: list[Workplace]) -> None:
    seen(places[0], SECRET="first")
    names = set(seen(places[1], OWN="second")["environment"])
    assert "OWN" in names
    assert "SECRET" not in names


def test_others_see_the_workers_name_in_its_environment(places: list[Workplace]) -> None:
    answer = seen(places[0])
    assert f"WEBENDPOINTS_WORKER={answer['environment']['WEBENDPOINTS_WORKER']}" in answer["shown"]


def test_a_worker_has_nothing_open_of_its_zygote_or_of_another_worker(places: list[Workplace]) -> None:
    first = seen(places[0])["descriptors"]
    assert seen(places[1])["descriptors"] == first
    assert "anon_inode:[pidfd]" not in first


def test_a_worker_leads_a_session(places: list[Workplace]) -> None:
    assert seen(places[0])["session"]


def test_a_worker_has_its_own_temporary_directory(places: list[Workplace]) -> None:
    place = places[0]
    assert seen(place, TMPDIR=str(place.root))["directory"] == str(place.root)


def test_a_worker_has_its_own_time_zone(places: list[Workplace]) -> None:
    assert seen(places[0], TZ="XYZ-3")["zone"] == "XYZ"


def test_a_zygote_names_what_it_has_imported(zygote: Zygote) -> None:
    assert {"modal", "uvicorn", "fastapi", "flask"} <= set(zygote.packages)


def test_a_zygote_names_the_variables_that_its_packages_have_read(zygote: Zygote) -> None:
    read = {"PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION", "WEBSOCKETS_MAX_LINE_LENGTH", "OPENSSL_CONF"}
    assert read <= set(zygote.variables)


def test_a_zygote_names_no_variable_of_the_container(zygote: Zygote) -> None:
    container = {f"MODAL_{name}" for name in ("TASK_ID", "ENVIRONMENT", "IMAGE_ID", "REGION", "CLOUD_PROVIDER")}
    assert not container & set(zygote.variables)


def test_a_zygote_with_a_second_thread_is_not_forked_from(directories: list[str], tmp_path: Path) -> None:
    thread = "threading.Thread(target=time.sleep, args=(600,), name='telemetry', daemon=True)"
    (tmp_path / "litestar.py").write_text(f"import threading, time\n{thread}.start()")
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        with pytest.raises(AssertionError, match=r"it has other threads than its first one \(telemetry\)"):
            Zygote(Path(directory), [str(tmp_path), *directories])


def test_a_zygote_ends_with_its_line(directories: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        Zygote(Path(directory), directories).close()


def test_a_worker_is_the_child_that_was_forked_ahead(places: list[Workplace], zygote: Zygote) -> None:
    spare = zygote.spare()
    seen(places[0])
    assert places[0].process is not None
    assert places[0].process.pid == spare


def test_a_child_forked_ahead_that_was_killed_keeps_no_worker_from_starting(
    places: list[Workplace], zygote: Zygote
) -> None:
    spare = zygote.spare()
    os.kill(spare, signal.SIGKILL)
    wait_until(lambda: not is_running(spare), "the child is dead")
    seen(places[0])
    assert places[0].process is not None
    assert places[0].process.pid != spare


def test_a_child_forked_ahead_ends_with_its_zygote(directories: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        zygote = Zygote(Path(directory), directories)
        spare = zygote.spare()
        zygote.close()
        wait_until(lambda: not is_running(spare), "the child has ended too")


@pytest.mark.parametrize("what", ["threads", "descriptors"])
def test_the_rehearsal_leaves_nothing_in_the_worker(places: list[Workplace], zygote: Zygote, what: str) -> None:
    zygote.spare()
    rehearsed = seen(places[0])
    assert rehearsed[what] == seen(places[1])[what]


def test_the_rehearsal_prints_nothing(places: list[Workplace], zygote: Zygote) -> None:
    zygote.spare()
    seen(places[0])
    assert places[0].log == ""


def test_a_worker_finds_modules_where_its_zygote_saw_no_directory(directories: list[str], tmp_path: Path) -> None:
    later = tmp_path / "later"
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        zygote = Zygote(Path(directory), [*directories, str(later)])
        later.mkdir()
        (later / "helpers.py").write_text("ANSWER = 'found'")
        place = tempfile.mkdtemp(prefix="we-", dir=zygote.hub)
        workplace = Workplace(Path(place), [*directories, str(later)], zygote)
        workplace.write("app.py", "import helpers" + APP)
        workplace.start(method("asgi_app"))
        workplace.ready()
        workplace.close()
        zygote.close()
