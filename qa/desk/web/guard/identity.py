"""Finds out who is asking, in the way that the settings say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import Scope

from qa.desk.errors import InvalidError
from qa.desk.people.accounts import local_person, newcomer
from qa.desk.people.person import Person
from qa.desk.people.sessions import person_by_session
from qa.desk.people.tokens import PREFIX, person_by_token
from qa.desk.settings import Access
from qa.desk.store.columns import now
from qa.desk.web.context import Desk
from qa.desk.web.guard.addresses import peer_of
from qa.desk.web.guard.guard import Guard
from qa.desk.web.guard.paths import is_api
from qa.desk.words import Role

_BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking, and what says so: a session's cookie, or a token (`by_token`).

    Without a person, `status` and `line` are what they are told, None where they may log in.
    """

    person: Person | None = None
    cookie: str = ""
    by_token: bool = False
    status: HTTPStatus | None = None
    line: str = ""


Identify = Callable[[Scope], Identity]


def identifier(desk: Desk, guard: Guard) -> Identify:
    """The way that a desk's settings say. It reads the database: not for the event loop."""
    access = desk.settings.access
    if access is Access.LOCAL:
        alone = Identity(local_person(desk.database))
        return lambda _scope: alone
    by_mode = _by_proxy if access is Access.PROXY else _by_session

    def identify(scope: Scope) -> Identity:
        headers = Headers(scope=scope)
        token = _token(scope, headers)
        return _by_token(desk, token) if token else by_mode(desk, guard, scope, headers)

    return identify


def _token(scope: Scope, headers: Headers) -> str:
    """The token that a program shows. Tokens open the API alone, never people's pages."""
    shown = headers.get("authorization", "")
    if not is_api(scope["path"]) or not shown.lower().startswith(_BEARER):
        return ""
    token = shown[len(_BEARER) :].strip()
    return token if token.startswith(PREFIX) else ""


def _by_token(desk: Desk, token: str) -> Identity:
    person = person_by_token(desk.database, token, now())
    if person is None:
        return Identity(status=HTTPStatus.UNAUTHORIZED, line="this token is not valid")
    return Identity(person, by_token=True)


def _by_session(desk: Desk, guard: Guard, _scope: Scope, headers: Headers) -> Identity:
    cookie = guard.cookies.read(headers, guard.cookies.session)
    if not cookie:
        return Identity()
    person = person_by_session(desk.database, cookie, now())
    return Identity() if person is None else Identity(person, cookie)


def _by_proxy(desk: Desk, guard: Guard, scope: Scope, headers: Headers) -> Identity:
    if not guard.proxies.include(peer_of(scope)):
        line = "this desk is reached through its proxy alone"
        return Identity(status=HTTPStatus.FORBIDDEN, line=line)
    named = headers.getlist(desk.settings.header)
    if len(named) != 1 or not named[0].strip():
        line = "the proxy did not say who you are"
        return Identity(status=HTTPStatus.UNAUTHORIZED, line=line)
    try:
        person = newcomer(desk.database, _text(named[0]), Role(desk.settings.newcomer))
    except InvalidError as error:
        return Identity(status=HTTPStatus.FORBIDDEN, line=str(error))
    if person is None:
        return Identity(status=HTTPStatus.FORBIDDEN, line="your account is not active")
    return Identity(person)


def _text(header: str) -> str:
    """A header's value, which ASGI servers hand on as Latin-1; proxies write UTF-8."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header
