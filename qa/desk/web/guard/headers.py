"""What every answer tells the browser: run and load our own things only, frame us nowhere."""

from __future__ import annotations

import inspect
from http import HTTPStatus

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.desk.web.guard.paths import is_asset

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'"
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_HTTPS_ONLY = "max-age=31536000"
_FOUND = (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT, HTTPStatus.NOT_MODIFIED)
_NEVER, _ASK, _YEAR = "no-store", "no-cache", "public, max-age=31536000, immutable"


class SafeHeaders:
    """Adds the headers to all answers, also to those about our own mistakes."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self._app = app
        self._headers = _ALWAYS | ({"Strict-Transport-Security": _HTTPS_ONLY} if secure else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request. No websocket is served."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def headed(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                self._add(scope, message["status"], MutableHeaders(scope=message))
            await send(message)

        try:
            await self._app(scope, receive, headed)
        except Exception as error:
            if not started:
                answer = await _mistake(scope, error)
                await answer(scope, receive, headed)
            raise

    def _add(self, scope: Scope, status: int, headers: MutableHeaders) -> None:
        for name, value in self._headers.items():
            headers[name] = value
        if not is_asset(scope["path"]) or status not in _FOUND:
            headers["Cache-Control"] = _NEVER
        else:
            headers["Cache-Control"] = _YEAR if b"v=" in scope["query_string"] else _ASK


async def _mistake(scope: Scope, error: Exception) -> Response:
    """What the application says of a mistake; its own answer would come without our headers."""
    handlers = scope["app"].exception_handlers
    handler = handlers.get(Exception) or handlers.get(500)
    if handler is None:
        return Response("copydesk made a mistake\n", 500, media_type="text/plain")
    answer = handler(Request(scope), error)
    found: Response = await answer if inspect.isawaitable(answer) else answer
    return found
