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
PATIENT = Limits(seconds=PATIENCE, head=PATIENCE, drained=100_000)
HASTY_HEADS = replace(PATIENT, head=0.3)
HASTY_BODIES = replace(PATIENT, seconds=0.3, pace=1_000_000)
TINY = replace(LOCAL, upload=1000)
CHUNKED = "Transfer-Encoding: chunked"
CHUNK = b"3e8\r\n" + b"a" * 1000 + b"\r\n"


@contextmanager
def served(database: Database, settings: Settings, limits: Limits = PATIENT) -> Iterator[int]:
    """The port of a server that runs beside."""
    app = desk_app(database, settings, limits)
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


def answer_to(port: int, asked: bytes = b"") -> bytes:
    """All that comes back until the server ends the connection, which it must.

    It may end it at any moment, so all is sent at once, and nothing that it would not read.
    """
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        connection.sendall(asked)
        found = b""
        while more := connection.recv(65536):
            found += more
        return found


def head(method: str, path: str, *lines: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *lines, "", ""]).encode()


def sent(body: bytes, *lines: str) -> bytes:
    return head("POST", "/api/articles", *lines) + body


def test_who_is_slow_to_ask_is_sent_away(database: Database) -> None:
    with served(database, TINY, HASTY_HEADS) as port:
        assert answer_to(port) == b""
        assert answer_to(port, b"GET / HTTP/1.1\r\nHost: 127") == b""


def test_a_body_that_does_not_end_is_not_waited_for(database: Database) -> None:
    with served(database, TINY, HASTY_BODIES) as port:
        for asked in (sent(b"{", "Content-Length: 900"), sent(CHUNK + b"3e8\r\naaa", CHUNKED)):
            assert answer_to(port, asked).startswith(b"HTTP/1.1 408")


def test_what_is_too_large_or_garbled_is_refused(database: Database) -> None:
    drained = CHUNK * 101 + b"1\r\na"  # the last byte is one too many
    with served(database, TINY) as port:
        for asked in (
            sent(CHUNK * 3 + b"0\r\n\r\n", CHUNKED),
            sent(drained, CHUNKED),
            sent(b"", "Content-Length: 9999999", "Expect: 100-continue"),
        ):
            assert answer_to(port, asked).startswith(b"HTTP/1.1 413")
        garbled = sent(b"aaaaa", "Content-Length: 5", "Content-Length: 6")
        assert answer_to(port, garbled).startswith(b"HTTP/1.1 400")
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
