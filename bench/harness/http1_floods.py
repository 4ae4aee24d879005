"""Hostile callers over HTTP/1.1."""

from __future__ import annotations

import base64
import itertools
import os
import time

from .floods import Flood, Target, connect, linger, send_and_read, status

FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
FORM_SIZE = 200 << 20
BLOCK = b"a" * 65_536
NEVER_READ_SECONDS = 5.0
_numbers = itertools.count()


def announced_form(target: Target) -> str:
    """Sends 200 MiB to an endpoint that requires no credentials."""
    head = b"POST /v1/oauth/token HTTP/1.1\r\nHost: x\r\n" + FORM + b"Content-Length: %d\r\n\r\n" % FORM_SIZE
    return send_and_read(target.control, head, *[BLOCK] * (FORM_SIZE // len(BLOCK)))


def chunked_form(target: Target) -> str:
    head = b"POST /v1/oauth/token HTTP/1.1\r\nHost: x\r\n" + FORM + b"Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + BLOCK + b"\r\n"
    return send_and_read(target.control, head, *[chunk] * (FORM_SIZE // len(BLOCK)))


def form_that_fits(target: Target) -> str:
    """Sends the longest form that the server reads, with a wrong secret."""
    secret = b"client_secret=" + b"a" * 60_000
    body = b"grant_type=client_credentials&client_id=ak-none&" + secret
    head = b"POST /v1/oauth/token HTTP/1.1\r\nHost: x\r\n" + FORM + b"Content-Length: %d\r\n\r\n" % len(body)
    return send_and_read(target.control, head, body)


def wrong_token(target: Target) -> str:
    """Sends a different token each time, so that none is cached."""
    with connect(target.control) as connection:
        for _ in range(20):
            token = f"ak-{next(_numbers)}-{os.getpid()}.as-wrong"
            line = f"GET /v1/web-endpoints HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n"
            connection.sendall(line.encode())
            seen = status(connection)
            if seen != "401":
                return seen
        return seen


def wrong_jwt(target: Target) -> str:
    parts = (b'{"alg":"RS256","typ":"JWT"}', b'{"iss":"webendpoints","exp":9999999999}', os.urandom(256))
    token = b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)
    return send_and_read(
        target.control, b"GET /v1/web-endpoints HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + b"\r\n\r\n"
    )


def wrong_proxy_token(target: Target) -> str:
    head = f"GET / HTTP/1.1\r\nHost: {target.hosts['guarded']}\r\nModal-Key: wk-{next(_numbers)}\r\nModal-Secret: ws-x\r\n\r\n"
    return send_and_read(target.gateway, head.encode())


def unknown_host(target: Target) -> str:
    head = f"GET / HTTP/1.1\r\nHost: bench--{next(_numbers)}.localhost:{target.gateway}\r\n\r\n"
    return send_and_read(target.gateway, head.encode())


def huge_header(port: str):
    def attempt(target: Target) -> str:
        return send_and_read(getattr(target, port), b"GET / HTTP/1.1\r\nHost: x\r\nX: ", *[BLOCK] * 160)

    return attempt


def many_headers(port: str):
    def attempt(target: Target) -> str:
        return send_and_read(getattr(target, port), b"GET / HTTP/1.1\r\nHost: x\r\n", b"X: y\r\n" * 50_000, b"\r\n")

    return attempt


def pipelined_garbage(port: str):
    def attempt(target: Target) -> str:
        return send_and_read(getattr(target, port), b"GET /q/health/live HTTP/1.1\r\nHost: x\r\n\r\n" + os.urandom(4096))

    return attempt


def pipelined(path: str):
    """Pipelines requests and reads no responses; on the control port each response is far longer than its request."""
    requests = f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode() * 1000

    def attempt(target: Target) -> str:
        with connect(target.control) as connection:
            connection.settimeout(NEVER_READ_SECONDS)
            try:
                for _ in range(50):
                    connection.sendall(requests)
            except TimeoutError:
                pass
            return linger(connection, NEVER_READ_SECONDS)

    return attempt


def never_read(target: Target) -> str:
    """Requests 100 MiB and reads none of it."""
    with connect(target.gateway) as connection:
        connection.sendall(f"GET /large HTTP/1.1\r\nHost: {target.hosts['warm']}\r\n\r\n".encode())
        return linger(connection, NEVER_READ_SECONDS)


def websocket_flood(target: Target) -> str:
    """Sends messages whose echoes it does not read, and then one that is too long."""
    with connect(target.gateway, 2.0) as connection:
        connection.sendall(
            f"GET / HTTP/1.1\r\nHost: {target.hosts['warm']}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        seen = status(connection)
        if seen != "101":
            return seen
        message = b"\x82\xff" + (16_384).to_bytes(8, "big") + b"mask" + b"x" * 16_384
        try:
            for _ in range(1_000):
                connection.sendall(message)
            connection.sendall(b"\x82\xff" + (1 << 40).to_bytes(8, "big") + b"mask" + BLOCK)
        except TimeoutError:
            pass
        return linger(connection, 1.0)


def hostile_worker(name: str):
    """Keeps one hostile worker running."""

    def attempt(target: Target) -> str:
        seen = send_and_read(target.gateway, f"GET / HTTP/1.1\r\nHost: {target.hosts[name]}\r\n\r\n".encode())
        time.sleep(1.0)
        return seen

    return attempt


FORMS = [
    Flood("200 MiB form, length announced", announced_form, 16),
    Flood("200 MiB form, chunked", chunked_form, 16),
    Flood("form of 60 kB, wrong secret", form_that_fits, 4),
]
TOKENS = [
    Flood("wrong API tokens", wrong_token, 8),
    Flood("wrong JWTs", wrong_jwt, 4),
    Flood("wrong proxy tokens", wrong_proxy_token, 4),
    Flood("unknown hostnames", unknown_host, 4),
]
MALFORMED = [
    Flood("header of 10 MiB, control port", huge_header("control")),
    Flood("header of 10 MiB, gateway", huge_header("gateway")),
    Flood("50,000 headers, control port", many_headers("control")),
    Flood("50,000 headers, gateway", many_headers("gateway")),
    Flood("pipelined garbage, control port", pipelined_garbage("control")),
    Flood("pipelined garbage, gateway", pipelined_garbage("gateway")),
]
UNREAD = [
    Flood("50,000 pipelined GET /q/openapi, unread", pipelined("/q/openapi"), 16),
    Flood("50,000 pipelined GET /q/metrics, unread", pipelined("/q/metrics"), 16),
    Flood("50,000 pipelined GET /v1/web-endpoints, unread", pipelined("/v1/web-endpoints"), 8),
    Flood("answer of 100 MiB, unread", never_read, 16),
    Flood("WebSocket messages, echoes unread", websocket_flood, 8),
]
WORKERS = [
    Flood("worker that prints without end", hostile_worker("prints"), 1),
    Flood("worker that forks without end", hostile_worker("forks"), 1),
    Flood("worker that allocates without end", hostile_worker("allocates"), 1),
]
