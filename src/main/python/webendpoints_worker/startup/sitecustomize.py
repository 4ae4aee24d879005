"""Runs at the start of every Python program that user code starts (``site`` in the library reference).

``PYTHONPATH`` names this directory first, which is removed from the program's path here. The directories of the
server's packages are in a variable, since entries of ``PYTHONPATH`` would precede the packages of the user's image. A
``sitecustomize`` of the user's, which this one hides, runs afterwards.
"""

import os
import sys


def _append_server_packages() -> None:
    """Appends the directories to sys.path if they are for this version of Python."""
    version, *directories = os.environ.get("WEBENDPOINTS_SYS_PATH_TAIL", "").split(os.pathsep)
    if version == f"{sys.version_info.major}.{sys.version_info.minor}":
        sys.path.extend(directory for directory in directories if directory not in sys.path)


def _run_hidden() -> None:
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != here]
    own = sys.modules.pop(__name__)
    try:
        __import__(__name__)
    except ImportError as error:
        if error.name != __name__:
            raise
    finally:
        sys.modules.setdefault(__name__, own)


_append_server_packages()
_run_hidden()
