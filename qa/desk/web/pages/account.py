"""A person's own page: who they are here, their password, and tokens for their programs."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from qa.desk.errors import N_, DeskError, ForbiddenError
from qa.desk.people import tokens
from qa.desk.people.accounts import change_password
from qa.desk.settings import Access
from qa.desk.web.context import Desk, Reader, TheDesk
from qa.desk.web.guard.guard import guard_of
from qa.desk.web.guard.trying import forgive_try, wait_to_try
from qa.desk.web.render import page
from qa.desk.web.views.said import Said

router = APIRouter(prefix="/account")
_LARGEST = 2**31 - 1
_SLOWER = "too many tries; wait a little"
_NONE_HERE = N_("a local desk has no passwords and no tokens")
Number = Annotated[int, Path(ge=1, le=_LARGEST)]


@router.get("")
def show(request: Request, desk: TheDesk, person: Reader, done: str = "") -> Response:
    """Who they are, their tokens, and the forms. `done` is what was just done."""
    return _shown(request, desk, person, done=done)


@router.post("/password")
def renew_password(
    request: Request,
    desk: TheDesk,
    person: Reader,
    old: Said = "",
    new: Said = "",
) -> Response:
    """Change one's own password; one's other sessions end."""
    guard, client = guard_of(request), request.state.client
    if desk.settings.access is not Access.ACCOUNTS:
        raise ForbiddenError(_NONE_HERE)
    if wait_to_try(guard, person.name, client):
        return _shown(request, desk, person, problem=_SLOWER, status=HTTPStatus.TOO_MANY_REQUESTS)
    try:
        change_password(desk.database, person, old, new, request.state.cookie)
    except DeskError as error:
        return _shown(request, desk, person, problem=str(error), status=error.status)
    forgive_try(guard, person.name, client)
    return RedirectResponse("/account?done=password", HTTPStatus.SEE_OTHER)


@router.post("/tokens")
def make_token(request: Request, desk: TheDesk, person: Reader, label: Said = "") -> Response:
    """Make a token, and show it this once."""
    _refuse_local(desk)
    try:
        token = tokens.make(desk.database, person, label)
    except DeskError as error:
        return _shown(request, desk, person, problem=str(error), status=error.status)
    return _shown(request, desk, person, token=token)


@router.post("/tokens/{token_id}/revoke")
def revoke_token(desk: TheDesk, person: Reader, token_id: Number) -> Response:
    """Make a token of one's own worthless."""
    _refuse_local(desk)
    tokens.revoke(desk.database, person, token_id)
    return RedirectResponse("/account?done=revoked", HTTPStatus.SEE_OTHER)


def _refuse_local(desk: Desk) -> None:
    if desk.settings.access is Access.LOCAL:
        raise ForbiddenError(_NONE_HERE)


def _shown(  # noqa: PLR0913
    request: Request,
    desk: Desk,
    person: Reader,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    problem: str = "",
    done: str = "",
    token: str = "",
) -> Response:
    with desk.database.reading() as session:
        mine = tokens.tokens_of(session, person)
    return page(
        request,
        "account.html.j2",
        status,
        tokens=mine,
        token=token,
        problem=problem,
        done=done,
        enters=desk.settings.access is Access.ACCOUNTS,
    )
