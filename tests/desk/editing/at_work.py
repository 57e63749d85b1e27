"""What tests of editing ask for again and again."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from qa.desk.store.articles import Article, FlagRow, SegmentRow
from qa.desk.store.database import Database

TEXTS = ("Ia pergi ke ke Jakarta.", "Ia itu itu baik dan dan besar.", "Selesai.")


def key() -> str:
    return uuid.uuid4().hex


def flags(database: Database, article: int) -> list[FlagRow]:
    with database.reading() as session:
        found = select(FlagRow).where(FlagRow.article_id == article).order_by(FlagRow.id)
        return list(session.scalars(found).all())


def texts(database: Database, article: int) -> list[str]:
    with database.reading() as session:
        found = select(SegmentRow).where(SegmentRow.article_id == article)
        return [row.text for row in session.scalars(found.order_by(SegmentRow.number)).all()]


def story(database: Database, article: int) -> Article:
    with database.reading() as session:
        found = session.get(Article, article)
    assert found is not None
    return found
