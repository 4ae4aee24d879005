"""Records which environment variables packages read while a zygote imports them.

A package that reads a variable at its import has the answer for good, so a worker whose answer would be another one
can't be forked from that zygote. Reads through ``os.environ``, ``os.environb`` and ``os.getenv`` are recorded, also
those of a variable that does not exist; going through all variables is not a read of any one of them. C libraries read
variables without ``os.environ``, so those that they read once are listed here, for each module that loads the library.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

# Read by a C library when it is loaded or first used: the module that does that, and the variables.
_READ_BY_LIBRARIES = {
    # OpenSSL reads its configuration once. The certificates of a context are loaded when it is created, which some
    # packages (aiohttp) do at their import.
    "_ssl": (
        "OPENSSL_CONF",
        "OPENSSL_CONF_INCLUDE",
        "OPENSSL_ENGINES",
        "OPENSSL_MODULES",
        "OPENSSL_ia32cap",
        "OPENSSL_armcap",
        "SSL_CERT_DIR",
        "SSL_CERT_FILE",
    ),
    # The BLAS of NumPy chooses its kernels and the number of its threads when it is loaded.
    "numpy": (
        "BLIS_NUM_THREADS",
        "GOTO_NUM_THREADS",
        "KMP_AFFINITY",
        "MKL_NUM_THREADS",
        "OMP_NUM_THREADS",
        "OPENBLAS_CORETYPE",
        "OPENBLAS_MAIN_FREE",
        "OPENBLAS_NUM_THREADS",
        "OPENBLAS_VERBOSE",
        "VECLIB_MAXIMUM_THREADS",
    ),
}

# Read again by each worker.
_OWN = frozenset({"PYTHONUNBUFFERED", "WEBENDPOINTS_EVENT_LOOP"})


class _RecordingEnviron(os._Environ):
    """``os.environ`` while a recording runs: records the names that are looked up."""

    _asked: set[bytes]

    def __getitem__(self, key: Any) -> Any:
        self._asked.add(self.encodekey(key))
        return super().__getitem__(key)

    def items(self) -> Any:
        return self._plain().items()

    def values(self) -> Any:
        return self._plain().values()

    def copy(self) -> dict[Any, Any]:
        return self._plain()

    def _plain(self) -> dict[Any, Any]:
        return {self.decodekey(name): self.decodevalue(value) for name, value in self._data.items()}


class Recording:
    """Records reads from ``start`` until ``stop``. Other threads must not run."""

    def __init__(self) -> None:
        self._asked: set[bytes] = set()

    @classmethod
    def start(cls) -> Recording:
        recording = cls()
        for environ in _environs():
            environ.__class__ = _RecordingEnviron
            environ._asked = recording._asked
        return recording

    def stop(self) -> set[str]:
        """Returns the names that were asked for since, and those that loaded C libraries read. Called once."""
        for environ in _environs():
            del environ._asked
            environ.__class__ = os._Environ
        asked = {os.fsdecode(name) for name in self._asked}
        for module, names in _READ_BY_LIBRARIES.items():
            if module in sys.modules:
                asked.update(names)
        return asked - _OWN


def _environs() -> Iterator[Any]:
    yield os.environ
    yield os.environb
