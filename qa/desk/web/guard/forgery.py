"""Refuses what a person did not send from a page of ours (cross-site request forgery).

Each page carries a token, an HMAC with the desk's key of what the browser keeps in a cookie that no
page can read: its session, or before login and where there are no sessions a signed seed.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.desk.people.person import Person
from qa.desk.settings import Access
from qa.desk.web.guard.answers import is_safe, refusal
from qa.desk.web.guard.bodies import before, has_body
from qa.desk.web.guard.guard import Guard
from qa.desk.web.guard.origins import names_no_page
from qa.desk.web.guard.paths import is_api, is_open

FIELD, HEADER = "csrf", "x-csrf-token"
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_STALE = "this page is out of date; load it anew and try again"
_GARBLED = "the form cannot be read"


@dataclass(frozen=True, slots=True)
class _Sent:
    """A request whose body can be received again, and the refusal if it is refused."""

    receive: Receive
    refused: Response | None = None


class NoForgery:
    """Puts `csrf` into the request's state; refuses with 403 what changes things without it.

    A program that shows a token of its own needs none: no browser sends that by itself. Nor does
    one that uses a local desk's API.
    """

    def __init__(self, app: ASGIApp, *, guard: Guard) -> None:
        self._app, self._cookies = app, guard.cookies
        self._alone = guard.settings.access is Access.LOCAL

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request."""
        if scope["type"] != "http" or is_open(scope["path"]) or scope["state"]["by_token"]:
            await self._app(scope, receive, send)
            return
        headers, state = Headers(scope=scope), scope["state"]
        held = state["cookie"] or self._cookies.seed_of(headers)
        if not held:
            held = self._cookies.new_seed()
            send = self._seeding(scope, headers, held, send)
        state["csrf"] = csrf_token(self._cookies.key, held, state["person"])
        sent = _Sent(receive)
        if not self._is_exempt(scope, headers):
            sent = await _checked(scope, headers, receive)
        await (sent.refused or self._app)(scope, sent.receive, send)

    def _is_exempt(self, scope: Scope, headers: Headers) -> bool:
        by_program = self._alone and is_api(scope["path"]) and names_no_page(headers)
        return is_safe(scope) or by_program

    def _seeding(self, scope: Scope, headers: Headers, seed: str, send: Send) -> Send:
        """Sends the seed with a page: what a page loads would each bring another one."""
        is_page = headers.get("sec-fetch-dest", "document") == "document"
        if scope["method"] != "GET" or not is_page or is_api(scope["path"]):
            return send

        async def seeding(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = self._cookies.seed_header(seed)
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        return seeding


def csrf_token(key: bytes, held: str, person: Person | None) -> str:
    """The token for a browser that holds a cookie, in the hands of a person."""
    whose = "" if person is None else str(person.id)
    return hmac.new(key, f"csrf\n{whose}\n{held}".encode(), hashlib.sha256).hexdigest()


async def _checked(scope: Scope, headers: Headers, receive: Receive) -> _Sent:
    shown = headers.get(HEADER, "")
    is_form = headers.get("content-type", "").lower().startswith(_FORMS)
    if not shown and is_form and has_body(headers):
        whole = await receive()
        receive = before(whole, receive)
        try:
            async with Request(scope, before(whole, receive)).form() as form:
                field = form.get(FIELD, "")
        except (HTTPException, UnicodeError, LookupError):  # a charset that is none, too
            return _Sent(receive, refusal(scope, HTTPStatus.BAD_REQUEST, _GARBLED))
        shown = field if isinstance(field, str) else ""
    right: str = scope["state"]["csrf"]
    if hmac.compare_digest(shown.encode("utf-8", "replace"), right.encode()):
        return _Sent(receive)
    return _Sent(receive, refusal(scope, HTTPStatus.FORBIDDEN, _STALE))
