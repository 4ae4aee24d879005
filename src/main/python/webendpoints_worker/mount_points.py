"""Opens paths for mounts without following links: tenants may have created them, and may change them meanwhile."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import stat
import struct

from webendpoints_worker.syscalls import libc

_OPENAT2 = 437  # on all architectures; the C library has no function for it (openat2(2), Linux 5.6)
_RESOLVE_NO_SYMLINKS = 0x04
_AT_FDCWD = -100


def open_path(path: str) -> int:
    """Opens an absolute path. Raises OSError if it does not exist or contains a link."""
    opened = _open_in_one_call(path)
    return _open_by_component(path) if opened is None else opened


def open_mount_point(root: str, target: str, *, is_directory: bool) -> int:
    """Opens a path below the root, and creates it with its parent directories if it does not exist.

    Raises OSError if it contains a link.
    """
    try:
        return open_path(target)
    except FileNotFoundError:
        return _create(root, target, is_directory=is_directory)


def _open_in_one_call(path: str) -> int | None:
    """Returns None where the kernel does not have the call, or a filter of system calls forbids it."""
    how = struct.pack("QQQ", os.O_PATH | os.O_CLOEXEC, 0, _RESOLVE_NO_SYMLINKS)
    numbers = ctypes.c_long(_OPENAT2), ctypes.c_long(_AT_FDCWD)
    opened = libc().syscall(*numbers, os.fsencode(path), how, ctypes.c_size_t(len(how)))
    if opened >= 0:
        return int(opened)
    number = ctypes.get_errno()
    if number in (errno.ENOSYS, errno.EPERM):
        return None
    raise _link_on(path) if number == errno.ELOOP else OSError(number, os.strerror(number), path)


def _open_by_component(path: str) -> int:
    place = os.open("/", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    for name in path.split("/")[1:]:
        place = _step(place, name, path)
    return place


def _create(root: str, target: str, *, is_directory: bool) -> int:
    place = os.open(root, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    names = target.removeprefix(root).strip("/").split("/")
    for depth, name in enumerate(names, start=1):
        try:
            _make(place, name, is_directory=is_directory or depth < len(names))
        except OSError:
            os.close(place)
            raise
        place = _step(place, name, target)
    return place


def _make(place: int, name: str, *, is_directory: bool) -> None:
    with contextlib.suppress(FileExistsError):
        if is_directory:
            os.mkdir(name, 0o755, dir_fd=place)
        else:
            os.close(os.open(name, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o600, dir_fd=place))


def _step(place: int, name: str, path: str) -> int:
    """Closes the directory, and returns what has the name in it."""
    try:
        below = os.open(name, os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=place)
    finally:
        os.close(place)
    if stat.S_ISLNK(os.fstat(below).st_mode):
        os.close(below)
        raise _link_on(path)
    return below


def _link_on(path: str) -> OSError:
    return OSError(errno.ELOOP, f"a link is in the way: {path}")
