"""Articles that wait in the queue, made without a check."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from qa.desk.queue.ranking import rank_of
from qa.desk.queue.texts import folded
from qa.desk.store.articles import Article
from qa.desk.store.columns import now
from qa.desk.store.database import Database
from qa.desk.words import State

WORDS = 100


def waiting(database: Database, name: str, weight: float = 5.0, **said: Any) -> int:
    """An article with so much weight of flags; its id. `hours` is its age."""
    moment = now()
    received = moment - timedelta(hours=said.pop("hours", 0))
    mt = said.pop("mt", f"Ini {name}.")
    values = {
        "state": State.WAITING,
        "title": name,
        "received": received,
        "rank": rank_of(weight, None, WORDS, received),
        "folded": folded(said.get("title", name), mt, said.get("source")),
        **said,
    }
    with database.writing() as session:
        article = Article(name=name, mt=mt, weight=weight, words=WORDS, **values)
        session.add(article)
        session.flush()
        return article.id


def held_since(database: Database, article_id: int, since: datetime, seen: datetime) -> None:
    """Pretend that an article has been open since a moment, and when its page last said so."""
    with database.writing() as session:
        article = session.get_one(Article, article_id)
        article.held_since, article.seen = since, seen
