"""Answers to the desk's own names only: a page elsewhere cannot pass for it (DNS rebinding)."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from qa.desk.web.guard.answers import bare_refusal
from qa.desk.web.guard.paths import HEALTH


class OwnHosts:
    """Refuses a request whose Host is not one of the desk's names, whatever the port.

    A health check may come by any name: it tells nothing.
    """

    def __init__(self, app: ASGIApp, *, hosts: tuple[str, ...]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request: 400 without one Host, 421 for another's (RFC 9110, 15.5.20)."""
        if scope["type"] != "http" or scope["path"] == HEALTH:
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).getlist("host")
        if len(asked) != 1:
            answer = bare_refusal(HTTPStatus.BAD_REQUEST, "a request names one host")
        elif host_of(asked[0]) not in self._hosts:
            line = "this desk does not answer to that host name"
            answer = bare_refusal(HTTPStatus.MISDIRECTED_REQUEST, line)
        else:
            await self._app(scope, receive, send)
            return
        await answer(scope, receive, send)


def host_of(text: str) -> str:
    """A Host header without its port, in lower case; an IPv6 address keeps its brackets."""
    text = text.strip().lower()
    name, colon, port = text.rpartition(":")
    if colon and (not port or port.isdecimal()) and (":" not in name or name.endswith("]")):
        text = name
    return text.removesuffix(".")
