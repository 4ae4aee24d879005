"""What a process with a memory snapshot has besides its memory: open descriptors, and the files that it has written.

The kernel shares open files between a process and its forks: their offsets are the same, and so is what is written to
them. Each worker must have its own. So the snapshot keeps the files that it has written in the function's root and in
the directory of temporary files as an archive, which each worker extracts into its own directories; then the worker
opens its descriptors anew, at their offsets.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import socket
import stat
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

# Maximum number and total size in bytes of the files that each worker extracts.
MAX_FILES = 10_000
MAX_BYTES = 1024 * 1024 * 1024

# The flags of a descriptor that it keeps when it is opened anew.
_KEPT_FLAGS = os.O_ACCMODE | os.O_APPEND | os.O_NONBLOCK | os.O_SYNC

# The directory of the archive with the contents of files without a name, by descriptor.
_UNNAMED = "unnamed"

_Version = tuple[int, int, int]


@dataclass
class _Directory:
    """A directory whose changes belong to the snapshot: ``name`` in the archive, ``path`` in the process."""

    name: str
    path: str
    identity: tuple[int, int]
    before: dict[str, _Version]
    removed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _File:
    """An open file. ``place`` is its directory and path there, or (_UNNAMED, number), or None for any other file."""

    number: int
    flags: int
    offset: int
    is_inheritable: bool
    place: tuple[str, str] | None


class Baseline:
    """The state before the user's code is loaded."""

    def __init__(self, root: str, temporary: str) -> None:
        self._descriptors = _open_descriptors()
        self._directories = [_look("root", root), _look("tmp", temporary)]

    def snapshot(self) -> Snapshot:
        """Returns what has been opened and written since.

        Raises RuntimeError if there is something that a copy of the process can't have, in words for the user.
        """
        archive = tempfile.TemporaryFile()  # noqa: SIM115, open as long as the process
        opened = sorted(_open_descriptors() - self._descriptors - {archive.fileno()})
        files, ended = [], []
        for number in opened:
            mode = os.fstat(number).st_mode
            if _is_connection(number, mode):
                ended.append(number)
            elif stat.S_ISREG(mode) or stat.S_ISDIR(mode):
                files.append(_file(number, self._directories))
            elif not stat.S_ISCHR(mode):
                raise RuntimeError(f"it has open {_kind(number)}, which can't be copied")
        with tarfile.open(fileobj=archive, mode="w") as tar:
            _write(tar, self._directories, files)
        archive.flush()
        return Snapshot(archive, self._directories, files, ended, (*opened, archive.fileno()))


@dataclass(frozen=True)
class Snapshot:
    """``descriptors`` are those that a fork keeps open."""

    archive: IO[bytes]
    directories: list[_Directory]
    files: list[_File]
    connections: list[int]
    descriptors: tuple[int, ...]

    def restore(self, root: str, temporary: str) -> None:
        """Gives this process, a fork, its own copies. Raises OSError if they can't be made."""
        places = {"root": root, "tmp": temporary}
        own = [known for known in self.directories if _identity(places[known.name]) != known.identity]
        names = {known.name for known in own}
        # Opened anew, as the offset of the archive is shared too.
        with (
            open(f"/proc/self/fd/{self.archive.fileno()}", "rb") as copy,
            tarfile.open(fileobj=copy, mode="r") as tar,
            tempfile.TemporaryDirectory(prefix="snapshot-") as unnamed,
        ):
            places[_UNNAMED] = unnamed
            for member in tar:
                name, _, path = member.name.partition("/")
                if name in names or name == _UNNAMED:
                    _extract(tar, member, os.path.join(places[name], path))
            for known in own:
                for path in known.removed:
                    with contextlib.suppress(OSError):
                        os.unlink(os.path.join(places[known.name], path))
            for file in self.files:
                _reopen(file, places)
        for number in self.connections:
            _end(number)
        self.archive.close()


def _look(name: str, path: str) -> _Directory:
    return _Directory(name, path, _identity(path), {below: _version(entry) for below, entry in _entries(path)})


def _identity(path: str) -> tuple[int, int]:
    status = os.stat(path)
    return status.st_dev, status.st_ino


