"""Entry point, started by path: ``python …/webendpoints_worker/__main__.py [--zygote] <spec.json>``."""

import os
import sys


def _make_package_importable() -> None:
    """Replaces the directory of this file on sys.path, whose module names could shadow the user's, with its parent.

    The parent goes to the end, where only the worker itself finds modules.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != package]
    sys.path.append(os.path.dirname(package))


if __name__ == "__main__":
    _make_package_importable()
    if sys.argv[1:2] == ["--zygote"]:
        from webendpoints_worker import zygote
        from webendpoints_worker.worker import load_for_snapshot, main_in_fork

        path = sys.argv[2]
        sys.argv[1:] = []
        zygote.main(path, main_in_fork, load=load_for_snapshot)
    else:
        from webendpoints_worker.worker import main

        main(sys.argv[1:])
