"""Where people enter by name and password, and leave."""

from __future__ import annotations

import math
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from qa.desk.people.entering import Attempt, enter, leave
from qa.desk.settings import Access
from qa.desk.store.columns import now
from qa.desk.web.context import Reader, TheDesk
from qa.desk.web.guard.guard import guard_of
from qa.desk.web.guard.paths import HOME, LOGIN, safe_next
from qa.desk.web.guard.trying import forgive_try, wait_to_try
from qa.desk.web.render import page
from qa.desk.web.views.said import Said, Text

router = APIRouter()
_WRONG = "name or password is wrong"
_SLOWER = "too many tries; wait a little"


@router.get(LOGIN)
def ask(
    request: Request, desk: TheDesk, back: Annotated[str, Query(alias="next")] = HOME
) -> Response:
    """The form; who is known already is led on."""
    if desk.settings.access is not Access.ACCOUNTS or request.state.person is not None:
        return RedirectResponse(safe_next(back), HTTPStatus.SEE_OTHER)
    return _form(request, back)


@router.post(LOGIN)
def try_to_enter(
    request: Request,
    desk: TheDesk,
    name: Said = "",
    password: Said = "",
    back: Annotated[Text, Form(alias="next")] = HOME,
) -> Response:
    """Begin a session and lead on, or say that name or password is wrong."""
    if desk.settings.access is not Access.ACCOUNTS:
        return RedirectResponse(HOME, HTTPStatus.SEE_OTHER)
    guard, client, name = guard_of(request), request.state.client, name.strip()
    if wait := wait_to_try(guard, name, client):
        answer = _form(request, back, HTTPStatus.TOO_MANY_REQUESTS, _SLOWER, name)
        answer.headers["Retry-After"] = str(math.ceil(wait))
        return answer
    attempt = Attempt(name, password, client, request.state.cookie)
    entered = enter(desk.database, attempt, now())
    if entered is None:
        return _form(request, back, HTTPStatus.UNAUTHORIZED, _WRONG, name)
    forgive_try(guard, name, client)
    answer = RedirectResponse(safe_next(back), HTTPStatus.SEE_OTHER)
    guard.cookies.keep_session(answer, entered.cookie)
    return answer


@router.post("/logout")
def log_out(request: Request, desk: TheDesk, person: Reader) -> Response:
    """End the session."""
    if desk.settings.access is not Access.ACCOUNTS:
        return RedirectResponse(HOME, HTTPStatus.SEE_OTHER)
    leave(desk.database, person, request.state.cookie)
    answer = RedirectResponse(LOGIN, HTTPStatus.SEE_OTHER)
    guard_of(request).cookies.drop_session(answer)
    return answer


def _form(
    request: Request,
    back: str,
    status: HTTPStatus = HTTPStatus.OK,
    problem: str = "",
    name: str = "",
) -> Response:
    back = safe_next(back)
    return page(request, "login.html.j2", status, back=back, problem=problem, name=name)
