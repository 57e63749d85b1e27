"""An article, kept from others until the transaction ends."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa.desk.errors import NotThereError
from qa.desk.store.articles import Article


def locked(session: Session, article_id: int) -> Article:
    """The article, locked where the database locks rows. Raises NotThereError."""
    found = session.scalar(select(Article).where(Article.id == article_id).with_for_update())
    if found is None:
        raise NotThereError("there is no such article; it may have been removed")
    return found
