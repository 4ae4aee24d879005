"""What a process with a memory snapshot has besides its memory: open descriptors, and the files that it has written.

The kernel shares open files between a process and its forks: their offsets are the same, and so is what is written to
them. Each worker must have its own. So the snapshot keeps the files that it has written in the function's root and in
the directory of temporary files as an archive, which each worker extracts into its own directories; then the worker
opens its descriptors anew, at their offsets.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import stat
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from webendpoints_worker import open_files
from webendpoints_worker.open_files import OpenFile

# Maximum number and total size in bytes of the files that each worker extracts.
MAX_FILES = 10_000
MAX_BYTES = 1024 * 1024 * 1024

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


class Baseline:
    """The state before the user's code is loaded."""

    def __init__(self, root: str, temporary: str) -> None:
        self._descriptors = open_files.open_descriptors()
        self._directories = [_look("root", root), _look("tmp", temporary)]

    def snapshot(self) -> Snapshot:
        """Returns what has been opened and written since.

        Raises RuntimeError if there is something that a copy of the process can't have, in words for the user.
        """
        archive = tempfile.TemporaryFile()  # noqa: SIM115, open as long as the process
        opened = open_files.open_descriptors() - self._descriptors - {archive.fileno()}
        files, connections = open_files.sorted_out(opened)
        with tarfile.open(fileobj=archive, mode="w") as tar:
            _write(tar, self._directories, files)
        archive.flush()
        return Snapshot(archive, self._directories, files, connections, (*opened, archive.fileno()))


@dataclass(frozen=True)
class Snapshot:
    """``descriptors`` are those that a fork keeps open."""

    archive: IO[bytes]
    directories: list[_Directory]
    files: list[OpenFile]
    connections: list[int]
    descriptors: tuple[int, ...]

    def restore(self, root: str, temporary: str) -> None:
        """Gives this process, a fork, its own copies. Raises OSError if they can't be made."""
        places = {"root": root, "tmp": temporary}
        own = [known for known in self.directories if _identity(places[known.name]) != known.identity]
        names = {known.name for known in own}
        with (
            tarfile.open(fileobj=_OwnOffset(self.archive.fileno()), mode="r") as tar,
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
                place = _place(file, self.directories)
                file.reopen(os.path.join(places[place[0]], place[1]) if place else None)
        for number in self.connections:
            open_files.end_connection(number)
        self.archive.close()


class _OwnOffset(io.RawIOBase):
    """Reads a file at an offset of its own.

    That of the descriptor is shared with all forks, and the file can't be opened anew if another user has written it.
    """

    def __init__(self, number: int) -> None:
        self._number = number
        self._offset = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        read = os.preadv(self._number, [buffer], self._offset)
        self._offset += read
        return read

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._offset, os.SEEK_END: os.fstat(self._number).st_size}[whence]
        self._offset = start + offset
        return self._offset

    def tell(self) -> int:
        return self._offset


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


def _write(tar: tarfile.TarFile, directories: list[_Directory], files: list[OpenFile]) -> None:
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
        if file.path is None:
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


def _place(file: OpenFile, directories: list[_Directory]) -> tuple[str, str] | None:
    """Returns the directory of the archive that has the file, and its path there; None if the archive does not."""
    if file.path is None:
        return _UNNAMED, str(file.number)
    for known in directories:
        below = os.path.relpath(file.path, known.path)
        if below != ".." and not below.startswith("../"):
            return known.name, below
    return None
