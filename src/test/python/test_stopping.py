"""Stopping: running requests finish in bounded time, and a worker never outlives its server."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import httpx
import pytest

from harness import PATIENCE, Workplace, method, wait_until

APP = """
    import asyncio, time
    import modal

    app = modal.App("demo")

    @app.cls()
    class Model:
        @modal.asgi_app()
        def web(self):
            async def application(scope, receive, send):
                assert scope["type"] == "http"
                print("request arrived", flush=True)
                try:
                    await asyncio.sleep(float(scope["query_string"]))
                except asyncio.CancelledError:
                    print("request cancelled", flush=True)
                    raise
                await send({"type": "http.response.start", "status": 200, "headers": []})
                await send({"type": "http.response.body", "body": b"finished"})
            return application

        @modal.exit()
        def leave(self):
            print("exit hook ran", flush=True)
            open("left", "w").close()
"""

MODEL = {"is_class": True, "function": "Model.*", "implementation": "Model.*"}


class Request(threading.Thread):
    """A GET in a thread; its response is checked later."""

    def __init__(self, place: Workplace, query: str) -> None:
        super().__init__(daemon=True)
        self.answer: httpx.Response | httpx.HTTPError | None = None
        self._place = place
        self._query = query
        self.start()
        wait_until(lambda: "request arrived" in place.log, "the request arrives")

    def run(self) -> None:
        try:
            with self._place.client("web") as client:
                self.answer = client.get(f"/?{self._query}")
        except httpx.HTTPError as error:
            self.answer = error

    def result(self) -> httpx.Response | httpx.HTTPError | None:
        self.join(PATIENCE)
        return self.answer


@pytest.fixture
def serving(workplace: Workplace) -> Workplace:
    workplace.write("app.py", APP)
    return workplace


def test_a_stop_lets_a_running_request_finish(serving: Workplace) -> None:
    serving.start(method("asgi_app", "web"), **MODEL)
    serving.ready()
    request = Request(serving, "0.7")
    serving.stop()
    answer = request.result()
    assert isinstance(answer, httpx.Response) and answer.text == "finished"
    assert serving.exit_code() == 0
    assert "exit hook ran" in serving.log


def test_a_request_that_outlives_a_stop_takes_nothing_of_the_exit_hooks_time(serving: Workplace) -> None:
    serving.start(method("asgi_app", "web"), **MODEL, exit_timeout=600.0)
    serving.ready()
    request = Request(serving, "600")
    serving.stop()
    assert serving.exit_code() == 0
    assert "request cancelled" in serving.log
    assert "exit hook ran" in serving.log
    request.result()


def test_a_cut_breaks_requests_off_without_an_answer(serving: Workplace) -> None:
    serving.start(method("asgi_app", "web"), **MODEL)
    serving.ready()
    request = Request(serving, "600")
    serving.cut()
    assert isinstance(request.result(), httpx.RemoteProtocolError)


def test_exit_hooks_run_after_a_cut(serving: Workplace) -> None:
    serving.start(method("asgi_app", "web"), **MODEL)
    serving.ready()
    Request(serving, "600")
    serving.cut()
    assert serving.exit_code() == 0
    assert "exit hook ran" in serving.log


def test_an_idle_keep_alive_connection_does_not_delay_a_stop(serving: Workplace) -> None:
    serving.start(method("asgi_app", "web"), **MODEL, exit_timeout=600.0)
    serving.ready()
    with serving.client("web") as client:
        client.get("/?0")
        serving.stop()
        assert serving.exit_code() == 0


def test_the_socket_is_removed(serving: Workplace) -> None:
    serving.start(method("asgi_app", "web"), **MODEL)
    serving.ready()
    serving.stop()
    serving.exit_code()
    assert not Path(serving.socket_path("web")).exists()


def test_sigterm_stops_as_the_command_does(serving: Workplace) -> None:
    serving.start(method("asgi_app", "web"), **MODEL)
    serving.ready()
    os.kill(serving.process.pid, signal.SIGTERM)
    assert serving.exit_code() == 0
    assert "exit hook ran" in serving.log


def test_a_vanished_server_ends_the_worker_without_draining(serving: Workplace) -> None:
    serving.start(method("asgi_app", "web"), **MODEL, exit_timeout=600.0)
    serving.ready()
    request = Request(serving, "600")
    serving.vanish()
    assert serving.exit_code() == 0
    assert (serving.root / "left").exists()
    request.result()


def test_a_server_that_vanishes_while_draining_ends_it(serving: Workplace) -> None:
    serving.start(method("asgi_app", "web"), **MODEL, exit_timeout=600.0)
    serving.ready()
    request = Request(serving, "600")
    serving.stop()
    serving.vanish()
    assert serving.exit_code() == 0
    request.result()


@pytest.mark.parametrize("how", ["stop", "vanish"])
def test_a_worker_that_still_starts_ends_at_once(workplace: Workplace, how: str) -> None:
    workplace.write("app.py", "import time\nprint('importing', flush=True)\ntime.sleep(600)\n")
    workplace.start(method("asgi_app"))
    wait_until(lambda: "importing" in workplace.log, "the module is being imported")
    getattr(workplace, how)()
    assert workplace.exit_code() == 0


def test_an_exit_hook_that_hangs_is_cut_off(serving: Workplace) -> None:
    serving.write("app.py", APP.replace('print("exit hook ran", flush=True)', "time.sleep(600)"))
    serving.start(method("asgi_app", "web"), **MODEL, exit_timeout=0.5)
    serving.ready()
    serving.stop()
    assert serving.exit_code() == 1


def test_lifespan_and_exit_hooks_share_the_exit_timeout(serving: Workplace) -> None:
    hanging = APP.replace(
        'assert scope["type"] == "http"',
        'if scope["type"] == "lifespan":\n'
        '                    await receive(); await send({"type": "lifespan.startup.complete"})\n'
        "                    await receive(); await asyncio.sleep(600)",
    )
    serving.write("app.py", hanging)
    serving.start(method("asgi_app", "web"), **MODEL, exit_timeout=0.5)
    serving.ready()
    serving.stop()
    assert serving.exit_code() == 0
    assert "The lifespan shutdown failed" in serving.log
    assert "exit hook ran" in serving.log


def test_a_failing_exit_hook_is_logged(serving: Workplace) -> None:
    serving.write("app.py", APP.replace('print("exit hook ran", flush=True)', "raise ValueError('no goodbye')"))
    serving.start(method("asgi_app", "web"), **MODEL)
    serving.ready()
    serving.stop()
    assert serving.exit_code() == 0
    assert "The @modal.exit hook 'leave' failed:" in serving.log
    assert "ValueError: no goodbye" in serving.log


def test_a_thread_that_never_ends_does_not_hold_the_worker(workplace: Workplace) -> None:
    workplace.write(
        "app.py",
        """
        import concurrent.futures, time, atexit
        import modal

        app = modal.App("demo")
        concurrent.futures.ThreadPoolExecutor().submit(time.sleep, 600)
        atexit.register(print, "atexit ran", flush=True)

        @app.function()
        @modal.asgi_app()
        def web():
            async def application(scope, receive, send):
                return
            return application
        """,
    )
    workplace.start(method("asgi_app"))
    workplace.ready()
    workplace.stop()
    assert workplace.exit_code() == 0
    assert "atexit ran" in workplace.log


def test_exit_hooks_run_although_nobody_reads_the_output_of_a_vanished_server(serving: Workplace) -> None:
    reader, serving.output = os.pipe()
    serving.start(method("asgi_app", "web"), **MODEL)
    os.close(serving.output)
    serving.ready()
    os.close(reader)
    serving.vanish()
    assert serving.exit_code() == 0
    assert (serving.root / "left").exists()


def test_a_process_of_multiprocessing_does_not_hold_the_worker(serving: Workplace) -> None:
    start = (
        "import multiprocessing; multiprocessing.get_context('fork').Process(target=time.sleep, args=(600,)).start()"
    )
    serving.write("app.py", APP.replace("async def application", f"{start}\n            async def application"))
    serving.start(method("asgi_app", "web"), **MODEL, exit_timeout=600.0)
    serving.ready()
    serving.stop()
    assert serving.exit_code() == 0


def test_a_worker_outlives_the_thread_that_started_it(serving: Workplace) -> None:
    starter = threading.Thread(target=serving.start, args=[method("asgi_app", "web")], kwargs=MODEL)
    starter.start()
    starter.join(PATIENCE)
    serving.ready()
    with serving.client("web") as client:
        assert client.get("/?0").text == "finished"
