"""How often, and how much at once, a client may ask."""

from __future__ import annotations

import math
from collections import Counter
from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send

from qa.desk.settings import Access
from qa.desk.web.guard.answers import refusal
from qa.desk.web.guard.buckets import Buckets
from qa.desk.web.guard.guard import Guard
from qa.desk.web.guard.paths import is_open

_SLOWER = "too many requests; wait a little"


class Rates:
    """A token bucket for each person, or for each address where nobody is known.

    A local desk has none: its one person would but wait for themselves.
    """

    def __init__(self, app: ASGIApp, *, guard: Guard) -> None:
        self._app, limits = app, guard.limits
        self._off = guard.settings.access is Access.LOCAL
        self._people = Buckets(limits.person, limits.remembered)
        self._strangers = Buckets(limits.stranger, limits.remembered)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; 429 with Retry-After where it comes too soon (RFC 6585, 4)."""
        if self._off or scope["type"] != "http" or is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        state = scope["state"]
        if state["person"] is None:
            wait = self._strangers.take(state["client"])
        else:
            wait = self._people.take(str(state["person"].id))
        if not wait:
            await self._app(scope, receive, send)
            return
        later = {"Retry-After": str(math.ceil(wait))}
        answer = refusal(scope, HTTPStatus.TOO_MANY_REQUESTS, _SLOWER, later)
        await answer(scope, receive, send)


class AtOnce:
    """Answers so many requests of a client at a time: slow ones cannot take all the memory."""

    def __init__(self, app: ASGIApp, *, most: int) -> None:
        self._app, self._most = app, most
        self._now: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; 429 where too many of the client's are not answered yet."""
        if scope["type"] != "http" or is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        state = scope["state"]
        person = state["person"]
        key = state["client"] if person is None else f"person {person.id}"
        if self._now[key] >= self._most:
            later = {"Retry-After": "1"}
            answer = refusal(scope, HTTPStatus.TOO_MANY_REQUESTS, _SLOWER, later)
            await answer(scope, receive, send)
            return
        self._now[key] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._now[key] -= 1
            if not self._now[key]:
                del self._now[key]
