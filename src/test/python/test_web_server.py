"""web_server: a user's program, reached on its port and never left behind."""

from __future__ import annotations

import os
import signal
import socket
import textwrap

import httpx
import pytest

from harness import Workplace, free_port, is_running, method, wait_until

SERVER = """
    import http.server, os, sys
    server = http.server.ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), http.server.SimpleHTTPRequestHandler)
    open("server.pid", "w").write(str(os.getpid()))
    server.serve_forever()
"""

APP = """
    import subprocess, sys, threading, time
    import modal

    app = modal.App("demo")
    PORT = {port}

    @app.function()
    @modal.web_server(PORT)
    def web():
        {start}
"""

START = "subprocess.Popen([sys.executable, 'server.py', '127.0.0.1', str(PORT)])"
DETACHED = START.replace(")])", ")], start_new_session=True)")
DOUBLE_FORK = "subprocess.run(f'{sys.executable} server.py 0.0.0.0 {PORT} &', shell=True, start_new_session=True)"


def start(place: Workplace, body: str, port: int = 0, **fields: object) -> int:
    port = port or free_port()
    place.write("server.py", SERVER)
    place.write("app.py", APP.format(port=port, start=body))
    place.start(method("web_server", port=port, **fields))
    return port


def program_pid(place: Workplace) -> int:
    return int(wait_until((place.root / "server.pid").read_text, "the program wrote its id"))


@pytest.mark.parametrize("body", [START, DETACHED, DOUBLE_FORK], ids=["child", "own session", "double fork"])
def test_is_reached_on_its_port_and_ended_on_stop(workplace: Workplace, body: str) -> None:
    port = start(workplace, body)
    assert workplace.ready() == {"": {"tcp": ["127.0.0.1", port]}}
    assert httpx.get(f"http://127.0.0.1:{port}/app.py", trust_env=False).status_code == 200
    workplace.stop()
    assert workplace.exit_code() == 0
    assert not is_running(program_pid(workplace))


def test_a_program_on_ipv6_loopback_is_reached(workplace: Workplace) -> None:
    port = free_port()
    body = f"subprocess.Popen([sys.executable, '-m', 'http.server', '{port}', '--bind', '::1'])"
    start(workplace, body, port)
    assert workplace.ready() == {"": {"tcp": ["::1", port]}}


def test_a_server_in_a_thread_is_reached(workplace: Workplace) -> None:
    body = (
        "import http.server; server = http.server.HTTPServer(('', PORT), http.server.SimpleHTTPRequestHandler); "
        "threading.Thread(target=server.serve_forever, daemon=True).start()"
    )
    port = start(workplace, body)
    workplace.ready()
    assert httpx.get(f"http://127.0.0.1:{port}/app.py", trust_env=False).status_code == 200


def test_no_descendant_is_left_when_the_server_vanishes(workplace: Workplace) -> None:
    start(workplace, DOUBLE_FORK)
    workplace.ready()
    workplace.vanish()
    assert workplace.exit_code() == 0
    assert not is_running(program_pid(workplace))


def test_a_program_that_ignores_sigterm_is_killed(workplace: Workplace) -> None:
    workplace.write(
        "stubborn.py", "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + textwrap.dedent(SERVER)
    )
    port = free_port()
    workplace.write("app.py", APP.format(port=port, start=START.replace("server.py", "stubborn.py")))
    workplace.start(method("web_server", port=port), exit_timeout=0.5)
    workplace.ready()
    workplace.stop()
    workplace.exit_code()
    assert not is_running(program_pid(workplace))


def test_a_port_that_never_opens_is_a_failure_with_advice(workplace: Workplace) -> None:
    port = start(workplace, "subprocess.Popen(['sleep', '600'])", port_timeout=0.5)
    reason = workplace.failure()["reason"]
    assert reason.startswith(f"web did not listen on port {port} within 0.5 s.")
    assert "0.0.0.0" in reason
    assert f"@modal.web_server({port}, startup_timeout=…)" in reason


def test_a_program_that_ends_early_is_told_at_once(workplace: Workplace) -> None:
    port = start(workplace, "subprocess.Popen([sys.executable, '-c', 'raise SystemExit(7)'])")
    reason = workplace.failure()["reason"]
    assert reason == f"The program that web started ended with exit code 7 before it listened on port {port}"


def test_a_function_that_fails_is_told(workplace: Workplace) -> None:
    start(workplace, "subprocess.Popen(['no-such-program'])")
    assert "web was called to start its web server, and failed: FileNotFoundError" in workplace.failure()["reason"]


def test_a_port_of_another_program_is_refused(workplace: Workplace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = start(workplace, START, other.getsockname()[1], port_timeout=0.2)
        assert f"Port {port} of web is taken by another program" in workplace.failure()["reason"]


def test_a_port_that_another_program_takes_while_the_function_runs_is_refused(workplace: Workplace) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = start(
            workplace, "open('called', 'w').close(); subprocess.Popen(['sleep', '600'])", other.getsockname()[1]
        )
        wait_until((workplace.root / "called").exists, "the function was called")
        other.listen()
        assert f"Port {port} of web is taken by another program" in workplace.failure()["reason"]


def test_a_port_that_another_program_takes_when_ours_ends_ends_the_worker(workplace: Workplace) -> None:
    port = start(workplace, START)
    workplace.ready()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        os.kill(program_pid(workplace), signal.SIGKILL)
        wait_until(lambda: _binds(other, port), "the port is free")
        other.listen()
        assert workplace.event()["event"] == "exited"


def _binds(listener: socket.socket, port: int) -> bool:
    try:
        listener.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def test_a_program_that_ends_after_ready_ends_the_worker(workplace: Workplace) -> None:
    start(workplace, START)
    workplace.ready()
    os.kill(program_pid(workplace), signal.SIGKILL)
    assert workplace.event() == {"event": "exited", "method": "", "code": -signal.SIGKILL}
    assert workplace.exit_code() == 1
