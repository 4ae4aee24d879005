"""The mount points of a forked worker's root, in directories that tenants may have filled with links."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from webendpoints_worker import mount_points

Open = Callable[[str], int]


@pytest.fixture(params=["open_path", "_open_by_component"])  # the second is for kernels without openat2(2)
def open_path(request: pytest.FixtureRequest) -> Open:
    return getattr(mount_points, request.param)  # type: ignore[no-any-return]


def test_a_path_is_opened(open_path: Open, tmp_path: Path) -> None:
    # Given
    (tmp_path / "a/b").mkdir(parents=True)
    # When
    opened = open_path(str(tmp_path / "a/b"))
    # Then
    assert os.readlink(f"/proc/self/fd/{opened}") == str(tmp_path / "a/b")
    os.close(opened)


@pytest.mark.parametrize("path", ["link", "link/b", "a/link"])
def test_a_link_is_not_followed(open_path: Open, tmp_path: Path, path: str) -> None:
    # Given
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "a/link").symlink_to("b")
    # When
    with pytest.raises(OSError) as failed:
        open_path(str(tmp_path / path))
    # Then
    assert (failed.value.errno, failed.value.strerror) == (errno.ELOOP, f"a link is in the way: {tmp_path / path}")


def test_a_path_that_does_not_exist_is_named(open_path: Open, tmp_path: Path) -> None:
    # Given, When
    with pytest.raises(FileNotFoundError) as failed:
        open_path(str(tmp_path / "none"))
    # Then
    assert str(failed.value.filename).endswith("none")


@pytest.mark.parametrize("is_directory", [True, False])
def test_a_mount_point_is_created(tmp_path: Path, is_directory: bool) -> None:
    # Given
    target = tmp_path / "a/b"
    # When
    os.close(mount_points.open_mount_point(str(tmp_path), str(target), is_directory=is_directory))
    # Then
    assert (target.is_dir(), target.is_file()) == (is_directory, not is_directory)


def test_a_mount_point_that_exists_is_kept(tmp_path: Path) -> None:
    # Given
    (tmp_path / "a").write_text("kept")
    # When
    os.close(mount_points.open_mount_point(str(tmp_path), str(tmp_path / "a"), is_directory=False))
    # Then
    assert (tmp_path / "a").read_text() == "kept"


def test_nothing_is_created_beyond_a_link(tmp_path: Path) -> None:
    # Given
    (tmp_path / "root").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "root/link").symlink_to(tmp_path / "elsewhere")
    # When
    with pytest.raises(OSError):
        mount_points.open_mount_point(str(tmp_path / "root"), str(tmp_path / "root/link/new"), is_directory=True)
    # Then
    assert list((tmp_path / "elsewhere").iterdir()) == []
