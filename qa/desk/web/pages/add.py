"""Where people bring articles to the desk: pasted, as a file, or from a feed."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from qa.desk.errors import DeskError
from qa.desk.queue.adding import add_article, add_intake
from qa.desk.queue.counts import choices_of
from qa.desk.web.context import Desk, Editor, TheDesk
from qa.desk.web.render import page
from qa.desk.web.views.pasted import Pasted
from qa.language import known_languages

router = APIRouter(prefix="/add")
_LONGEST_NAME = 300
Filled = Annotated[Pasted, Form()]


@router.get("")
def ask(request: Request, desk: TheDesk, person: Editor) -> Response:  # noqa: ARG001
    """The forms."""
    return _forms(request, desk, Pasted())


@router.post("")
def paste(request: Request, desk: TheDesk, person: Editor, new: Filled) -> Response:
    """Take an article that was pasted, and lead to its page."""
    try:
        with desk.database.writing() as session:
            article = add_article(session, person, new.article())
    except DeskError as error:
        return _forms(request, desk, new, error)
    return RedirectResponse(f"/articles/{article.id}", HTTPStatus.SEE_OTHER)


@router.post("/file")
def upload(
    request: Request,
    desk: TheDesk,
    person: Editor,
    file: UploadFile,
    said: Annotated[Pasted, Form()],
) -> Response:
    """Take a file; a worker makes articles of it."""
    name = PurePosixPath((file.filename or "").replace("\\", "/")).name[:_LONGEST_NAME]
    return _taken(request, desk, person, said, name, file.file.read())


@router.post("/feed")
def follow(request: Request, desk: TheDesk, person: Editor, said: Filled) -> Response:
    """Take what a feed offers now; a worker fetches it."""
    return _taken(request, desk, person, said, said.feed.strip()[:_LONGEST_NAME], said.feed.strip())


def _taken(  # noqa: PLR0913, PLR0917
    request: Request, desk: Desk, person: Editor, said: Pasted, name: str, payload: bytes | str
) -> Response:
    try:
        with desk.database.writing() as session:
            add_intake(session, person, name, payload, said.fields())
    except DeskError as error:
        return _forms(request, desk, said, error)
    return RedirectResponse("/", HTTPStatus.SEE_OTHER)


def _forms(
    request: Request, desk: Desk, filled: Pasted, error: DeskError | None = None
) -> Response:
    with desk.database.reading() as session:
        choices = choices_of(session)
    return page(
        request,
        "add.html.j2",
        error.status if error else HTTPStatus.OK,
        filled=filled,
        problem=str(error) if error else "",
        choices=choices,
        languages=sorted({*known_languages(), *choices.languages}),
    )
