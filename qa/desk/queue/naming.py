"""What an article is called, and which of those that are there is the same story, or the same text.

Only a name that the sender gives is a story's. News often has the same title as yesterday's, and
files are often called the same; so neither of these makes one article replace another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa.desk.queue.texts import LONGEST_NAME
from qa.desk.store.articles import Article
from qa.desk.words import State

if TYPE_CHECKING:
    from qa.desk.queue.adding import NewArticle

_SOME = 50
"""So many names are looked up at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article goes: its name, and the earlier rounds of its story, the last one first.

    `same` is the very same article, if it is there already.
    """

    name: str
    same: Article | None = None
    earlier: Sequence[Article] = ()


def place_of(session: Session, new: NewArticle) -> Place:
    """Where an article goes whose texts are checked; without a name it has its title's."""
    return _in_story(session, new) if new.name else _alone(session, new)


def _in_story(session: Session, new: NewArticle) -> Place:
    """Where an article with a name goes: behind the last round of its story."""
    earlier = _earlier(session, new.name)
    same = earlier[0] if earlier and _is_same(earlier[0], new) else None
    return Place(new.name, same, earlier)


def _earlier(session: Session, name: str) -> Sequence[Article]:
    """The rounds of a story, the last one first, kept from others until the end."""
    asked = select(Article).where(Article.name == name).order_by(Article.round.desc())
    return session.scalars(asked.with_for_update()).all()


def _alone(session: Session, new: NewArticle) -> Place:
    """Where an article without a name goes: what is called as its title is looked through."""
    first = 1
    while True:
        names = [_numbered(new.title, number) for number in range(first, first + _SOME)]
        called = Article.name.in_(names)
        alike = select(Article).where(
            called,
            Article.mt == new.mt,
            Article.title == new.title,
            Article.state != State.REPLACED,
        )
        for article in session.scalars(alike.order_by(Article.id)):
            if _is_same(article, new):
                return Place(article.name, article)
        taken = set(session.scalars(select(Article.name).where(called)))
        if (name := next((one for one in names if one not in taken), None)) is not None:
            return Place(name)
        first += _SOME


def _numbered(title: str, number: int) -> str:
    mark = f" ({number})" if number > 1 else ""
    return title[: LONGEST_NAME - len(mark)] + mark


def _is_same(there: Article, new: NewArticle) -> bool:
    old = (there.mt, there.source, there.reference, there.system)
    return there.state != State.FAILED and old == (new.mt, new.source, new.reference, new.system)
