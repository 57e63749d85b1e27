"""Receives a request's body before anybody works on it: whole, in time, and not too large."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.desk.web.guard.answers import refusal
from qa.desk.web.guard.limits import Limits

_MEGABYTE = 1024 * 1024
_SLOW = "what was sent did not arrive in time"
_TOO_LARGE = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
_CODED = "a body is sent as it is, not compressed"


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came: a body (`status` is 200), or why there is none; None if the client has gone."""

    status: HTTPStatus | None
    body: bytes = b""


class Bodies:
    """Refuses a body with 413, 408 or 415; hands a good one on in one piece."""

    def __init__(self, app: ASGIApp, *, limits: Limits, most: int) -> None:
        self._app, self._limits, self._most = app, limits, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http" or not has_body(headers := Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        most = self._most if scope["state"]["person"] is not None else self._limits.small
        found = await self._arrived(headers, receive, most)
        if found.status is None:
            return
        if found.status is HTTPStatus.OK:
            whole = {"type": "http.request", "body": found.body, "more_body": False}
            await self._app(scope, before(whole, receive), send)
            return
        large = f"what was sent is too large; {most / _MEGABYTE:.3g} MB is the most"
        lines = {HTTPStatus.REQUEST_TIMEOUT: _SLOW, HTTPStatus.UNSUPPORTED_MEDIA_TYPE: _CODED}
        answer = refusal(scope, found.status, lines.get(found.status, large))
        await answer(scope, receive, send)

    async def _arrived(self, headers: Headers, receive: Receive, most: int) -> Arrived:
        if headers.get("content-encoding", "identity").lower() != "identity":
            return Arrived(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        told = headers.get("content-length", "0")
        if "expect" in headers and not (told.isdecimal() and int(told) <= most):
            return Arrived(_TOO_LARGE)  # it has not been sent yet
        return await arrived(receive, self._limits, most)


async def arrived(receive: Receive, limits: Limits, most: int) -> Arrived:
    """Receive a body of at most `most` bytes.

    A larger one is received on, but not kept, up to `limits.drained`.
    """
    loop = asyncio.get_running_loop()
    start, size, body = loop.time(), 0, bytearray()
    while True:
        late = start + limits.seconds + size / limits.pace
        try:
            async with asyncio.timeout_at(late):
                message = await receive()
        except TimeoutError:
            return Arrived(HTTPStatus.REQUEST_TIMEOUT)
        if message["type"] != "http.request":
            return Arrived(None)
        piece = message.get("body", b"")
        size += len(piece)
        if size <= most:
            body += piece
        if size > most + limits.drained or not message.get("more_body", False):
            break
    return Arrived(HTTPStatus.OK, bytes(body)) if size <= most else Arrived(_TOO_LARGE)


def has_body(headers: Headers) -> bool:
    """Whether a request has a body (RFC 9112, 6.3)."""
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def before(message: Message, receive: Receive) -> Receive:
    """Receives a message again, and then what comes after it."""
    kept = [message]

    async def again() -> Message:
        return kept.pop() if kept else await receive()

    return again
