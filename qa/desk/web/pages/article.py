"""The article's page: its text, its flags, and all that an editor does there.

Every act is a form. A browser without script is led back to the page; htmx is answered with the
part of the page that changed, or with a notice beside it, so that nothing typed is lost.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Response
from sqlalchemy import select

from qa.desk.editing.editor import Editor as Editing
from qa.desk.errors import N_, ConflictError, DeskError, NotThereError
from qa.desk.learning.rulings import muted
from qa.desk.queue.claims import claim, presence, release
from qa.desk.queue.texts import LINE
from qa.desk.store.articles import Article, SegmentRow
from qa.desk.store.columns import now
from qa.desk.web.errors import refused
from qa.desk.web.render import page
from qa.desk.web.views.article import digest_of
from qa.desk.web.views.preview import preview_of
from qa.desk.web.views.visit import Looking, Number, Visit, Working
from reports.marks import visible

router = APIRouter(prefix="/articles/{article_id}")
_CHANGED = N_("the text has changed since you opened it; look at it again")
Key = Annotated[str, Form(min_length=1, max_length=64, pattern=LINE)]
Text = Annotated[str, Form(max_length=20_000)]


@router.get("")
def article(visit: Looking) -> Response:
    """The page, or for htmx its main part."""
    return visit.shown()


@router.post("/claim")
def start(visit: Working) -> Response:
    """Open the article for oneself."""
    return visit.move(lambda session: claim(session, visit.person, visit.id, now()))


@router.post("/take-over")
def take_over(visit: Working) -> Response:
    """Open the article though somebody else has it."""
    return visit.move(lambda session: claim(session, visit.person, visit.id, now(), force=True))


@router.post("/release")
def leave(visit: Working) -> Response:
    """Let others open it."""
    return visit.move(lambda session: release(session, visit.person, visit.id, now()))


@router.post("/presence")
def here(visit: Working) -> Response:
    """A sign of life of who has the article open."""
    try:
        with visit.desk.database.writing() as session:
            presence(session, visit.person, visit.id, now())
    except DeskError as error:
        return refused(visit.request, error, back=visit.address)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.post("/flags/{flag_id}/accept")
def accept(visit: Working, flag_id: Number, key: Key) -> Response:
    """Write a flag's suggestion into the text."""
    return visit.act(lambda editing: editing.accept(visit.person, visit.id, flag_id, key))


@router.post("/flags/{flag_id}/dismiss")
def dismiss(
    visit: Working, flag_id: Number, key: Key, reason: Text = "", other: Text = ""
) -> Response:
    """Say that a flag is wrong: for one of the reasons offered, or another."""
    why = other.strip() or reason
    return visit.act(lambda editing: editing.dismiss(visit.person, visit.id, flag_id, why, key))


@router.post("/flags/{flag_id}/reopen")
def reopen(visit: Working, flag_id: Number, key: Key) -> Response:
    """Take up a flag again."""
    return visit.act(lambda editing: editing.reopen(visit.person, visit.id, flag_id, key))


@router.post("/segments/{number}")
def edit(visit: Working, number: Number, key: Key, seen: Text, text: Text = "") -> Response:
    """Give a segment another text; what was typed is shown again if it cannot be kept."""
    typed = _typed(text)

    def deed(editing: Editing) -> None:
        before = _text_of(visit, number)
        if typed == visible(before):
            return
        if digest_of(before) != seen:
            raise ConflictError(_CHANGED)
        editing.edit(visit.person, visit.id, number, typed, key, before=before)

    return visit.act(deed, kept=typed)


@router.post("/segments/{number}/preview")
def preview(visit: Working, number: Number, text: Text = "") -> Response:
    """What the rules would say of a text; nothing is stored."""
    typed = _typed(text)
    editing = Editing(visit.desk.database, visit.desk.live)
    found = editing.preview(visit.person, visit.id, number, typed)
    if found is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    with visit.desk.database.reading() as session:
        known = session.get(Article, visit.id)
        language = known.language if known else None
        hushed = muted(session, language)
    shown = preview_of(typed, language, found, hushed)
    return page(visit.request, "preview.html.j2", preview=shown)


@router.post("/undo")
def undo(visit: Working, key: Key) -> Response:
    """Take back one's last act here."""

    def deed(editing: Editing) -> None:
        if editing.undo(visit.person, visit.id, key) is None:
            raise ConflictError("there is nothing of yours to undo in this article")

    return visit.act(deed)


@router.post("/sign-off")
def sign_off(visit: Working, key: Key) -> Response:
    """Say that the article is fit to print."""
    return visit.act(lambda editing: editing.sign_off(visit.person, visit.id, key))


@router.post("/take-back")
def take_back(visit: Working, key: Key) -> Response:
    """Take a sign-off back."""
    return visit.act(lambda editing: editing.take_back(visit.person, visit.id, key))


def _typed(text: str) -> str:
    """What was typed, with line ends as they are in texts; a browser sends CRLF."""
    return text.replace("\r\n", "\n")


def _text_of(visit: Visit, number: int) -> str:
    with visit.desk.database.reading() as session:
        found = session.scalar(
            select(SegmentRow.text).where(
                SegmentRow.article_id == visit.id, SegmentRow.number == number
            )
        )
    if found is None:
        raise NotThereError("there is no such segment in this article")
    return found
