"""A real server on a socket: slow clients, endless bodies, and its log."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from http.client import HTTPConnection

import pytest
import uvicorn

from qa.desk.settings import Settings
from qa.desk.store.database import Database
from qa.desk.web.guard.limits import Limits
from qa.desk.web.guard.prompt import PromptProtocol
from qa.desk.web.guard.quiet import Discreet
from tests.desk.people.doors import ACCOUNTS, LOCAL, desk_app

pytestmark = pytest.mark.desk

PATIENCE = 20.0
HASTY = Limits(seconds=0.3, pace=1_000_000, head=0.3, drained=100_000)
TINY = replace(LOCAL, upload=1000)


@contextmanager
def served(database: Database, settings: Settings) -> Iterator[int]:
    """The port of a server that runs beside."""
    app = desk_app(database, settings, HASTY)
    config = uvicorn.Config(app, http=PromptProtocol, ws="none", server_header=False)
    server = uvicorn.Server(config)
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])))
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(PATIENCE)
        listening.close()


def answer_to(port: int, *pieces: bytes) -> bytes:
    """All that comes back until the server ends the connection, which it must."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        for piece in pieces:
            connection.sendall(piece)
        found = b""
        while more := connection.recv(65536):
            found += more
        return found


def head(method: str, path: str, *lines: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *lines, "", ""]).encode()


def test_slow_and_endless_clients_are_sent_away(database: Database) -> None:
    chunked = head("POST", "/api/articles", "Transfer-Encoding: chunked")
    chunk = b"3e8\r\n" + b"a" * 1000 + b"\r\n"
    with served(database, TINY) as port:
        assert answer_to(port) == b""
        assert answer_to(port, b"GET / HTTP/1.1\r\nHost: 127") == b""
        assert (
            answer_to(port, head("POST", "/api/articles", "Content-Length: 900"), b"{").split(
                b" ", 2
            )[1]
            == b"408"
        )
        assert answer_to(port, chunked, chunk, b"3e8\r\naaa").startswith(b"HTTP/1.1 408")
        assert answer_to(port, chunked, *[chunk] * 3, b"0\r\n\r\n").startswith(b"HTTP/1.1 413")
        assert answer_to(port, chunked, *[chunk] * 103).startswith(b"HTTP/1.1 413")
        waits = head("POST", "/api/articles", "Content-Length: 9999999", "Expect: 100-continue")
        assert answer_to(port, waits).startswith(b"HTTP/1.1 413")
        garbled = head("POST", "/api/articles", "Content-Length: 5", "Content-Length: 6")
        assert answer_to(port, garbled, b"aaaaa").startswith(b"HTTP/1.1 400")
        ending = head("GET", "/account", "Connection: close")
        assert answer_to(port, ending).startswith(b"HTTP/1.1 200")


def test_quick_clients_keep_their_connection(database: Database) -> None:
    with served(database, LOCAL) as port, closing(HTTPConnection("127.0.0.1", port)) as line:
        line.connect()
        first = line.sock
        for path in ("/static/icon.svg", "/account", "/static/icon.svg"):
            line.request("GET", path)
            answer = line.getresponse()
            assert (answer.status, bool(answer.read())) == (200, True)
            assert line.sock is first


def test_the_server_tells_little_and_logs_no_secret(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with served(database, ACCOUNTS) as port:
        access = logging.getLogger("uvicorn.access")
        access.addHandler(caplog.handler)
        lines = ("Connection: close", "Authorization: Bearer cdk_s3cr3t", "Cookie: a=s3cr3t")
        asked = head("GET", "/login?password=s3cr3t", *lines).replace(b"127.0.0.1", b"desk.example")
        answer = answer_to(port, asked)
        access.removeHandler(caplog.handler)
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"\r\nserver:" not in answer.lower()
    assert any(isinstance(found, Discreet) for found in access.filters)
    assert "/login?…" in caplog.text
    assert "s3cr3t" not in caplog.text
