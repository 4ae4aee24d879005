"""Which uses of os.environ count as reading a variable."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

NAME = "READ_BY_A_TEST"


def recorded(use: Callable[[], Any]) -> bool:
    """Returns whether the use of a variable is recorded."""
    from webendpoints_worker.environment_reads import Recording

    recording = Recording.start()
    try:
        use()
    finally:
        names = recording.stop()
    return NAME in names


@pytest.mark.parametrize(
    "use",
    [
        lambda: os.environ.get(NAME),
        lambda: os.getenv(NAME),
        lambda: os.environb.get(NAME.encode()),
        lambda: os.getenvb(NAME.encode()),
        lambda: NAME in os.environ,
        lambda: os.environ.pop(NAME, None),
    ],
    ids=["get", "getenv", "environb", "getenvb", "in", "pop"],
)
@pytest.mark.parametrize("value", ["set", None])
def test_a_lookup_is_a_read(monkeypatch: pytest.MonkeyPatch, value: str | None, use: Callable[[], Any]) -> None:
    monkeypatch.delenv(NAME, raising=False)
    if value:
        monkeypatch.setenv(NAME, value)
    assert recorded(use)


@pytest.mark.parametrize(
    "use",
    [
        lambda: list(os.environ),
        lambda: list(os.environ.items()),
        lambda: list(os.environ.values()),
        lambda: os.environ.copy(),
        lambda: os.environ.update({NAME: "other"}),
    ],
    ids=["names", "items", "values", "copy", "update"],
)
def test_going_through_all_variables_is_no_read(monkeypatch: pytest.MonkeyPatch, use: Callable[[], Any]) -> None:
    monkeypatch.setenv(NAME, "set")
    assert not recorded(use)


def test_a_copy_has_the_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "set")
    copies: list[dict[str, str]] = []
    recorded(lambda: copies.append(os.environ.copy()))
    assert copies[0][NAME] == "set"


def test_nothing_is_recorded_afterwards() -> None:
    recorded(lambda: None)
    assert type(os.environ) is type(os.environb) is os._Environ
