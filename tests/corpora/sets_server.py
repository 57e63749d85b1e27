"""A server on this machine that behaves as badly as it is told to."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from corpora.sets.download import Patience
from corpora.sets.remote import SHA256, Digest, RemoteFile

BODY = bytes(range(256)) * 400
HURRIED = Patience(connect=5, data=10, tries=3, pause=0.01, slowest=200)


@dataclass
class Served:
    """A file: what it holds, and what goes wrong with it.

    `statuses` are answered first; `cuts` say after how many bytes the connection is closed, request
    by request; `drip` is how many seconds pass between two bytes.
    """

    body: bytes = b""
    statuses: list[int] = field(default_factory=list)
    cuts: list[int] = field(default_factory=list)
    drip: float = 0.0
    has_ranges: bool = True
    tag: str = '"one"'
    location: str = ""
    length: int | None = None


@dataclass
class Server:
    """The files by their paths, and what was asked: path, status, first byte."""

    address: str = ""
    files: dict[str, Served] = field(default_factory=dict)
    asked: list[tuple[str, int, int]] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"{self.address}/{path}"

    def serve(self, path: str, served: Served | bytes) -> str:
        self.files[path] = served if isinstance(served, Served) else Served(served)
        return self.url(path)


@contextmanager
def running() -> Iterator[Server]:
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _answer(self, server)

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Print nothing."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.address = f"http://127.0.0.1:{httpd.server_port}"
    thread = Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


def _answer(handler: BaseHTTPRequestHandler, server: Server) -> None:
    path = handler.path.lstrip("/")
    served = server.files.get(path)
    if served is None:
        _short(handler, server, 404)
    elif served.statuses:
        _short(handler, server, served.statuses.pop(0))
    elif served.location:
        _short(handler, server, 302, ("Location", served.location))
    else:
        _send(handler, server, served)


def _short(
    handler: BaseHTTPRequestHandler, server: Server, status: int, *headers: tuple[str, str]
) -> None:
    server.asked.append((handler.path.lstrip("/"), status, 0))
    handler.send_response(status)
    for name, value in (*headers, ("Content-Length", "0")):
        handler.send_header(name, value)
    handler.end_headers()


def _send(handler: BaseHTTPRequestHandler, server: Server, served: Served) -> None:
    asked = handler.headers.get("Range", "") if served.has_ranges else ""
    if handler.headers.get("If-Range", served.tag) != served.tag:
        asked = ""
    start = int(asked.removeprefix("bytes=").removesuffix("-") or 0)
    if start >= len(served.body) > 0:
        _short(handler, server, 416)
        return
    status = 206 if asked else 200
    server.asked.append((handler.path.lstrip("/"), status, start))
    handler.send_response(status)
    body = served.body[start:]
    handler.send_header("Content-Length", str(served.length or len(body)))
    if served.tag:
        handler.send_header("ETag", served.tag)
    if asked:
        whole = len(served.body)
        handler.send_header("Content-Range", f"bytes {start}-{whole - 1}/{whole}")
    handler.end_headers()
    cut = served.cuts.pop(0) if served.cuts else len(body)
    try:
        if served.drip:
            for number in range(min(cut, len(body))):
                handler.wfile.write(body[number : number + 1])
                time.sleep(served.drip)
        else:
            handler.wfile.write(body[:cut])
    except OSError:
        return  # whoever asked has gone


def known(url: str, body: bytes = BODY) -> RemoteFile:
    """A file with its hash and its size."""
    return RemoteFile(url, Digest(SHA256, hashlib.sha256(body).hexdigest()), len(body))
