"""Tests of the Python side: each runs real worker processes and communicates with them over real sockets.

They run in an environment that represents a user's image: ``pytest httpx websockets fastapi flask nest_asyncio``. Two
environment variables name the directories that the server would provide, which pip (or uv pip) of the same Python
creates:

    pip install --target $WORKER_DIR -r src/main/python/requirements-worker.txt
    pip install --target $MODAL_DIR modal==1.6.4

    MODAL_DIR=… WORKER_DIR=… python -m pytest -c src/main/python/pyproject.toml src/test/python

Run them once for each supported client version: 1.6.4, 1.5.5 and 1.1.4. WORKER_PYTHON names the interpreter of another
environment, to represent another image: workers and zygotes run in it, the tests do not. Without the other two
variables all tests are skipped, or fail if CI=true.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from zygotes import Zygote

from harness import MAIN, Workplace

sys.path.append(str(MAIN.parent.parent))

_DIRECTORIES = ("MODAL_DIR", "WORKER_DIR")


@pytest.fixture(scope="session")
def directories() -> list[str]:
    """The directories at the end of a worker's sys.path: Modal's client, the worker's packages."""
    missing = [name for name in _DIRECTORIES if not os.path.isdir(os.environ.get(name, ""))]
    if missing:
        message = f"{' and '.join(missing)} must name directories of installed packages, see conftest.py"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)
    return [os.environ[name] for name in _DIRECTORIES]


@pytest.fixture(scope="session")
def zygote(directories: list[str]) -> Iterator[Zygote]:
    """The zygote for all tests with forked workers."""
    with tempfile.TemporaryDirectory(prefix="we-") as directory:
        running = Zygote(Path(directory), directories)
        try:
            yield running
        finally:
            running.close()


@pytest.fixture(params=os.environ.get("WORKER_STARTS", "fresh,forked").split(","))
def workplace(request: pytest.FixtureRequest, directories: list[str]) -> Iterator[Workplace]:
    """A fresh root directory and control socket for one worker, which is ended after the test.

    The worker is a fresh process or is forked, and a test can't tell which. WORKER_STARTS selects one of the two.
    """
    zygote = request.getfixturevalue("zygote") if request.param == "forked" else None
    # Not pytest's tmp_path: the path of a Unix socket is limited to about 100 bytes.
    with tempfile.TemporaryDirectory(prefix="we-", dir=zygote.hub if zygote else None) as directory:
        place = Workplace(Path(directory), directories, zygote)
        try:
            yield place
        finally:
            place.close()


@pytest.fixture
def bare_python(tmp_path: Path) -> Callable[[], Path]:
    """Creates an environment of the same Python version without any packages; returns its interpreter."""

    def make() -> Path:
        base = getattr(sys, "_base_executable", sys.executable)
        subprocess.run([base, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
        return tmp_path / "venv" / "bin" / "python"

    return make
