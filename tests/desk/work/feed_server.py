"""A server of feeds on this machine, as good or as bad as a test wants it."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


def item(guid: str, text: str, more: str = "") -> str:
    words = f"<title>Berita {guid}</title><description>{text}</description>"
    return f"<item><guid>{guid}</guid>{words}{more}</item>"


def rss(*items: str, title: str = "Kantor Berita") -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
    name = f"<title>{title}</title><language>id</language>" if title else ""
    return f"{head}{name}{''.join(items)}</channel></rss>".encode()


class FeedServer:
    """`pages` are bytes to send, or where to redirect (a string), by path; `asked` the requests."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.pages: dict[str, bytes | str] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def answer(self, handler: Any) -> None:
        self.asked.append((handler.path, dict(handler.headers)))
        path = handler.path.partition("?")[0]
        page = self.pages.get(path)
        if path == "/drip":
            _drip(handler)
        elif page is None:
            handler.send_error(404)
        elif isinstance(page, str):
            handler.send_response(302)
            handler.send_header("Location", page)
            handler.end_headers()
        else:
            handler.send_response(200)
            if path == "/packed":
                page = gzip.compress(page)
                handler.send_header("Content-Encoding", "gzip")
            handler.send_header("Content-Length", str(len(page)))
            handler.end_headers()
            with suppress(OSError):
                handler.wfile.write(page)


def _drip(handler: Any) -> None:
    """Header after header, and never an end."""
    with suppress(OSError):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100):
            handler.wfile.write(f"X-{number}: slow\r\n".encode())
            time.sleep(0.05)


@contextmanager
def feed_server() -> Iterator[FeedServer]:
    """A server, until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.answer(self)

        def log_message(self, *_arguments: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = FeedServer(server.server_port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
