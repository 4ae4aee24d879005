"""HTTP/2 frames (RFC 9113) as a hostile caller sends them: no state, no checks, one socket."""

from __future__ import annotations

import socket
import struct

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = 0, 1, 2, 3, 4, 6, 7, 8, 9
END_STREAM, ACK, END_HEADERS = 1, 1, 4
INITIAL_WINDOW_SIZE = 4
CANCEL = 8


def frame(kind: int, flags: int = 0, stream: int = 0, payload: bytes = b"") -> bytes:
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def settings(window: int | None = None) -> bytes:
    return frame(SETTINGS, payload=b"" if window is None else struct.pack(">HI", INITIAL_WINDOW_SIZE, window))


def fields(**named: str) -> bytes:
    """Returns a field section of literals without indexing (RFC 7541 §6.2.2); ``_x`` means ``:x``, ``_`` a hyphen."""
    pairs = ((":" + name[1:] if name[0] == "_" else name.replace("_", "-"), value) for name, value in named.items())
    return b"".join(b"\0" + _string(name.encode()) + _string(value.encode()) for name, value in pairs)


def _string(text: bytes) -> bytes:
    """Encodes a string; its length is an integer with a prefix of seven bits (§5.1)."""
    length, encoded = len(text), b""
    if length < 127:
        return bytes([length]) + text
    length -= 127
    while length >= 128:
        encoded += bytes([length % 128 | 128])
        length //= 128
    return b"\x7f" + encoded + bytes([length]) + text


def request(stream: int, authority: str, path: str = "/", method: str = "GET", ends: bool = True, **more: str) -> bytes:
    section = fields(_method=method, _scheme="http", _authority=authority, _path=path, **more)
    return frame(HEADERS, END_HEADERS | (END_STREAM if ends else 0), stream, section)


def message(payload: bytes, announced: int | None = None) -> bytes:
    """Returns a gRPC message, which may announce a wrong length."""
    return b"\0" + struct.pack(">I", len(payload) if announced is None else announced) + payload


def connect(port: int, seconds: float, window: int | None = None) -> socket.socket:
    """Opens a connection and sends the preface and the settings."""
    connection = socket.create_connection(("127.0.0.1", port), seconds)
    connection.sendall(PREFACE + settings(window))
    return connection
