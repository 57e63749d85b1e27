"""The queue: what waits, the worst first; who has what open."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from fastapi import Query, Response
from sqlalchemy.orm import Session

from qa.desk.errors import NotThereError
from qa.desk.people.person import Person
from qa.desk.queue.claims import claim, next_article, release
from qa.desk.queue.counts import queue_version
from qa.desk.queue.listing import entry_of, listing
from qa.desk.store.columns import now
from qa.desk.web.api.answers import (
    EntryAnswer,
    LiveAnswer,
    QueueAnswer,
    entry_answer,
    queue_answer,
)
from qa.desk.web.api.bodies import Asked, Claim, Narrowed
from qa.desk.web.api.shared import MOST, ArticleId, Words, part_of_api
from qa.desk.web.context import Editor, Reader, TheDesk

router = part_of_api("queue")
Seen = Annotated[Words, Query(description="The version that was seen.", examples=["0"])]

After = Annotated[
    int | None,
    Query(ge=1, le=MOST, description="The article you come from: what stands behind it."),
]


@router.get("/queue")
def queue(desk: TheDesk, person: Reader, asked: Annotated[Asked, Query()]) -> QueueAnswer:
    """A page of the queue. A page after the last one is the last one."""
    with desk.database.reading() as session:
        return queue_answer(listing(session, asked.filters(), person, now()))


@router.post(
    "/next",
    response_model=EntryAnswer,
    responses={204: {"description": "Nothing that waits is free."}},
)
def worst(desk: TheDesk, person: Editor, narrowed: Narrowed, after: After = None) -> object:
    """Open the worst article that waits and is free; no two editors get the same.

    With `after` it is the worst behind that one, after the last the first again; and others may
    have that one, if you have it open but did nothing to it. An `Idempotency-Key` does not count
    here: each request opens an article.
    """
    with desk.database.writing() as session:
        article = next_article(session, person, now(), narrowed.filters(), after)
        if article is None:
            return Response(status_code=HTTPStatus.NO_CONTENT)
        return _entry(session, article.id, person)


@router.post("/articles/{article_id}/claim")
def take(article_id: ArticleId, desk: TheDesk, person: Editor, how: Claim) -> EntryAnswer:
    """Open an article, so that no other editor does."""
    with desk.database.writing() as session:
        claim(session, person, article_id, now(), force=how.force)
        return _entry(session, article_id, person)


@router.post("/articles/{article_id}/release")
def let_go(article_id: ArticleId, desk: TheDesk, person: Editor) -> EntryAnswer:
    """Let others open an article."""
    with desk.database.writing() as session:
        release(session, person, article_id, now())
        return _entry(session, article_id, person)


@router.get(
    "/live",
    response_model=LiveAnswer,
    responses={204: {"description": "Nothing has changed."}},
)
def live(desk: TheDesk, person: Reader, seen: Seen = "") -> object:  # noqa: ARG001
    """The queue's version, if it is not the one that was seen."""
    with desk.database.reading() as session:
        version = queue_version(session)
    if version == seen:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    return LiveAnswer(version=version)


def _entry(session: Session, article_id: int, person: Person) -> EntryAnswer:
    session.flush()
    entry = entry_of(session, article_id, person, now())
    if entry is None:
        raise NotThereError("there is no such article; it may have been removed")
    return entry_answer(entry)
