"""Where admins add people, and say what each may do."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Path, Request, Response
from fastapi.responses import RedirectResponse

from qa.desk.errors import DeskError
from qa.desk.people.accounts import add_user, set_active, set_password, set_role, users
from qa.desk.settings import Access
from qa.desk.web.context import Admin, Desk, TheDesk
from qa.desk.web.render import page
from qa.desk.web.views.said import Said
from qa.desk.words import Role

router = APIRouter(prefix="/people")
_LARGEST = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=_LARGEST)]


@router.get("")
def show(request: Request, desk: TheDesk, person: Admin, done: str = "") -> Response:  # noqa: ARG001
    """Everybody, and the forms. `done` is what was just done."""
    return _shown(request, desk, done=done)


@router.post("")
def add(  # noqa: PLR0913, PLR0917
    request: Request,
    desk: TheDesk,
    person: Admin,
    role: Annotated[Role, Form()],
    name: Said = "",
    password: Said = "",
) -> Response:
    """Add a person. Behind a proxy no password is needed."""
    needless = desk.settings.access is Access.PROXY and not password
    try:
        add_user(desk.database, person, name, None if needless else password, role)
    except DeskError as error:
        return _shown(request, desk, problem=error, name=name)
    return _done("added")


@router.post("/{user_id}/role")
def change_role(
    request: Request,
    desk: TheDesk,
    person: Admin,
    user_id: Number,
    role: Annotated[Role, Form()],
) -> Response:
    """Change what a person may do."""
    try:
        set_role(desk.database, person, user_id, role)
    except DeskError as error:
        return _shown(request, desk, problem=error)
    return _done("role")


@router.post("/{user_id}/active")
def change_active(
    request: Request,
    desk: TheDesk,
    person: Admin,
    user_id: Number,
    active: Annotated[bool, Form()],
) -> Response:
    """Let a person in, or no more."""
    try:
        set_active(desk.database, person, user_id, active=active)
    except DeskError as error:
        return _shown(request, desk, problem=error)
    return _done("active")


@router.post("/{user_id}/password")
def reset_password(
    request: Request,
    desk: TheDesk,
    person: Admin,
    user_id: Number,
    password: Said = "",
) -> Response:
    """Give a person a new password; their sessions end."""
    try:
        set_password(desk.database, person, user_id, password)
    except DeskError as error:
        return _shown(request, desk, problem=error)
    return _done("password")


def _done(what: str) -> Response:
    return RedirectResponse(f"/people?done={what}", HTTPStatus.SEE_OTHER)


def _shown(
    request: Request,
    desk: Desk,
    *,
    problem: DeskError | None = None,
    name: str = "",
    done: str = "",
) -> Response:
    with desk.database.reading() as session:
        people = users(session)
    return page(
        request,
        "people.html.j2",
        problem.status if problem else HTTPStatus.OK,
        people=people,
        roles=tuple(Role),
        problem=str(problem or ""),
        name=name,
        done=done,
        enters=desk.settings.access is Access.ACCOUNTS,
    )
