"""Refuses what pages of other sites ask for: fetch metadata, or Origin in older browsers."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.desk.web.guard.answers import is_safe, refusal
from qa.desk.web.guard.paths import is_open

_OURS = frozenset({"same-origin", "none"})
_FRAMES = frozenset({"embed", "frame", "iframe", "object"})
_PORTS = {"http": 80, "https": 443}
_FOREIGN = "another site's page may not do this"


class OwnOrigin:
    """Refuses with 403. A link from another site may be followed; it changes nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        foreign = scope["type"] == "http" and not is_open(scope["path"]) and is_foreign(scope)
        app = refusal(scope, HTTPStatus.FORBIDDEN, _FOREIGN) if foreign else self._app
        await app(scope, receive, send)


def is_foreign(scope: Scope) -> bool:
    """Whether another site's page asks, other than by a link.

    Where a browser says neither Sec-Fetch-Site nor Origin, it is none (or a very old one, from
    which the token protects).
    """
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if site is None:
        origin = headers.get("origin")
        return not is_safe(scope) and origin is not None and not _is_own(origin, headers)
    if site in _OURS:
        return False
    follows = headers.get("sec-fetch-mode") == "navigate"
    return not (is_safe(scope) and follows and headers.get("sec-fetch-dest") not in _FRAMES)


def names_no_page(headers: Headers) -> bool:
    """Whether a request does not come from a browser's page, as far as its headers say."""
    return "origin" not in headers and "sec-fetch-site" not in headers


def _is_own(origin: str, headers: Headers) -> bool:
    try:
        ours, theirs = urlsplit(f"//{headers.get('host', '')}"), urlsplit(origin)
        port = _PORTS.get(theirs.scheme)
        same_port = _port(theirs, port) == _port(ours, port)
    except ValueError:
        return False
    return bool(theirs.hostname) and theirs.hostname == ours.hostname and same_port


def _port(address: SplitResult, usual: int | None) -> int | None:
    return address.port or usual
