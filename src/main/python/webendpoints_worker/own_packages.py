"""Imports the packages that the worker itself needs from its own directory, whatever versions the user's image has.

The modules below import these packages at their top, and must be imported through ``load`` only. A package that the
image also has is removed from ``sys.modules`` afterwards, so that user code imports the image's version; the worker
keeps its own. Two versions then exist side by side, since neither refers to the other by name: the worker passes
classes to uvicorn instead of the names of modules. A package that the image lacks is shared with user code.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

# The modules that import the worker's own packages.
_USERS = ("webendpoints_worker.serving", "webendpoints_worker.wsgi")

# The modules that are not in sys.modules.
_private: dict[str, ModuleType] = {}


def load(sys_path_tail: Sequence[str]) -> None:
    """Imports the modules that need the worker's own packages, from the last of these directories that has uvicorn.

    Does nothing without directories of the server, or in a fork of a process that has done it. Raises ImportError if a
    package is missing.
    """
    if not sys_path_tail or _USERS[-1] in sys.modules:
        return
    directory = _own_directory(sys_path_tail)
    names = {entry.partition(".")[0] for entry in os.listdir(directory)}
    of_image = _withdraw(names)  # imported by a .pth file of the image
    finder = _OwnFinder(directory)
    sys.meta_path.insert(0, finder)
    try:
        for user in _USERS:
            importlib.import_module(user)
    finally:
        sys.meta_path.remove(finder)
        own = _withdraw(names)
        sys.modules.update(of_image)
    shared = {name for name in _top_level(own) if not _image_has(name, sys_path_tail)}
    for name, module in own.items():
        (sys.modules if _package_of(name) in shared else _private)[name] = module


def _own_directory(sys_path_tail: Sequence[str]) -> str:
    for directory in reversed(sys_path_tail):
        if os.path.isdir(os.path.join(directory, "uvicorn")):
            return directory
    raise ModuleNotFoundError("The server's directories at the end of sys.path have no uvicorn", name="uvicorn")


class _OwnFinder:
    """Finds packages in one directory and in the standard library, so that no other package takes part."""

    def __init__(self, directory: str) -> None:
        self._directory = directory

    def find_spec(self, name: str, path: Sequence[str] | None = None, _target: object = None) -> ModuleSpec | None:
        if path is not None or name in sys.stdlib_module_names:
            return None  # a submodule is found through its package
        spec = PathFinder.find_spec(name, [self._directory])
        if spec is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return spec


def _withdraw(names: set[str]) -> dict[str, ModuleType]:
    """Removes all modules of these packages from ``sys.modules``, and returns them."""
    return {name: sys.modules.pop(name) for name in list(sys.modules) if _package_of(name) in names}


def _image_has(name: str, sys_path_tail: Sequence[str]) -> bool:
    if name in sys.modules:
        return True
    whole = list(sys.path)
    sys.path[:] = [entry for entry in whole if entry not in sys_path_tail]
    try:
        spec = importlib.util.find_spec(name)
    finally:
        sys.path[:] = whole
    # A directory without __init__.py gives way to the package at the end of the path.
    return spec is not None and spec.has_location


def _top_level(modules: Iterable[str]) -> set[str]:
    return {_package_of(name) for name in modules}


def _package_of(name: str) -> str:
    return name.partition(".")[0]
