"""Articles: how they come in, and all that is known of one."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Response
from sqlalchemy import select

from qa.desk.errors import N_, NotThereError
from qa.desk.queue.adding import FIELDS, add_article, add_intake
from qa.desk.queue.listing import entry_of
from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.store.columns import now
from qa.desk.web.api.answers import (
    AddedAnswer,
    ArticleAnswer,
    IntakeAnswer,
    added_answer,
    article_answer,
    intake_answer,
)
from qa.desk.web.api.bodies import NewFeed, NewOne, NewText
from qa.desk.web.api.shared import ArticleId, Key, part_of_api
from qa.desk.web.context import Desk, Editor, Reader, TheDesk

router = part_of_api("articles")
_LONGEST_NAME = 300
_NONE = N_("there is no such article; it may have been removed")
_ACCEPTED = {"model": IntakeAnswer, "description": "The feed will be fetched."}


@router.post(
    "/articles",
    status_code=HTTPStatus.CREATED,
    response_model=AddedAnswer,
    responses={202: _ACCEPTED},
)
def post(desk: TheDesk, person: Editor, key: Key, new: NewOne) -> object:
    """Send a translation, which will be checked; or a feed's address, which will be fetched.

    The very same texts again, under the same name or title, are the article that is there: of a
    translation the `Idempotency-Key` does not count, of a feed it does.
    """
    if isinstance(new, NewText):
        with desk.database.writing() as session:
            return added_answer(add_article(session, person, new.article()))
    answer = _feed(desk, person, new, key)
    return Response(answer.model_dump_json(), HTTPStatus.ACCEPTED, media_type="application/json")


@router.get("/articles/{article_id}")
def get(article_id: ArticleId, desk: TheDesk, person: Reader) -> ArticleAnswer:
    """An article with its segments, flags, scores, and what is estimated of it."""
    with desk.database.reading() as session:
        entry = entry_of(session, article_id, person, now())
        article = session.get(Article, article_id)
        if entry is None or article is None:
            raise NotThereError(_NONE)
        segments = session.scalars(
            select(SegmentRow)
            .where(SegmentRow.article_id == article_id)
            .order_by(SegmentRow.number)
        ).all()
        flags = session.scalars(
            select(FlagRow)
            .where(FlagRow.article_id == article_id)
            .order_by(FlagRow.segment, FlagRow.start, FlagRow.id)
        ).all()
        return article_answer(entry, article, segments, flags)


def _feed(desk: Desk, person: Editor, new: NewFeed, key: str) -> IntakeAnswer:
    fields = new.model_dump(include=set(FIELDS))
    with desk.database.writing() as session:
        name = new.feed[:_LONGEST_NAME]
        return intake_answer(add_intake(session, person, name, new.feed, fields, key))
