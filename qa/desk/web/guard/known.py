"""Lets in who is known, and sends others to the login."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from fastapi import Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.desk.settings import Access
from qa.desk.web.guard.addresses import client_of
from qa.desk.web.guard.answers import refusal
from qa.desk.web.guard.guard import Guard
from qa.desk.web.guard.identity import Identify, Identity
from qa.desk.web.guard.paths import HOME, LOGIN, PUBLIC, is_api, is_open, safe_next

_NAVIGATE = "navigate"
_LOG_IN = "log in first"


class Known:
    """Puts into the request's state `person`, `cookie`, `by_token`, and `client`.

    `person` is None on the pages that are for everybody, where nobody is known.
    """

    def __init__(self, app: ASGIApp, *, guard: Guard, identify: Identify) -> None:
        self._app, self._guard, self._identify = app, guard, identify
        self._waits = guard.settings.access is not Access.LOCAL

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["client"] = client_of(scope, self._guard.proxies)
        found = Identity() if is_open(scope["path"]) else await self._found(scope)
        state.update(person=found.person, cookie=found.cookie, by_token=found.by_token)
        if found.person is None and not _is_public(scope["path"]):
            state["refused"] = _refused(scope, found)
        await self._app(scope, receive, send)

    async def _found(self, scope: Scope) -> Identity:
        if not self._waits:
            return self._identify(scope)
        return await run_in_threadpool(self._identify, scope)


class KnownOnly:
    """Answers those that `Known` refused; the rates stand between the two."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it."""
        app = scope.get("state", {}).pop("refused", self._app)
        await app(scope, receive, send)


def _is_public(path: str) -> bool:
    return is_open(path) or path in PUBLIC


def _refused(scope: Scope, found: Identity) -> Response:
    if found.status is not None:
        return refusal(scope, found.status, found.line)
    headers = Headers(scope=scope)
    if is_api(scope["path"]):
        return refusal(scope, HTTPStatus.UNAUTHORIZED, _LOG_IN, {"WWW-Authenticate": "Bearer"})
    if "hx-request" in headers or headers.get("sec-fetch-mode", _NAVIGATE) != _NAVIGATE:
        path = urlsplit(headers.get("hx-current-url", HOME)).path
        return refusal(scope, HTTPStatus.UNAUTHORIZED, _LOG_IN, {"HX-Redirect": _login(path)})
    asked = HOME
    if scope["method"] == "GET":
        query = scope["query_string"].decode("latin-1")
        asked = f"{scope['path']}?{query}" if query else scope["path"]
    return RedirectResponse(_login(asked), HTTPStatus.SEE_OTHER)


def _login(back: str) -> str:
    back = safe_next(back)
    return LOGIN if back == HOME else f"{LOGIN}?{urlencode({'next': back})}"