def _entries(path: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yields everything in a directory except compiled modules, parents first. Does not follow links."""
    waiting = [""]
    while waiting:
        directory = waiting.pop()
        with (
            contextlib.suppress(FileNotFoundError, PermissionError),
            os.scandir(os.path.join(path, directory)) as found,
        ):
            for entry in found:
                if entry.name == "__pycache__":
                    continue
                below = os.path.join(directory, entry.name)
                with contextlib.suppress(FileNotFoundError):
                    yield below, entry.stat(follow_symlinks=False)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(below)


def _version(status: os.stat_result) -> _Version:
    return (
        (0, 0, status.st_ino) if stat.S_ISDIR(status.st_mode) else (status.st_mtime_ns, status.st_size, status.st_ino)
    )


def _open_descriptors() -> set[int]:
    found = {int(name) for name in os.listdir("/proc/self/fd")}
    return {number for number in found if _is_open(number)}  # without the one of the listing


def _is_open(number: int) -> bool:
    with contextlib.suppress(OSError):
        os.fstat(number)
        return True
    return False


def _is_connection(number: int, mode: int) -> bool:
    """Returns whether it is a TCP connection, whose other end may vanish at any time."""
    if not stat.S_ISSOCK(mode):
        return False
    with socket.socket(fileno=os.dup(number)) as opened:
        try:
            opened.getpeername()
        except OSError:
            return False
        return opened.family in (socket.AF_INET, socket.AF_INET6) and opened.type == socket.SOCK_STREAM


def _kind(number: int) -> str:
    name = os.readlink(f"/proc/self/fd/{number}")
    kind = "a socket" if name.startswith("socket:") else "a pipe" if name.startswith("pipe:") else name
    return f"{kind} (descriptor {number})"


def _file(number: int, directories: list[_Directory]) -> _File:
    flags = fcntl.fcntl(number, fcntl.F_GETFL) & _KEPT_FLAGS
    status = os.fstat(number)
    offset = os.lseek(number, 0, os.SEEK_CUR) if stat.S_ISREG(status.st_mode) else 0
    return _File(number, flags, offset, os.get_inheritable(number), _place(number, status, directories))


def _place(number: int, status: os.stat_result, directories: list[_Directory]) -> tuple[str, str] | None:
    if status.st_nlink == 0:
        return _UNNAMED, str(number)
    path = os.readlink(f"/proc/self/fd/{number}")
    for known in directories:
        below = os.path.relpath(path, known.path)
        if below != ".." and not below.startswith("../"):
            return known.name, below
    return None


def _write(tar: tarfile.TarFile, directories: list[_Directory], files: list[_File]) -> None:
    count = size = 0
    for known in directories:
        now = dict(_entries(known.path))
        known.removed.extend(sorted(known.before.keys() - now.keys()))
        for below, status in now.items():
            if known.before.get(below) == _version(status):
                continue
            count += 1
            size += 0 if stat.S_ISDIR(status.st_mode) else status.st_size
            if count > MAX_FILES or size > MAX_BYTES:
                raise RuntimeError(
                    f"it has written more than {MAX_FILES} files or {MAX_BYTES >> 20} MiB in {known.path}, "
                    "which each worker would copy"
                )
            with contextlib.suppress(FileNotFoundError):
                tar.add(os.path.join(known.path, below), f"{known.name}/{below}", recursive=False)
    for file in files:
        if file.place is not None and file.place[0] == _UNNAMED:
            with open(f"/proc/self/fd/{file.number}", "rb") as content:
                member = tarfile.TarInfo(f"{_UNNAMED}/{file.number}")
                member.size = os.fstat(content.fileno()).st_size
                tar.addfile(member, content)


def _extract(tar: tarfile.TarFile, member: tarfile.TarInfo, target: str) -> None:
    """Extracts a member of the process's own archive. Replaces what is there, except a directory by a directory."""
    if member.isdir():
        os.makedirs(target, exist_ok=True)
    elif member.issym():
        _remove(target)
        os.symlink(member.linkname, target)
    elif member.isreg() and (content := tar.extractfile(member)) is not None:
        _remove(target)
        with open(target, "wb") as file:
            shutil.copyfileobj(content, file, 1024 * 1024)
    else:
        return
    if not member.issym():
        os.chmod(target, member.mode)
        os.utime(target, (member.mtime, member.mtime))


def _remove(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def _reopen(file: _File, places: dict[str, str]) -> None:
    path = f"/proc/self/fd/{file.number}"
    if file.place is not None:
        path = os.path.join(places[file.place[0]], file.place[1])
    try:
        opened = os.open(path, file.flags | os.O_CLOEXEC)
    except OSError:
        if file.place is not None:
            raise
        return  # a file of the image that only its opener may read: its offset stays shared
    if file.offset:
        os.lseek(opened, file.offset, os.SEEK_SET)
    os.dup2(opened, file.number, inheritable=file.is_inheritable)
    os.close(opened)


def _end(number: int) -> None:
    """Replaces a connection by one whose other end has closed it, as after any interruption."""
    here, there = socket.socketpair()
    there.close()
    with here:
        os.dup2(here.fileno(), number, inheritable=os.get_inheritable(number))
